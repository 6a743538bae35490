// Expected information gain H(D) − Σ_a P(a) H(D|a) equals H(f) − Σ_d P(d) H(f|d), and the entropies of the cells are
// known beforehand: one pass over the matrix answers it for all findings.
#include "questions.hpp"

#include <algorithm>
#include <numeric>

namespace noso {

namespace {

constexpr double kWorthAsking = 0.001;  // bits

/// Whom a yes would favour, and whom it would speak against.
std::string reason(const Knowledge& knowledge, const CausalModel& model, const FindingRow& row,
                   const std::vector<double>& probabilities, double overall) {
  std::vector<double> frequency(probabilities.size(), row.leak);
  for (const auto& cell : row.cells) frequency[cell.condition] = cell.frequency;
  std::uint32_t favoured = CausalModel::kNone, against = CausalModel::kNone;
  const auto better = [&](std::uint32_t c, std::uint32_t than) {
    return than == CausalModel::kNone || probabilities[c] > probabilities[than];
  };
  for (std::uint32_t c = 0; c < probabilities.size(); ++c) {
    if (frequency[c] > overall && better(c, favoured)) favoured = c;
    if (frequency[c] < overall && better(c, against)) against = c;
  }
  std::string out;
  if (favoured != CausalModel::kNone)
    out = "yes would favour " + std::string(knowledge.label(model.conditions[favoured]));
  if (against != CausalModel::kNone)
    out += (out.empty() ? "no would favour " : ", no would favour ") +
           std::string(knowledge.label(model.conditions[against]));
  return out;
}

}  // namespace

std::vector<Question> next_questions(const Knowledge& knowledge, const CausalModel& model, const Facts& facts,
                                     const std::vector<double>& probabilities, double none, std::size_t max_questions) {
  const double total = std::accumulate(probabilities.begin(), probabilities.end(), none);
  if (probabilities.empty() || total <= 0) return {};
  struct Candidate {
    double bits, overall;
    std::uint32_t row;
  };
  std::vector<Candidate> candidates;
  for (std::uint32_t r = 0; r < model.rows.size(); ++r) {
    const auto& row = model.rows[r];
    if (facts.of(row.finding) != Truth::unknown) continue;
    double overall = row.leak, expected_entropy = row.leak_entropy;
    for (const auto& cell : row.cells) {
      const double p = probabilities[cell.condition] / total;
      overall += p * (cell.frequency - row.leak);
      expected_entropy += p * (cell.entropy - row.leak_entropy);
    }
    const double bits = binary_entropy(overall) - expected_entropy;
    if (bits >= kWorthAsking) candidates.push_back({bits, overall, r});
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) { return a.bits > b.bits; });
  if (candidates.size() > max_questions) candidates.resize(max_questions);
  std::vector<Question> out;
  for (const auto& c : candidates)
    out.push_back(
        {model.rows[c.row].finding, c.bits, reason(knowledge, model, model.rows[c.row], probabilities, c.overall)});
  return out;
}

}  // namespace noso
