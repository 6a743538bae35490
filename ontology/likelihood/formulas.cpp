#include <algorithm>
#include <cmath>

#include "noso/ontology/likelihood.hpp"

namespace noso {

namespace {

constexpr double kMostWeight = 65535;

std::uint16_t in_units(double nats) {
  return static_cast<std::uint16_t>(std::clamp(std::round(nats * kWeightUnit), 0.0, kMostWeight));
}

}  // namespace

double floor_log_ratio() { return std::log(kLikelihood.unrelated + kLikelihood.noise); }

std::uint16_t gain_weight(double best) {
  constexpr double kFloor = kLikelihood.unrelated + kLikelihood.noise;
  return in_units(std::log1p((1 - kLikelihood.unrelated) * best / kFloor));
}

std::uint16_t mention_weight(double p) {
  return in_units(-std::log1p(-kLikelihood.mention_share * p) / kLikelihood.mention_share);
}

std::uint16_t loss_weight(double p) {
  return p < kLikelihood.excluded_from ? std::uint16_t{0} : in_units(-std::log1p(-kLikelihood.excluded_weight * p));
}

Patients patients(const AnnotationRecord& a) {
  const double stated = a.stated * kLikelihood.category_patients;
  const double unstated = a.unstated * kLikelihood.unstated_patients;
  return {a.affected + stated * a.share + unstated, a.examined + stated + unstated};
}

}  // namespace noso
