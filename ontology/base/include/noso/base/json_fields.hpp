/// Reads the members of a JSON object by name and reports everything that does not fit.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/json.hpp"

namespace noso {

/// One object being read. Every accessor reports a missing or ill-typed member to the diagnostics and returns nothing;
/// the work goes on. `finish()` reports the members that nobody asked for, with the nearest known name.
class JsonFields {
 public:
  /// Reports `wrong-type` when `value` is not an object; all accessors then return nothing without further reports.
  JsonFields(JsonValue value, Diagnostics& out, std::string_view what);

  bool is_object() const { return is_object_; }
  JsonValue value() const { return value_; }
  Location where() const { return value_.where(); }

  std::optional<JsonValue> any(std::string_view name);
  std::optional<JsonValue> any_required(std::string_view name);
  std::optional<std::string> text(std::string_view name);
  std::optional<std::string> text_required(std::string_view name);
  std::optional<double> number(std::string_view name);
  std::optional<double> number_required(std::string_view name);
  std::optional<bool> flag(std::string_view name);
  /// An array of strings; a single string counts as a list of one. Empty when missing.
  std::vector<std::string> texts(std::string_view name);
  /// Calls `each` for every element of the array `name`, if it is there.
  void list(std::string_view name, const std::function<void(JsonValue)>& each);
  /// Place of a member, or of the object when the member is missing.
  Location where(std::string_view name) const;

  /// Reports unknown members (`unknown-key`). Call once, last.
  void finish();

 private:
  std::optional<JsonValue> typed(std::string_view name, JsonType type, bool required);

  JsonValue value_;
  Diagnostics& out_;
  std::string what_;
  bool is_object_;
  std::vector<std::string_view> known_;
};

/// Reports `wrong-type` unless `value` has `type`.
bool expect_type(JsonValue value, JsonType type, std::string_view what, Diagnostics& out);

}  // namespace noso
