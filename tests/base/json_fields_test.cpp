#include <catch2/catch.hpp>

#include "noso/base/json_fields.hpp"

using namespace noso;

namespace {

struct Reading {
  explicit Reading(std::string_view text)
      : document(std::move(*JsonDocument::parse(text, "t.json"))), fields(document.root(), out, "a thing") {}
  JsonDocument document;
  Diagnostics out;
  JsonFields fields;
};

}  // namespace

TEST_CASE("members are read by name and type") {
  Reading r(R"({"t": "x", "n": 2.5, "f": true, "l": ["a", "b"], "one": "c", "v": [1, 2, 3]})");
  CHECK(r.fields.text("t") == "x");
  CHECK(r.fields.text_required("t") == "x");
  CHECK(r.fields.number("n") == 2.5);
  CHECK(r.fields.number_required("n") == 2.5);
  CHECK(r.fields.flag("f") == true);
  CHECK(r.fields.texts("l") == std::vector<std::string>{"a", "b"});
  CHECK(r.fields.texts("one") == std::vector<std::string>{"c"});
  double sum = 0;
  r.fields.list("v", [&](JsonValue v) { sum += v.number(); });
  CHECK(sum == 6);
  r.fields.finish();
  CHECK(r.out.all().empty());
}

TEST_CASE("what is missing and optional is no error") {
  Reading r("{}");
  CHECK_FALSE(r.fields.text("t"));
  CHECK_FALSE(r.fields.number("t"));
  CHECK_FALSE(r.fields.flag("t"));
  CHECK_FALSE(r.fields.any("t"));
  CHECK(r.fields.texts("t").empty());
  r.fields.list("t", [](JsonValue) { FAIL("nothing is there"); });
  r.fields.finish();
  CHECK(r.out.all().empty());
}

TEST_CASE("what is missing and required is reported at the object") {
  Reading r("\n  {}");
  CHECK_FALSE(r.fields.text_required("t"));
  CHECK_FALSE(r.fields.number_required("n"));
  CHECK_FALSE(r.fields.any_required("a"));
  REQUIRE(r.out.all().size() == 3);
  for (const auto& d : r.out.all()) {
    CHECK(d.code == "missing-key");
    CHECK(d.where == Location{"t.json", 2, 3});
  }
  CHECK(r.out.all()[0].message == "a thing needs 't'");
}

TEST_CASE("a wrong type is reported at the value, once for each") {
  Reading r(R"({"t": 1, "n": "x", "f": 0, "l": {}, "m": ["a", 1, null], "v": 5})");
  CHECK_FALSE(r.fields.text("t"));
  CHECK_FALSE(r.fields.number("n"));
  CHECK_FALSE(r.fields.flag("f"));
  CHECK(r.fields.texts("l").empty());
  CHECK(r.fields.texts("m") == std::vector<std::string>{"a"});
  r.fields.list("v", [](JsonValue) { FAIL("no list"); });
  r.fields.finish();
  REQUIRE(r.out.all().size() == 7);
  for (const auto& d : r.out.all()) CHECK(d.code == "wrong-type");
  CHECK(r.out.all()[0].where == Location{"t.json", 1, 7});
  CHECK(r.out.all()[0].message == "'t' must be a string, not a number");
}

TEST_CASE("an empty required text is reported") {
  Reading r(R"({"t": ""})");
  CHECK_FALSE(r.fields.text_required("t"));
  REQUIRE(r.out.all().size() == 1);
  CHECK(r.out.all()[0].code == "empty-text");
}

TEST_CASE("a key that nobody asked for is reported with the nearest known one") {
  Reading r("{\"label\": 1,\n \"synonims\": [], \"zzz\": 0, \"$schema\": \"s\"}");
  r.fields.any("label");
  r.fields.any("synonyms");
  r.fields.finish();
  REQUIRE(r.out.all().size() == 2);
  CHECK(r.out.all()[0].code == "unknown-key");
  CHECK(r.out.all()[0].where == Location{"t.json", 2, 2});
  CHECK(r.out.all()[0].message == "a thing has no key 'synonims'");
  CHECK(r.out.all()[0].help == "did you mean 'synonyms'?");
  CHECK(r.out.all()[1].help.find("use one of") == 0);
}

TEST_CASE("what is no object is reported once and then stays silent") {
  Reading r("[1, 2]");
  CHECK_FALSE(r.fields.is_object());
  CHECK_FALSE(r.fields.text_required("t"));
  CHECK_FALSE(r.fields.number_required("n"));
  CHECK(r.fields.where("t") == Location{"t.json", 1, 1});
  r.fields.finish();
  REQUIRE(r.out.all().size() == 1);
  CHECK(r.out.all()[0].code == "wrong-type");
  CHECK(r.out.all()[0].message == "a thing must be an object, not an array");
}
