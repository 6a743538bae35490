/// Puts tables together: texts are stored once, lists become ranges.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "noso/ontology/manifest.hpp"
#include "noso/ontology/records.hpp"

namespace noso {

class TableBuilder {
 public:
  Tables tables;

  TableBuilder() = default;
  /// Goes on with tables that were finished: positions stay as they are.
  explicit TableBuilder(Tables begun) : tables(std::move(begun)) {}

  /// Stores `text` once. The pool is limited to 4 GiB.
  TextRef text(std::string_view text);

  /// Appends `items` to `table` and returns where they stand.
  template <class T>
  static Range append(std::vector<T>& table, const std::vector<T>& items) {
    const Range range{static_cast<std::uint32_t>(table.size()), static_cast<std::uint32_t>(items.size())};
    table.insert(table.end(), items.begin(), items.end());
    return range;
  }

  /// Keeps the details of a statement; nothing is kept of empty ones.
  DetailsId details(const StatementDetails& details);

  /// Sorts what readers expect sorted (statements, the name index) and hands the tables over; call once, last.
  Tables finish();

 private:
  std::unordered_map<std::string, TextRef> known_;
};

}  // namespace noso
