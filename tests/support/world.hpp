/// Tiny worlds for tests. A few lines of text become a pack, and the pack goes the whole real way: JSON reader,
/// assembler, tables, knowledge file in memory, engine.
///
///     # a comment
///     first-step-pain < heel-pain                       is_a
///     plantar-fasciitis 0.6: first-step-pain 0.88, swelling 0.1     condition PRIOR: finding P(finding | condition), …
///     leak swelling 0.05                                P(finding | no condition); 0.01 where nothing is said
///     risk obesity plantar-fasciitis 3.7                odds ratio
///     rule x01 urgent if sudden-pop and not fever or rash      `not` before `and` before `or`, no parentheses
///     define rigid if tense and not relaxed             a finding that follows from others
///     red-flag sudden-pop                               may only ever raise the urgency
///     must-not-miss achilles-rupture
///     group first-step-pain, start-up-pain              dependent findings: the strongest counts
///     treat stretching plantar-fasciitis strong         intervention, condition (or "any"), strength
///     avoid stretching if sudden-pop                    contraindication; `caution` in the same way
///     scope heel-pain                                   an entry finding
///
/// Concepts need no declaration: what stands in a place is of the kind that belongs there, and `is_a` hands the kind on
/// in both directions. Labels are the ids with spaces for hyphens. There is one population, `everyone`, with scale 1,
/// the priors as shares, and none_share 0.01. Without a `scope` line every finding is a kind of the entry finding
/// `complaint`, so that any present finding brings a case into scope.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "noso/engine/engine.hpp"
#include "noso/import/pack.hpp"

namespace noso::test {

/// The text of the one pack file of this world. Throws std::runtime_error on a line that it does not understand.
std::string world_pack(std::string_view text);

/// The assembled content of a pack text. Throws std::runtime_error with the diagnostics when there are errors.
AssembledPack::Content pack_content(std::string_view json);

/// A world ready to be asked. Throws as above.
Engine world(std::string_view text);

/// Parts of a case: `present("fever") + absent("rash") + risk("obesity")`.
Case present(std::initializer_list<std::string_view> findings);
Case absent(std::initializer_list<std::string_view> findings);
Case risk(std::initializer_list<std::string_view> factors);
template <class... Names>
Case present(const Names&... names) {
  return present({std::string_view(names)...});
}
template <class... Names>
Case absent(const Names&... names) {
  return absent({std::string_view(names)...});
}
template <class... Names>
Case risk(const Names&... names) {
  return risk({std::string_view(names)...});
}
/// The answer, as of 2026-01-31. Throws std::runtime_error with the diagnostics when the case is refused.
Answer assess(const Engine& engine, const Case& told);

/// The diagnostics, one a line.
std::string lines(const std::vector<Diagnostic>& diagnostics);

/// The concept with this id. Throws std::runtime_error when there is none.
ConceptId id(const Knowledge& knowledge, std::string_view id);

/// The probability of the condition in the answer, or a negative number when it is not ranked.
double probability_of(const Answer& answer, std::string_view condition);

}  // namespace noso::test

namespace noso {

/// Mentions of both; everything else (age, sex, …) from the left.
Case operator+(Case left, const Case& right);

}  // namespace noso
