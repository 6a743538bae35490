// Gaps and overlaps: of populations, of thresholds on one number, of the bands of a score.
#include <catch2/catch.hpp>

#include "pieces.hpp"
#include "proved_pack.hpp"

using namespace noso;
using namespace noso::test;

namespace {

std::string message(const ProvedPack& pack, std::string_view code) { return pack.finding(code).diagnostic.message; }

/// The minimal pack with these populations instead of its own.
AssembledPack with_populations(const std::string& list) {
  std::string text(kMinimalPack);
  const auto at = text.find("\"populations\": ["), end = text.find("\"stages\"");
  return assembled({text.replace(at, end - at, "\"populations\": [" + list + "],\n")});
}

std::string population(const std::string& id, const std::string& limits) {
  return R"({"id": ")" + id + R"(", "label": "L", )" + limits +
         R"("scale": 0.5, "floor": 0.01, "none_share": 0.1, "shares": {"plantar-fasciitis": 0.6, "gout": 0.3}, )" +
         kBasis + "}";
}

AssembledPack with_bands(const std::string& bands) {
  return with_change(R"("value": {"count": ["heel-pain", "rash"]},)",
                     R"("value": {"count": ["heel-pain", "rash", "fever"]}, "bands": [)" + bands + "],");
}

/// The minimal pack with derived risk factors of these conditions.
AssembledPack with_definitions(const std::vector<std::string>& when) {
  std::string list;
  for (std::size_t i = 0; i < when.size(); ++i)
    list += (i ? ",\n" : "") + std::string(R"({"id": "d)") + std::to_string(i) + R"(", "label": "D)" +
            std::to_string(i) + R"(", "when": )" + when[i] + "}";
  return with("{\"risk_factors\": [\n" + list + "]}");
}

}  // namespace

TEST_CASE("ages in no population are noted, and such a patient is out of scope") {
  const ProvedPack pack(with_populations(population("child", R"("age": {"at_least": "8 a", "below": "15 a"}, )") + "," +
                                         population("adult", R"("age": {"at_least": "18 a"}, )")));
  CHECK(message(pack, "population-gap") ==
        "ages below 8 a and from 15 a to below 18 a can be in no population: no ranking and no care there");
  const auto& patients = pack.finding("population-gap").patients;
  REQUIRE(patients.size() == 1);
  const auto answer = pack.answer(patients.front());
  CHECK_FALSE(answer.in_scope);
  CHECK(answer.scope_reason.find("prior probabilities") != std::string::npos);
}

TEST_CASE("a population with a 'when' leaves those to whom it does not apply") {
  const ProvedPack pack(with_populations(population("runner", R"("when": "obesity", )")));
  const auto told = ProvedPack::told(pack.finding("population-gap").patients.front());
  CHECK(names(told.absent) == std::vector<std::string>{"obesity"});
}

TEST_CASE("a population that others forestall is dead") {
  const ProvedPack pack(with_populations(population("all", "") + "," + population("late", R"("when": "rash", )")));
  CHECK(message(pack, "dead-population") == "nobody is in population 'late'");
}

TEST_CASE("two default populations of the same ages overlap") {
  const ProvedPack pack(with_populations(population("young", R"("age": {"at_least": "0 a", "below": "20 a"}, )") + "," +
                                         population("adult", R"("age": {"at_least": "18 a"}, )")));
  CHECK(message(pack, "population-overlap") ==
        "ages from 18 a to below 20 a are in the populations 'young' and 'adult'");
}

TEST_CASE("a value of a score in no band, and one in two bands, are found") {
  const ProvedPack gap(with_bands(R"({"label": "low", "below": 1}, {"label": "high", "at_least": 2})"));
  CHECK(message(gap, "band-gap") == "the score 'severity-score' can be exactly 1, where it has no band");
  const ProvedPack overlap(with_bands(R"({"label": "low", "at_most": 2}, {"label": "high", "at_least": 2})"));
  CHECK(message(overlap, "band-overlap") == "the score 'severity-score' can be exactly 2, where it has several bands");
}

TEST_CASE("bands of whole points have no gap between the points") {
  CHECK(ProvedPack(with_bands(R"({"label": "low", "at_most": 1}, {"label": "high", "at_least": 2})")).found() == "");
  CHECK(ProvedPack(with_bands(R"({"label": "high", "at_least": 2})")).found() == "");
}

TEST_CASE("a range between rules that belongs to none of them is noted") {
  const ProvedPack pack(with_definitions({R"({"measure": {"of": "body-temperature", "below": "36 Cel"}})",
                                          R"({"measure": {"of": "body-temperature", "at_least": "38 Cel"}})"}));
  CHECK(message(pack, "threshold-gap") ==
        "'body-temperature' from 36 Cel to below 38 Cel lies between 'd0' or 'd1' and belongs to none of them");
  const ProvedPack point(with_definitions({R"({"age": {"below": "65 a"}})", R"({"age": {"above": "65 a"}})"}));
  CHECK(message(point, "threshold-gap") ==
        "the age exactly 65 a lies between 'd0' or 'd1' and belongs to none of them");
}

TEST_CASE("rules that overlap without one holding the other are noted") {
  const ProvedPack pack(with_definitions({R"({"age": {"below": "20 a"}})", R"({"age": {"at_least": "18 a"}})"}));
  CHECK(message(pack, "threshold-overlap") == "the age from 18 a to below 20 a belongs to both 'd0' and 'd1'");
  CHECK(
      ProvedPack(with_definitions({R"({"age": {"at_least": "60 a"}})", R"({"age": {"at_least": "70 a"}})"})).found() ==
      "");
}

TEST_CASE("one limit with the boundary on different sides is noted") {
  const ProvedPack pack(
      with_definitions({R"({"age": {"at_least": "65 a"}})", R"({"all": ["rash", {"age": {"above": "65 a"}}]})"}));
  CHECK(
      message(pack, "limit-differs") ==
      "the age has the limit 65 a in several rules; exactly 65 a is on the upper side in 'd0' and on the lower side in "
      "'d1'");
}

TEST_CASE("a number line is cut into points and what lies between them") {
  const auto line = audit::pieces({2, 1, 2}, 0, 3);
  std::string all;
  for (const auto& piece : line) all += (all.empty() ? "" : "; ") + piece.text(Dimension::ratio);
  CHECK(all ==
        "exactly 0; above 0 to below 1; exactly 1; above 1 to below 2; exactly 2; above 2 to below 3; exactly 3");
  CHECK(audit::pieces({}).front().text(Dimension::ratio) == "every value");
  CHECK(audit::Piece{1, 3, false, false}.sample() == 2);
}
