// A knowledge file may come from anywhere: before anything follows a reference, every reference is known to be good.

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "noso/ontology/knowledge.hpp"
#include "noso/ontology/likelihood.hpp"
#include "table_checker.hpp"

namespace noso {

namespace {

bool is_probability(double x) { return x >= 0 && x <= 1; }

/// Whether the statement joins the kinds of concepts and holds the number that its relation is about.
void check_meaning(Checker& checker, const Tables& tables, const StatementRecord& r) {
  if (!checker.good()) return;
  const auto joins = [&](ConceptKind subject, std::optional<ConceptKind> object) {
    const bool good = tables.concepts[r.subject.value].kind == subject &&
                      (!r.object.exists() || (object && tables.concepts[r.object.value].kind == *object));
    checker.need(good, "kind of concept");
  };
  switch (r.relation) {
    case Relation::has_finding:
      joins(ConceptKind::condition, ConceptKind::finding);
      checker.need(is_probability(r.value), "number");
      break;
    case Relation::background_frequency:
      joins(ConceptKind::finding, std::nullopt);
      checker.need(is_probability(r.value), "number");
      break;
    case Relation::share:
      joins(ConceptKind::condition, std::nullopt);
      checker.need(is_probability(r.value), "number");
      break;
    case Relation::changes_odds:
      joins(ConceptKind::risk_factor, ConceptKind::condition);
      checker.need(!r.applied || (r.value > 0 && std::isfinite(r.value)), "number");
      break;
    case Relation::treats: joins(ConceptKind::intervention, ConceptKind::condition); break;
    case Relation::prevents:
      joins(ConceptKind::intervention, tables.concepts[r.object.value].kind == ConceptKind::finding
                                           ? ConceptKind::finding
                                           : ConceptKind::risk_factor);
      break;
  }
}

void check_node(Checker& checker, const Tables& tables, const RuleRecord& rule, std::size_t rule_position,
                std::uint32_t i) {
  const ExpressionNode& node = tables.nodes[rule.nodes.first + i];
  checker.need(static_cast<std::uint8_t>(node.op) < kOpCount, "operation");
  checker.need(static_cast<std::uint8_t>(node.dimension) <= static_cast<std::uint8_t>(Dimension::count_concentration),
               "dimension");
  checker.need(node.comparison <= Comparison::equal, "comparison");
  checker.range(node.arguments, tables.arguments);
  if (!checker.good()) return;
  for (std::uint32_t a = 0; a < node.arguments.count; ++a)
    checker.need(tables.arguments[node.arguments.first + a] < i, "argument");
  const ConceptId c{node.concept_ref};
  switch (node.op) {
    case Op::present:
    case Op::recorded:
    case Op::measure:
    case Op::duration:
    case Op::severity: checker.id(c, tables.concepts); break;
    case Op::tried:
    case Op::tried_duration: checker.optional_id(c, tables.concepts); break;
    case Op::rule:
    case Op::score: checker.need(node.concept_ref < rule_position, "rule"); break;
    case Op::negate: checker.need(node.arguments.count == 1, "argument count"); break;
    case Op::compare:
    case Op::difference:
    case Op::quotient: checker.need(node.arguments.count == 2, "argument count"); break;
    case Op::points: checker.need(node.arguments.count % 2 == 0, "argument count"); break;
    case Op::choose: checker.need(node.arguments.count == 3, "argument count"); break;
    case Op::all:
    case Op::any:
    case Op::at_least:
    case Op::sex_is:
    case Op::literal:
    case Op::age:
    case Op::count:
    case Op::sum:
    case Op::product: break;
    case Op::test:
    case Op::element:
    case Op::function: checker.need(false, "operation"); break;  // guidelines have them, rules do not
  }
}

/// The `next` of stages leads on only, so that following it ends.
void check_stage(Checker& checker, const Tables& tables, const StageRecord& r, std::size_t position) {
  for (const auto ref : {r.id, r.label, r.goal, r.patient_text}) checker.text(ref);
  checker.range(r.conditions, tables.stage_conditions), checker.range(r.options, tables.stage_options);
  checker.range(r.early, tables.stage_early), checker.optional_id(r.basis, tables.bases);
  checker.optional_id(r.enter, tables.rules), checker.optional_id(r.leave, tables.rules);
  checker.optional_id(r.next, tables.stages);
  checker.need(!r.next.exists() || r.next.value > position, "next stage");
  checker.need(r.from >= 0 && !(r.recheck <= 0) && !(r.recheck > kMostDaysToRecheck), "number");
}

void check_safety_net(Checker& checker, const Tables& tables, const SafetyNetRecord& r) {
  checker.text(r.id), checker.text(r.text), checker.range(r.conditions, tables.safety_net_conditions);
  checker.range(r.rules, tables.safety_net_rules), checker.optional_id(r.when, tables.rules);
  checker.optional_id(r.basis, tables.bases);
}

void check_property(Checker& checker, const Tables& tables, const PropertyRecord& r) {
  checker.text(r.id), checker.text(r.claim);
  checker.optional_id(r.when, tables.rules), checker.optional_id(r.then, tables.rules);
  checker.range(r.targets, tables.rule_targets), checker.range(r.options, tables.property_options);
  checker.optional_id(r.basis, tables.bases), checker.word(r.kind), checker.word(r.level);
  if (!checker.good()) return;
  const bool of_intervention = r.kind == Claim::warned || r.kind == Claim::avoided || r.kind == Claim::not_advised;
  checker.need(!of_intervention || r.targets.count == 1, "target");
  checker.need(r.kind != Claim::expression || r.then.exists(), "expression");
}

/// Lists that lie one after the other, each by condition. `elsewhere`: their items are not here.
void check_lists(Checker& checker, const Tables& tables, std::string_view name, const PostingLists& lists,
                 bool elsewhere = false) {
  const auto& starts = lists.starts;
  checker.at(name, 0);
  checker.need(starts.empty() ? lists.items.empty()
                              : starts.size() == tables.concepts.size() + 1 && starts.front() == 0 &&
                                    (elsewhere ? lists.items.empty() : starts.back() == lists.items.size()),
               "size");
  if (!checker.good()) return;
  bool in_order = true;
  for (std::size_t c = 1; c < starts.size(); ++c) in_order = in_order && starts[c - 1] <= starts[c];
  checker.need(in_order, "order");
  std::uint16_t largest = 0;
  for (const auto& posting : lists.items) largest = std::max(largest, posting.condition);
  checker.need(lists.items.empty() || largest < tables.likelihood.traits.size(), "condition");
}

void check_likelihood(Checker& checker, const Tables& tables, bool gains_elsewhere) {
  const auto& l = tables.likelihood;
  const auto entries = [&](std::string_view name, const auto& table, auto visit) {
    for (std::size_t i = 0; i < table.size(); ++i) checker.at(name, i), visit(table[i], i);
  };
  checker.at("annotations", 0);
  checker.need(l.annotations.empty() || (l.annotations.size() <= tables.statements.size() &&
                                         (l.annotations.size() == tables.statements.size() ||
                                          tables.statements[l.annotations.size()].relation != Relation::has_finding)),
               "size");
  if (!checker.good()) return;
  entries("annotations", l.annotations, [&](const AnnotationRecord& r, std::size_t i) {
    checker.need(tables.statements[i].relation == Relation::has_finding, "statement");
    checker.need(r.affected >= 0 && r.affected <= r.examined && std::isfinite(r.examined), "number");
    checker.need(is_probability(r.share), "number");
    checker.word(r.aspect), checker.word(r.sex);
    checker.optional_id(r.onset, tables.concepts), checker.range(r.modifiers, l.modifiers);
  });
  entries("modifiers", l.modifiers, [&](ConceptId c, std::size_t) { checker.id(c, tables.concepts); });
  checker.at("traits", 0);
  checker.need(l.traits.size() <= tables.concepts.size() && l.traits.size() <= kMostConditions, "size");
  if (!checker.good()) return;
  entries("traits", l.traits, [&](const TraitRecord& r, std::size_t i) {
    checker.need(tables.concepts[i].kind == ConceptKind::condition, "kind of concept");
    checker.need(r.series == 0xFFFFFFFF || r.series < l.series.size(), "id");
    checker.need(!(r.onset_from < 0) && !(r.onset_until < r.onset_from), "number");
  });
  entries("series", l.series, [&](const SeriesRecord& r, std::size_t) {
    checker.text(r.label), checker.range(r.members, l.series_members);
  });
  entries("series_members", l.series_members, [&](ConceptId c, std::size_t) { checker.id(c, l.traits); });
  entries("features", l.features, [&](const FeatureRecord& r, std::size_t i) {
    checker.need(r.condition < l.traits.size(), "id"), checker.id(r.finding, tables.concepts);
    checker.optional_id(r.statement, tables.statements), checker.word(r.origin);
    checker.need(r.frequency > 0 && r.frequency <= 1, "number");
    checker.need(i == 0 || l.features[i - 1].condition <= r.condition, "order");
  });
  checker.at("backgrounds", 0);
  checker.need(l.backgrounds.size() == (l.traits.empty() ? 0 : tables.concepts.size()), "size");
  entries("backgrounds", l.backgrounds, [&](float p, std::size_t) { checker.need(p > 0 && p <= 1, "number"); });
  check_lists(checker, tables, kGains, l.gains, gains_elsewhere);
  check_lists(checker, tables, "mentions", l.mentions);
  check_lists(checker, tables, "losses", l.losses);
  checker.at("gain_starts", 0);
  for (const auto* lists : {&l.gains, &l.mentions, &l.losses})
    checker.need(lists->starts.empty() == l.traits.empty(), "size");
}

}  // namespace

Status check(const Tables& tables, bool gains_elsewhere) {
  Checker checker(tables);
  const auto each = [&](std::string_view name, const auto& table, auto visit) {
    for (std::size_t i = 0; i < table.size(); ++i) {
      checker.at(name, i);
      visit(table[i]);
    }
  };
  each("concepts", tables.concepts, [&](const ConceptRecord& r) {
    for (const auto ref : {r.id, r.label, r.definition, r.question, r.patient_text}) checker.text(ref);
    checker.range(r.names, tables.names);
    checker.range(r.codes, tables.codes);
    checker.range(r.qualifiers, tables.qualifiers);
    checker.range(r.contains, tables.contents);
    checker.optional_id(r.refers_to, tables.concepts), checker.optional_id(r.dose, tables.doses);
    checker.optional_id(r.basis, tables.bases);
    checker.word(r.kind);
    checker.need(r.type < 16, "type");
    checker.need(r.dimension <= Dimension::count_concentration, "dimension");
  });
  each("names", tables.names, [&](const NameRecord& r) {
    checker.text(r.text), checker.text(r.folded), checker.id(r.owner, tables.concepts), checker.word(r.scope);
  });
  checker.need(tables.names_by_text.size() == tables.names.size(), "size");
  each("names_by_text", tables.names_by_text, [&](std::uint32_t i) { checker.need(i < tables.names.size(), "id"); });
  each("codes", tables.codes,
       [&](const CodeRecord& r) { checker.text(r.system), checker.text(r.code), checker.word(r.mark); });
  each("is_a", tables.is_a,
       [&](const IsARecord& r) { checker.id(r.child, tables.concepts), checker.id(r.parent, tables.concepts); });
  each("bases", tables.bases, [&](const BasisRecord& r) {
    checker.range(r.sources, tables.basis_sources), checker.text(r.items), checker.text(r.note), checker.word(r.mark);
  });
  each("basis_sources", tables.basis_sources, [&](SourceId id) { checker.id(id, tables.sources); });
  each("sources", tables.sources, [&](const SourceRecord& r) {
    for (const auto ref : {r.id, r.citation, r.seen, r.where}) checker.text(ref);
    checker.word(r.mark);
  });
  each("qualifiers", tables.qualifiers, [&](const QualifierRecord& r) { checker.text(r.key), checker.text(r.json); });
  each("doses", tables.doses, [&](const DoseRecord& r) {
    checker.text(r.text), checker.text(r.details), checker.need(r.least_days >= 0, "number");
  });
  each("contents", tables.contents, [&](ConceptId c) { checker.id(c, tables.concepts); });
  each("statement_details", tables.statement_details, [&](const StatementDetails& r) {
    checker.range(r.qualifiers, tables.qualifiers), checker.optional_id(r.dose, tables.doses);
  });
  each("statements", tables.statements, [&](const StatementRecord& r) {
    checker.id(r.subject, tables.concepts), checker.optional_id(r.object, tables.concepts);
    checker.word(r.relation), checker.word(r.strength), checker.optional_id(r.population, tables.populations);
    checker.optional_id(r.basis, tables.bases), checker.optional_id(r.details, tables.statement_details);
    checker.need(r.staged <= 1, "flag");
    const bool has_object =
        r.relation == Relation::has_finding || r.relation == Relation::changes_odds || r.relation == Relation::prevents;
    checker.need(!has_object || r.object.exists(), "object");
    checker.need(r.relation != Relation::share || r.population.exists(), "population");
    // Not read as bool before it is known to be one.
    checker.need(reinterpret_cast<const unsigned char&>(r.applied) <= 1, "flag");
    check_meaning(checker, tables, r);
  });
  for (std::size_t i = 1; i < tables.statements.size(); ++i) {
    checker.at("statements", i);
    checker.need(tables.statements[i - 1].relation <= tables.statements[i].relation, "order");
  }
  for (std::size_t i = 0; i < tables.rules.size(); ++i) {
    const auto& r = tables.rules[i];
    checker.at("rules", i);
    for (const auto ref : {r.id, r.label, r.action, r.time_critical, r.patient_text}) checker.text(ref);
    checker.range(r.nodes, tables.nodes), checker.range(r.targets, tables.rule_targets);
    checker.optional_id(r.basis, tables.bases), checker.word(r.kind), checker.word(r.level);
    checker.need(r.nodes.count > 0, "expression");
    checker.need(r.kind != RuleKind::definition || r.targets.count > 0, "target");
    if (!checker.good()) break;
    for (std::uint32_t n = 0; n < r.nodes.count; ++n) check_node(checker, tables, r, i, n);
  }
  each("rule_targets", tables.rule_targets, [&](ConceptId c) { checker.id(c, tables.concepts); });
  each("populations", tables.populations, [&](const PopulationRecord& r) {
    checker.text(r.id), checker.text(r.label), checker.optional_id(r.applies_to, tables.rules);
    checker.optional_id(r.basis, tables.bases);
    for (const double p : {r.scale, r.none_share, r.floor}) checker.need(is_probability(p), "number");
  });
  each("properties", tables.properties, [&](const PropertyRecord& r) { check_property(checker, tables, r); });
  each("property_options", tables.property_options, [&](const PropertyOption& r) {
    checker.optional_id(r.rule, tables.rules), checker.optional_id(r.population, tables.populations);
    checker.need(r.rule.exists() != r.population.exists(), "option");
  });
  each("bands", tables.bands, [&](const BandRecord& r) {
    checker.text(r.label), checker.id(r.score, tables.rules);
    checker.need(r.low <= r.high, "number");
  });
  each("groups", tables.groups, [&](const GroupRecord& r) {
    checker.text(r.id), checker.range(r.members, tables.group_members), checker.optional_id(r.basis, tables.bases);
  });
  each("group_members", tables.group_members, [&](ConceptId c) { checker.id(c, tables.concepts); });
  for (std::size_t i = 0; i < tables.stages.size(); ++i) {
    checker.at("stages", i);
    check_stage(checker, tables, tables.stages[i], i);
  }
  each("stage_conditions", tables.stage_conditions, [&](ConceptId c) { checker.id(c, tables.concepts); });
  each("stage_options", tables.stage_options, [&](StageOption o) {
    checker.id(o.intervention, tables.concepts), checker.optional_id(o.condition, tables.concepts);
  });
  each("stage_early", tables.stage_early, [&](RuleId r) { checker.id(r, tables.rules); });
  each("safety_nets", tables.safety_nets, [&](const SafetyNetRecord& r) { check_safety_net(checker, tables, r); });
  each("safety_net_conditions", tables.safety_net_conditions, [&](ConceptId c) { checker.id(c, tables.concepts); });
  each("safety_net_rules", tables.safety_net_rules, [&](RuleId r) { checker.id(r, tables.rules); });
  checker.at("scope", 0);
  checker.need(tables.scope.size() == 1, "size");
  each("scope", tables.scope, [&](const ScopeRecord& r) {
    checker.text(r.outside), checker.optional_id(r.basis, tables.bases);
    for (const double p : {r.entry_link, r.entry_leak}) checker.need(is_probability(p), "number");
  });
  check_likelihood(checker, tables, gains_elsewhere);
  check_guidelines(checker, tables);
  return checker.result();
}

}  // namespace noso
