/// Carries out an elimination plan: the evidence and all marginals of a component in one pass forward and one backward.
#pragma once

#include <vector>

#include "noisy_or/component.hpp"
#include "noisy_or/elimination.hpp"

namespace noso::noisy_or {

/// Its tables are kept from one run to the next. Memory: some 160 MB, and twice the geometric mean of
/// the widest table and of all tables at closings where that is more.
class Sweep {
 public:
  /// `out.causes` and `out.effects` are filled by position; -infinity in `out.log_evidence` means impossible, and the
  /// rest is then of no meaning.
  void run(const Component& component, const Plan& plan, ComponentPosterior& out);

 private:
  /// A stretch of the plan whose tables at closings are kept at once; the others are made again when they are needed.
  struct Segment {
    std::size_t first, last;       // steps
    std::vector<double> at_start;  // the table before it; empty for the first one
    double log_scale = 0;
  };

  void cut(const Plan& plan);
  void forward(const Plan& plan, const Segment& segment, bool store);
  void backward(const Plan& plan, const Segment& segment, ComponentPosterior& out);
  void rescale(std::vector<double>& table, double sum);

  const Component* net_ = nullptr;
  std::vector<Segment> segments_;
  std::vector<double> a_, b_;   // the table forward and backward
  std::vector<double> stored_;  // tables before each closing of a segment, one after the other
  double log_scale_ = 0;        // of a_
};

}  // namespace noso::noisy_or
