/// Numbers for the texts, codes and units of a guideline and of the values it is run on, so that equal ones compare as
/// numbers.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "noso/ontology/value.hpp"

namespace noso {

class SymbolPool {
 public:
  /// The number of a text or unit, or of a code with its label. The texts are copied.
  std::uint32_t symbol(std::string_view code, std::string_view text);

  std::string_view code(std::uint32_t symbol) const { return string(entries_[symbol].code); }
  std::string_view text(std::uint32_t symbol) const { return string(entries_[symbol].text); }
  /// Equal for symbols that are the same: of one code, whatever their labels, or of one text.
  std::uint32_t key(std::uint32_t symbol) const {
    const auto& entry = entries_[symbol];
    return entry.code != kNone ? entry.code : entry.text;
  }

  /// Everything up to now stays; `reset` forgets what came after.
  void keep() { kept_strings_ = strings_.size(), kept_entries_ = entries_.size(); }
  void reset();

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  struct Entry {
    std::uint32_t code = kNone, text = kNone;
  };

  std::uint32_t intern(std::string_view text);
  std::string_view string(std::uint32_t id) const {
    return id == kNone ? std::string_view() : std::string_view(strings_[id]);
  }
  static std::uint64_t joined(const Entry& e) { return std::uint64_t{e.code} << 32 | e.text; }

  std::deque<std::string> strings_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string_view, std::uint32_t> string_ids_;
  std::unordered_map<std::uint64_t, std::uint32_t> entry_ids_;
  std::size_t kept_strings_ = 0, kept_entries_ = 0;
};

/// A value of a run as the data value that it is, and back. Both without loss, but that a number which is only known to
/// lie in a range is no value.
DataValue to_data_value(const SymbolPool& pool, const Value& value);
Value from_data_value(SymbolPool& pool, const DataValue& value);

}  // namespace noso
