// Rules of every kind: declared first, so that they can name each other, then read, then put in order of dependence.
#include <algorithm>
#include <utility>

#include "noso/ontology/polarity.hpp"
#include "pack/assembler.hpp"
#include "pack/expression_reader.hpp"

namespace noso {

void PackAssembler::declare_rules() {
  // Ids of drafts: scores, then escalation rules; cautions, definitions and populations follow and are not named.
  const auto declare = [&](std::string_view section, Symbols<RuleId>& names, RuleKind kind) {
    each(section, [&](JsonValue value) {
      const auto id = value.is(JsonType::object) ? value.find("id") : std::nullopt;
      if (!id || !id->is(JsonType::string)) return;  // reported when the rule is read
      const RuleId next{static_cast<std::uint32_t>(rules_.size())};
      if (!names.declare(std::string(id->string()), next, id->where(), out_)) return;
      RuleDraft draft;
      draft.record.id = builder_.text(id->string());
      draft.record.kind = kind;
      draft.where = id->where();
      rules_.push_back(std::move(draft));
    });
  };
  declare("scores", score_names_, RuleKind::score);
  declare("rules", rule_names_, RuleKind::escalation);
}

void PackAssembler::add_rule(RuleRecord record, std::vector<ConceptId> targets, JsonValue expression, Location where,
                             std::optional<RuleId> declared) {
  const ExpressionNames names{
      [this](std::string_view name, std::optional<ConceptKind> kind, Location at) {
        return concept_ref(name, kind, at);
      },
      [this](std::string_view name, Location at) { return rule_names_.resolve(name, at, out_); },
      [this](std::string_view name, Location at) { return score_names_.resolve(name, at, out_); }};
  ExpressionReader reader(names, builder_.tables, builder_.tables.arguments, out_);
  RuleDraft draft{record, std::move(targets), {}, where};
  draft.nodes = record.kind == RuleKind::score ? reader.read_number(expression) : reader.read_truth(expression);
  if (declared)
    rules_[declared->value] = std::move(draft);
  else
    rules_.push_back(std::move(draft));
}

void PackAssembler::read_rules() {
  each("scores", [&](JsonValue value) {
    JsonFields fields(value, out_, "a score");
    const auto id = fields.text_required("id"), label = fields.text_required("label");
    const auto number = fields.any_required("value");
    RuleRecord record{.id = builder_.text(id.value_or("")), .label = builder_.text(label.value_or(""))};
    record.kind = RuleKind::score;
    record.basis = read_basis(fields, true);
    read_bands(fields, score_names_.find(id.value_or("")).value_or(RuleId{}));
    fields.finish();
    if (id && number) add_rule(record, {}, *number, fields.where("id"), score_names_.find(*id));
  });
  each("rules", [&](JsonValue value) {
    JsonFields fields(value, out_, "a rule");
    const auto id = fields.text_required("id"), label = fields.text_required("label");
    const auto level = fields.text_required("level");
    const auto when = fields.any_required("when");
    const auto action = fields.text_required("action");
    RuleRecord record{.id = builder_.text(id.value_or("")),
                      .label = builder_.text(label.value_or("")),
                      .action = builder_.text(action.value_or("")),
                      .time_critical = builder_.text(fields.text("time_critical").value_or("")),
                      .patient_text = builder_.text(fields.text("patient_text").value_or(""))};
    record.basis = read_basis(fields, true);
    fields.finish();
    if (level) {
      const auto word = parse<Urgency>(*level);
      if (!word || *word == Urgency::none)
        out_.error(fields.where("level"), "bad-word", "'" + *level + "' is no level",
                   "use emergency, urgent, soon or routine");
      record.level = word.value_or(Urgency::routine);
    }
    if (id && when) add_rule(record, {}, *when, fields.where("id"), rule_names_.find(*id));
  });
  each("cautions", [&](JsonValue value) {
    JsonFields fields(value, out_, "a caution");
    const auto id = fields.text_required("id");
    const auto effect = fields.text_required("effect");
    const auto when = fields.any_required("when");
    const auto because = fields.text_required("because");
    auto targets = concept_list(fields, "interventions", ConceptKind::intervention);
    RuleRecord record{.id = builder_.text(id.value_or("")),
                      .label = builder_.text(because.value_or("")),
                      .action = builder_.text(because.value_or("")),
                      .patient_text = builder_.text(fields.text("patient_text").value_or(""))};
    record.basis = read_basis(fields, true);
    fields.finish();
    if (id) caution_names_.declare(*id, 0, fields.where("id"), out_);
    const auto named = value.find("interventions");
    if (fields.is_object() && (!named || (named->is(JsonType::array) && named->size() == 0)))
      out_.error(value.where(), "missing-key", "a caution names at least one intervention", "add 'interventions'");
    if (effect && *effect != "avoid" && *effect != "caution")
      out_.error(fields.where("effect"), "bad-word", "'" + *effect + "' is no effect", "use avoid or caution");
    record.kind = effect && *effect == "avoid" ? RuleKind::avoid : RuleKind::caution;
    if (id && when) add_rule(record, std::move(targets), *when, fields.where("id"));
  });
}

void PackAssembler::order_rules() {
  const std::size_t concept_count = builder_.tables.concepts.size();
  // A definition can change the state of its target, and with it of everything above and below the target.
  std::vector<std::vector<std::uint32_t>> decided_by(concept_count);
  {
    std::vector<std::vector<std::uint32_t>> up(concept_count), down(concept_count);
    for (const auto& edge : builder_.tables.is_a) {
      up[edge.child.value].push_back(edge.parent.value);
      down[edge.parent.value].push_back(edge.child.value);
    }
    std::vector<std::uint32_t> seen_in(concept_count, 0);  // the number of the walk that was here last
    std::uint32_t walk = 0;
    for (std::uint32_t r = 0; r < rules_.size(); ++r) {
      if (rules_[r].record.kind != RuleKind::definition) continue;
      const auto target = rules_[r].targets.front().value;
      for (const auto* next : {&up, &down}) {
        std::vector<std::uint32_t> open{target};
        ++walk;
        while (!open.empty()) {
          const auto c = open.back();
          open.pop_back();
          if (std::exchange(seen_in[c], walk) == walk) continue;
          decided_by[c].push_back(r);
          open.insert(open.end(), (*next)[c].begin(), (*next)[c].end());
        }
      }
    }
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> dependencies;
  for (std::uint32_t r = 0; r < rules_.size(); ++r)
    for (const auto& node : rules_[r].nodes) {
      if (node.op == Op::rule || node.op == Op::score) dependencies.emplace_back(r, node.concept_ref);
      if (node.op == Op::present || node.op == Op::recorded)
        for (const auto definition : decided_by[node.concept_ref]) dependencies.emplace_back(r, definition);
    }
  const auto order = dependency_order(rules_.size(), dependencies);
  if (!order) {
    std::vector<IsARecord> edges;
    for (const auto& [r, needed] : dependencies) edges.push_back({{r}, {needed}});
    const auto circle = *find_is_a_cycle(rules_.size(), edges);
    std::string path;
    const auto name = [&](ConceptId r) {
      const auto id = rules_[r.value].record.id;
      return "'" + builder_.tables.texts.substr(id.offset, id.length) + "'";
    };
    for (const auto r : circle) path += name(r) + " depends on ";
    out_.error(rules_[circle.front().value].where, "rules-in-circles", path + name(circle.front()),
               "remove one of these references");
    return;
  }
  std::vector<std::uint32_t> position(rules_.size());
  for (std::uint32_t i = 0; i < order->size(); ++i) position[(*order)[i]] = i;
  auto& tables = builder_.tables;
  for (const auto r : *order) {
    auto& draft = rules_[r];
    for (auto& node : draft.nodes)
      if (node.op == Op::rule || node.op == Op::score) node.concept_ref = position[node.concept_ref];
    draft.record.nodes = TableBuilder::append(tables.nodes, draft.nodes);
    draft.record.targets = TableBuilder::append(tables.rule_targets, draft.targets);
    tables.rules.push_back(draft.record);
  }
  follow_order(*order, position);
  for (auto& deciding : decided_by)
    for (auto& r : deciding) r = position[r];
  check_red_flags(decided_by);
}

void PackAssembler::follow_order(const std::vector<std::uint32_t>& order, const std::vector<std::uint32_t>& position) {
  auto& tables = builder_.tables;
  const auto mend = [&](RuleId& rule) {
    if (rule.exists()) rule.value = position[rule.value];
  };
  for (auto& population : tables.populations) mend(population.applies_to);
  for (auto& property : tables.properties) mend(property.when), mend(property.then);
  for (auto& option : tables.property_options) mend(option.rule);
  for (auto& band : tables.bands) mend(band.score);
  for (auto& stage : tables.stages) mend(stage.enter), mend(stage.leave);
  for (auto& early : tables.stage_early) mend(early);
  for (auto& net : tables.safety_nets) mend(net.when);
  for (auto& rule : tables.safety_net_rules) mend(rule);
  for (const auto r : order) places_.rules.push_back(rules_[r].where);
  places_.concepts.resize(tables.concepts.size());
  for (const auto& [id, entry] : concepts_.entries()) places_.concepts[entry.id.value] = entry.where;
}

void PackAssembler::check_red_flags(const std::vector<std::vector<std::uint32_t>>& decided_by) {
  auto& tables = builder_.tables;
  std::vector<RuleId> lowered_by(tables.concepts.size());
  std::vector<Polarity> of_rule(tables.rules.size(), kUntouched);
  for (std::uint32_t r = 0; r < tables.rules.size(); ++r)
    if (tables.rules[r].kind == RuleKind::escalation) of_rule[r] = kRaises;
  for (auto r = tables.rules.size(); r-- > 0;) {
    const auto& rule = tables.rules[r];
    if (rule.nodes.count == 0) continue;  // could not be read
    std::vector<Polarity> polarity(rule.nodes.count, kUntouched);
    polarity.back() = of_rule[r];
    for (auto i = rule.nodes.count; i-- > 0;) {
      const auto& node = tables.nodes[rule.nodes.first + i];
      for (std::uint32_t a = 0; a < node.arguments.count; ++a) {
        const auto argument = tables.arguments[node.arguments.first + a];
        polarity[argument] = polarity[argument] | argument_polarity(tables, rule.nodes.first, node, a, polarity[i]);
      }
      if (node.op == Op::rule || node.op == Op::score)
        of_rule[node.concept_ref] = of_rule[node.concept_ref] | polarity[i];
      if (node.op == Op::present || node.op == Op::recorded) {
        if (polarity[i] & kLowers) lowered_by[node.concept_ref] = RuleId{static_cast<std::uint32_t>(r)};
        for (const auto d : decided_by[node.concept_ref]) of_rule[d] = of_rule[d] | polarity[i];
      }
    }
  }
  // A present finding makes everything above it present, so its parents must not lower the level either.
  std::vector<std::vector<std::uint32_t>> up(tables.concepts.size());
  for (const auto& edge : tables.is_a) up[edge.child.value].push_back(edge.parent.value);
  std::vector<std::uint32_t> seen_from(tables.concepts.size(), ConceptId::kNone);
  for (const auto& [name, entry] : concepts_.entries()) {
    if ((tables.concepts[entry.id.value].flags & kRedFlag) == 0) continue;
    std::vector<std::uint32_t> open{entry.id.value};
    while (!open.empty()) {
      const auto c = open.back();
      open.pop_back();
      if (std::exchange(seen_from[c], entry.id.value) == entry.id.value) continue;
      if (lowered_by[c].exists()) {
        const auto id = tables.rules[lowered_by[c].value].id;
        out_.error(entry.where, "red-flag-lowers",
                   "rule '" + tables.texts.substr(id.offset, id.length) + "' uses the red flag '" + name +
                       "' (or what it is a kind of) negated",
                   "a red flag may only ever raise the urgency: rewrite the rule, or do not mark the finding");
        break;
      }
      open.insert(open.end(), up[c].begin(), up[c].end());
    }
  }
}

}  // namespace noso
