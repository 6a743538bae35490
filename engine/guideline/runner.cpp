#include <algorithm>
#include <map>
#include <set>

#include "guideline/evaluator.hpp"
#include "noso/engine/guideline.hpp"

namespace noso {

struct GuidelineRunner::Impl {
  Impl(const Tables& all, std::uint32_t which)
      : tables(all), record(all.guidelines.guidelines[which]), evaluator(all, which), position(which) {
    std::map<std::pair<std::string_view, std::string_view>, std::vector<std::uint32_t>> places;
    for (std::uint32_t i = 0; i < record.elements.count; ++i) {
      const auto& e = element(i);
      ids.emplace(text(e.id), i);
      if (e.binding != 0) places[{text(e.model), text(e.path)}].push_back(i);
    }
    alike.resize(record.elements.count);
    for (const auto& [place, elements] : places)
      for (const auto i : elements) alike[i] = elements;
    picks = find_picks();
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
    if (!picks.empty()) told = evaluator.elements;
    for (const auto& pick : picks) choose_entry(pick);
    // An entry without the value that a predicate asks for is not there.
    for (std::uint32_t i = 1; i < record.elements.count; ++i) {
      if (!element(i).needs_value || !evaluator.is_missing(evaluator.elements[i])) continue;
      for (std::uint32_t other = 1; other < record.elements.count; ++other)
        if (element(other).binding == element(i).binding) evaluator.elements[other] = Value();
    }
  }

  /// A binding that stands for the entry with the greatest or least value, and the entries of its model: for each the
  /// element with that value.
  struct Pick {
    std::uint32_t element = 0;
    std::vector<std::uint32_t> entries;
  };

  /// Bindings whose model another binding has too; else there is one entry, and it is the one.
  std::vector<Pick> find_picks() const {
    std::vector<Pick> out;
    for (std::uint32_t i = 1; i < record.elements.count; ++i) {
      if (element(i).choice == EntryChoice::none) continue;
      Pick pick{.element = i, .entries = alike[i]};
      std::erase_if(pick.entries, [&](std::uint32_t e) { return element(e).role != ElementRole::input; });
      if (pick.entries.size() > 1) out.push_back(std::move(pick));
    }
    return out;
  }

  /// Of entries with the same value it is the first.
  void choose_entry(const Pick& pick) {
    std::optional<std::uint32_t> best;
    for (const auto e : pick.entries) {
      const auto x = told[e].number;
      if (!x.is_exact()) continue;
      const bool better =
          !best || (element(pick.element).choice == EntryChoice::greatest ? x.low > told[*best].number.low
                                                                          : x.low < told[*best].number.low);
      if (better) best = e;
    }
    if (!best || *best == pick.element) return;
    const auto from = element(*best).binding, to = element(pick.element).binding;
    for (std::uint32_t i = 1; i < record.elements.count; ++i)
      for (const auto other : alike[i])
        if (element(i).binding == to && element(other).binding == from) evaluator.elements[i] = told[other];
  }

  /// Defaults are for elements that are not given.
  void act(Range actions, bool defaults) {
    for (std::uint32_t a = 0; a < actions.count; ++a) {
      const auto& action = tables.guidelines.actions[actions.first + a];
      if (defaults && given[action.element]) continue;
      evaluator.assign(action, evaluator.expression(action.nodes));
      assigned[action.element] = true;
      defaulted[action.element] = defaults;
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

  /// Which nodes of an expression its value rests on, as for rules of packs. Arguments stand before the node.
  std::vector<bool> reasons(Range nodes) const {
    std::vector<bool> out(nodes.count, false);
    if (nodes.count > 0) out.back() = true;
    for (std::uint32_t i = nodes.count; i-- > 0;) {
      if (!out[i]) continue;
      const auto& node = tables.guidelines.nodes[nodes.first + i];
      const auto whole = evaluator.node_value(nodes.first + i).truth;
      for (std::uint32_t a = 0; a < node.arguments.count; ++a) {
        const auto argument = tables.guidelines.arguments[node.arguments.first + a];
        if (is_reason(node.op, whole, evaluator.node_value(nodes.first + argument).truth)) out[argument] = true;
      }
    }
    return out;
  }

  GuidelineRun run(std::span<const ElementValue> inputs, double now) {
    GuidelineRun out;
    evaluator.start(now);
    assigned.assign(record.elements.count, false);
    defaulted.assign(record.elements.count, false);
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
      for (std::uint32_t i = 1; i < record.elements.count; ++i)
        if (defaulted[i] && element(i).role == ElementRole::input && !evaluator.is_missing(evaluator.elements[i]))
          out.assumed.push_back({i, to_data_value(evaluator.pool, evaluator.elements[i])});
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
      if (value.type == ValueType::none) continue;
      out.outputs.push_back({i, std::move(value)});
      if (defaulted[i]) out.preset.push_back(i);
    }
    return out;
  }

  const Tables& tables;
  const GuidelineRecord& record;
  GuidelineEvaluator evaluator;
  std::map<std::string_view, std::uint32_t, std::less<>> ids;
  std::vector<std::vector<std::uint32_t>> alike;  ///< elements at the same place of the record
  std::vector<Pick> picks;
  std::vector<Value> told;  ///< the elements as they were given, while entries are chosen
  std::vector<bool> given, assigned, defaulted;
  std::uint32_t position;  ///< of the guideline in the tables
  bool reached = false;    ///< the rules of the last run
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

GuidelineResult GuidelineRunner::result(std::vector<ElementValue> inputs, double now) {
  GuidelineResult out{.guideline = impl_->position, .run = impl_->run(inputs, now)};
  out.inputs = std::move(inputs);
  for (const auto rule : out.run.fired) out.traces.push_back(trace(rule));
  return out;
}

RuleTrace GuidelineRunner::trace(std::uint32_t rule) const {
  RuleTrace out;
  const auto nodes = impl_->rule(rule).nodes;
  if (!impl_->reached) return out;
  out.truth = nodes.count == 0 ? Truth::yes : impl_->evaluator.node_value(nodes.first + nodes.count - 1).truth;
  std::set<std::uint32_t> told, missing;
  const auto reasons = impl_->reasons(nodes);
  impl_->each_element(nodes, [&](const ExpressionNode& node, std::uint32_t at) {
    const auto& value = impl_->evaluator.node_value(at);
    const bool is_missing = impl_->evaluator.is_missing(value);
    if (is_missing && missing.insert(node.concept_ref).second) out.missing.push_back(node.concept_ref);
    if (is_missing || !reasons[at - nodes.first] || !told.insert(node.concept_ref).second) return;
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
