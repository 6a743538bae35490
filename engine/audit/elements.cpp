#include "audit/elements.hpp"

#include <algorithm>
#include <cmath>

#include "noso/base/quantity.hpp"
#include "noso/ontology/expression_text.hpp"

namespace noso::audit {

namespace {

/// Texts in order, separated by commas.
std::string joined(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

std::string duration(double x) { return std::isinf(x) ? std::string() : to_string(Quantity{x, Dimension::time}); }

class ElementLister {
 public:
  explicit ElementLister(const Knowledge& knowledge) : kb_(knowledge), tables_(knowledge.tables()) {}

  Elements all() {
    for (std::uint32_t c = 0; c < tables_.concepts.size(); ++c) add_concept({c});
    for (std::uint32_t s = 0; s < tables_.statements.size(); ++s) add_statement({s});
    for (std::uint32_t r = 0; r < tables_.rules.size(); ++r) add_rule(RuleId{r});
    for (const auto& population : tables_.populations) add_population(population);
    for (const auto& group : tables_.groups) {
      auto& e = element("dependent group", text(group.id));
      e.add("findings", ids(tables_.group_members, group.members, "none"));
      add_basis(e, group.basis);
    }
    for (const auto& stage : tables_.stages) add_stage(stage);
    for (const auto& net : tables_.safety_nets) add_net(net);
    for (const auto& property : tables_.properties) add_property(property);
    for (const auto& source : tables_.sources) {
      auto& e = element("source", text(source.id));
      e.add("citation", text(source.citation));
      e.add("seen", text(source.seen));
      e.add("where", text(source.where));
      e.add("mark", std::string(to_string(source.mark)));
    }
    for (const auto& scope : tables_.scope) {
      auto& e = element("scope", "scope");
      e.add("outside", text(scope.outside));
      add_number(e, "entry_link", scope.entry_link);
      add_number(e, "entry_leak", scope.entry_leak);
      add_basis(e, scope.basis);
    }
    for (const auto& [name, value] : kb_.manifest().facts())
      if (name != "digest") element("pack", "pack").add(name, value);
    return std::move(out_);
  }

 private:
  Element& element(std::string kind, std::string id) { return out_[{std::move(kind), std::move(id)}]; }
  std::string text(TextRef ref) const { return std::string(kb_.text(ref)); }
  std::string id(ConceptId c) const { return std::string(kb_.id(c)); }

  std::string ids(std::span<const ConceptId> table, Range range, const char* if_empty) const {
    std::vector<std::string> out;
    for (const auto c : table.subspan(range.first, range.count)) out.push_back(id(c));
    return out.empty() ? if_empty : joined(std::move(out));
  }

  static void add_number(Element& e, const char* name, double x) {
    if (!std::isnan(x)) e.add(name, format_number(x));
  }
  static void add_days(Element& e, const char* name, double x) { e.add(name, duration(x), format_number(x)); }
  static void add_quantity(Element& e, const char* name, double x, Dimension dimension) {
    if (!std::isnan(x)) e.add(name, to_string(Quantity{x, dimension}), format_number(x));
  }
  void add_qualifiers(Element& e, Range range) const {
    for (const auto& q : kb_.qualifiers(range)) e.add(text(q.key), text(q.json));
  }

  void add_basis(Element& e, BasisId basis) const {
    if (!basis.exists()) return;
    const auto& record = kb_[basis];
    std::vector<std::string> sources;
    for (const auto source : kb_.sources(basis)) sources.emplace_back(source);
    e.add("basis.mark", std::string(to_string(record.mark)));
    e.add("basis.sources", joined(std::move(sources)));
    e.add("basis.items", text(record.items));
    e.add("basis.note", text(record.note));
  }

  void add_dose(Element& e, DoseId dose) const {
    if (dose.exists()) e.add("dose", text(tables_.doses[dose.value].details));
  }

  /// An expression that belongs to the element, not to a rule with a name of its own.
  void add_expression(Element& e, const char* name, RuleId rule) const {
    if (rule.exists()) e.add(name, expression_text(kb_, kb_[rule]), expression_key(kb_, kb_[rule]));
  }

  void add_concept(ConceptId c) {
    const auto& record = kb_[c];
    auto& e = element(std::string(to_string(record.kind)), id(c));
    e.add("label", text(record.label));
    e.add("definition", text(record.definition));
    e.add("question", text(record.question));
    e.add("patient_text", text(record.patient_text));
    if (record.kind == ConceptKind::finding)
      e.add("type", std::string(to_string(static_cast<FindingType>(record.type))));
    if (record.kind == ConceptKind::intervention)
      e.add("class", std::string(to_string(static_cast<InterventionClass>(record.type))));
    for (const auto& [flag, name] : {std::pair{kRedFlag, "red_flag"}, std::pair{kMustNotMiss, "must_not_miss"},
                                     std::pair{kEntryFinding, "entry_finding"}, std::pair{kMeasured, "measured"},
                                     std::pair{kMedication, "medication"}})
      if (record.flags & flag) e.add(name, "true");
    add_quantity(e, "quantity.min", record.minimum, record.dimension);
    add_quantity(e, "quantity.max", record.maximum, record.dimension);
    add_number(e, "rule_out_below", record.rule_out_below);
    if (record.refers_to.exists()) e.add("refers_to", id(record.refers_to));
    add_names(e, c);
    std::vector<std::string> parents;
    for (const auto parent : kb_.graph().parents(c)) parents.push_back(id(parent));
    e.add("is_a", joined(std::move(parents)));
    if (record.contains.count > 0) e.add("contains", ids(tables_.contents, record.contains, ""));
    add_dose(e, record.dose);
    add_qualifiers(e, record.qualifiers);
    add_basis(e, record.basis);
  }

  void add_names(Element& e, ConceptId c) const {
    std::map<std::string, std::vector<std::string>> by_scope;
    for (const auto& name : kb_.names(c))
      if (name.scope != NameScope::label && name.scope != NameScope::code)
        by_scope[std::string(to_string(name.scope))].push_back(text(name.text));
    for (const auto& [scope, names] : by_scope) e.add(scope, joined(names));
    std::vector<std::string> codes;
    for (const auto& code : kb_.codes(c))
      codes.push_back(text(code.system) + ' ' + text(code.code) + " (" + std::string(to_string(code.mark)) + ')');
    e.add("codes", joined(std::move(codes)));
  }

  /// Several numbers may be on record for the same two concepts; they are told apart by their place.
  std::string statement_name(StatementId s) {
    auto name = kb_.name(s);
    const auto place = ++statements_[name];
    return place == 1 ? name : name + " #" + std::to_string(place);
  }

  void add_statement(StatementId s) {
    const auto& record = kb_[s];
    auto& e = element("statement", statement_name(s));
    add_number(e, "value", record.value);
    const auto& details = kb_.details(record);
    add_number(e, "low", details.low);
    add_number(e, "high", details.high);
    if (record.relation == Relation::treats) e.add("strength", std::string(to_string(record.strength)));
    if (!record.applied) e.add("applied", "false");
    if (record.staged != 0) e.add("staged", "true");
    if (record.relation == Relation::treats && details.dose != kb_[record.subject].dose) add_dose(e, details.dose);
    add_qualifiers(e, details.qualifiers);
    add_basis(e, record.basis);
  }

  /// Rules that have a place of their own in the pack; the others are expressions of what they belong to.
  static bool has_own_place(RuleKind kind) {
    return kind == RuleKind::definition || kind == RuleKind::score || kind == RuleKind::escalation ||
           kind == RuleKind::avoid || kind == RuleKind::caution;
  }

  void add_rule(RuleId r) {
    const auto& rule = kb_[r];
    if (!has_own_place(rule.kind)) return;
    auto& e = element(std::string(to_string(rule.kind)), text(rule.id));
    e.add("label", text(rule.label));
    e.add("action", text(rule.action));
    e.add("time_critical", text(rule.time_critical));
    if (rule.kind == RuleKind::escalation) e.add("level", std::string(to_string(rule.level)));
    if (rule.kind == RuleKind::avoid || rule.kind == RuleKind::caution)
      e.add("interventions", ids(tables_.rule_targets, rule.targets, "none"));
    add_expression(e, "when", r);
    std::string bands;
    for (const auto& band : tables_.bands)
      if (band.score == r) bands += (bands.empty() ? "" : "; ") + band_text(band);
    e.add("bands", bands);
    add_basis(e, rule.basis);
  }

  std::string band_text(const BandRecord& band) const {
    std::string out = text(band.label);
    if (!std::isinf(band.low)) out += (band.low_included ? " from " : " above ") + format_number(band.low);
    if (!std::isinf(band.high)) out += (band.high_included ? " to " : " below ") + format_number(band.high);
    return out;
  }

  void add_stage(const StageRecord& stage) {
    auto& e = element("stage", text(stage.id));
    e.add("label", text(stage.label));
    e.add("goal", text(stage.goal));
    e.add("conditions", ids(tables_.stage_conditions, stage.conditions, "any"));
    add_days(e, "from", stage.from);
    add_days(e, "until", stage.until);
    if (!std::isnan(stage.recheck)) add_days(e, "recheck", stage.recheck);
    add_expression(e, "enter", stage.enter);
    add_expression(e, "leave", stage.leave);
    if (stage.next.exists()) e.add("next", text(tables_.stages[stage.next.value].id));
    std::vector<std::string> options;
    for (const auto& o : std::span(tables_.stage_options).subspan(stage.options.first, stage.options.count))
      options.push_back(id(o.intervention) + (o.condition.exists() ? " for " + id(o.condition) : std::string()));
    e.add("interventions", joined(std::move(options)));
    std::string moves, keys;
    for (const auto r : std::span(tables_.stage_early).subspan(stage.early.first, stage.early.count)) {
      const auto brought = ids(tables_.rule_targets, kb_[r].targets, "the next stage");
      moves += (moves.empty() ? "" : "; ") + brought + " when " + expression_text(kb_, kb_[r]);
      keys += brought + '\n' + expression_key(kb_, kb_[r]) + text(kb_[r].label);
    }
    e.add("move_up_early", moves, keys);
    add_basis(e, stage.basis);
  }

  void add_net(const SafetyNetRecord& net) {
    auto& e = element("safety net", text(net.id));
    e.add("text", text(net.text));
    e.add("conditions", ids(tables_.safety_net_conditions, net.conditions, "any"));
    std::vector<std::string> dangers;
    for (const auto r : std::span(tables_.safety_net_rules).subspan(net.rules.first, net.rules.count))
      dangers.push_back(text(kb_[r].id));
    e.add("rules", joined(std::move(dangers)));
    add_expression(e, "when", net.when);
    add_basis(e, net.basis);
  }

  void add_property(const PropertyRecord& property) {
    auto& e = element("property", text(property.id));
    e.add("claim", text(property.claim));
    add_expression(e, "when", property.when);
    add_expression(e, "then", property.then);
    add_basis(e, property.basis);
  }

  void add_population(const PopulationRecord& population) {
    auto& e = element("population", text(population.id));
    e.add("label", text(population.label));
    add_expression(e, "when", population.applies_to);
    add_days(e, "age.at_least", population.age_from);
    add_days(e, "age.below", population.age_below);
    add_number(e, "scale", population.scale);
    add_number(e, "none_share", population.none_share);
    add_number(e, "floor", population.floor);
    add_basis(e, population.basis);
  }

  const Knowledge& kb_;
  const Tables& tables_;
  Elements out_;
  std::map<std::string, std::size_t> statements_;  ///< how many with this name there were so far
};

}  // namespace

void Element::add(const std::string& name, std::string text, std::string key) {
  if (!key.empty()) fields[name] = {std::move(text), std::move(key)};
}

Elements elements(const Knowledge& knowledge) { return ElementLister(knowledge).all(); }

}  // namespace noso::audit
