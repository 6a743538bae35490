/// What has changed since an earlier assessment of the same person.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "noso/engine/facts.hpp"

namespace noso {

enum class Change : std::uint8_t { better, same, worse, fresh, gone, not_asked, mixed };
/// `fresh` is spelled "new".
std::string_view to_string(Change change);

struct FindingChange {
  ConceptId finding;
  Change change = Change::same;
  Interval severity_before, severity_now;  ///< 0 to 10
  Interval duration_before, duration_now;  ///< days
};

/// How something that was tried went.
struct ResponseChange {
  ConceptId intervention;
  Interval duration;  ///< days
  Response response = Response::unknown;
  bool from_course = false;  ///< the case does not say: taken from the course of the complaint meanwhile
};

struct StageChange {
  ConceptId condition;
  StageId before, now;  ///< none: it was not cared for, or has no stages
};

struct Reassessment {
  std::string case_before;  ///< its id
  Change overall = Change::same;
  std::vector<FindingChange> findings;
  std::vector<ResponseChange> tried;
  std::vector<StageChange> stages;
  std::string consequence;
};

}  // namespace noso
