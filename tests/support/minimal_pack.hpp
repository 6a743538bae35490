/// The smallest pack with something of everything, to which a test adds the text that it is about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "noso/import/pack.hpp"

namespace noso::test {

/// Valid without a finding. Conditions: plantar-fasciitis, gout. Findings: heel-pain (entry), first-step-pain (a kind
/// of it), fever (red flag), body-temperature (Cel), rash. Risk factors: obesity, nsaid (medication). Interventions:
/// calf-stretch. Scores: severity-score, temperature. Rule: x01. Stage: stage-1. Population: everyone. Sources: T.
extern const std::string_view kMinimalPack;

/// Assembles documents with these texts, named `0.json`, `1.json`, …; throws std::runtime_error on broken JSON.
AssembledPack assembled(const std::vector<std::string>& texts);

/// The minimal pack with this text as a second file, `1.json`.
AssembledPack with(const std::string& text);

/// The minimal pack with the first occurrence of `from` replaced by `to`; throws when there is none.
AssembledPack with_change(std::string_view from, std::string_view to);

/// `a` … in order of place: `code line:column` for each finding of severity error or warning, one a line.
std::string summary(const AssembledPack& pack);

}  // namespace noso::test
