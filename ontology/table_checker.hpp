/// Checks the references of tables; what `check` of a knowledge is made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "noso/base/result.hpp"
#include "noso/ontology/records.hpp"

namespace noso {

/// Remembers the first bad reference; everything after it is skipped.
class Checker {
 public:
  explicit Checker(const Tables& tables) : tables_(tables) {}

  void at(std::string_view table, std::size_t entry) { table_ = table, entry_ = entry; }

  void text(TextRef ref) { need(std::uint64_t{ref.offset} + ref.length <= tables_.texts.size(), "text"); }
  template <class T>
  void range(Range range, const std::vector<T>& table) {
    need(std::uint64_t{range.first} + range.count <= table.size(), "range");
  }
  template <class Tag, class T>
  void id(Id<Tag> id, const std::vector<T>& table) {
    need(id.value < table.size(), "id");
  }
  template <class Tag, class T>
  void optional_id(Id<Tag> id, const std::vector<T>& table) {
    need(!id.exists() || id.value < table.size(), "id");
  }
  template <class Enum>
  void word(Enum value) {
    need(static_cast<std::size_t>(value) < words_of<Enum>().size(), "word");
  }
  /// Called for every reference of a file: the way on is inline.
  void need(bool good, const char* what) {
    if (!good) [[unlikely]]
      fail(what);
  }
  bool good() const { return failure_.empty(); }
  Status result() const {
    if (failure_.empty()) return success();
    return error("damaged-knowledge", failure_, "compile the knowledge file again from its sources");
  }

 private:
  void fail(const char* what) {
    if (failure_.empty())
      failure_ = "entry " + std::to_string(entry_) + " of table '" + std::string(table_) + "' has a bad " + what;
  }

  const Tables& tables_;
  std::string_view table_;
  std::size_t entry_ = 0;
  std::string failure_;
};

/// Every reference of the guidelines is good, and every expression is in order of evaluation.
void check_guidelines(Checker& checker, const Tables& tables);

}  // namespace noso
