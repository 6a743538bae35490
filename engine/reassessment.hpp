/// Comparing two assessments of one person.
#pragma once

#include "noso/engine/answer.hpp"
#include "noso/engine/case.hpp"

namespace noso {

/// How the findings have changed; those that neither case calls present are left out. By concept.
std::vector<FindingChange> changes(const Knowledge& knowledge, const Facts& before, const Facts& now);

/// How the complaint has changed: by its severity where both cases give it, else by what came and went.
Change overall_change(const Knowledge& knowledge, const Facts& before, const Facts& now,
                      const std::vector<FindingChange>& findings);

/// `now` with what was tried earlier, and with responses that it leaves open taken from the course of the complaint.
struct CarriedOver {
  Case told;
  std::vector<ResponseChange> tried;
};
CarriedOver carry_over(const Knowledge& knowledge, const Case& now, const Case& before, Change overall);

/// Fills in stages and consequence.
void compare_stages(const Answer& before, const Answer& now, Reassessment& out);

}  // namespace noso
