/// Writes JSON text: keys in the order given, numbers in their shortest exact form, so that output is reproducible.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace noso {

/// The caller keeps the calls balanced (checked by assertion). Numbers that are not finite are written as null.
class JsonWriter {
 public:
  explicit JsonWriter(bool pretty = true);
  ~JsonWriter();
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(double number);
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(int number);
  JsonWriter& value(bool flag);
  JsonWriter& null();
  /// `json` must be one complete, valid value; it is copied as it is.
  JsonWriter& raw(std::string_view json);

  template <class T>
  JsonWriter& member(std::string_view name, const T& v) {
    key(name);
    return value(v);
  }
  /// `name: [texts…]`
  template <class Range>
  JsonWriter& texts(std::string_view name, const Range& range) {
    key(name).begin_array();
    for (const auto& text : range) value(std::string_view(text));
    return end_array();
  }

  /// The text written so far.
  std::string text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class JsonValue;

/// The text of a parsed value in compact form, members in their order.
std::string to_json(JsonValue value);

}  // namespace noso
