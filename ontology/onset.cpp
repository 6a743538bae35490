#include "noso/ontology/onset.hpp"

namespace noso {

namespace {

constexpr double kLifespan = 120;
constexpr double kNewborn = 28 / 365.25;

struct OnsetTerm {
  std::string_view term;
  OnsetRange range;
};
// From the definitions of HP:0003674 (Onset) and the terms below it, release 2025-05-06.
constexpr OnsetTerm kOnsetTerms[] = {
    {"HP:0030674", {0, 0}},          {"HP:0011460", {0, 0}},        {"HP:0011461", {0, 0}},
    {"HP:0034199", {0, 0}},          {"HP:0034198", {0, 0}},        {"HP:0034197", {0, 0}},
    {"HP:0003577", {0, 0}},          {"HP:0003623", {0, kNewborn}}, {"HP:0410280", {kNewborn, 16}},
    {"HP:0003593", {kNewborn, 1}},   {"HP:0011463", {1, 5}},        {"HP:0003621", {5, 16}},
    {"HP:0003581", {16, kLifespan}}, {"HP:0011462", {16, 40}},      {"HP:0025708", {16, 19}},
    {"HP:0025709", {19, 25}},        {"HP:0025710", {25, 40}},      {"HP:0003596", {40, 60}},
    {"HP:0003584", {60, kLifespan}},
};

}  // namespace

std::optional<OnsetRange> onset_range(std::string_view term) {
  for (const auto& known : kOnsetTerms)
    if (known.term == term) return known.range;
  return std::nullopt;
}

}  // namespace noso
