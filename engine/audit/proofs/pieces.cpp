#include "pieces.hpp"

#include <algorithm>
#include <cmath>

namespace noso::audit {

double Piece::sample() const {
  if (is_point()) return low;
  if (std::isinf(low)) return std::isinf(high) ? 0 : high - 1;
  return std::isinf(high) ? low + 1 : low + (high - low) / 2;
}

std::string Piece::text(Dimension dimension) const {
  const auto number = [&](double x) { return to_string(Quantity{x, dimension}); };
  if (is_point()) return "exactly " + number(low);
  std::string out;
  if (!std::isinf(low)) out = (low_included ? "from " : "above ") + number(low);
  if (!std::isinf(high))
    out += (out.empty() ? "" : " to ") + std::string(high_included ? "at most " : "below ") + number(high);
  return out.empty() ? "every value" : out;
}

std::vector<Piece> pieces(std::vector<double> cuts, double low, double high) {
  if (std::isfinite(low)) cuts.push_back(low);
  if (std::isfinite(high)) cuts.push_back(high);
  std::erase_if(cuts, [&](double x) { return !(x >= low && x <= high) || std::isinf(x); });
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  std::vector<Piece> out;
  double previous = low;
  for (const double cut : cuts) {
    if (previous < cut) out.push_back({previous, cut, false, false});
    out.push_back({cut, cut, true, true});
    previous = cut;
  }
  if (previous < high) out.push_back({previous, high, false, false});
  return out;
}

void append_merged(std::vector<Piece>& list, const Piece& next, bool touches) {
  if (!touches || list.empty()) {
    list.push_back(next);
    return;
  }
  list.back().high = next.high;
  list.back().high_included = next.high_included;
}

std::string text(const std::vector<Piece>& list, Dimension dimension) {
  std::string out;
  for (const auto& piece : list) out += (out.empty() ? "" : " and ") + piece.text(dimension);
  return out;
}

}  // namespace noso::audit
