/// Runs a guideline: values of elements in, values of elements out, with what fired and why.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "noso/ontology/records.hpp"

namespace noso {

/// The value of an element, by its position in the guideline.
struct ElementValue {
  std::uint32_t element = 0;
  DataValue value;

  bool operator==(const ElementValue&) const = default;
};

/// What a run came to.
struct GuidelineRun {
  bool conditions_hold = true;         ///< otherwise nothing was done
  std::vector<std::uint32_t> fired;    ///< rules, by position in the guideline, in the order in which they fired
  std::vector<ElementValue> outputs;   ///< elements bound as output that were assigned, in their order
  std::vector<std::uint32_t> preset;   ///< of the outputs those that a default action alone assigned
  std::vector<std::uint32_t> missing;  ///< elements bound as input, without a value, that were asked for
  std::vector<ElementValue> assumed;   ///< elements bound as input, not given, that a default action gave a value
};

/// Why a rule fired or did not.
struct RuleTrace {
  Truth truth = Truth::unknown;
  std::vector<std::string> because;    ///< the elements that its truth rests on: "Heart rate 131,/min"
  std::vector<std::uint32_t> missing;  ///< elements that it asked for and that have no value
};

/// A run with what it was given and why its rules fired.
struct GuidelineResult {
  std::uint32_t guideline = 0;  ///< in the tables
  std::vector<ElementValue> inputs;
  GuidelineRun run;
  std::vector<RuleTrace> traces;  ///< of the rules that fired, in that order
  /// Everything that it asked for was told.
  bool is_complete() const { return run.missing.empty() && run.assumed.empty(); }
};

/// Runs one guideline, again and again. Not for several threads at once: make one for each. The tables must outlive it.
class GuidelineRunner {
 public:
  GuidelineRunner(const Tables& tables, std::uint32_t guideline);
  GuidelineRunner(GuidelineRunner&&) noexcept;
  ~GuidelineRunner();

  const GuidelineRecord& guideline() const;
  const ElementRecord& element(std::uint32_t i) const;
  const GuidelineRuleRecord& rule(std::uint32_t i) const;
  std::string_view text(TextRef ref) const;
  /// The element with this id (`gt0003`); nothing where there is none.
  std::optional<std::uint32_t> find_element(std::string_view id) const;

  /// Runs the rules once, by priority. An input that is bound to the same place of the record as other elements is the
  /// value of them all. `now`: milliseconds since 1970-01-01T00:00, local time.
  GuidelineRun run(std::span<const ElementValue> inputs, double now);

  /// A run of which everything is kept.
  GuidelineResult result(std::vector<ElementValue> inputs, double now);

  /// Of the last run, with the values as they were when the rule was reached.
  RuleTrace trace(std::uint32_t rule) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// `{"guideline", "title", "complete", "given", "outputs", "fired", "missing", …}` (docs/answer-format.md)
std::string to_json(const Tables& tables, const GuidelineResult& result);

}  // namespace noso
