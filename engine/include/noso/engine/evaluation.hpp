/// Three-valued evaluation of all rules of a knowledge over the facts of a case.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "noso/engine/facts.hpp"
#include "noso/ontology/value.hpp"

namespace noso {

/// The value of every node of every rule: the complete trace.
struct Evaluation {
  std::vector<Value> nodes;  ///< parallel to `Tables::nodes`
  std::vector<Value> rules;  ///< of the roots, parallel to `Tables::rules`

  Truth truth(RuleId rule) const { return rules[rule.value].truth; }
};

/// Evaluates the rules in their order, each in one pass over its nodes. Definitions complete `facts` as they are
/// reached; what the case says itself is never overwritten.
Evaluation evaluate(const Knowledge& knowledge, Facts& facts);

/// Evaluates only `rules`, which must be in order and hold every rule that they depend on.
void evaluate(const Knowledge& knowledge, Facts& facts, std::span<const RuleId> rules, Evaluation& out);

/// The same over tables that may differ from those of a knowledge in their rules, such as a mutant. `graph` is that of
/// their concepts.
Evaluation evaluate(const Tables& tables, const Graph& graph, Facts& facts);
void evaluate(const Tables& tables, const Graph& graph, Facts& facts, std::span<const RuleId> rules, Evaluation& out);

/// Ends the reasons of `recorded`: what is not known to be there, where the rule asks for just that.
inline constexpr std::string_view kNotRecorded = " not recorded";

/// The facts that make the rule true, or a score what it is, in words, each once: "fever", "age 70 a", "body
/// temperature 38.9 Cel".
std::vector<std::string> reasons(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation,
                                 RuleId rule);

/// The findings and risk factors that are unknown and keep an undetermined rule undetermined, each once, in the order
/// of the rule. What is not a concept (age, sex) is named in `other` when given: "age", "sex", "duration of heel pain".
std::vector<ConceptId> open_questions(const Knowledge& knowledge, const Evaluation& evaluation, RuleId rule,
                                      std::vector<std::string>* other = nullptr);

}  // namespace noso
