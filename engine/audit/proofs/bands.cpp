// Only values that the score can really take count: a score of whole points has nothing between 2 and 3.
#include <algorithm>

#include "checks.hpp"
#include "pieces.hpp"

namespace noso::audit {

namespace {

z3::expr within(Prover& prover, const z3::expr& number, const Piece& piece) {
  auto& z3 = prover.z3();
  auto out = z3.bool_val(true);
  if (piece.is_point()) return number == real(z3, piece.low);
  if (piece.low > -std::numeric_limits<double>::infinity()) out = out && number > real(z3, piece.low);
  if (piece.high < std::numeric_limits<double>::infinity()) out = out && number < real(z3, piece.high);
  return out;
}

bool holds(const BandRecord& band, double x) {
  return (x > band.low || (x == band.low && band.low_included)) &&
         (x < band.high || (x == band.high && band.high_included));
}

/// One list of pieces in which the score has no band, and one in which it has several.
struct BandCheck {
  std::vector<Piece> gaps, overlaps;
};

BandCheck find(ProofWork& work, RuleId score, const std::vector<BandRecord>& bands, const Location& where) {
  BandCheck out;
  std::vector<double> cuts;
  for (const auto& band : bands) cuts.insert(cuts.end(), {band.low, band.high});
  bool gap_touches = false, overlap_touches = false;
  for (const auto& piece : pieces(cuts)) {
    const auto count =
        std::count_if(bands.begin(), bands.end(), [&](const auto& band) { return holds(band, piece.sample()); });
    Truth possible = Truth::no;
    if (count != 1) possible = work.prover.possible({within(work.prover, work.prover.world().rule(score), piece)});
    if (possible == Truth::unknown) work.add_undecided("whether the bands of " + work.name(score) + " fit", where);
    const bool gap = possible == Truth::yes && count == 0, overlap = possible == Truth::yes && count > 1;
    if (gap) append_merged(out.gaps, piece, gap_touches);
    if (overlap) append_merged(out.overlaps, piece, overlap_touches);
    gap_touches = gap, overlap_touches = overlap;
  }
  return out;
}

}  // namespace

void check_bands(ProofWork& work) {
  const auto& tables = work.knowledge().tables();
  for (std::uint32_t r = 0; r < tables.rules.size(); ++r) {
    std::vector<BandRecord> bands;
    Location where;
    for (std::size_t b = tables.bands.size(); b-- > 0;)
      if (tables.bands[b].score.value == r) {
        bands.push_back(tables.bands[b]);
        where = Places::of(work.places.bands, b);
      }
    if (bands.size() < 2) continue;  // one band names what matters; the rest needs no name
    const auto dimension = work.knowledge().nodes(tables.rules[r]).back().dimension;
    const auto found = find(work, RuleId{r}, bands, where);
    if (!found.gaps.empty())
      work.add(
          Severity::warning, "band-gap",
          "the score " + work.name(RuleId{r}) + " can be " + text(found.gaps, dimension) + ", where it has no band",
          "close the gap between its bands", where);
    if (!found.overlaps.empty())
      work.add(Severity::warning, "band-overlap",
               "the score " + work.name(RuleId{r}) + " can be " + text(found.overlaps, dimension) +
                   ", where it has several bands",
               "let every value belong to one band", where);
  }
}

}  // namespace noso::audit
