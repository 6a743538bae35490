/// The largest of many scores and the sum of their exponentials, which make scores probabilities.
#pragma once

#include <span>

namespace noso {

/// The largest of `xs`, none of which is NaN; −∞ for none.
float largest_of(std::span<const float> xs);

/// Σ exp(rate · (x − most)) over `xs`, none of which is above `most`, a finite number; −∞ adds nothing. `rate` > 0. The
/// relative error is below 1e-6.
double sum_of_exp(std::span<const float> xs, float most, float rate);

}  // namespace noso
