/// Whether a code can be one of its system: its shape and, where there is one, its check digit.
#pragma once

#include <string>
#include <string_view>

namespace noso {

/// What is wrong with `code` as a code of `system`; empty when nothing is, or when the system is none of SNOMED-CT,
/// LOINC, ICD-10, ICD-10-CM, ATC, HPO and RxNorm. Says nothing of whether the code exists.
std::string code_problem(std::string_view system, std::string_view code);

}  // namespace noso
