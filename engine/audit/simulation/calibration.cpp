#include <algorithm>
#include <cmath>

#include "audit/simulation/patient.hpp"
#include "noso/engine/audit/simulation.hpp"

namespace noso::audit {

namespace {

constexpr std::size_t kReliabilityBins = 10;

/// Whether the two say something of each other beside what the conditions say of both.
bool is_dependent(const Knowledge& knowledge, const CausalModel& model, std::uint32_t a, std::uint32_t b) {
  const auto fa = model.rows[a].finding, fb = model.rows[b].finding;
  if (a == b || knowledge.graph().is_a(fa, fb) || knowledge.graph().is_a(fb, fa)) return true;
  const auto &of_a = model.groups_of_row[a], &of_b = model.groups_of_row[b];
  return std::any_of(of_a.begin(), of_a.end(),
                     [&](auto g) { return std::find(of_b.begin(), of_b.end(), g) != of_b.end(); });
}

class Counts {
 public:
  Counts() : bins_(kReliabilityBins) {}

  void add(double told, bool there) {
    auto& bin = bins_[std::min(kReliabilityBins - 1, static_cast<std::size_t>(told * kReliabilityBins))];
    ++bin.count;
    bin.mean_probability += told;
    bin.share += there ? 1 : 0;
  }

  Reliability take() {
    Reliability out;
    for (std::size_t b = 0; b < kReliabilityBins; ++b) {
      auto& bin = bins_[b];
      bin.low = static_cast<double>(b) / kReliabilityBins;
      bin.high = static_cast<double>(b + 1) / kReliabilityBins;
      out.count += bin.count;
      out.calibration_error += std::abs(bin.mean_probability - bin.share);
      if (bin.count == 0) continue;
      bin.mean_probability /= static_cast<double>(bin.count);
      bin.share /= static_cast<double>(bin.count);
    }
    if (out.count > 0) out.calibration_error /= static_cast<double>(out.count);
    out.bins = std::move(bins_);
    return out;
  }

 private:
  std::vector<ReliabilityBin> bins_;
};

}  // namespace

std::vector<SimulatedCase> draw_cases(const Knowledge& knowledge, std::size_t count, std::uint64_t seed,
                                      std::size_t findings) {
  const CausalModel model(knowledge);
  const PatientSource source(knowledge, model);
  std::vector<SimulatedCase> out;
  std::mt19937_64 random(seed);
  for (std::size_t i = 0; i < count && source.complaint().exists(); ++i) {
    auto patient = source.draw(random);
    SimulatedCase made{std::move(patient.told), {}};
    for (std::uint32_t c = 0; c < patient.has.size(); ++c)
      if (patient.has[c] != 0) made.conditions.push_back(model.conditions[c]);
    const auto& rows = source.rows(patient.population);
    std::vector<std::uint32_t> told;
    for (std::size_t k = 0; k < findings && !rows.empty(); ++k) {
      const auto row = rows[random() % rows.size()];
      if (std::any_of(told.begin(), told.end(), [&](auto r) { return is_dependent(knowledge, model, r, row); }))
        continue;
      told.push_back(row);
      const bool present = unit(random) < source.chance(model.rows[row], patient);
      (present ? made.told.present : made.told.absent)
          .push_back({.name = std::string(knowledge.id(model.rows[row].finding))});
    }
    out.push_back(std::move(made));
  }
  return out;
}

SimulatedCalibration calibration(const Engine& engine, const std::vector<SimulatedCase>& cases) {
  SimulatedCalibration out{.cases = cases.size()};
  Counts first, all, none;
  const AssessOptions options{.as_of = Date{}, .max_conditions = engine.knowledge().concept_count()};
  for (const auto& made : cases) {
    const auto answer = engine.assess(made.told, options);
    if (!answer.ok() || answer->differential.conditions.empty()) {
      ++out.refused;
      continue;
    }
    const auto there = [&](ConceptId c) {
      return std::find(made.conditions.begin(), made.conditions.end(), c) != made.conditions.end();
    };
    const auto& ranked = answer->differential.conditions;
    first.add(ranked.front().probability, there(ranked.front().condition));
    for (const auto& c : ranked) all.add(c.probability, there(c.condition));
    none.add(answer->differential.none_of_these, made.conditions.empty());
  }
  out.first = first.take();
  out.all = all.take();
  out.none = none.take();
  return out;
}

}  // namespace noso::audit
