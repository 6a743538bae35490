// For a disease with closure H and reported findings with closure O, the findings that take part are those whose
// parents are all in O (below a finding that is not there nothing can be there). Of these, log P = Σ over O∩H log(1−β),
// H∖O log β, O∖H log α, the rest log(1−α).
#include <algorithm>
#include <cmath>

#include "audit/evaluation/frequencies.hpp"
#include "noso/engine/audit/rankers.hpp"

namespace noso::audit {

namespace {

constexpr double kFalsePositive = 0.001;
constexpr double kFalseNegative = 0.1;

class Boqa final : public Ranker {
 public:
  explicit Boqa(const Knowledge& knowledge)
      : graph_(knowledge.graph()), table_(knowledge), observed_(knowledge.concept_count()) {}

  std::string_view name() const override { return "BOQA"; }

  void score(const std::vector<ConceptId>& present, const std::vector<ConceptId>&, std::vector<float>& out) override {
    std::fill(observed_.begin(), observed_.end(), 0);
    std::vector<ConceptId> closure;
    const auto add = [&](ConceptId c) {
      if (observed_[c.value] == 0) closure.push_back(c);
      observed_[c.value] = 1;
    };
    for (const auto q : present) {
      add(q);
      for (const auto a : graph_.ancestors(q)) add(a);
    }
    std::vector<std::uint32_t> explained(table_.conditions, 0), missing(table_.conditions, 0);
    for (const auto c : closure)
      for (const auto& entry : table_.closed[c.value]) ++explained[entry.condition];
    std::size_t not_reported = 0;
    for (const auto c : closure)
      for (const auto child : graph_.children(c)) {
        const auto parents = graph_.parents(child);
        // Each child once: through its first parent.
        if (observed_[child.value] != 0 || parents.front() != c ||
            !std::all_of(parents.begin(), parents.end(), [&](ConceptId p) { return observed_[p.value] != 0; }))
          continue;
        ++not_reported;
        for (const auto& entry : table_.closed[child.value]) ++missing[entry.condition];
      }
    const double n = static_cast<double>(closure.size()), rest = static_cast<double>(not_reported);
    out.resize(table_.conditions);
    for (std::size_t c = 0; c < out.size(); ++c)
      out[c] = static_cast<float>(explained[c] * std::log1p(-kFalseNegative) + missing[c] * std::log(kFalseNegative) +
                                  (n - explained[c]) * std::log(kFalsePositive) +
                                  (rest - missing[c]) * std::log1p(-kFalsePositive));
  }

 private:
  const Graph& graph_;
  FrequencyTable table_;
  std::vector<char> observed_;
};

}  // namespace

std::unique_ptr<Ranker> make_boqa(const Knowledge& knowledge) { return std::make_unique<Boqa>(knowledge); }

}  // namespace noso::audit
