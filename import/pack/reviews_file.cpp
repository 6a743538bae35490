// Writing sign-offs into a pack.
#include <algorithm>
#include <fstream>
#include <set>
#include <tuple>

#include "noso/base/file_io.hpp"
#include "noso/base/json_writer.hpp"
#include "noso/import/pack.hpp"
#include "noso/import/pack_format.hpp"

namespace noso {

namespace {

namespace fs = std::filesystem;

struct Entry {
  std::string of, reviewer, json;
};

/// The entries that stand there already and stay; other sections are written to `out`.
std::vector<Entry> kept_entries(JsonValue root, const std::set<std::string_view>& signed_now, std::string_view reviewer,
                                JsonWriter& out) {
  std::vector<Entry> kept;
  for (std::size_t i = 0; i < root.size(); ++i) {
    if (root.key(i) != "reviews" || !root.at(i).is(JsonType::array)) {
      out.key(root.key(i)).raw(to_json(root.at(i)));
      continue;
    }
    for (std::size_t e = 0; e < root.at(i).size(); ++e) {
      const auto entry = root.at(i).at(e);
      Entry is{entry.member_text("of"), entry.member_text("reviewer"), to_json(entry)};
      if (is.reviewer != reviewer || !signed_now.contains(is.of)) kept.push_back(std::move(is));
    }
  }
  return kept;
}

Status write_text(const fs::path& file, const std::string& text) {
  return write_atomically(file, [&](const fs::path& temporary) -> Status {
    std::ofstream out(temporary, std::ios::binary);
    out << text;
    out.close();
    if (!out) return error("cannot-write", "cannot write the file", "is the disk full?", {file.string()});
    return success();
  });
}

}  // namespace

Status sign(const fs::path& pack, const std::vector<ReviewedElement>& elements, std::string_view reviewer, Date date) {
  const auto file = pack / kReviewsFile;
  std::string before = "{}";
  if (std::error_code ignored; fs::exists(file, ignored)) {
    auto text = read_file(file, kMaxPackFileBytes);
    if (!text.ok()) return text.errors();
    before = std::move(*text);
  }
  const auto document = JsonDocument::parse(before, file.string());
  if (!document.ok()) return document.errors();

  std::set<std::string_view> signed_now;
  for (const auto& element : elements) signed_now.insert(element.path);
  JsonWriter out(false);
  out.begin_object();
  auto entries = kept_entries(document->root(), signed_now, reviewer, out);
  for (const auto& element : elements) {
    JsonWriter entry(false);
    entry.begin_object().member("of", std::string_view(element.path)).member("reviewer", reviewer);
    entry.member("date", std::string_view(to_string(date))).member("digest", std::string_view(element.digest));
    entry.end_object();
    entries.push_back({element.path, std::string(reviewer), entry.text()});
  }
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.of, a.reviewer) < std::tie(b.of, b.reviewer);
  });
  out.key("reviews").begin_array();
  for (const auto& entry : entries) out.raw(entry.json);
  out.end_array().end_object();
  const auto after = JsonDocument::parse(out.text(), file.string());
  if (!after.ok()) return after.errors();
  return write_text(file, canonical_text(*after));
}

}  // namespace noso
