#include "source/import_report.hpp"

#include <algorithm>

namespace noso {

void ImportReport::add(ImportOutcome::Kind kind, const Location& where, std::string_view code, std::string_view what,
                       std::size_t count) {
  const auto known = std::find_if(outcomes_.begin(), outcomes_.end(), [&](const ImportOutcome& o) {
    return o.kind == kind && o.first.file == where.file && o.code == code && o.what == what;
  });
  if (known != outcomes_.end())
    known->count += count;
  else
    outcomes_.push_back({kind, std::string(code), std::string(what), count, where});
}

void ImportReport::used(const std::string& file, std::string_view what, std::size_t count) {
  if (count > 0) add(ImportOutcome::Kind::used, {file}, {}, what, count);
}

void ImportReport::skipped(Location where, std::string_view code, std::string_view why) {
  add(ImportOutcome::Kind::skipped, where, code, why, 1);
}

void ImportReport::repaired(Location where, std::string_view code, std::string_view why) {
  add(ImportOutcome::Kind::repaired, where, code, why, 1);
}

}  // namespace noso
