/// Guidelines that are bound to a knowledge: findings, measurements, age and sex of a case become the values that they
/// ask for.
#pragma once

#include <vector>

#include "noso/engine/facts.hpp"
#include "noso/engine/guideline.hpp"

namespace noso {

/// The inputs that the case settles. What is unknown, known only in part so that several values are possible, or said
/// to be one value by one source and another by another, is left out. `facts` are over the concepts of `tables`; definitions must have completed them.
std::vector<ElementValue> bound_inputs(const Tables& tables, const GuidelineBindingRecord& binding, const Facts& facts);

/// What `GuidelineRunner::run` takes as its time.
inline double start_of_day(Date date) { return static_cast<double>(date.day.time_since_epoch().count()) * 86'400'000; }

/// Runs one guideline on the case; `now` as in `GuidelineRunner::run`. What a default action alone says of the person
/// is left out while anything that the guideline asked for is not known: unknown is not absent.
GuidelineResult run_bound_guideline(const Tables& tables, const GuidelineBindingRecord& binding, const Facts& facts,
                                    double now);

/// Runs the guidelines that are bound in `tables` on the case. Only those to which
/// the case gives more than age and sex, and which come to something or name what they lack; in the order of the
/// bindings.
std::vector<GuidelineResult> run_bound_guidelines(const Tables& tables, const Facts& facts, double now);

}  // namespace noso
