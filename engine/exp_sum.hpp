/// The sum of many exponentials, which makes scores probabilities.
#pragma once

#include <span>

namespace noso {

/// Σ exp(rate · (x − most)) over `xs`, none of which is above `most`, a finite number; −∞ adds nothing. `rate` > 0. The
/// relative error is below 1e-6.
double sum_of_exp(std::span<const float> xs, float most, float rate);

}  // namespace noso
