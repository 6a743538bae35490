/// What distinguishes two versions of a knowledge: in what they state, and in what they answer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "noso/engine/engine.hpp"

namespace noso::audit {

enum class ChangeKind : std::uint8_t { added, removed, renamed, changed };
std::string_view to_string(ChangeKind kind);

/// One difference in meaning. `before` and `after` are texts for people.
struct Change {
  ChangeKind kind = ChangeKind::changed;
  std::string element;  ///< what it is: `finding`, `statement`, `rule`, …
  std::string id;
  std::string field;  ///< of a change: `label`, `value`, `when`, …
  std::string before, after;

  bool operator==(const Change&) const = default;
};

/// All differences, by kind of element, then id. The order of files, entries and synonyms does not count.
std::vector<Change> changes(const Knowledge& before, const Knowledge& after);

/// A case to be put to both versions.
struct Probe {
  std::string name;  ///< of the vignette or boundary it comes from
  std::string case_json;
};

/// What an engine says to a case, as far as it is compared.
struct Behaviour {
  std::string error;  ///< why the case is refused; the rest is empty then
  std::string top, level, at_most;
  std::vector<std::string> advised;

  bool operator==(const Behaviour&) const = default;
};

struct BehaviourChange {
  Probe probe;
  Behaviour before, after;
};

/// The probes to which the two engines answer differently, in their order; a case that stands in several probes is put
/// once.
std::vector<BehaviourChange> behaviour_changes(const Engine& before, const Engine& after,
                                               const std::vector<Probe>& probes, const AssessOptions& options = {});

}  // namespace noso::audit
