/// What a knowledge file says of itself.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace noso {

/// Bumped with every change of the file's layout or of the meaning of a record; other versions are refused.
inline constexpr int kFormatVersion = 6;

/// Facts by name: `id`, `version`, `title`, `status`, `licence`, `digest`, …
class Manifest {
 public:
  /// Empty when there is no such fact.
  std::string_view get(std::string_view name) const {
    const auto found = facts_.find(name);
    return found == facts_.end() ? std::string_view() : std::string_view(found->second);
  }
  void set(std::string name, std::string value) { facts_[std::move(name)] = std::move(value); }
  const std::map<std::string, std::string, std::less<>>& facts() const { return facts_; }

  std::string_view id() const { return get("id"); }
  std::string_view version() const { return get("version"); }
  std::string_view status() const { return get("status"); }
  /// SHA-256 over the content: all tables, and all facts but this one.
  std::string_view digest() const { return get("digest"); }

 private:
  std::map<std::string, std::string, std::less<>> facts_;
};

}  // namespace noso
