#include "guideline/symbols.hpp"

namespace noso {

std::uint32_t SymbolPool::intern(std::string_view text) {
  if (const auto known = string_ids_.find(text); known != string_ids_.end()) return known->second;
  const auto id = static_cast<std::uint32_t>(strings_.size());
  string_ids_.emplace(strings_.emplace_back(text), id);
  return id;
}

std::uint32_t SymbolPool::symbol(std::string_view code, std::string_view text) {
  Entry entry;
  if (!code.empty()) entry.code = intern(code);
  if (!text.empty() || code.empty()) entry.text = intern(text);
  const auto [known, is_new] = entry_ids_.try_emplace(joined(entry), static_cast<std::uint32_t>(entries_.size()));
  if (is_new) entries_.push_back(entry);
  return known->second;
}

void SymbolPool::reset() {
  while (entries_.size() > kept_entries_) {
    entry_ids_.erase(joined(entries_.back()));
    entries_.pop_back();
  }
  while (strings_.size() > kept_strings_) {
    string_ids_.erase(strings_.back());
    strings_.pop_back();
  }
}

DataValue to_data_value(const SymbolPool& pool, const Value& value) {
  DataValue out{.type = value.type, .precision = value.precision};
  const bool has_symbol = value.symbol != kNoSymbol;
  switch (value.type) {
    case ValueType::none: return {};
    case ValueType::boolean:
      if (value.truth == Truth::unknown) return {};
      out.flag = value.truth == Truth::yes;
      return out;
    case ValueType::coded_text:
    case ValueType::text:
      if (!has_symbol) return {};
      break;
    case ValueType::number:
    case ValueType::count:
    case ValueType::quantity:
    case ValueType::ordinal:
    case ValueType::date_time:
    case ValueType::time:
    case ValueType::duration:
    case ValueType::proportion:
      if (!value.number.is_exact()) return {};
      out.number = value.number.low;
      break;
  }
  if (has_symbol) out.code = pool.code(value.symbol), out.text = pool.text(value.symbol);
  return out;
}

Value from_data_value(SymbolPool& pool, const DataValue& value) {
  Value out;
  out.type = value.type, out.precision = value.precision;
  switch (value.type) {
    case ValueType::none: return {};
    case ValueType::boolean: out.truth = truth(value.flag); return out;
    case ValueType::coded_text:
    case ValueType::text: break;
    case ValueType::number:
    case ValueType::count:
    case ValueType::date_time:
    case ValueType::time: out.number = Interval::exactly(value.number); return out;
    case ValueType::quantity:
    case ValueType::ordinal:
    case ValueType::duration:
    case ValueType::proportion: out.number = Interval::exactly(value.number); break;
  }
  if (value.type >= ValueType::duration && value.text.empty()) return out;
  out.symbol = pool.symbol(value.code, value.text);
  return out;
}

}  // namespace noso
