/// How far apart two values must be for the difference to mean something.
#pragma once

#include <string>

#include "noso/base/quantity.hpp"
#include "noso/ontology/expression.hpp"

namespace noso::audit {

/// The smallest meaningful step of `what` (age, measure, duration, a count, …) near `value`, in the base unit of
/// `dimension`: an age moves by a year (a month where `value` is no whole number of years), a duration by a day, a
/// severity, count or score by one, a temperature by 0.1 Cel, a blood pressure by 1 mm[Hg], anything else by one in the
/// second significant digit of `value`.
double smallest_step(Op what, Dimension dimension, double value);

/// `value + step` without the noise of the last digits.
double stepped(double value, double step);

/// The nearest values around a threshold that a case would name: one smallest step away, whole days around a duration
/// that is not a whole number of them (91 and 92 d around 3 mo).
struct Neighbours {
  double below = 0, above = 0;
};
Neighbours neighbours(Op what, Dimension dimension, double limit);

/// The value with its unit; a time that is no whole number of years, months, weeks or days in days.
std::string value_text(double value, Dimension dimension);

}  // namespace noso::audit
