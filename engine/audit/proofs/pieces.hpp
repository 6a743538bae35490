/// A number line cut at its thresholds.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "noso/base/quantity.hpp"

namespace noso::audit {

/// A range of numbers that no threshold divides: a threshold itself, or what lies between two.
struct Piece {
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
  bool low_included = false, high_included = false;

  bool is_point() const { return low == high; }
  /// Some number in it.
  double sample() const;
  /// `exactly 65 a`, `from 18 a to below 65 a`, `above 65 a`
  std::string text(Dimension dimension) const;
};

/// The pieces of the number line between `low` and `high`, both included, in order.
std::vector<Piece> pieces(std::vector<double> cuts, double low = -std::numeric_limits<double>::infinity(),
                          double high = std::numeric_limits<double>::infinity());

/// Adds `next`, which lies above all of `list`, as a part of the last piece where the two touch.
void append_merged(std::vector<Piece>& list, const Piece& next, bool touches);

/// The texts of the pieces: `from 0 a to below 8 a and from 15 a to below 18 a`.
std::string text(const std::vector<Piece>& list, Dimension dimension);

}  // namespace noso::audit
