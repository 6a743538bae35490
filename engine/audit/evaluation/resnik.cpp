#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "audit/evaluation/frequencies.hpp"
#include "noso/engine/audit/rankers.hpp"

namespace noso::audit {

namespace {

class Resnik final : public Ranker {
 public:
  explicit Resnik(const Knowledge& knowledge) : graph_(knowledge.graph()), table_(knowledge) {
    const auto annotated =
        std::count_if(table_.features.begin(), table_.features.end(), [](std::uint32_t n) { return n > 0; });
    for (const auto& list : table_.closed)
      information_.push_back(list.empty() ? 0.0f
                                          : static_cast<float>(std::log(static_cast<double>(annotated) /
                                                                        static_cast<double>(list.size()))));
  }

  std::string_view name() const override { return "Resnik, best-match average"; }

  void score(const std::vector<ConceptId>& present, const std::vector<ConceptId>&, std::vector<float>& out) override {
    out.assign(table_.conditions, 0);
    if (present.empty()) return;
    for (const auto q : present) {
      const auto& row = from_finding(q);
      for (std::size_t c = 0; c < out.size(); ++c) out[c] += row[c];
    }
    for (auto& score : out) score /= static_cast<float>(present.size());
    add_from_diseases(present, out);
  }

 private:
  /// For every condition the information of the most informative ancestor that `q` shares with it.
  const std::vector<float>& from_finding(ConceptId q) {
    auto& row = rows_[q.value];
    if (!row.empty()) return row;
    row.assign(table_.conditions, 0);
    const auto reach = [&](ConceptId a) {
      for (const auto& entry : table_.closed[a.value])
        row[entry.condition] = std::max(row[entry.condition], information_[a.value]);
    };
    reach(q);
    for (const auto a : graph_.ancestors(q)) reach(a);
    return row;
  }

  /// The way back: for every annotation the best of the findings, averaged over the annotations of a condition.
  void add_from_diseases(const std::vector<ConceptId>& present, std::vector<float>& out) {
    std::vector<char> observed(information_.size(), 0);
    for (const auto q : present) {
      observed[q.value] = 1;
      for (const auto a : graph_.ancestors(q)) observed[a.value] = 1;
    }
    std::vector<float> back(table_.conditions, 0);
    for (std::uint32_t t = 0; t < information_.size(); ++t) {
      if (table_.direct[t].empty()) continue;
      float best = observed[t] != 0 ? information_[t] : 0;
      for (const auto a : graph_.ancestors({t}))
        if (observed[a.value] != 0) best = std::max(best, information_[a.value]);
      for (const auto& entry : table_.direct[t]) back[entry.condition] += best;
    }
    for (std::size_t c = 0; c < out.size(); ++c)
      if (table_.features[c] > 0) out[c] = (out[c] + back[c] / static_cast<float>(table_.features[c])) / 2;
  }

  const Graph& graph_;
  FrequencyTable table_;
  std::vector<float> information_;
  std::unordered_map<std::uint32_t, std::vector<float>> rows_;
};

}  // namespace

std::unique_ptr<Ranker> make_resnik(const Knowledge& knowledge) { return std::make_unique<Resnik>(knowledge); }

}  // namespace noso::audit
