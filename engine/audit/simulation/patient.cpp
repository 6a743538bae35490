#include "audit/simulation/patient.hpp"

#include <algorithm>

#include "evidence.hpp"
#include "noso/engine/facts.hpp"

namespace noso::audit {

namespace {

constexpr std::size_t kMostRiskFactors = 2;

bool is_related(const Graph& graph, ConceptId a, ConceptId b) { return a == b || graph.is_a(a, b) || graph.is_a(b, a); }

}  // namespace

PatientSource::PatientSource(const Knowledge& knowledge, const CausalModel& model) : kb_(knowledge), model_(model) {
  const auto has_row = [&](ConceptId c) { return model.row_of[c.value] != CausalModel::kNone; };
  for (std::uint32_t c = 0; c < kb_.concept_count() && !complaint_.exists(); ++c) {
    const auto above = kb_.graph().ancestors({c});
    if (kb_.has_flag({c}, kEntryFinding) && !has_row({c}) && std::none_of(above.begin(), above.end(), has_row))
      complaint_ = {c};
  }
  for (std::uint32_t c = 0; c < kb_.concept_count(); ++c)
    if (!model.risk_effects[c].empty() && kb_[ConceptId{c}].kind == ConceptKind::risk_factor)
      risk_factors_.push_back({c});
  const auto& populations = kb_.tables().populations;
  rows_.resize(populations.size());
  for (std::size_t p = 0; p < populations.size(); ++p) {
    std::vector<ConceptId> asked;
    if (populations[p].applies_to.exists())
      for (const auto& node : kb_.nodes(kb_[populations[p].applies_to]))
        if (node.op == Op::present) asked.push_back({node.concept_ref});
    for (std::uint32_t r = 0; r < model.rows.size(); ++r)
      if (std::none_of(asked.begin(), asked.end(),
                       [&](ConceptId c) { return is_related(kb_.graph(), c, model.rows[r].finding); }))
        rows_[p].push_back(r);
  }
}

Patient PatientSource::draw(std::mt19937_64& random) const {
  Patient out;
  out.population = {static_cast<std::uint32_t>(random() % kb_.tables().populations.size())};
  const auto& population = kb_[out.population];
  out.told.population = std::string(kb_.text(population.id));
  out.told.present.push_back({.name = std::string(kb_.id(complaint_))});
  for (std::size_t i = random() % (kMostRiskFactors + 1); i > 0 && !risk_factors_.empty(); --i)
    out.told.risk_factors.push_back({.name = std::string(kb_.id(risk_factors_[random() % risk_factors_.size()]))});
  std::vector<Belief> priors;
  for (const double share : model_.shares[out.population.value]) {
    const double p = std::min(share * population.scale, 1.0);
    priors.push_back({p, 1 - p});
  }
  if (const auto facts = resolve(kb_, out.told); facts.ok())
    for (const auto& risk : select_evidence(kb_, model_, *facts, out.population).risks)
      priors[risk.effect.condition].yes *= risk.effect.odds_ratio;
  const auto& scope = kb_.tables().scope.front();
  const double leak = 1 - (1 - scope.entry_leak) * (1 - population.none_share * population.scale);
  for (;;) {
    double silent = 1 - leak;
    out.has.clear();
    for (const auto& prior : priors) {
      out.has.push_back(unit(random) < prior.probability() ? 1 : 0);
      if (out.has.back() != 0) silent *= 1 - scope.entry_link;
    }
    if (unit(random) >= silent) return out;
  }
}

double PatientSource::chance(const FindingRow& row, const Patient& patient) const {
  double miss = 1 - row.leak;
  for (const auto& cell : row.cells)
    if (patient.has[cell.condition] != 0) miss *= 1 - cell.link;
  return 1 - miss;
}

}  // namespace noso::audit
