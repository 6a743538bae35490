// The one writer of cards.
#include "noso/base/digest.hpp"
#include "noso/base/json_writer.hpp"
#include "noso/engine/engine.hpp"
#include "serve/cards.hpp"

namespace noso::serve {

namespace {

struct OverrideReason {
  std::string_view code, display;
};
constexpr OverrideReason kOverrideReasons[] = {
    {"benefit-outweighs-risk", "The benefit outweighs the risk in this person"},
    {"not-so-any-more", "What the chart says does not hold any more"},
    {"already-checked", "Already checked, or already agreed with the person"},
};
constexpr std::string_view kReasonSystem = "urn:nosograph:override-reasons";

/// Equal calls give equal ids (RFC 9562, version 8): what came of a card can be told from the request alone.
std::string stable_uuid(std::initializer_list<std::string_view> parts) {
  Sha256 digest;
  for (const auto part : parts) {
    digest.add(part);
    digest.add(std::string_view("\0", 1));
  }
  auto hex = digest.hex().substr(0, 32);
  hex[12] = '8';
  hex[16] = "89ab"[hex[16] % 4];
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" +
         hex.substr(20);
}

class CardWriter {
 public:
  CardWriter(const Knowledge& kb, const HookRequest& request) : kb_(kb), request_(request), out_(false) {}

  std::string write(const std::vector<Card>& cards, const Chart& chart) {
    out_.begin_object().key("cards").begin_array();
    for (const auto& card : cards) write(card);
    out_.end_array().key("extension").begin_object();
    out_.key("org.nosograph.prefetch").begin_object();
    for (const auto& item : request_.prefetch)
      out_.member(item.key, item.has_more ? std::string_view("first page only") : to_string(item.state));
    out_.end_object();
    auto said = chart.warnings;
    said.insert(said.end(), chart.remarks.begin(), chart.remarks.end());
    if (!said.empty()) out_.texts("org.nosograph.warnings", said);
    out_.end_object().end_object();
    return out_.text();
  }

 private:
  void write(const Card& card) {
    const auto id = stable_uuid({request_.hook_instance, request_.hook, card.key, kb_.manifest().digest()});
    out_.begin_object().member("uuid", std::string_view(id));
    out_.member("summary", std::string_view(short_enough(card.summary)));
    out_.member("detail", std::string_view(card.detail)).member("indicator", to_string(card.indicator));
    source(card);
    if (!card.remove.empty()) suggestion(card, id);
    basis(card);
    out_.end_object();
  }

  void source(const Card& card) {
    const auto title = kb_.manifest().get("title");
    out_.key("source").begin_object();
    out_.member("label", title.empty() ? kb_.manifest().id() : title);
    if (!card.rule.empty()) {
      out_.key("topic").begin_object().member("system", "urn:nosograph:rules").member("code", card.rule);
      if (!card.rule_label.empty()) out_.member("display", card.rule_label);
      out_.end_object();
    }
    out_.end_object();
  }

  void suggestion(const Card& card, std::string_view id) {
    out_.key("suggestions").begin_array().begin_object().member("label", "Remove this order");
    out_.member("uuid", std::string_view(stable_uuid({id, "remove"})));
    out_.key("actions").begin_array().begin_object().member("type", "delete");
    out_.member("description", "Remove the draft order").member("resourceId", std::string_view(card.remove));
    out_.end_object().end_array().end_object().end_array();
    out_.member("selectionBehavior", "at-most-one");
    out_.key("overrideReasons").begin_array();
    for (const auto& reason : kOverrideReasons)
      out_.begin_object()
          .member("system", kReasonSystem)
          .member("code", reason.code)
          .member("display", reason.display)
          .end_object();
    out_.end_array();
  }

  /// What the card rests on, for whoever wants to recompute it.
  void basis(const Card& card) {
    const auto& manifest = kb_.manifest();
    out_.key("extension").begin_object().key("org.nosograph.basis").begin_object();
    out_.key("knowledge").begin_object().member("id", manifest.id()).member("version", manifest.version());
    out_.member("digest", manifest.digest()).member("status", manifest.status()).end_object();
    if (!card.rule.empty()) out_.member("rule", card.rule);
    if (!card.evidence.empty()) {
      out_.key("evidence").begin_array();
      for (const auto& e : card.evidence) {
        out_.begin_object().member("finding", e.finding).member("label", e.label).member("state", e.state);
        if (!e.from.empty()) out_.member("from", std::string_view(e.from));
        out_.end_object();
      }
      out_.end_array();
    }
    if (!card.sources.empty()) out_.texts("sources", card.sources);
    out_.end_object().end_object();
  }

  const Knowledge& kb_;
  const HookRequest& request_;
  JsonWriter out_;
};

}  // namespace

std::string response_json(const std::vector<Card>& cards, const Knowledge& knowledge, const HookRequest& request,
                          const Chart& chart) {
  return CardWriter(knowledge, request).write(cards, chart);
}

}  // namespace noso::serve
