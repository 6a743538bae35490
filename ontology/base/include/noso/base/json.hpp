/// A JSON document in which every value knows its line and column.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "noso/base/result.hpp"

namespace noso {

enum class JsonType : std::uint8_t { null, boolean, number, string, array, object };

std::string_view to_string(JsonType type);

struct JsonLimits {
  std::size_t max_bytes = 256u << 20;
  std::uint32_t max_depth = 64;
};

class JsonDocument;

/// A borrowed value; valid while its document lives. Accessors of another type than `type()` are a caller's bug.
class JsonValue {
 public:
  JsonType type() const;
  bool is(JsonType t) const { return type() == t; }
  bool boolean() const;
  double number() const;
  std::string_view string() const;
  /// A number as it is spelled in the source: `0.50` stays `0.50`.
  std::string_view spelling() const;

  /// Elements of an array or members of an object; 0 for anything else.
  std::size_t size() const;
  /// Element `i` of an array, or value of member `i` of an object.
  JsonValue at(std::size_t i) const;
  /// Name of member `i` of an object, and its place.
  std::string_view key(std::size_t i) const;
  Location key_where(std::size_t i) const;
  /// Member by name; linear in the number of members.
  std::optional<JsonValue> find(std::string_view name) const;
  /// The text of that member; empty where there is none or it is no text.
  std::string member_text(std::string_view name) const;

  Location where() const;
  /// Half-open byte range of this value in the source text.
  std::size_t begin_offset() const;

 private:
  friend class JsonDocument;
  JsonValue(const JsonDocument* document, std::uint32_t node) : document_(document), node_(node) {}
  const JsonDocument* document_;
  std::uint32_t node_;
};

/// Immutable; movable (values borrowed from it must not outlive or precede a move).
class JsonDocument {
 public:
  /// Errors: `json-too-large`, `json-too-deep`, `json-syntax`, `json-encoding`, `json-duplicate-key`, each with its
  /// place. Uses no recursion; memory is proportional to the text.
  static Result<JsonDocument> parse(std::string_view text, std::string file, JsonLimits limits = {});

  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  ~JsonDocument();

  JsonValue root() const { return JsonValue(this, 0); }
  const std::string& file() const;

 private:
  friend class JsonValue;
  struct Tree;
  explicit JsonDocument(std::unique_ptr<const Tree> tree);
  std::unique_ptr<const Tree> tree_;
};

}  // namespace noso
