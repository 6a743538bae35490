/// Running vignettes: what was expected, what came out.
#pragma once

#include <string>
#include <vector>

#include "noso/engine/audit/vignette.hpp"
#include "noso/engine/engine.hpp"

namespace noso::audit {

/// One expectation and what became of it.
struct Check {
  std::string expectation;  ///< its key in the vignette, such as `urgency`
  bool passed = false;
  std::string expected, actual;
};

/// The urgency that came out against the one that was stated.
enum class Triage : std::uint8_t { not_stated, exact, under, over };

struct VignetteResult {
  const Vignette* vignette = nullptr;
  /// In the order of `Expectation`, one for each name in a list. A single failed `case` where the engine refuses it.
  std::vector<Check> checks;
  Triage triage = Triage::not_stated;
  std::size_t rank = 0;  ///< place of the expected top condition, from 1; 0: none stated, or not ranked

  bool passed() const;
};

/// How often something came out, of the times it was stated.
struct Rate {
  std::size_t hits = 0, of = 0;
};

struct VignetteRun {
  std::vector<VignetteResult> results;  ///< in the order of the vignettes

  std::size_t passed() const;
  Rate top_1() const, top_3() const, urgency_exact() const;
  /// Less urgent than stated: by `urgency`, or by `not_below`. More urgent than stated is over-triage.
  std::size_t under_triage() const, over_triage() const;
};

/// Asks the engine every vignette. `vignettes` must have been read with the knowledge of the engine, and must outlive
/// the results.
VignetteRun run(const Engine& engine, const std::vector<Vignette>& vignettes, const AssessOptions& options = {});

}  // namespace noso::audit
