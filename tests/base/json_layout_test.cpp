#include <catch2/catch.hpp>

#include "noso/base/json_layout.hpp"
#include "noso/base/json_writer.hpp"
#include "support/random.hpp"

using namespace noso;

namespace {

std::string laid_out(std::string_view text, const JsonLayout& layout = {}) {
  const auto document = JsonDocument::parse(text, "a.json");
  REQUIRE(document.ok());
  return lay_out(*document, layout);
}

std::string random_value(test::Random& random, int depth) {
  switch (random.below(depth > 0 ? 7 : 5)) {
    case 0: return "null";
    case 1: return "-0.50";
    case 2: return "1E+3";
    case 3: return R"("é \\ \"")";
    case 4: return '"' + std::string(random.below(40), 'x') + '"';
    default: break;
  }
  const bool is_object = random.below(2) == 0;
  std::string out(1, is_object ? '{' : '[');
  const auto size = random.below(6);
  for (std::size_t i = 0; i < size; ++i)
    out += (i > 0 ? "," : "") + (is_object ? '"' + std::to_string(i) + "\":" : std::string()) +
           random_value(random, depth - 1);
  return out + (is_object ? '}' : ']');
}

}  // namespace

TEST_CASE("what fits stands on one line, what does not is filled up") {
  CHECK(laid_out("{}") == "{}\n");
  CHECK(laid_out(" 17.50 ") == "17.50\n");
  CHECK(laid_out(R"({"a":[1,2.0,{"b":[]}]})") == "{\n  \"a\": [1, 2.0, {\"b\": []}]\n}\n");
  CHECK(laid_out(R"({"a":["one","two","three"],"b":{"c":1,"d":[true]}})", {.width = 20}) ==
        "{\n  \"a\": [\n    \"one\", \"two\",\n    \"three\"\n  ],\n  \"b\": {\n    \"c\": 1,\n    \"d\": [true]\n  "
        "}\n}\n");
}

TEST_CASE("width counts code points") {
  const std::string text = R"({"a": ["ééé", "ééé"]})";
  CHECK(laid_out(text, {.width = 21}).find("[\"ééé\", \"ééé\"]") != std::string::npos);
}

TEST_CASE("members go where the order puts them") {
  const JsonLayout last_first{.order = [](std::string_view, JsonValue object) {
    std::vector<std::size_t> order;
    for (auto i = object.size(); i-- > 0;) order.push_back(i);
    return order;
  }};
  CHECK(laid_out(R"([{"a":1,"b":2}])", last_first) == "[\n  {\"b\": 2, \"a\": 1}\n]\n");
}

TEST_CASE("laying out keeps the content, and twice is once") {
  CAPTURE(test::seed());
  test::Random random(21);
  for (int i = 0; i < 500; ++i) {
    const auto text = random_value(random, 5);
    CAPTURE(text);
    const auto once = laid_out(text, {.width = 30});
    CHECK(laid_out(once, {.width = 30}) == once);
    const auto before = JsonDocument::parse(text, "a"), after = JsonDocument::parse(once, "b");
    REQUIRE((before.ok() && after.ok()));
    CHECK(to_json(before->root()) == to_json(after->root()));
  }
}
