/// By how much a piece of evidence multiplies the odds, as text.
#pragma once

#include <string>

namespace noso::cli {

/// "×3.7", "÷12"; empty where it rounds to 1 and speaks neither for nor against.
std::string factor_text(double log10_ratio);

}  // namespace noso::cli
