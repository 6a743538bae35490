// Nodes stand after their arguments, so a rule is translated in one pass, as the engine evaluates it.
#include "formulas.hpp"

#include <array>
#include <charconv>
#include <string>

namespace noso::audit {

namespace {

constexpr double kWorstSeverity = 10;
constexpr std::array kResponses{Response::resolved, Response::better, Response::none, Response::worse};

bool counts(double mask, Response response) {
  const auto bits = static_cast<unsigned>(mask);
  return bits == 0 || (bits & 1u << static_cast<unsigned>(response)) != 0;
}

z3::expr_vector vector_of(z3::context& z3, const std::vector<z3::expr>& list) {
  z3::expr_vector out(z3);
  for (const auto& e : list) out.push_back(e);
  return out;
}

z3::expr compared(Comparison comparison, const z3::expr& a, const z3::expr& b) {
  switch (comparison) {
    case Comparison::at_least: return a >= b;
    case Comparison::above: return a > b;
    case Comparison::at_most: return a <= b;
    case Comparison::below: return a < b;
    case Comparison::equal: return a == b;
  }
  return a == b;
}

}  // namespace

z3::expr real(z3::context& z3, double x) {
  std::array<char, 1200> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size() - 1, x, std::chars_format::fixed).ptr;
  return z3.real_val(std::string(buffer.data(), end).c_str());
}

z3::expr any_of(z3::context& z3, const std::vector<z3::expr>& list) {
  return list.empty() ? z3.bool_val(false) : list.size() == 1 ? list.front() : z3::mk_or(vector_of(z3, list));
}

z3::expr all_of(z3::context& z3, const std::vector<z3::expr>& list) {
  return list.empty() ? z3.bool_val(true) : list.size() == 1 ? list.front() : z3::mk_and(vector_of(z3, list));
}

CaseVariables::CaseVariables(z3::context& z3, const Knowledge& knowledge, const FactVocabulary& vocabulary)
    : age(z3.real_const("age")), female(z3.bool_const("female")) {
  const auto name = [&](std::string_view of, ConceptId c) {
    return std::string(of) + ':' + std::string(knowledge.id(c));
  };
  for (const auto c : vocabulary.states) states.emplace(c, z3.bool_const(name("is", c).c_str()));
  for (const auto c : vocabulary.measures) measures.emplace(c, z3.real_const(name("measure", c).c_str()));
  for (const auto c : vocabulary.durations) durations.emplace(c, z3.real_const(name("duration", c).c_str()));
  for (const auto c : vocabulary.severities) severities.emplace(c, z3.real_const(name("severity", c).c_str()));
  for (const auto c : vocabulary.interventions)
    for (const auto response : kResponses) {
      const auto suffix = ':' + std::string(to_string(response));
      tried.emplace(std::pair(c, response), z3.bool_const((name("tried", c) + suffix).c_str()));
      tried_for.emplace(std::pair(c, response), z3.real_const((name("tried-for", c) + suffix).c_str()));
    }
}

Formulas::Formulas(z3::context& z3, const Knowledge& knowledge, CaseVariables variables, std::string_view prefix)
    : z3_(z3), knowledge_(knowledge), facts_(std::move(variables)) {
  const auto& tables = knowledge.tables();
  for (std::uint32_t r = 0; r < tables.rules.size(); ++r) {
    Values values;
    for (const auto& n : knowledge.nodes(tables.rules[r])) values.push_back(node(n, values));
    const auto name = std::string(prefix) + "rule:" + std::to_string(r);
    rules_.push_back(values.back().is_bool() ? z3_.bool_const(name.c_str()) : z3_.real_const(name.c_str()));
    meaning_.push_back(rules_.back() == values.back());
  }
}

z3::expr Formulas::argument(const ExpressionNode& n, const Values& values, std::uint32_t i) const {
  return values[knowledge_.tables().arguments[n.arguments.first + i]];
}

z3::expr Formulas::node(const ExpressionNode& n, const Values& values) {
  if (is_number(n.op)) return number(n, values);
  const ConceptId about{n.concept_ref};
  std::vector<z3::expr> arguments;
  for (std::uint32_t i = 0; i < n.arguments.count; ++i) arguments.push_back(argument(n, values, i));
  switch (n.op) {
    case Op::present:
    case Op::recorded: return facts_.states.at(about);
    case Op::all: return all_of(z3_, arguments);
    case Op::any: return any_of(z3_, arguments);
    case Op::negate: return !arguments.front();
    case Op::at_least: return z3::atleast(vector_of(z3_, arguments), static_cast<unsigned>(n.number));
    case Op::sex_is: return n.number == static_cast<double>(Sex::female) ? facts_.female : !facts_.female;
    case Op::tried: return tried(n);
    case Op::rule: return rules_[n.concept_ref];
    case Op::compare: return compared(n.comparison, arguments[0], arguments[1]);
    default: return z3_.bool_val(false);  // numbers: above
  }
}

z3::expr Formulas::number(const ExpressionNode& n, const Values& values) {
  const ConceptId about{n.concept_ref};
  auto zero = z3_.real_val(0);
  const auto fold = [&](z3::expr total, auto combine) {
    for (std::uint32_t i = 0; i < n.arguments.count; ++i) total = combine(total, argument(n, values, i));
    return total;
  };
  switch (n.op) {
    case Op::literal: return real(z3_, n.number);
    case Op::age: return facts_.age;
    case Op::measure: return facts_.measures.at(about);
    case Op::duration: return facts_.durations.at(about);
    case Op::severity: return facts_.severities.at(about);
    case Op::tried_duration: return tried_duration(n);
    case Op::count:
      return fold(zero, [&](const auto& sum, const auto& x) { return sum + z3::ite(x, z3_.real_val(1), zero); });
    case Op::points: {
      auto total = zero;
      for (std::uint32_t i = 0; i + 1 < n.arguments.count; i += 2)
        total = total + z3::ite(argument(n, values, i), argument(n, values, i + 1), zero);
      return total;
    }
    case Op::sum: return fold(zero, [](const auto& sum, const auto& x) { return sum + x; });
    case Op::product: return fold(z3_.real_val(1), [](const auto& product, const auto& x) { return product * x; });
    case Op::difference: return argument(n, values, 0) - argument(n, values, 1);
    case Op::quotient: {
      const auto divisor = argument(n, values, 1);
      meaning_.push_back(divisor != zero);
      return argument(n, values, 0) / divisor;
    }
    case Op::score: return rules_[n.concept_ref];
    case Op::choose: return z3::ite(argument(n, values, 0), argument(n, values, 1), argument(n, values, 2));
    default: return zero;  // truth values: above
  }
}

z3::expr Formulas::tried(const ExpressionNode& n) const {
  std::vector<z3::expr> attempts;
  for (const auto& [key, happened] : facts_.tried)
    if ((n.concept_ref == ConceptId::kNone || key.first.value == n.concept_ref) && counts(n.number, key.second))
      attempts.push_back(happened);
  return any_of(z3_, attempts);
}

z3::expr Formulas::tried_duration(const ExpressionNode& n) const {
  auto longest = z3_.real_val(0);
  for (const auto& [key, happened] : facts_.tried) {
    if ((n.concept_ref != ConceptId::kNone && key.first.value != n.concept_ref) || !counts(n.number, key.second))
      continue;
    const auto& duration = facts_.tried_for.at(key);
    longest = z3::ite(happened && duration > longest, duration, longest);
  }
  return longest;
}

z3::expr Formulas::level_at_least(Urgency level) const {
  const auto& rules = knowledge_.tables().rules;
  std::vector<z3::expr> high;
  for (std::uint32_t r = 0; r < rules.size(); ++r)
    if (rules[r].kind == RuleKind::escalation && rules[r].level >= level) high.push_back(rules_[r]);
  return any_of(z3_, high);
}

z3::expr Formulas::concerned_by(ConceptId intervention, std::initializer_list<RuleKind> kinds) const {
  const auto& rules = knowledge_.tables().rules;
  std::vector<z3::expr> found;
  for (std::uint32_t r = 0; r < rules.size(); ++r) {
    if (std::find(kinds.begin(), kinds.end(), rules[r].kind) == kinds.end()) continue;
    const auto targets = knowledge_.targets(rules[r]);
    if (std::find(targets.begin(), targets.end(), intervention) != targets.end()) found.push_back(rules_[r]);
  }
  return any_of(z3_, found);
}

z3::expr Formulas::in_scope() const {
  std::vector<z3::expr> entries;
  for (const auto& [c, state] : facts_.states)
    if (knowledge_.has_flag(c, kEntryFinding)) entries.push_back(state);
  return any_of(z3_, entries);
}

z3::expr Formulas::fits(PopulationId population) const {
  const auto& record = knowledge_[population];
  auto fits = facts_.age >= real(z3_, record.age_from);
  if (record.age_below <= kOldestDays) fits = fits && facts_.age < real(z3_, record.age_below);
  return record.applies_to.exists() ? fits && rule(record.applies_to) : fits;
}

z3::expr Formulas::chosen(PopulationId population) const {
  const auto& populations = knowledge_.tables().populations;
  const auto width = [&](std::uint32_t p) { return populations[p].age_below - populations[p].age_from; };
  auto out = fits(population);
  for (std::uint32_t p = 0; p < populations.size(); ++p) {
    const bool wider = width(p) > width(population.value);
    const bool first = width(p) == width(population.value) && p < population.value;
    if (wider || first) out = out && !fits({p});
  }
  return out;
}

z3::expr Formulas::any_population() const {
  std::vector<z3::expr> list;
  for (std::uint32_t p = 0; p < knowledge_.tables().populations.size(); ++p) list.push_back(fits({p}));
  return any_of(z3_, list);
}

std::vector<z3::expr> plausible(z3::context& z3, const Knowledge& knowledge, const FactVocabulary& vocabulary,
                                const CaseVariables& facts) {
  std::vector<z3::expr> out;
  const auto zero = z3.real_val(0);
  out.push_back(facts.age >= zero && facts.age <= real(z3, kOldestDays));
  for (const auto& [c, value] : facts.measures) {
    const auto& record = knowledge[c];
    if (record.minimum == record.minimum) out.push_back(value >= real(z3, record.minimum));
    if (record.maximum == record.maximum) out.push_back(value <= real(z3, record.maximum));
  }
  for (const auto c : vocabulary.durations) {
    const auto &value = facts.durations.at(c), &state = facts.states.at(c);
    out.push_back(value >= zero && value <= facts.age && (state || value == zero));
  }
  for (const auto c : vocabulary.severities) {
    const auto &value = facts.severities.at(c), &state = facts.states.at(c);
    out.push_back(value >= zero && value <= real(z3, kWorstSeverity) && (state || value == zero));
  }
  for (const auto* numbers : {&facts.durations, &facts.severities})
    for (const auto& [c, value] : *numbers)
      for (const auto above : knowledge.graph().ancestors(c))
        if (const auto whole = numbers->find(above); whole != numbers->end())
          out.push_back(z3::implies(facts.states.at(c), whole->second >= value));
  for (const auto& [key, value] : facts.tried_for) out.push_back(value >= zero && value <= facts.age);
  return out;
}

}  // namespace noso::audit
