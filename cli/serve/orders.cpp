#include "serve/orders.hpp"

#include <algorithm>

namespace noso::serve {

namespace {

void add_once(std::vector<ConceptId>& list, ConceptId c) {
  if (std::find(list.begin(), list.end(), c) == list.end()) list.push_back(c);
}

/// The Medication within an order that it refers to as `#id`.
std::optional<JsonValue> contained_medication(JsonValue resource) {
  const auto reference = resource.find("medicationReference");
  const auto name = reference ? reference->member_text("reference") : std::string();
  const auto contained = resource.find("contained");
  for (std::size_t i = 0; contained && contained->is(JsonType::array) && i < contained->size(); ++i)
    if (name == "#" + contained->at(i).member_text("id")) return contained->at(i).find("code");
  return reference;  // whose display names it
}

/// The CodeableConcept, or the reference with its display, that says what is ordered.
std::optional<JsonValue> ordered_thing(JsonValue resource) {
  for (const std::string_view name : {"medicationCodeableConcept", "code", "codeCodeableConcept"})
    if (const auto found = resource.find(name); found && found->is(JsonType::object)) return found;
  const auto medication = contained_medication(resource);
  return medication && medication->is(JsonType::object) ? medication : std::nullopt;
}

bool is_asked_for(JsonValue resource) {
  const auto status = resource.member_text("status");
  if (status == "cancelled" || status == "revoked" || status == "entered-in-error" || status == "stopped") return false;
  const auto withheld = resource.find("doNotPerform");
  return !withheld || !withheld->is(JsonType::boolean) || !withheld->boolean();
}

/// Selections name orders as `Type/id`; some clients send the id alone. Without selections all orders count.
bool is_selected(const std::vector<std::string>& selections, JsonValue resource) {
  const auto id = resource.member_text("id"), reference = resource.member_text("resourceType") + "/" + id;
  return selections.empty() || std::any_of(selections.begin(), selections.end(), [&](const std::string& selected) {
           return selected == reference || (!id.empty() && selected == id);
         });
}

/// The names in a CodeableConcept: its text, then the displays of its codings; of a reference its display.
std::vector<std::string> names_in(JsonValue codeable) {
  std::vector<std::string> out;
  for (const std::string_view name : {"text", "display"})
    if (auto text = codeable.member_text(name); !text.empty()) out.push_back(std::move(text));
  const auto codings = codeable.find("coding");
  for (std::size_t i = 0; codings && codings->is(JsonType::array) && i < codings->size(); ++i)
    if (auto text = codings->at(i).member_text("display"); !text.empty()) out.push_back(std::move(text));
  return out;
}

/// Giving a drug is the intervention that its class names.
void add_given_as(const Knowledge& kb, ConceptId drug, std::vector<ConceptId>& interventions) {
  for (std::uint32_t c = 0; c < kb.concept_count(); ++c) {
    const ConceptId kind{c};
    if (kb[kind].kind == ConceptKind::risk_factor && kb[kind].refers_to.exists() &&
        (kind == drug || kb.graph().is_a(drug, kind)))
      add_once(interventions, kb[kind].refers_to);
  }
}

KnownOrder recognised(const Served& served, JsonValue resource) {
  const auto& kb = served.engine.knowledge();
  KnownOrder out;
  const auto thing = ordered_thing(resource);
  if (!thing) return out;
  const auto type = resource.member_text("resourceType"), id = resource.member_text("id");
  if (!id.empty()) out.reference = type + "/" + id;
  const auto names = names_in(*thing);
  if (!names.empty()) out.name = names.front();
  for (const auto c : served.charts.concepts_in(*thing)) {
    if (kb[c].kind == ConceptKind::intervention) add_once(out.interventions, c);
    if (kb[c].kind == ConceptKind::risk_factor && kb.has_flag(c, kMedication)) add_once(out.drugs, c);
  }
  for (const auto& text : names)
    if (const auto named = served.engine.note_reader().mentions(text, ConceptKind::intervention); named.ok())
      for (const auto& mention : *named) add_once(out.interventions, mention.found);
  for (const auto drug : out.drugs) add_given_as(kb, drug, out.interventions);
  if (out.name.empty() && !out.interventions.empty()) out.name = kb.label(out.interventions.front());
  if (out.name.empty() && !out.drugs.empty()) out.name = kb.label(out.drugs.front());
  return out;
}

std::string joined_names(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& text : list) out += (out.empty() ? "" : ", ") + text;
  return out;
}

class OrderCards {
 public:
  OrderCards(const Answer& answer, const Chart& chart) : answer_(answer), kb_(*answer.knowledge), chart_(chart) {}

  void add(const KnownOrder& order) {
    for (const auto& avoided : answer_.care.avoid)
      if (concerns(order, avoided.intervention)) contraindicated(order, avoided);
    for (const auto& caution : answer_.care.caution)
      if (concerns(order, caution.intervention)) with_care(order, caution);
    for (const auto& advice : answer_.care.next)
      if (concerns(order, advice.intervention)) not_known(order, advice);
  }

  /// What fires with the ordered drugs and not without them.
  void add_red_flags(const Answer& before) {
    const auto fired_before = [&](RuleId rule) {
      return std::any_of(before.escalation.fired.begin(), before.escalation.fired.end(),
                         [&](const FiredRule& fired) { return fired.rule == rule; });
    };
    for (const auto& fired : answer_.escalation.fired)
      if (kb_[fired.rule].level >= Urgency::soon && !fired_before(fired.rule)) {
        auto card = red_flag_card(answer_, fired, chart_);
        card.detail = "With the ordered drug:\n\n" + card.detail;
        cards_.push_back(std::move(card));
      }
  }

  std::vector<Card> take() {
    std::stable_sort(cards_.begin(), cards_.end(),
                     [](const Card& a, const Card& b) { return a.indicator > b.indicator; });
    return std::move(cards_);
  }

 private:
  static bool concerns(const KnownOrder& order, ConceptId intervention) {
    return std::find(order.interventions.begin(), order.interventions.end(), intervention) != order.interventions.end();
  }

  Card card_of(const KnownOrder& order, std::string_view verdict, const std::string& because, RuleId rule) const {
    Card card;
    card.key = "order/" + order.reference + "/" + (rule.exists() ? std::string(kb_.text(kb_[rule].id)) : because);
    card.summary = std::string(verdict) + ": " + order.name + ": " + because;
    card.detail = "**" + plain_markdown(order.name) + ":** " + plain_markdown(because);
    if (rule.exists()) {
      card.rule = kb_.text(kb_[rule].id);
      card.evidence = evidence_of(kb_, answer_.facts, rule);
    }
    return card;
  }

  void contraindicated(const KnownOrder& order, const Avoided& avoided) {
    const bool ruled = avoided.precaution != Avoided::kNone;
    auto card = card_of(order, "Contraindicated", avoided.because,
                        ruled ? answer_.care.precautions[avoided.precaution].rule : RuleId{});
    card.indicator = Indicator::critical;
    if (ruled)
      card.detail +=
          "\n\n**Because:** " + plain_markdown(joined_names(answer_.care.precautions[avoided.precaution].because));
    card.sources = avoided.sources;
    card.remove = order.reference;
    finish(std::move(card));
  }

  void with_care(const KnownOrder& order, const Cautioned& caution) {
    const auto& precaution = answer_.care.precautions[caution.precaution];
    auto card = card_of(order, "With care", std::string(kb_.text(kb_[precaution.rule].action)), precaution.rule);
    card.indicator = Indicator::warning;
    card.detail += "\n\n**Because:** " + plain_markdown(joined_names(precaution.because));
    card.sources = kb_.sources(kb_[precaution.rule].basis);
    card.remove = order.reference;
    finish(std::move(card));
  }

  /// Nothing known rules it out; what would, and nobody knows, is said.
  void not_known(const KnownOrder& order, const Advice& advice) {
    std::vector<std::string> open;
    const auto once = [&](std::string text) {
      if (std::find(open.begin(), open.end(), text) == open.end()) open.push_back(std::move(text));
    };
    for (const auto position : advice.ask_before) {
      const auto& precaution = answer_.care.open[position];
      if (kb_[precaution.rule].kind != RuleKind::avoid) continue;
      for (const auto c : precaution.facts) once(std::string(kb_.label(c)));
      for (const auto& text : precaution.also) once(text);
      for (const auto rule : precaution.not_excluded) once(std::string(kb_.text(kb_[rule].label)));
    }
    if (open.empty()) return;
    Card card;
    card.key = "order/" + order.reference + "/not-known/" + std::string(kb_.id(advice.intervention));
    card.summary = "Before " + order.name + ": not known: " + joined_names(open);
    card.detail = "Nothing that is known rules out **" + plain_markdown(order.name) +
                  "**. Any of these would, and nobody knows of them:";
    for (const auto& text : open) card.detail += "\n- " + plain_markdown(text);
    finish(std::move(card));
  }

  void finish(Card card) {
    card.detail += card_footing(kb_, card.sources, chart_);
    cards_.push_back(std::move(card));
  }

  const Answer& answer_;
  const Knowledge& kb_;
  const Chart& chart_;
  std::vector<Card> cards_;
};

}  // namespace

std::vector<KnownOrder> known_orders(const Served& served, const HookRequest& request) {
  std::vector<KnownOrder> out;
  for (const auto& resource : request.orders()) {
    if (!is_asked_for(resource) || !is_selected(request.selections, resource)) continue;
    if (auto order = recognised(served, resource); !order.drugs.empty() || !order.interventions.empty())
      out.push_back(std::move(order));
  }
  return out;
}

Result<std::vector<Card>> order_cards(const Served& served, const HookRequest& request, const Chart& chart,
                                      const AssessOptions& options) {
  const auto orders = known_orders(served, request);
  if (orders.empty()) return std::vector<Card>{};
  std::vector<ConceptId> interventions;
  auto with_orders = chart.told;
  for (const auto& order : orders) {
    for (const auto c : order.interventions) add_once(interventions, c);
    for (const auto drug : order.drugs) with_orders.medications.emplace_back(served.engine.knowledge().id(drug));
  }
  const auto before = served.engine.precautions(chart.told, {}, options);
  if (!before.ok()) return before.errors();
  const auto answer = served.engine.precautions(with_orders, interventions, options);
  if (!answer.ok()) return answer.errors();
  OrderCards cards(*answer, chart);
  cards.add_red_flags(*before);
  for (const auto& order : orders) cards.add(order);
  return cards.take();
}

}  // namespace noso::serve
