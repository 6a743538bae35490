/// What the inputs of guidelines are in terms of a knowledge: findings, measurements, age and sex of a case become the
/// values that a guideline asks for.
#pragma once

#include <string>
#include <vector>

#include "noso/engine/facts.hpp"
#include "noso/engine/guideline.hpp"

namespace noso {

/// One value of several: that of the first band whose limit is above the number.
struct ValueBand {
  double below = 0;  ///< in the unit of the input; infinite for the last
  DataValue value;
};

/// Where the value of one element comes from.
struct BoundInput {
  enum class From : std::uint8_t { findings, measure, age, sex };

  std::string element;
  From from = From::findings;
  std::vector<std::string> concepts;  ///< findings or risk factors of which one is enough; or the one measured
  DataValue present, absent;          ///< of findings; none: then nothing is said
  DataValue female, male;             ///< of the sex
  std::string unit;                   ///< of a measure or age
  std::vector<ValueBand> bands;       ///< of a measure or age; none: the quantity itself
};

struct GuidelineBinding {
  std::string guideline;
  std::vector<BoundInput> inputs;
};

/// Reads `{"bindings": [{"guideline": …, "inputs": {…}}]}` (docs/gdl2.md). Errors: those of JSON, `unknown-key`,
/// `missing-key`, `wrong-type`, `unknown-unit`, `bad-binding`.
Result<std::vector<GuidelineBinding>> read_guideline_bindings(const JsonDocument& document);

/// The inputs that the case settles. What is unknown, or known only in part so that several values are possible, is
/// left out. Names that the knowledge or the guideline lacks go to `unmatched`, each once.
std::vector<ElementValue> bound_inputs(const GuidelineBinding& binding, const GuidelineRunner& runner,
                                       const Knowledge& knowledge, const Facts& facts,
                                       std::vector<std::string>& unmatched);

}  // namespace noso
