#include "pack/acceptance.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "noso/base/text.hpp"

namespace noso {

namespace {

/// What names an element that has no id, joined by ':'.
constexpr auto kNaming =
    std::to_array<std::string_view>({"finding", "risk_factor", "intervention", "condition", "fact", "system", "code"});

bool stands_before_or_at(const Location& a, const Location& b) {
  return std::tie(a.line, a.column) <= std::tie(b.line, b.column);
}

bool is_within(std::string_view path, std::string_view element) {
  return path.starts_with(element) && (path.size() == element.size() || path[element.size()] == '/');
}

}  // namespace

std::string element_name(JsonValue element, std::size_t position) {
  if (const auto id = element.find("id"); id && id->is(JsonType::string)) return std::string(id->string());
  std::string name;
  for (const auto key : kNaming)
    if (const auto part = element.find(key); part && part->is(JsonType::string))
      name += (name.empty() ? "" : ":") + std::string(part->string());
  return name.empty() ? std::to_string(position) : name;
}

std::string element_path(const JsonDocument& document, const Location& place) {
  std::string path;
  auto value = document.root();
  for (;;) {
    const bool object = value.is(JsonType::object);
    const auto begins = [&](std::size_t i) { return object ? value.key_where(i) : value.at(i).where(); };
    // The last child that begins at the place or before it.
    std::size_t low = 0, high = value.size();
    while (low < high) {
      const auto middle = low + (high - low) / 2;
      if (stands_before_or_at(begins(middle), place))
        low = middle + 1;
      else
        high = middle;
    }
    if (low == 0) return path;
    const auto child = value.at(low - 1);
    path += (path.empty() ? "" : "/") + (object ? std::string(value.key(low - 1)) : element_name(child, low - 1));
    value = child;
  }
}

void Acceptances::read(JsonValue entry, bool of_base, Diagnostics& out) {
  JsonFields fields(entry, out, "an acceptance");
  const auto code = fields.text_required("code"), reason = fields.text_required("reason");
  fields.any_required("at");
  const auto elements = fields.texts("at");
  fields.finish();
  if (!code || !reason) return;
  for (const auto& at : elements) entries_.push_back({*code, at, *reason, fields.where("at"), of_base});
}

void Acceptances::apply(const PackLayers& layers, AssembledPack& pack) const {
  if (entries_.empty()) return;
  std::map<std::string_view, const JsonDocument*> documents;
  for (const auto layer : layers)
    for (const auto& document : layer) documents.emplace(document.file(), &document);
  std::vector<bool> used(entries_.size(), false);
  std::vector<Diagnostic> kept;
  bool complete = true;
  for (auto& finding : pack.findings) {
    const Entry* by = nullptr;
    complete = complete && finding.severity != Severity::error && finding.code != "more-findings";
    const auto document = documents.find(finding.where.file);
    if (finding.severity != Severity::error && document != documents.end()) {
      const auto path = element_path(*document->second, finding.where);
      for (std::size_t i = 0; i < entries_.size(); ++i)
        if (entries_[i].code == finding.code && is_within(path, entries_[i].at)) {
          used[i] = true;
          by = &entries_[i];
        }
    }
    if (by)
      pack.accepted.push_back({std::move(finding), by->reason});
    else
      kept.push_back(std::move(finding));
  }
  pack.findings = std::move(kept);
  if (!complete) return;
  for (std::size_t i = 0; i < entries_.size(); ++i)
    if (!used[i] && !entries_[i].of_base)
      pack.findings.push_back({Severity::warning, "unused-acceptance",
                               "there is no '" + entries_[i].code + "' at '" + entries_[i].at + "' to accept",
                               "remove the entry, or correct 'at'; errors cannot be accepted", entries_[i].where});
  std::stable_sort(pack.findings.begin(), pack.findings.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.where < b.where; });
}

}  // namespace noso
