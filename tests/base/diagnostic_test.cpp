#include <catch2/catch.hpp>

#include "noso/base/diagnostic.hpp"
#include "noso/base/result.hpp"

using namespace noso;

TEST_CASE("a diagnostic says where, what and what to do") {
  CHECK(to_string(error("c", "m", "h", {"f", 3, 4})) == "f:3:4: error[c]: m; h");
  CHECK(to_string(error("c", "m", "", {"f", 3, 0})) == "f:3: error[c]: m");
  CHECK(to_string(error("c", "m", "", {"f"})) == "f: error[c]: m");
  CHECK(to_string(error("c", "m", "")) == "error[c]: m");
  CHECK(to_string(Diagnostic{Severity::warning, "", "m", "", {}}) == "warning: m");
  CHECK(to_string(Severity::note) == "note");
}

TEST_CASE("a text of the input is cut short in a diagnostic, between two characters") {
  std::string umlauts;
  while (umlauts.size() < 100000) umlauts += "ü";
  Diagnostics all;
  all.warning({}, "w", "x" + umlauts, umlauts);
  for (const auto& d : {error("c", umlauts, "x" + umlauts), all.take().front()}) {
    for (const auto& text : {d.message, d.help}) {
      CHECK(text.size() < 2100);
      CHECK(text.size() > 1900);
      CHECK(text.substr(text.size() - 5) == "ü…");
    }
  }
  CHECK(error("c", umlauts.substr(0, 2000), "").message == umlauts.substr(0, 2000));
}

TEST_CASE("findings are handed over in order of place, those of one place in order of arrival") {
  Diagnostics out;
  out.error({"b", 1, 1}, "e1", "", "");
  out.warning({"a", 10, 1}, "w1", "", "");
  out.error({"a", 9, 2}, "e2", "", "");
  out.error({"a", 9, 2}, "e3", "", "");
  CHECK(out.error_count() == 3);
  const auto taken = out.take();
  std::string codes;
  for (const auto& d : taken) codes += d.code + ' ';
  CHECK(codes == "e2 e3 w1 e1 ");
  CHECK_FALSE(out.has_errors());
  CHECK(out.all().empty());
}

TEST_CASE("warnings and notes are no errors") {
  Diagnostics out;
  out.warning({}, "w", "", "");
  out.add({Severity::note, "n", "", "", {}});
  CHECK_FALSE(out.has_errors());
}

TEST_CASE("findings beyond the limit are counted and the count is told") {
  Diagnostics out;
  for (std::uint32_t i = 0; i < Diagnostics::kMax + 5; ++i) out.error({"f", i + 1, 1}, "e", "", "");
  CHECK(out.all().size() == Diagnostics::kMax);
  CHECK(out.dropped() == 5);
  CHECK(out.error_count() == Diagnostics::kMax + 5);
  const auto taken = out.take();
  REQUIRE(taken.size() == Diagnostics::kMax + 1);
  CHECK(taken.back().code == "more-findings");
  CHECK(taken.back().message.find("5 ") == 0);
  CHECK(taken.back().where == Location{"f", Diagnostics::kMax + 1, 1});
}

TEST_CASE("an error that comes after a thousand notes is not lost") {
  Diagnostics out;
  for (std::size_t i = 0; i < Diagnostics::kMax + 5; ++i) out.add({Severity::note, "n", "", "", {}});
  out.error({}, "e", "", "");
  const auto taken = out.take();
  CHECK(std::any_of(taken.begin(), taken.end(), [](const Diagnostic& d) { return d.code == "e"; }));
}

TEST_CASE("a result holds a value or its reasons") {
  Result<std::string> good(std::string("x"));
  REQUIRE(good.ok());
  CHECK(*good == "x");
  CHECK(good->size() == 1);
  CHECK(std::move(good).value() == "x");
  const Result<std::string> bad(error("c", "m", ""));
  CHECK_FALSE(bad);
  CHECK(bad.errors().size() == 1);
  CHECK(success().ok());
}
