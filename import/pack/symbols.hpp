/// The names of a pack while it is put together, and what is reported when one is missing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/json_fields.hpp"
#include "noso/base/text.hpp"
#include "noso/ontology/table_builder.hpp"

namespace noso {

/// Ids of one sort, each with where it was declared.
template <class IdType>
class Symbols {
 public:
  explicit Symbols(std::string what) : what_(std::move(what)) {}

  struct Entry {
    IdType id;
    Location where;
  };

  /// Reports `duplicate-id` and returns false when the name is taken.
  bool declare(const std::string& name, IdType id, Location where, Diagnostics& out) {
    const auto [at, fresh] = entries_.try_emplace(name, Entry{id, where});
    if (!fresh)
      out.error(where, "duplicate-id", what_ + " '" + name + "' is declared twice",
                "the other one is at " + at->second.where.file + ":" + std::to_string(at->second.where.line));
    return fresh;
  }

  std::optional<IdType> find(std::string_view name) const {
    const auto found = entries_.find(name);
    return found == entries_.end() ? std::nullopt : std::optional(found->second.id);
  }

  /// Reports `unknown-…` when there is no such id, with the nearest names as long as that takes no more than
  /// kMostSuggestionWork comparisons in all.
  std::optional<IdType> resolve(std::string_view name, Location where, Diagnostics& out) const {
    if (const auto found = find(name)) return found;
    std::string help;
    if ((suggestion_work_ += entries_.size()) <= kMostSuggestionWork) {
      std::vector<std::string_view> names;
      for (const auto& [known, entry] : entries_) names.push_back(known);
      help = did_you_mean(name, names);
    }
    if (help.empty()) help = "declare it, or correct the id";
    out.error(where, "unknown-" + code(), "no " + what_ + " '" + std::string(name) + "'", help);
    return std::nullopt;
  }

  const std::map<std::string, Entry, std::less<>>& entries() const { return entries_; }

 private:
  std::string code() const {
    std::string out = what_;
    for (auto& c : out)
      if (c == ' ') c = '-';
    return out;
  }

  static constexpr std::size_t kMostSuggestionWork = 2'000'000;

  std::string what_;
  mutable std::size_t suggestion_work_ = 0;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace noso
