/// Functions of numbers of which only a part is known, and of dates.
#pragma once

#include <string_view>

#include "noso/base/interval.hpp"
#include "noso/ontology/expression.hpp"

namespace noso {

/// A function of one number; unknown where it has no value, as the logarithm of 0.
Interval applied(Function function, Interval x);
/// `base` to the power of `exponent`; unknown where that has no value or is not told by its ends.
Interval power(Interval base, Interval exponent);

/// `milliseconds` moved by so many units of time (`a`, `mo`, `wk`, `d`, `h`, `min`, `s`): years and months by the
/// calendar, the day of the month lowered to one that exists; a fraction of a year or month is not moved. Not a number
/// for another unit.
double moved(double milliseconds, double amount, std::string_view unit);

/// `x` to 12 significant digits: what converting units adds behind them is noise that would miss a limit.
double without_noise(double x);

}  // namespace noso
