/// What became of every element: marks set while reading, laid over a walk through all that was handed over.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "noso/engine/fhir.hpp"

namespace noso::fhir {

/// Costs nothing while it is off.
class Ledger {
 public:
  explicit Ledger(bool on) : on_(on) {}

  bool is_on() const { return on_; }

  /// Says what became of `value` of source number `source`: of the primitive elements in it that have no mark closer
  /// to them. The last mark of a value counts.
  template <class... Parts>
  void mark(std::size_t source, JsonValue value, Outcome outcome, const Parts&... parts) {
    add(source, value, outcome, false, parts...);
  }
  /// Takes back that elements in `value` were used or converted.
  template <class... Parts>
  void overrule(std::size_t source, JsonValue value, Outcome outcome, const Parts&... parts) {
    add(source, value, outcome, true, parts...);
  }

  /// One entry for every primitive element of the sources, in their order.
  std::vector<LedgerEntry> entries(std::span<const Source> sources);

 private:
  struct Mark {
    std::size_t source, offset;
    Outcome outcome;
    bool overrules;
    std::string text;
  };
  class Walk;

  template <class... Parts>
  void add(std::size_t source, JsonValue value, Outcome outcome, bool overrules, const Parts&... parts) {
    if (!on_) return;
    std::string text;
    ((text += parts), ...);
    marks_.push_back({source, value.begin_offset(), outcome, overrules, std::move(text)});
  }

  bool on_;
  std::vector<Mark> marks_;
};

/// The FHIRPath step of a JSON member: `_birthDate` is `birthDate`, `valueQuantity` is `value.ofType(Quantity)`.
std::string path_step(std::string_view key);

}  // namespace noso::fhir
