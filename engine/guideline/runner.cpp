#include <algorithm>
#include <map>
#include <set>

#include "guideline/evaluator.hpp"
#include "noso/engine/guideline.hpp"

namespace noso {

namespace {

/// Names of guidelines differ in case, spaces and underscores between the files that name them.
std::string loose(std::string_view id) {
  std::string out;
  for (const char c : id)
    if (c != ' ' && c != '_') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace

std::optional<std::uint32_t> find_guideline(const Tables& tables, std::string_view id) {
  const auto text = [&](TextRef ref) { return std::string_view(tables.texts).substr(ref.offset, ref.length); };
  const auto& all = tables.guidelines.guidelines;
  std::optional<std::uint32_t> alike;
  const auto wanted = loose(id);
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (text(all[i].id) == id) return i;
    if (!alike && loose(text(all[i].id)) == wanted) alike = i;
  }
  return alike;
}

struct GuidelineRunner::Impl {
  Impl(const Tables& all, std::uint32_t which)
      : tables(all), record(all.guidelines.guidelines[which]), evaluator(all, which) {
    std::map<std::pair<std::string_view, std::string_view>, std::vector<std::uint32_t>> places;
    for (std::uint32_t i = 0; i < record.elements.count; ++i) {
      const auto& e = element(i);
      ids.emplace(text(e.id), i);
      if (e.binding != 0) places[{text(e.model), text(e.path)}].push_back(i);
    }
    alike.resize(record.elements.count);
    for (const auto& [place, elements] : places)
      for (const auto i : elements) alike[i] = elements;
  }

  const ElementRecord& element(std::uint32_t i) const { return tables.guidelines.elements[record.elements.first + i]; }
  const GuidelineRuleRecord& rule(std::uint32_t i) const { return tables.guidelines.rules[record.rules.first + i]; }
  std::string_view text(TextRef ref) const { return std::string_view(tables.texts).substr(ref.offset, ref.length); }

  void read(std::span<const ElementValue> inputs) {
    given.assign(record.elements.count, false);
    for (const auto& input : inputs) {
      if (input.element == 0 || input.element >= record.elements.count) continue;
      const auto value = from_data_value(evaluator.pool, input.value);
      for (const auto other : alike[input.element])
        if (!given[other]) evaluator.elements[other] = value;
      evaluator.elements[input.element] = value;
      given[input.element] = true;
    }
    // An entry without the value that a predicate asks for is not there.
    for (std::uint32_t i = 1; i < record.elements.count; ++i) {
      if (!element(i).needs_value || !evaluator.is_missing(evaluator.elements[i])) continue;
      for (std::uint32_t other = 1; other < record.elements.count; ++other)
        if (element(other).binding == element(i).binding) evaluator.elements[other] = Value();
    }
  }

  /// Defaults are for elements that are not given.
  void act(Range actions, bool defaults) {
    for (std::uint32_t a = 0; a < actions.count; ++a) {
      const auto& action = tables.guidelines.actions[actions.first + a];
      if (defaults && given[action.element]) continue;
      evaluator.assign(action, evaluator.expression(action.nodes));
      assigned[action.element] = true;
    }
  }

  /// Elements that the expression asks for.
  template <class Visit>
  void each_element(Range nodes, Visit visit) const {
    for (std::uint32_t i = 0; i < nodes.count; ++i) {
      const auto& node = tables.guidelines.nodes[nodes.first + i];
      if (node.op == Op::element) visit(node, nodes.first + i);
    }
  }

  void note_missing(Range nodes, std::vector<bool>& missing) const {
    each_element(nodes, [&](const ExpressionNode& node, std::uint32_t) {
      if (element(node.concept_ref).role == ElementRole::input &&
          evaluator.is_missing(evaluator.elements[node.concept_ref]))
        missing[node.concept_ref] = true;
    });
  }

  GuidelineRun run(std::span<const ElementValue> inputs, double now) {
    GuidelineRun out;
    evaluator.start(now);
    assigned.assign(record.elements.count, false);
    std::vector<bool> missing(record.elements.count, false);
    read(inputs);
    for (std::uint32_t c = 0; c < record.conditions.count; ++c) {
      const auto nodes = tables.guidelines.conditions[record.conditions.first + c];
      note_missing(nodes, missing);
      if (evaluator.expression(nodes).truth != Truth::yes) out.conditions_hold = false;
    }
    reached = out.conditions_hold;
    if (reached) {
      act(record.defaults, true);
      for (std::uint32_t r = 0; r < record.rules.count; ++r) {
        note_missing(rule(r).nodes, missing);
        if (rule(r).nodes.count > 0 && evaluator.expression(rule(r).nodes).truth != Truth::yes) continue;
        act(rule(r).actions, false);
        evaluator.rules[r].truth = Truth::yes;
        out.fired.push_back(r);
      }
    }
    for (std::uint32_t i = 1; i < record.elements.count; ++i) {
      if (missing[i]) out.missing.push_back(i);
      if (element(i).role != ElementRole::output || !assigned[i]) continue;
      auto value = to_data_value(evaluator.pool, evaluator.elements[i]);
      if (value.type != ValueType::none) out.outputs.push_back({i, std::move(value)});
    }
    return out;
  }

  const Tables& tables;
  const GuidelineRecord& record;
  GuidelineEvaluator evaluator;
  std::map<std::string_view, std::uint32_t, std::less<>> ids;
  std::vector<std::vector<std::uint32_t>> alike;  ///< elements at the same place of the record
  std::vector<bool> given, assigned;
  bool reached = false;  ///< the rules of the last run
};

GuidelineRunner::GuidelineRunner(const Tables& tables, std::uint32_t guideline)
    : impl_(std::make_unique<Impl>(tables, guideline)) {}
GuidelineRunner::GuidelineRunner(GuidelineRunner&&) noexcept = default;
GuidelineRunner::~GuidelineRunner() = default;

const GuidelineRecord& GuidelineRunner::guideline() const { return impl_->record; }
const ElementRecord& GuidelineRunner::element(std::uint32_t i) const { return impl_->element(i); }
const GuidelineRuleRecord& GuidelineRunner::rule(std::uint32_t i) const { return impl_->rule(i); }
std::string_view GuidelineRunner::text(TextRef ref) const { return impl_->text(ref); }

std::optional<std::uint32_t> GuidelineRunner::find_element(std::string_view id) const {
  const auto found = impl_->ids.find(id);
  return found == impl_->ids.end() ? std::nullopt : std::optional(found->second);
}

GuidelineRun GuidelineRunner::run(std::span<const ElementValue> inputs, double now) { return impl_->run(inputs, now); }

RuleTrace GuidelineRunner::trace(std::uint32_t rule) const {
  RuleTrace out;
  const auto nodes = impl_->rule(rule).nodes;
  if (!impl_->reached) return out;
  out.truth = nodes.count == 0 ? Truth::yes : impl_->evaluator.node_value(nodes.first + nodes.count - 1).truth;
  std::set<std::uint32_t> seen;
  impl_->each_element(nodes, [&](const ExpressionNode& node, std::uint32_t at) {
    if (!seen.insert(node.concept_ref).second) return;
    const auto& value = impl_->evaluator.node_value(at);
    if (impl_->evaluator.is_missing(value)) return out.missing.push_back(node.concept_ref);
    const auto& asked = impl_->element(node.concept_ref);
    auto said = to_data_value(impl_->evaluator.pool, value);
    if (said.type == ValueType::none && value.number.is_exact())
      said = {.type = ValueType::number, .number = value.number.low};
    out.because.push_back(std::string(impl_->text(asked.label.empty() ? asked.id : asked.label)) + ' ' +
                          to_string(said));
  });
  return out;
}

}  // namespace noso
