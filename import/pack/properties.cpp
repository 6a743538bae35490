// What the author says of the rules as a whole: safety properties, which `noso validate --prove` proves or refutes, and
// the bands of scores, which it searches for gaps.
#include <array>
#include <cmath>

#include "pack/assembler.hpp"

namespace noso {

namespace {

/// The claims that are written as an object with one key; every other `then` is an expression.
constexpr auto kClaims = std::to_array<Claim>({Claim::level_at_least, Claim::warned, Claim::avoided, Claim::not_advised,
                                               Claim::exactly_one, Claim::not_lowered_by});
constexpr std::string_view kRedFlags = "red-flags";

std::optional<Claim> claim_of(JsonValue then) {
  if (!then.is(JsonType::object) || then.size() != 1) return std::nullopt;
  for (const auto claim : kClaims)
    if (to_string(claim) == then.key(0)) return claim;
  return std::nullopt;
}

}  // namespace

void PackAssembler::read_properties() {
  each("properties", [&](JsonValue value) {
    JsonFields fields(value, out_, "a property");
    const auto id = fields.text_required("id"), claim = fields.text_required("claim");
    const auto when = fields.any("when"), then = fields.any_required("then");
    PropertyRecord record{.id = builder_.text(id.value_or("")), .claim = builder_.text(claim.value_or(""))};
    record.basis = read_basis(fields, true);
    const auto part = [&](JsonValue expression) {
      RuleRecord rule{.id = record.id, .label = record.claim};
      rule.kind = RuleKind::property;
      rule.basis = record.basis;
      const RuleId next{static_cast<std::uint32_t>(rules_.size())};
      add_rule(rule, {}, expression, expression.where());
      return next;
    };
    if (when) record.when = part(*when);
    if (then) {
      record.kind = claim_of(*then).value_or(Claim::expression);
      if (record.kind == Claim::expression)
        record.then = part(*then);
      else
        read_claim(fields, *then, record);
    }
    fields.finish();
    const auto next = static_cast<std::uint32_t>(builder_.tables.properties.size());
    if (!id || !property_names_.declare(*id, next, fields.where("id"), out_)) return;
    builder_.tables.properties.push_back(record);
    places_.properties.push_back(fields.where("id"));
  });
}

void PackAssembler::read_claim(JsonFields& fields, JsonValue then, PropertyRecord& record) {
  const auto what = then.at(0);
  std::vector<ConceptId> targets;
  switch (record.kind) {
    case Claim::expression: break;
    case Claim::level_at_least: {
      const auto level = what.is(JsonType::string) ? parse<Urgency>(what.string()) : std::nullopt;
      if (!level || *level == Urgency::none)
        out_.error(what.where(), "bad-word", "this is no level", "use emergency, urgent, soon or routine");
      record.level = level.value_or(Urgency::routine);
      break;
    }
    case Claim::warned:
    case Claim::avoided:
    case Claim::not_advised: {
      JsonFields inner(what, out_, "'" + std::string(to_string(record.kind)) + "'");
      const auto name = inner.text_required("intervention");
      const auto found =
          name ? concept_ref(*name, ConceptKind::intervention, inner.where("intervention")) : std::nullopt;
      if (found) targets.push_back(*found);
      inner.finish();
      break;
    }
    case Claim::exactly_one: record.options = read_options(what); break;
    case Claim::not_lowered_by:
      if (what.is(JsonType::string) && what.string() == kRedFlags) break;
      JsonFields inner(then, out_, "'then'");
      targets = concept_list(inner, "not_lowered_by", ConceptKind::finding);
      if (what.is(JsonType::array) && what.size() == 0)
        out_.error(what.where(), "empty-list", "'not_lowered_by' names no finding",
                   "list findings, or write \"red-flags\" for all of them");
      break;
  }
  if (record.kind == Claim::not_lowered_by && fields.any("when"))
    out_.error(fields.where("when"), "bad-expression", "'not_lowered_by' is about every case", "leave 'when' out");
  record.targets = TableBuilder::append(builder_.tables.rule_targets, targets);
}

Range PackAssembler::read_options(JsonValue list) {
  std::vector<PropertyOption> options;
  if (!expect_type(list, JsonType::array, "'exactly_one'", out_)) return {};
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!expect_type(list.at(i), JsonType::string, "an id in 'exactly_one'", out_)) continue;
    PropertyOption option;
    if (const auto population = population_names_.find(list.at(i).string()))
      option.population = *population;
    else if (const auto rule = rule_names_.resolve(list.at(i).string(), list.at(i).where(), out_))
      option.rule = *rule;
    options.push_back(option);
  }
  if (list.size() == 0) out_.error(list.where(), "empty-list", "'exactly_one' of nothing", "name populations or rules");
  return TableBuilder::append(builder_.tables.property_options, options);
}

void PackAssembler::read_bands(JsonFields& fields, RuleId score) {
  fields.list("bands", [&](JsonValue value) {
    JsonFields band(value, out_, "a band");
    const auto label = band.text_required("label");
    const auto at_least = band.number("at_least"), above = band.number("above");
    const auto at_most = band.number("at_most"), below = band.number("below"), equal = band.number("equal");
    band.finish();
    if (!label) return;
    BandRecord record{.label = builder_.text(*label), .score = score};
    if (at_least || above) record.low = at_least.value_or(above.value_or(0)), record.low_included = at_least ? 1 : 0;
    if (at_most || below) record.high = at_most.value_or(below.value_or(0)), record.high_included = at_most ? 1 : 0;
    if (equal) record.low = record.high = *equal;
    const auto limits = (at_least ? 1 : 0) + (above ? 1 : 0) + (at_most ? 1 : 0) + (below ? 1 : 0) + (equal ? 2 : 0);
    if (limits == 0 || limits > 2 || (at_least && above) || (at_most && below) || record.low > record.high ||
        (record.low == record.high && (record.low_included == 0 || record.high_included == 0)))
      out_.error(value.where(), "bad-band", "the limits of the band leave no range of values",
                 "give a lower limit (at_least or above), an upper one (at_most or below), both, or 'equal'");
    if (!score.exists()) return;
    builder_.tables.bands.push_back(record);
    places_.bands.push_back(value.where());
  });
}

}  // namespace noso
