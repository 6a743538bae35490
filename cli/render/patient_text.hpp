/// The plan for the patient, in plain language, to print.
#pragma once

#include <string>

#include "noso/engine/answer.hpp"

namespace noso::cli {

/// What to do, how and how often, when to come back, and what is not known yet. No probabilities. The words of the
/// content are those of `patient_text`, lay names and the questions of the pack.
std::string render_for_patient(const Answer& answer, const std::string& color);

}  // namespace noso::cli
