#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "audit/evaluation/frequencies.hpp"
#include "noso/engine/audit/rankers.hpp"

namespace noso::audit {

namespace {

constexpr double kLeastRatio = 0.01;
constexpr double kAnnotatedAbsent = 0.001;
constexpr double kLeastBackground = 1e-6;

class Lirical final : public Ranker {
 public:
  Lirical(const Knowledge& knowledge, LiricalOptions options)
      : graph_(knowledge.graph()), table_(knowledge), options_(options) {}

  std::string_view name() const override { return options_.excluded ? "LIRICAL" : "LIRICAL, observed only"; }

  void score(const std::vector<ConceptId>& present, const std::vector<ConceptId>& absent,
             std::vector<float>& out) override {
    out.assign(table_.conditions, 0);
    for (const auto q : present) {
      const auto& row = observed(q);
      for (std::size_t c = 0; c < out.size(); ++c) out[c] += row[c];
    }
    if (!options_.excluded) return;
    for (const auto q : absent) {
      const double without = 1 - table_.background[q.value];
      const auto base = static_cast<float>(std::log10(1 / without));
      for (auto& score : out) score += base;
      for (const auto& entry : table_.closed[q.value])
        out[entry.condition] +=
            static_cast<float>(std::log10(std::max((1 - entry.frequency) / without, kLeastRatio))) - base;
    }
  }

 private:
  const std::vector<float>& observed(ConceptId q) {
    auto& row = rows_[q.value];
    if (!row.empty()) return row;
    // The nearest ancestor decides, and among equally near ones the larger frequency: so the nearest ones come last.
    std::vector<float> ratio(table_.conditions, 0);
    const double background = std::max(table_.background[q.value], kLeastBackground);
    const auto above = graph_.ancestors(q);
    const auto distances = graph_.distances(q);
    std::vector<std::uint32_t> distance_of(table_.conditions, 0xFFFFFFFF);
    for (std::size_t i = 0; i < above.size(); ++i) {
      if (graph_.parents(above[i]).empty()) continue;
      const double scale = std::pow(10, -static_cast<double>(distances[i])) / background;
      for (const auto& entry : table_.closed[above[i].value]) {
        auto& nearest = distance_of[entry.condition];
        if (distances[i] > nearest) continue;
        nearest = distances[i];
        ratio[entry.condition] = std::max(ratio[entry.condition], static_cast<float>(entry.frequency * scale));
      }
    }
    std::vector<char> from_parent(table_.conditions, 0);
    for (const auto parent : graph_.parents(q))
      for (const auto& entry : table_.direct[parent.value]) {
        const double share = entry.frequency / static_cast<double>(graph_.children(parent).size());
        auto& value = ratio[entry.condition];
        value = std::max(from_parent[entry.condition] ? value : 0.0f, static_cast<float>(share / background));
        from_parent[entry.condition] = 1;
      }
    for (const auto& entry : table_.closed[q.value])
      ratio[entry.condition] = static_cast<float>(entry.frequency / background);
    for (const auto condition : table_.absent[q.value]) ratio[condition] = -1;
    for (auto& value : ratio)
      value = static_cast<float>(std::log10(value < 0 ? kAnnotatedAbsent : std::max<double>(value, kLeastRatio)));
    row = std::move(ratio);
    return row;
  }

  const Graph& graph_;
  FrequencyTable table_;
  LiricalOptions options_;
  std::unordered_map<std::uint32_t, std::vector<float>> rows_;
};

}  // namespace

std::unique_ptr<Ranker> make_lirical(const Knowledge& knowledge, LiricalOptions options) {
  return std::make_unique<Lirical>(knowledge, options);
}

double lirical_ratio(const Knowledge& knowledge, ConceptId condition, ConceptId finding, bool observed) {
  const auto& graph = knowledge.graph();
  std::vector<std::pair<ConceptId, double>> annotations;
  std::vector<double> most(knowledge.tables().likelihood.traits.size(), 0);
  std::vector<char> annotated(most.size(), 0);
  bool absent = false;
  for (const auto& s : knowledge.statements(Relation::has_finding)) {
    if (!s.applied) continue;
    if (s.value > 0) annotated[s.subject.value] = 1;
    if (graph.is_a(s.object, finding)) most[s.subject.value] = std::max(most[s.subject.value], s.value);
    if (s.subject == condition && s.value > 0) annotations.emplace_back(s.object, s.value);
    if (s.subject == condition && s.object == finding && s.value <= 0) absent = true;
  }
  double background = 0;
  for (const double f : most) background += f;
  background /= static_cast<double>(std::count(annotated.begin(), annotated.end(), 1));
  if (!observed) return std::max((1 - most[condition.value]) / (1 - background), kLeastRatio);
  background = std::max(background, kLeastBackground);
  if (absent) return kAnnotatedAbsent;
  if (most[condition.value] > 0) return std::max(most[condition.value] / background, kLeastRatio);
  double best = 0;
  for (const auto parent : graph.parents(finding))
    for (const auto& [term, frequency] : annotations)
      if (term == parent)
        best = std::max(best, frequency / static_cast<double>(graph.children(parent).size()) / background);
  if (best > 0) return std::max(best, kLeastRatio);
  const auto above = graph.ancestors(finding);
  for (std::size_t i = 0; i < above.size(); ++i) {
    if (graph.parents(above[i]).empty()) continue;
    if (best > 0 && graph.distances(finding)[i] > graph.distances(finding)[i - 1]) break;
    for (const auto& [term, frequency] : annotations)
      if (graph.is_a(term, above[i]))
        best = std::max(best, frequency * std::pow(10, -static_cast<double>(graph.distances(finding)[i])) / background);
  }
  return std::max(best, kLeastRatio);
}

}  // namespace noso::audit
