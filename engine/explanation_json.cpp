#include "explanation_json.hpp"

namespace noso {

namespace {

std::string_view word(Truth t) {
  switch (t) {
    case Truth::yes: return "present";
    case Truth::no: return "absent";
    case Truth::unknown: break;
  }
  return "unknown";
}

class ConditionWriter {
 public:
  ConditionWriter(JsonWriter& out, const Knowledge& knowledge) : out_(out), kb_(knowledge) {}

  void write(const RankedCondition& c, std::size_t rank) {
    out_.member("id", kb_.id(c.condition)).member("label", kb_.label(c.condition));
    if (rank == 0) return;
    out_.member("probability", c.probability).member("rank", std::uint64_t{rank});
    if (c.range) out_.key("range").begin_array().value(c.range->low).value(c.range->high).end_array();
    out_.member("log10_prior_odds", c.log10_prior_odds).member("log10_posterior_odds", c.log10_posterior_odds);
    contributions("for", c, true);
    contributions("against", c, false);
    out_.key("unasked").begin_array();
    for (const auto f : c.unasked) out_.value(kb_.id(f));
    out_.end_array();
    out_.texts("sources", c.sources);
  }

 private:
  void contributions(std::string_view name, const RankedCondition& c, bool favourable) {
    out_.key(name).begin_array();
    for (std::size_t i = 0; i < c.steps.size(); ++i) {
      const auto& step = c.steps[i];
      if ((step.log10_ratio > 0) != favourable) continue;
      out_.begin_object().member("step", static_cast<int>(i + 1));
      if (step.from.exists())
        out_.member("finding", kb_.id(step.from)).member("state", step.state == Truth::yes ? "present" : "absent");
      else
        out_.member("about", step.about);
      out_.member("log10_lr", step.log10_ratio);
      if (step.statement.exists()) out_.member("statement", std::string_view(kb_.name(step.statement)));
      if (step.match) match(*step.match);
      out_.end_object();
    }
    out_.end_array();
  }

  /// How the finding meets what is known: by which feature, how frequent that is and in how many patients, and why.
  void match(const FindingMatch& m) {
    out_.key("match").begin_object().member("type", to_string(m.type));
    const auto& likelihood = kb_.tables().likelihood;
    if (m.feature < likelihood.features.size()) {
      const auto& feature = likelihood.features[m.feature];
      out_.member("feature", kb_.id(feature.finding)).member("label", kb_.label(feature.finding));
      out_.member("origin", to_string(feature.origin)).member("frequency", double{feature.frequency});
      if (feature.statement.exists()) {
        out_.member("reported", std::string_view(reported_frequency(kb_, feature.statement)));
        out_.texts("sources", kb_.sources(kb_[feature.statement].basis));
      }
    }
    out_.end_object();
  }

  JsonWriter& out_;
  const Knowledge& kb_;
};

void write_changes(JsonWriter& out, const Knowledge& kb, std::string_view key, const std::optional<ChangeSet>& set) {
  if (!set) return;
  out.key(key).begin_object().member("found", set->found);
  out.key("changes").begin_array();
  for (const auto& change : set->changes)
    out.begin_object()
        .member("finding", kb.id(change.about))
        .member("label", kb.label(change.about))
        .member("before", word(change.before))
        .member("after", word(change.after))
        .end_object();
  out.end_array();
  out.member("smallest", set->smallest()).member("excluded_to", std::uint64_t{set->excluded_to});
  if (set->given_up) out.member("given_up", true);
  if (set->found) {
    if (set->top.exists()) out.member("top", kb.id(set->top));
    out.member("level", to_string(set->level));
  }
  out.end_object();
}

}  // namespace

void write_condition(JsonWriter& out, const Knowledge& knowledge, const RankedCondition& condition, std::size_t rank) {
  ConditionWriter(out, knowledge).write(condition, rank);
}

void write_explanation(JsonWriter& out, const Knowledge& kb, const Explanation& e) {
  out.key("explanation").begin_object();
  write_condition(out, kb, e.condition, e.rank);
  out.member("of", std::uint64_t{e.of});
  if (e.rule_out_below > 0) out.member("rule_out_below", e.rule_out_below);
  out.key("against_top").begin_array();
  for (const auto& h : e.against_top) {
    out.begin_object();
    if (h.from.exists())
      out.member("finding", kb.id(h.from)).member("state", word(h.state));
    else
      out.member("about", h.about);
    out.member("log10_difference", h.log10_difference).end_object();
  }
  out.end_array();
  write_changes(out, kb, "lift", e.lift);
  out.key("flips").begin_object();
  write_changes(out, kb, "other_top", e.other_top);
  write_changes(out, kb, "higher_urgency", e.higher);
  write_changes(out, kb, "lower_urgency", e.lower);
  out.end_object().end_object();
}

}  // namespace noso
