#include "render/dot.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "render/factor.hpp"
#include "render/page.hpp"

namespace noso::cli {

namespace {

constexpr std::size_t kMostConditions = 5, kMostStatements = 60, kLineLength = 26;
constexpr double kWorthANode = 0.005;  // probability
// Dark enough for print, and told apart by people who do not tell red from green.
constexpr std::string_view kFor = "#1a6b3c", kAgainst = "#a33b12", kOther = "#55606e";

/// A quoted string of DOT; no bytes of the text can end it. Long texts go over several lines.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  std::size_t line = 0;
  for (const char c : text) {
    if (c == '\n' || (c == ' ' && line >= kLineLength)) {
      out += "\\n";
      line = 0;
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    ++line;
  }
  return out + '"';
}

std::string graph_begin(std::string_view title) {
  return "digraph noso {\n  graph [rankdir=LR, nodesep=0.18, ranksep=1.6, fontname=\"sans-serif\", tooltip=" +
         quoted(title) +
         "];\n  node [shape=box, style=\"rounded,filled\", fillcolor=\"#f4f6f8\", color=\"#8a94a0\", "
         "fontname=\"sans-serif\", fontsize=11, margin=\"0.12,0.06\"];\n"
         "  edge [fontname=\"sans-serif\", fontsize=10, arrowsize=0.6];\n";
}

class ExplanationGraph {
 public:
  explicit ExplanationGraph(const Answer& answer) : a_(answer), kb_(*answer.knowledge) {}

  std::string draw() {
    std::string edges, conditions;
    for (std::size_t i = 0; i < std::min(kMostConditions, a_.differential.conditions.size()); ++i) {
      const auto& c = a_.differential.conditions[i];
      if (i > 0 && c.probability < kWorthANode) break;
      const std::string node = "c" + std::to_string(c.condition.value);
      conditions += "  " + node +
                    " [label=" + quoted(std::string(kb_.label(c.condition)) + "\n" + percent(c.probability)) +
                    ", fillcolor=\"" + shade(c.probability) + "\", penwidth=1.5];\n";
      for (const auto& step : c.steps) edges += edge(step, node);
    }
    std::string out = graph_begin("what speaks for and against the first conditions");
    for (const auto& [node, label] : evidence_) out += "  " + node + " [label=" + quoted(label) + "];\n";
    return out + conditions + edges + "}\n";
  }

 private:
  /// The more probable the darker.
  static std::string shade(double probability) {
    char text[16];
    const auto mix = [&](int light, int dark) {
      return light + static_cast<int>(std::lround((dark - light) * std::clamp(probability, 0.0, 1.0)));
    };
    std::snprintf(text, sizeof text, "#%02x%02x%02x", mix(0xf4, 0xa8), mix(0xf6, 0xc8), mix(0xf8, 0xe8));
    return text;
  }

  std::string edge(const Contribution& step, const std::string& condition) {
    const auto factor = factor_text(step.log10_ratio);
    if (factor.empty()) return {};
    const bool favours = step.log10_ratio > 0;
    const auto color = std::string(favours ? kFor : kAgainst);
    const double width = std::clamp(1 + 1.5 * std::abs(step.log10_ratio), 1.0, 5.0);
    char penwidth[32];
    std::snprintf(penwidth, sizeof penwidth, "%.1f", width);
    return "  " + evidence(step) + " -> " + condition + " [label=" + quoted(factor) + ", color=\"" + color +
           "\", fontcolor=\"" + color + "\", penwidth=" + penwidth + (favours ? "" : ", style=dashed") + "];\n";
  }

  /// The node of what was found; made by its first use.
  std::string evidence(const Contribution& step) {
    const std::string node =
        (step.state == Truth::no ? "n" : "f") +
        (step.from.exists() ? std::to_string(step.from.value) : "x" + std::to_string(other(step.about)));
    const auto known = std::any_of(evidence_.begin(), evidence_.end(), [&](const auto& e) { return e.first == node; });
    if (!known)
      evidence_.emplace_back(node, (step.state == Truth::no ? "no " : "") +
                                       std::string(step.from.exists() ? kb_.label(step.from) : step.about));
    return node;
  }

  std::size_t other(std::string_view about) {
    const auto at = std::find(others_.begin(), others_.end(), about);
    if (at != others_.end()) return static_cast<std::size_t>(at - others_.begin());
    others_.push_back(about);
    return others_.size() - 1;
  }

  const Answer& a_;
  const Knowledge& kb_;
  std::vector<std::pair<std::string, std::string>> evidence_;  ///< node and label, in the order of their first use
  std::vector<std::string_view> others_;                       ///< evidence that is no concept
};

class ConceptGraph {
 public:
  ConceptGraph(const Knowledge& knowledge, ConceptId shown) : kb_(knowledge), shown_(shown) {}

  std::string draw() {
    nodes_.insert(shown_);
    for (const auto parent : kb_.graph().parents(shown_)) add(shown_, parent, "is a", kOther);
    for (const auto child : kb_.graph().children(shown_)) add(child, shown_, "is a", kOther);
    for (const auto s : kb_.statements_about(shown_)) add(kb_[s]);
    std::string out = graph_begin(kb_.label(shown_));
    for (const auto c : nodes_)
      out += "  c" + std::to_string(c.value) + " [label=" + quoted(kb_.label(c)) +
             (c == shown_ ? ", penwidth=2, fillcolor=\"#a8c8e8\"" : "") + "];\n";
    if (left_out_ > 0)
      out +=
          "  more [shape=plaintext, style=\"\", label=" + quoted("and " + std::to_string(left_out_) + " more") + "];\n";
    return out + edges_ + "}\n";
  }

 private:
  void add(const StatementRecord& s) {
    if (!s.object.exists() || s.object == s.subject) return;
    std::string text;
    auto color = kOther;
    switch (s.relation) {
      case Relation::has_finding: text = percent(s.value); break;
      case Relation::changes_odds:
        if (!std::isnan(s.value) && s.value > 0) {
          text = factor_text(std::log10(s.value));
          if (text.empty()) text = "×1";
          color = s.value >= 1 ? kFor : kAgainst;
        }
        break;
      case Relation::treats: text = "treats: " + std::string(to_string(s.strength)); break;
      case Relation::prevents: text = "prevents"; break;
      case Relation::background_frequency:
      case Relation::share: break;
    }
    add(s.subject, s.object, text, color);
  }

  void add(ConceptId from, ConceptId to, const std::string& text, std::string_view color) {
    if (++edge_count_ > kMostStatements) {
      ++left_out_;
      return;
    }
    nodes_.insert(from);
    nodes_.insert(to);
    edges_ += "  c" + std::to_string(from.value) + " -> c" + std::to_string(to.value) + " [label=" + quoted(text) +
              ", color=\"" + std::string(color) + "\", fontcolor=\"" + std::string(color) + "\"];\n";
  }

  const Knowledge& kb_;
  ConceptId shown_;
  std::set<ConceptId> nodes_;
  std::string edges_;
  std::size_t edge_count_ = 0, left_out_ = 0;
};

}  // namespace

std::string explanation_dot(const Answer& answer) { return ExplanationGraph(answer).draw(); }

std::string concept_dot(const Knowledge& knowledge, ConceptId shown) { return ConceptGraph(knowledge, shown).draw(); }

}  // namespace noso::cli
