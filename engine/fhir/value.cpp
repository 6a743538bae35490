// What a value says of a finding: whether it is there, or how much. A value that says neither says nothing.
#include <algorithm>
#include <cmath>

#include "intake.hpp"
#include "noso/base/quantity.hpp"

namespace noso::fhir {

namespace {

/// Reasons of absent data for which the question has not been put: it may still be asked.
constexpr std::string_view kNotAsked[] = {"not-asked", "not-performed", "temp-unknown", "not-permitted", "unsupported"};

class ValueReader {
 public:
  ValueReader(Intake& intake, const Resource& resource, const Observed& observed)
      : intake_(intake), resource_(resource), seen_(observed), knowledge_(intake.knowledge()) {}

  void read() {
    if (const auto reason = seen_.element.find("dataAbsentReason")) return absent_data(*reason);
    const auto value = choice(seen_.element, "value");
    if (!value) return interpretation();
    if (value->type == "Quantity" || value->type == "Range") return quantity(*value);
    if (value->type == "Integer" || value->type == "Decimal") return bare_number(*value);
    const auto result = result_in(*value);
    if (result) return say(*result, value->value);
    if (value->type == "CodeableConcept" || value->type == "Coding") return kind_of(value->value);
    intake_.mark(resource_, value->value, Outcome::ignored, "says neither that it is there nor that it is not");
  }

 private:
  void absent_data(JsonValue reason) {
    const auto code = status_code(reason);
    const bool ask = std::find(std::begin(kNotAsked), std::end(kNotAsked), code) != std::end(kNotAsked);
    intake_.mark(resource_, reason, Outcome::used, ask ? "unknown, and not asked" : "unknown");
    if (!ask) say(Truth::unknown, reason);
  }

  static std::optional<Truth> result_in(const Choice& value) {
    if (const auto flag = flag_of(value.value)) return truth(*flag);
    if (value.type == "CodeableConcept" || value.type == "Coding") return result_of(value.value);
    if (const auto text = text_of(value.value); text && value.type == "String") return result_word(*text);
    return std::nullopt;
  }

  void interpretation() {
    std::optional<Truth> result;
    const auto list = seen_.element.find("interpretation");
    for_each_object(list, [&](JsonValue codeable, std::size_t) {
      if (!result) result = result_of(codeable);
    });
    if (result) return say(*result, *list);
    if (const auto code = seen_.element.find("code"))
      intake_.mark(resource_, *code, Outcome::ignored, "without a value: says nothing");
  }

  void say(Truth state, JsonValue value) {
    if (state == Truth::no && seen_.narrower)
      return intake_.mark(resource_, value, Outcome::ignored, "a kind of '", knowledge_.id(seen_.about),
                          "' is not there, others may be");
    if (!seen_.element.find("dataAbsentReason"))
      intake_.mark(resource_, value, Outcome::used,
                   state == Truth::yes  ? "present"
                   : state == Truth::no ? "absent"
                                        : "unknown");
    auto saying = begin(value);
    saying.state = state;
    intake_.say(std::move(saying));
  }

  /// The value is a kind of what was asked for.
  void kind_of(JsonValue value) {
    const auto mapping = intake_.map(resource_, value, kind_bit(knowledge_[seen_.about].kind));
    if (!mapping.about || !knowledge_.graph().is_a(*mapping.about, seen_.about))
      return intake_.mark(resource_, value, Outcome::unmapped, "no result that is known");
    auto saying = begin(value);
    saying.about = *mapping.about;
    saying.state = Truth::yes;
    intake_.say(std::move(saying));
  }

  void bare_number(const Choice& value) {
    const auto number = number_of(value.value);
    if (!number) return;
    measured(value.value, {*number, *number, {}});
  }

  void quantity(const Choice& value) {
    if (value.type == "Quantity") {
      const auto sent = quantity_of(value.value);
      if (!sent) return intake_.mark(resource_, value.value, Outcome::ignored, "a quantity without a number");
      return measured(value.value, *sent);
    }
    SentQuantity both{-HUGE_VAL, HUGE_VAL, {}};
    for (const auto* end : {"low", "high"}) {
      const auto at = member(value.value, end);
      const auto sent = at ? quantity_of(*at) : std::nullopt;
      if (!sent) continue;
      (end[0] == 'l' ? both.low : both.high) = sent->low;
      both.unit = sent->unit;
    }
    measured(value.value, both);
  }

  void measured(JsonValue value, const SentQuantity& sent) {
    const auto& record = knowledge_[seen_.about];
    const auto id = knowledge_.id(seen_.about);
    if ((record.flags & kMeasured) == 0)
      return intake_.mark(resource_, value, Outcome::ignored, "'", id, "' is not measured in numbers");
    const auto unit = sent.unit.empty() ? std::string(base_unit(record.dimension)) : sent.unit;
    const auto in_base = [&](double x, double open) -> std::optional<double> {
      if (std::isinf(x)) return open;
      const auto q = make_quantity(x, unit);
      return q.ok() && q->dimension == record.dimension ? std::optional(q->value) : std::nullopt;
    };
    const auto low = in_base(sent.low, record.minimum), high = in_base(sent.high, record.maximum);
    if (!low || !high)
      return intake_.mark(resource_, value, Outcome::unmapped, "'", unit, "' is no unit of '", id, "'");
    if (*low < record.minimum || *high > record.maximum || *low > *high || std::isnan(*low) || std::isnan(*high))
      return implausible(value, *low, *high);
    const bool same = unit == base_unit(record.dimension);
    intake_.mark(resource_, value, same ? Outcome::used : Outcome::converted, "'", id, "' ",
                 to_string(Quantity{*low, record.dimension}), *high > *low ? " to " : "",
                 *high > *low ? to_string(Quantity{*high, record.dimension}) : std::string());
    auto saying = begin(value);
    saying.state = Truth::yes;
    saying.measured = Measurement{.finding = std::string(id),
                                  .value = *low,
                                  .up_to = *high > *low ? std::optional(*high) : std::nullopt,
                                  .unit = std::string(base_unit(record.dimension)),
                                  .at = seen_.when,
                                  .where = value.where()};
    intake_.say(std::move(saying));
  }

  void implausible(JsonValue value, double low, double high) {
    const auto& record = knowledge_[seen_.about];
    const auto name = [&](double x) { return to_string(Quantity{x, record.dimension}); };
    const auto why = name(low < record.minimum ? low : high) + " is outside the plausible range " +
                     name(record.minimum) + " to " + name(record.maximum);
    intake_.mark(resource_, value, Outcome::contradictory, why);
    intake_.warnings().push_back(seen_.path + ": '" + std::string(knowledge_.label(seen_.about)) + "' " + why);
  }

  Saying begin(JsonValue value) const {
    return {.about = seen_.about,
            .at = seen_.element.find("code").value_or(value),
            .value = value,
            .source = resource_.source,
            .path = seen_.path,
            .when = seen_.when,
            .stamp = seen_.stamp,
            .observed = true,
            .side = seen_.side};
  }

  Intake& intake_;
  const Resource& resource_;
  const Observed& seen_;
  const Knowledge& knowledge_;
};

}  // namespace

void read_value(Intake& intake, const Resource& resource, const Observed& observed) {
  ValueReader(intake, resource, observed).read();
}

}  // namespace noso::fhir
