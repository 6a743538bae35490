#include <catch2/catch.hpp>

#include "noso/base/json.hpp"
#include "noso/base/json_writer.hpp"
#include "support/random.hpp"

using namespace noso;
using test::Random;

namespace {

JsonDocument parsed(std::string_view text) {
  auto document = JsonDocument::parse(text, "t.json");
  if (!document.ok()) FAIL(to_string(document.errors().front()));
  return std::move(*document);
}

/// The one reason why `text` is refused.
Diagnostic refused(std::string_view text, JsonLimits limits = {}) {
  const auto document = JsonDocument::parse(text, "t.json", limits);
  if (document.ok()) FAIL("accepted: " << text);
  REQUIRE(document.errors().size() == 1);
  return document.errors().front();
}

Location at(std::uint32_t line, std::uint32_t column) { return {"t.json", line, column}; }

/// Builds a random document as text together with the places of its values in the order in which they begin.
class RandomJson {
 public:
  explicit RandomJson(Random& random) : random_(random) { value(0); }

  std::string text;
  std::vector<Location> values;

 private:
  void put(std::string_view s) {
    for (const char c : s) {
      text += c;
      if (c == '\n') {
        ++line_, column_ = 1;
      } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
        ++column_;
      }
    }
  }
  void space() {
    for (auto n = random_.below(3); n > 0; --n) put(random_.pick(std::vector<std::string>{" ", "\n", "\t", "\r\n"}));
  }
  void string(const std::string& unique = {}) {
    put("\"" + unique);
    for (auto n = random_.below(6); n > 0; --n)
      put(random_.pick(std::vector<std::string>{"a", ",", ":", "]", "}", "{", "[", " ", "é", "漢", "😀", "\\n", "\\\"",
                                                "\\\\", "\\u0041", "\\u0000", "\\ud83d\\ude00", "/", "'"}));
    put("\"");
  }
  void value(int depth) {
    space();
    values.push_back(at(line_, column_));
    const auto kind = random_.below(depth < 6 ? 9 : 6);
    if (kind == 0) put("null");
    if (kind == 1) put(random_.chance(0.5) ? "true" : "false");
    if (kind == 2) put(std::to_string(static_cast<int>(random_.below(2000000)) - 1000000));
    if (kind == 3)
      put(random_.pick(std::vector<std::string>{"0", "1e300", "-2.5E-300", "0.1", "123456789012345678901234",
                                                "18446744073709551615", "-9223372036854775808", "5e-324"}));
    if (kind == 4 || kind == 5) string();
    if (kind >= 6) {
      const bool object = kind == 6;
      put(object ? "{" : "[");
      const auto count = random_.below(4);
      for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) put(",");
        if (object) {
          space();
          string(std::to_string(i));
          space();
          put(":");
        }
        value(depth + 1);
      }
      space();
      put(object ? "}" : "]");
    }
    if (depth == 0) space();
  }

  Random& random_;
  std::uint32_t line_ = 1, column_ = 1;
};

void collect(JsonValue value, std::vector<Location>& out) {
  out.push_back(value.where());
  for (std::size_t i = 0; i < value.size(); ++i) collect(value.at(i), out);
}

bool same(JsonValue a, JsonValue b) {
  if (a.type() != b.type() || a.size() != b.size()) return false;
  switch (a.type()) {
    case JsonType::null: return true;
    case JsonType::boolean: return a.boolean() == b.boolean();
    case JsonType::number: return a.number() == b.number();
    case JsonType::string: return a.string() == b.string();
    case JsonType::array:
    case JsonType::object: break;
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a.is(JsonType::object) && a.key(i) != b.key(i)) return false;
    if (!same(a.at(i), b.at(i))) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("every JSON value knows its line and column") {
  const auto document = parsed("{\n  \"a\": [1, {\"b\": true}, []],\n\t\"c\" : null , \"d\":\"x\"\n}");
  const auto root = document.root();
  CHECK(root.where() == at(1, 1));
  CHECK(root.key_where(0) == at(2, 3));
  const auto a = root.at(0);
  CHECK(a.where() == at(2, 8));
  CHECK(a.at(0).where() == at(2, 9));
  CHECK(a.at(1).where() == at(2, 12));
  CHECK(a.at(1).key_where(0) == at(2, 13));
  CHECK(a.at(1).at(0).where() == at(2, 18));
  CHECK(a.at(2).where() == at(2, 25));
  CHECK(root.key_where(1) == at(3, 2));
  CHECK(root.at(1).where() == at(3, 8));
  CHECK(root.key_where(2) == at(3, 15));
  CHECK(root.at(2).where() == at(3, 19));
}

TEST_CASE("columns count characters, not bytes") {
  const auto document = parsed("[\"é漢😀\", 7, {\"ü\": 8}]");
  CHECK(document.root().at(1).where() == at(1, 9));
  CHECK(document.root().at(2).key_where(0) == at(1, 13));
  CHECK(document.root().at(2).at(0).where() == at(1, 18));
}

TEST_CASE("a byte order mark is no column and no error") {
  const auto document = parsed("\xEF\xBB\xBF{\"a\": 1}");
  CHECK(document.root().where() == at(1, 1));
  CHECK(document.root().key_where(0) == at(1, 2));
  CHECK(document.root().at(0).where() == at(1, 7));
  CHECK(refused("\xEF\xBB\xBF{\"a\" 1}").where == at(1, 6));
}

TEST_CASE("lines may end in CR LF") {
  const auto document = parsed("{\r\n\"a\":\r\n 1}");
  CHECK(document.root().key_where(0) == at(2, 1));
  CHECK(document.root().at(0).where() == at(3, 2));
}

TEST_CASE("scalars are whole documents") {
  CHECK(parsed("true").root().boolean());
  CHECK_FALSE(parsed(" false ").root().boolean());
  CHECK(parsed("null").root().is(JsonType::null));
  CHECK(parsed("-12.5e1").root().number() == -125);
  CHECK(parsed("\"\\u00e9\\n\"").root().string() == "é\n");
  CHECK(parsed("[]").root().size() == 0);
  CHECK(parsed("3").root().size() == 0);
  CHECK(parsed("\n  7").root().where() == at(2, 3));
}

TEST_CASE("members are found by name and keep their order") {
  const auto document = parsed(R"({"b": 1, "a": 2})");
  CHECK(document.root().key(0) == "b");
  CHECK(document.root().find("a")->number() == 2);
  CHECK_FALSE(document.root().find("c"));
  CHECK_FALSE(parsed("[1]").root().find("c"));
}

TEST_CASE("broken JSON is refused at the place of the fault") {
  struct Example {
    std::string_view text;
    std::uint32_t line, column;
  };
  const auto example =
      GENERATE(Example{"", 1, 1}, Example{"   \n ", 2, 2}, Example{"{", 1, 2}, Example{"{\"a\": 1,}", 1, 9},
               Example{"[1 2]", 1, 4}, Example{"[1,]", 1, 4}, Example{"{} {}", 1, 4}, Example{"{\"a\" 1}", 1, 6},
               Example{"{a: 1}", 1, 2}, Example{"[1,\n 2,\n tru]", 3, 5}, Example{"[nul]", 1, 5},
               Example{"// c\n1", 1, 1}, Example{"[NaN]", 1, 2}, Example{"]", 1, 1});
  CAPTURE(example.text);
  const auto why = refused(example.text);
  CHECK(why.code == "json-syntax");
  CHECK(why.where == at(example.line, example.column));
  CHECK_FALSE(why.help.empty());
}

TEST_CASE("strings and numbers outside JSON are refused") {
  for (const auto* text : {"[\"abc]", "[\"a\nb\"]", "[\"\\x\"]", "[\"\\u12g4\"]", "[\"\\ud800\"]", "[01]", "[+1]",
                           "[1.]", "[.5]", "[1e]", "[1e999]", "[-]", "['a']", "[0x10]"}) {
    CAPTURE(text);
    CHECK(refused(text).code == "json-syntax");
  }
}

TEST_CASE("a number is the nearest double, whatever its exponent") {
  const std::pair<std::string, double> numbers[] = {{"0e66", 0},
                                                    {"0.000e300", 0},
                                                    {"-0E-66", 0},
                                                    {"0.1", 0.1},
                                                    {"1.7976931348623157e308", 1.7976931348623157e308},
                                                    {"0.17976931348623157e309", 1.7976931348623157e308},
                                                    {"4.9406564584124654e-324", 5e-324},
                                                    {"1e-400", 0},
                                                    {"1e-99999999999999999999", 0},
                                                    {"0." + std::string(400, '0') + "1", 0},
                                                    {"0." + std::string(400, '0') + "1e5", 0},
                                                    {"1" + std::string(308, '0'), 1e308},
                                                    {"9007199254740993", 9007199254740992}};
  for (const auto& [spelled, number] : numbers) {
    CAPTURE(spelled);
    const auto document = JsonDocument::parse(spelled, "n.json");
    REQUIRE(document.ok());
    CHECK(document->root().number() == number);
  }
  for (const std::string spelled : {"1.7976931348623159e308", "0.5e309", "-9e308", "1e309", "1e99999999999999999999"}) {
    CAPTURE(spelled);
    const auto document = JsonDocument::parse("[1, " + spelled + "]", "n.json");
    REQUIRE_FALSE(document.ok());
    CHECK(document.errors().front().code == "json-syntax");
  }
  const auto document = JsonDocument::parse("[1, 9e308]", "n.json");
  CHECK(document.errors().front().where.column == 5);
}

TEST_CASE("a name that stands twice in one object is refused where it stands again") {
  const auto why = refused("{\"a\": 1,\n \"b\": {\"x\": 1, \"y\": 2, \"x\": 3}}");
  CHECK(why.code == "json-duplicate-key");
  CHECK(why.where == at(2, 24));
  CHECK(refused(R"({"a": 1, "\u0061": 2})").code == "json-duplicate-key");
  parsed(R"({"a": {"a": {"a": 1}}, "b": {"a": 2}})");
}

TEST_CASE("nesting is bounded") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  parsed(nested(64));
  const auto why = refused(nested(65));
  CHECK(why.code == "json-too-deep");
  CHECK(why.where == at(1, 65));
  CHECK(refused(nested(3), {.max_depth = 2}).code == "json-too-deep");
  std::string objects;
  for (int i = 0; i < 70; ++i) objects += "{\"a\":";
  CHECK(refused(objects).code == "json-too-deep");
}

TEST_CASE("a million opening brackets are refused without harm") {
  CHECK(refused(std::string(1'000'000, '[')).code == "json-too-deep");
  CHECK(refused(std::string(1'000'000, '{')).code == "json-syntax");
  CHECK(refused(std::string(1'000'000, '['), {.max_depth = 2'000'000}).code == "json-syntax");
}

TEST_CASE("a NUL in the text is refused, an escaped one is a character") {
  using namespace std::string_view_literals;
  for (const auto text : {"{\"a\": 1}\0"sv, "{\"a\": 1}\0{}"sv, "[1,\0 2]"sv, "\0"sv, "[\"a\0b\"]"sv}) {
    CAPTURE(text);
    CHECK(refused(text).code == "json-syntax");
  }
  CHECK(refused("{}\0"sv).where == at(1, 3));
  CHECK(parsed("[\"a\\u0000b\"]").root().at(0).string() == "a\0b"sv);
}

TEST_CASE("text that is not UTF-8 is refused at its first bad byte") {
  const auto why = refused("{\n \"é\": \"\xFF\"}");
  CHECK(why.code == "json-encoding");
  CHECK(why.where == at(2, 8));
  CHECK(why.message.find("byte 10 ") != std::string::npos);
  for (const auto* text : {"\"\xC0\xAF\"", "\"\xED\xA0\x80\"", "\"\xF5\x80\x80\x80\"", "\"\xE2\x82\"", "\"\x80\""}) {
    CAPTURE(text);
    CHECK(refused(text).code == "json-encoding");
  }
}

TEST_CASE("text above the limit is not looked at") {
  CHECK(refused("[1, 2, 3]", {.max_bytes = 8}).code == "json-too-large");
  CHECK(JsonDocument::parse("[1, 2, 3]", "t.json", {.max_bytes = 9}).ok());
}

TEST_CASE("a document can be moved") {
  auto first = parsed("[1, 2]");
  auto second = std::move(first);
  CHECK(second.root().size() == 2);
  second = parsed("[1]");
  CHECK(second.root().size() == 1);
  CHECK(second.file() == "t.json");
}

TEST_CASE("random documents keep their places and come back from their own text") {
  CAPTURE(test::seed());
  for (std::uint64_t round = 0; round < 3000; ++round) {
    CAPTURE(round);
    Random random(round);
    const RandomJson made(random);
    CAPTURE(made.text);
    const auto document = parsed(made.text);
    std::vector<Location> places;
    collect(document.root(), places);
    REQUIRE(places == made.values);

    const auto written = to_json(document.root());
    const auto again = parsed(written);
    REQUIRE(same(document.root(), again.root()));
    REQUIRE(to_json(again.root()) == written);
  }
}

TEST_CASE("a damaged document is refused or read, never worse") {
  CAPTURE(test::seed());
  for (std::uint64_t round = 0; round < 3000; ++round) {
    Random random(100000 + round);
    RandomJson made(random);
    auto text = made.text;
    for (int i = 0; i < 3 && !text.empty(); ++i) {
      const auto where = random.below(text.size());
      if (random.chance(0.5))
        text[where] = static_cast<char>(random.below(256));
      else
        text.erase(where, random.below(4) + 1);
    }
    const auto document = JsonDocument::parse(text, "t.json");
    if (document.ok()) {
      (void)to_json(document->root());
    } else {
      REQUIRE(document.errors().size() == 1);
      REQUIRE(document.errors()[0].where.line > 0);
    }
  }
}

TEST_CASE("the writer keeps the order of keys and writes numbers in their shortest exact form") {
  JsonWriter out(false);
  out.begin_object().member("z", 0.1).member("a", 1).member("big", std::uint64_t{18446744073709551615u});
  out.member("yes", true).member("text", "q\"\n").key("none").null().key("list").begin_array().end_array();
  out.key("raw").raw("{\"x\":1}").texts("names", std::vector<std::string>{"a", "b"}).end_object();
  CHECK(out.text() == R"({"z":0.1,"a":1,"big":18446744073709551615,"yes":true,"text":"q\"\n","none":null,"list":[],)"
                      R"("raw":{"x":1},"names":["a","b"]})");
}

TEST_CASE("numbers that JSON cannot hold are written as null") {
  JsonWriter out(false);
  out.begin_array().value(std::numeric_limits<double>::infinity()).value(std::nan("")).value(-0.5).end_array();
  CHECK(out.text() == "[null,null,-0.5]");
}

TEST_CASE("pretty output is JSON too") {
  JsonWriter out;
  out.begin_object()
      .key("a")
      .begin_array()
      .value(1)
      .begin_object()
      .member("b", "c")
      .end_object()
      .end_array()
      .end_object();
  const auto document = parsed(out.text());
  CHECK(to_json(document.root()) == R"({"a":[1,{"b":"c"}]})");
}

TEST_CASE("columns of one long line count code points, as a walk through it does") {
  std::string text = "[";
  while (text.size() < 5000) text += text.size() % 3 == 0 ? "\"\xc3\xa4\xe2\x82\xac\"," : "1,";
  text += "2]";
  const auto document = noso::JsonDocument::parse(text, "long.json");
  REQUIRE(document.ok());
  const auto root = document->root();
  for (std::size_t i = 0; i < root.size(); ++i) {
    std::uint32_t column = 1;
    for (std::size_t at = 0; at < root.at(i).begin_offset(); ++at)
      column += (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 ? 1 : 0;
    REQUIRE(root.at(i).where() == noso::Location{"long.json", 1, column});
  }
}
