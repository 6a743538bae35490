// The heel-pain pack: its safety properties over all cases, and what else the prover finds in it, each explained.
#include <catch2/catch.hpp>

#include <set>

#include "proved_pack.hpp"

using namespace noso;
using namespace noso::test;

namespace {

const ProvedPack& heel_pain() {
  static const ProvedPack pack = [] {
    auto read = read_pack(NOSO_PACK_DIR);
    if (!read.ok()) throw std::runtime_error(lines(read.errors()));
    return ProvedPack(std::move(*read));
  }();
  return pack;
}

}  // namespace

TEST_CASE("every safety property of the heel-pain pack is proved") {
  const auto& pack = heel_pain();
  CHECK(pack.report().properties.size() >= 8);
  CHECK(pack.outcomes().find("refuted") == std::string::npos);
  CHECK(pack.report().undecided == 0);
}

TEST_CASE("the heel-pain pack has no rule that is dead, always fires, or contradicts the care") {
  for (const auto& [diagnostic, patients] : heel_pain().report().findings) {
    INFO(to_string(diagnostic));
    CHECK(diagnostic.severity == Severity::note);
  }
}

TEST_CASE("the findings that lower a level in the heel-pain pack are those that the evidence wants to") {
  // X01: a pop in the arch is x23's. X06: the other saturation scale of NEWS2. X12: Wells' own minus two points.
  // X16, X26: swelling that is known to be
  // elsewhere, or not warmth. X18: pain tied to load. X20: a load change, or a load-related pattern.
  const std::set<std::string> meant{"x01", "x06", "x12", "x16", "x18", "x20", "x26"};
  for (const auto& [diagnostic, patients] : heel_pain().report().findings) {
    if (diagnostic.code != "finding-lowers-level") continue;
    INFO(diagnostic.message);
    const auto& kb = heel_pain().knowledge();
    REQUIRE(patients.size() == 2);
    for (const auto rule : patients[0].fired)
      if (kb[rule].level > patients[1].level) CHECK(meant.count(std::string(kb.text(kb[rule].id))) == 1);
    CHECK(heel_pain().answer(patients[0]).escalation.level == patients[0].level);
    CHECK(heel_pain().answer(patients[1]).escalation.level == patients[1].level);
  }
}
