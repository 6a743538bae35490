// Who falls in no population gets no ranking and no care; who could fall in two is decided by their order.
#include <algorithm>

#include "checks.hpp"
#include "differential.hpp"
#include "patient.hpp"
#include "pieces.hpp"

namespace noso::audit {

namespace {

std::string name(const ProofWork& work, std::uint32_t p) {
  return "'" + std::string(work.knowledge().text(work.knowledge()[PopulationId{p}].id)) + "'";
}

/// The engine finds no population for this case, whatever is still unknown of it.
bool fits_none(const Knowledge& knowledge, const SeenCase& seen) {
  bool in_scope = false;
  for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c)
    in_scope = in_scope || (knowledge.has_flag({c}, kEntryFinding) && seen.facts.of({c}) == Truth::yes);
  for (const auto& population : knowledge.tables().populations) {
    const bool too_young = seen.facts.age.high < population.age_from;
    const bool too_old = seen.facts.age.low >= population.age_below;
    const bool other = population.applies_to.exists() && seen.evaluation.truth(population.applies_to) == Truth::no;
    if (!too_young && !too_old && !other) return false;
  }
  std::string reason;
  std::vector<std::string> warnings;
  return in_scope && !choose_population(knowledge, seen.facts, seen.evaluation, reason, warnings);
}

z3::expr age_within(Prover& prover, const Piece& piece) {
  const auto& age = prover.world().facts().age;
  auto& z3 = prover.z3();
  return piece.is_point() ? age == real(z3, piece.low) : age > real(z3, piece.low) && age < real(z3, piece.high);
}

void check_gaps(ProofWork& work) {
  auto& prover = work.prover;
  std::vector<double> cuts;
  for (const auto& population : work.knowledge().tables().populations)
    cuts.insert(cuts.end(), {population.age_from, population.age_below});
  std::vector<Piece> uncovered;
  std::vector<z3::expr> first_gap;
  bool touches = false;
  for (const auto& piece : pieces(cuts, 0, kOldestDays)) {
    const std::vector<z3::expr> formulas{age_within(prover, piece), prover.world().in_scope(),
                                         !prover.world().any_population()};
    const Truth gap = prover.possible(formulas);
    if (gap == Truth::unknown) work.add_undecided("whether every age has a population", {});
    if (gap == Truth::yes) append_merged(uncovered, piece, touches);
    if (gap == Truth::yes && first_gap.empty()) first_gap = formulas;
    touches = gap == Truth::yes;
  }
  if (uncovered.empty()) return;
  if (uncovered.front().low == 0) uncovered.front().low = -std::numeric_limits<double>::infinity();
  const auto where = Places::of(work.places.populations, 0);
  const auto model = prover.smallest(first_gap, prover.countable(prover.world().facts()));
  const auto shows = [&](const DraftCase& draft) {
    const auto seen = look(prover, draft);
    return seen && fits_none(work.knowledge(), *seen);
  };
  const auto draft =
      model ? smaller(draft_of(prover, *model, prover.world().facts()), shows) : std::optional<DraftCase>();
  if (!draft) return work.add_not_confirmed("a person in no population", where);
  work.add(Severity::note, "population-gap",
           "ages " + text(uncovered, Dimension::time) + " can be in no population: no ranking and no care there",
           "add a population, or say in 'outside' that these ages are not covered", where,
           {patient_of(prover, *draft, "in-no-population")});
}

void check_overlaps(ProofWork& work) {
  const auto& populations = work.knowledge().tables().populations;
  for (std::uint32_t a = 0; a < populations.size(); ++a)
    for (std::uint32_t b = a + 1; b < populations.size(); ++b) {
      if (populations[a].applies_to.exists() || populations[b].applies_to.exists()) continue;
      const double low = std::max(populations[a].age_from, populations[b].age_from);
      const double high = std::min(populations[a].age_below, populations[b].age_below);
      if (low >= high) continue;
      work.add(Severity::warning, "population-overlap",
               "ages " + Piece{low, high, true, false}.text(Dimension::time) + " are in the populations " +
                   name(work, a) + " and " + name(work, b),
               "give one of them other ages or a 'when'", Places::of(work.places.populations, b));
    }
}

}  // namespace

void check_populations(ProofWork& work) {
  const auto count = static_cast<std::uint32_t>(work.knowledge().tables().populations.size());
  if (count == 0) return;
  for (std::uint32_t p = 0; p < count; ++p) {
    const Truth used = work.prover.possible({work.prover.world().chosen({p})});
    const auto where = Places::of(work.places.populations, p);
    if (used == Truth::unknown) work.add_undecided("whether anybody is in population " + name(work, p), where);
    if (used == Truth::no)
      work.add(Severity::error, "dead-population", "nobody is in population " + name(work, p),
               "the populations before it or of wider ages take everyone: put it first, or correct its limits", where);
  }
  check_gaps(work);
  check_overlaps(work);
}

}  // namespace noso::audit
