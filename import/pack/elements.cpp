#include "pack/elements.hpp"

#include <algorithm>
#include <array>

#include "noso/base/text.hpp"
#include "pack/acceptance.hpp"
#include "pack/weaker_safety.hpp"

namespace noso {

namespace {

/// What an overlay can replace and withdraw.
constexpr auto kLists = std::to_array<std::string_view>(
    {"sources", "conditions", "findings", "risk_factors", "interventions", "finding_frequencies", "dependent_groups",
     "risk_effects", "treatments", "cautions", "rules", "scores", "populations", "properties", "stages", "prevention",
     "safety_net"});
/// Lists to which every layer adds what is about itself.
constexpr auto kAdded = std::to_array<std::string_view>({"accept", "reviews", "replaces", "withdraws"});
constexpr std::string_view kRows = "finding_frequencies", kCells = "/conditions/";

using ListVisit = std::function<void(JsonValue)>;

void each_in(std::span<const JsonDocument> documents, std::string_view section, const ListVisit& visit) {
  for (const auto& document : documents) {
    const auto found = document.root().find(section);
    if (!found || !found->is(JsonType::array)) continue;  // reported by check_sections()
    for (std::size_t i = 0; i < found->size(); ++i) visit(found->at(i));
  }
}

std::string place_of(const Location& where) { return where.file + ":" + std::to_string(where.line); }

bool is_list(std::string_view section) { return std::find(kLists.begin(), kLists.end(), section) != kLists.end(); }

bool is_not_applied(JsonValue element) {
  const auto applied = element.find("applied");
  return applied && applied->is(JsonType::boolean) && !applied->boolean();
}

struct Cell {
  JsonValue row;
  std::size_t member;
};

std::optional<Cell> cell_in(JsonValue row, std::string_view condition) {
  const auto cells = row.find("conditions");
  if (!cells || !cells->is(JsonType::object)) return std::nullopt;
  for (std::size_t i = 0; i < cells->size(); ++i)
    if (cells->key(i) == condition) return Cell{*cells, i};
  return std::nullopt;
}

}  // namespace

std::string pack_label(std::span<const JsonDocument> documents) {
  for (const auto& document : documents)
    if (const auto pack = document.root().find("pack"))
      return pack->member_text("id") + " " + pack->member_text("version");
  return "the base";
}

PackElements::PackElements(const PackLayers& layers, Diagnostics& out) : layers_(layers) {
  if (layers_.size() < 2) {
    if (layers_.empty()) return;
    const auto entries = read_entries(0, out);
    const auto extends = [&] {
      const auto pack = single("pack", out);
      return pack && pack->value.find("extends");
    };
    if (!entries.empty() && !extends())
      out.error(entries.front().where, "replaces-nothing", "the pack extends no other, so there is nothing to replace",
                "say in 'pack' which one it 'extends', or remove this");
    return;
  }
  for (const auto section : kLists) merged_[std::string(section)] = own_elements(section, 0);
  for (const auto& document : layers_[0])
    if (const auto scope = document.root().find("scope")) merged_["scope"] = {{{*scope, 0}, "scope"}};
  for (std::uint32_t layer = 1; layer < layers_.size(); ++layer) merge(layer, out);
}

void PackElements::each(std::string_view section, const std::function<void(const PackElement&)>& visit) const {
  if (const auto found = merged_.find(section); found != merged_.end()) {
    for (const auto& named : found->second) visit(named.element);
    return;
  }
  const bool all = std::find(kAdded.begin(), kAdded.end(), section) != kAdded.end();
  for (std::uint32_t layer = all ? 0 : top(); layer < layers_.size(); ++layer)
    each_in(layers_[layer], section, [&](JsonValue value) { visit({value, layer}); });
}

std::optional<PackElement> PackElements::single(std::string_view section, Diagnostics& out) const {
  if (const auto found = merged_.find(section); found != merged_.end())
    return found->second.empty() ? std::nullopt : std::optional(found->second.front().element);
  std::optional<PackElement> first;
  for (const auto& document : layers_.empty() ? std::span<const JsonDocument>() : layers_.back()) {
    const auto found = document.root().find(section);
    if (!found) continue;
    if (first)
      out.error(found->where(), "duplicate-section", "section '" + std::string(section) + "' stands in two files",
                "keep the one at " + first->value.where().file);
    else
      first = PackElement{*found, top()};
  }
  return first;
}

std::vector<PackElements::Named> PackElements::own_elements(std::string_view section, std::uint32_t layer) const {
  std::vector<Named> out;
  each_in(layers_[layer], section, [&](JsonValue value) {
    out.push_back({{value, layer}, element_name(value, out.size())});
  });
  return out;
}

void PackElements::read_entries(std::uint32_t layer, std::string_view list, std::vector<OverlayEntry>& entries,
                                Diagnostics& out) {
  each_in(layers_[layer], list, [&](JsonValue value) {
    JsonFields fields(value, out, list == "replaces" ? "a replacement" : "a withdrawal");
    const auto at = fields.text_required("at"), reason = fields.text_required("reason");
    fields.finish();
    if (!at || !reason) return;
    OverlayEntry entry{.at = *at, .reason = *reason, .where = fields.where("at"), .withdraws = list == "withdraws"};
    const auto slash = at->find('/');
    entry.section = at->substr(0, slash);
    if (slash != std::string::npos) entry.name = at->substr(slash + 1);
    if (entry.section == "vignettes")
      dropped_vignettes_.push_back({entry.name, layer, !entry.withdraws, entry.where});
    else
      entries.push_back(std::move(entry));
  });
}

std::vector<OverlayEntry> PackElements::read_entries(std::uint32_t layer, Diagnostics& out) {
  std::vector<OverlayEntry> entries;
  read_entries(layer, "replaces", entries, out);
  read_entries(layer, "withdraws", entries, out);
  return entries;
}

void PackElements::merge(std::uint32_t layer, Diagnostics& out) {
  const auto entries = read_entries(layer, out);
  std::map<std::string, std::vector<const OverlayEntry*>, std::less<>> by_section;
  for (const auto& entry : entries) {
    by_section[entry.section].push_back(&entry);
    if (!is_list(entry.section) && entry.at != "scope")
      out.error(entry.where, "replaces-nothing", "'" + entry.at + "' is nothing that can be replaced",
                choose_from(entry.section, kLists));
  }
  for (const auto section : kLists) merge_section(section, layer, by_section[std::string(section)], out);
  merge_single("scope", layer, by_section["scope"], out);
}

void PackElements::merge_single(std::string_view section, std::uint32_t layer,
                                const std::vector<const OverlayEntry*>& entries, Diagnostics& out) {
  auto& now = merged_[std::string(section)];
  std::optional<JsonValue> own;
  for (const auto& document : layers_[layer])
    if (const auto found = document.root().find(section)) own = found;
  const auto name = std::string(section);
  for (const auto* entry : entries)
    if (entry->withdraws || now.empty())
      out.error(entry->where, "replaces-nothing", "'" + name + "' cannot be withdrawn", "replace it");
    else if (!own)
      out.error(entry->where, "no-replacement", "the pack has no '" + name + "' to put in its place", "add it");
    else
      note(*entry, layer, now.front().element.value.where(), out);
  if (!own) return;
  if (entries.empty() && !now.empty())
    out.error(own->where(), "hidden-replacement",
              "the base has '" + name + "' too, at " + place_of(now.front().element.value.where()),
              R"(remove it, or add {"at": ")" + name + R"(", "reason": "…"} to 'replaces')");
  now = {{{*own, layer}, name}};
}

void PackElements::note(const OverlayEntry& entry, std::uint32_t layer, Location base, Diagnostics& out) const {
  const auto text = "'" + entry.at + "' of " + pack_label(layers_[layer - 1]) + " (" + place_of(base) + ") is ";
  const std::string help = "'noso diff' of the base and this pack shows what that changes";
  if (entry.withdraws)
    out.add({Severity::note, "overlay-withdraws", text + "withdrawn: " + entry.reason, help, entry.where});
  else
    out.add({Severity::note, "overlay-replaces", text + "replaced: " + entry.reason, help, entry.where});
}

void PackElements::drop_cell(const OverlayEntry& entry, const std::vector<Named>& rows, const std::vector<Named>& own,
                             std::uint32_t layer, Diagnostics& out) {
  const auto split = entry.name.find(kCells);
  const auto finding = entry.name.substr(0, split), condition = entry.name.substr(split + kCells.size());
  bool found = false, replaced = false;
  for (const auto& row : rows) {
    const auto cell = row.name == finding ? cell_in(row.element.value, condition) : std::nullopt;
    if (!cell || dropped_cells_.contains(cell->row.key_where(cell->member))) continue;
    found = true;
    dropped_cells_.insert(cell->row.key_where(cell->member));
    note(entry, layer, cell->row.key_where(cell->member), out);
  }
  for (const auto& row : own)
    replaced = replaced || (row.name == finding && cell_in(row.element.value, condition).has_value());
  if (!found)
    out.error(entry.where, "replaces-nothing", "the base has no '" + entry.at + "'",
              "'noso review list' of the base names its elements");
  else if (!entry.withdraws && !replaced)
    out.error(entry.where, "no-replacement", "the pack has no '" + entry.at + "' to put in its place",
              "add a row of this finding with the new number, or withdraw the old one");
}

void PackElements::add_row(const Named& own, const std::vector<Named>& rows, const std::vector<std::size_t>& same,
                           Diagnostics& out) {
  added_rows_.insert(own.element.value.where());
  const auto leak = own.element.value.find("leak");
  const auto cells = own.element.value.find("conditions");
  for (const auto i : same) {
    const auto base_leak = rows[i].element.value.find("leak");
    if (leak && base_leak && leak->is(JsonType::number) && base_leak->is(JsonType::number) &&
        leak->number() != base_leak->number())
      out.error(leak->where(), "hidden-replacement",
                "the row of the base at " + place_of(base_leak->where()) + " has another leak",
                "give the same one to add to that row, or replace the whole row with a reason in 'replaces'");
    for (std::size_t c = 0; cells && cells->is(JsonType::object) && c < cells->size(); ++c) {
      const auto cell = cell_in(rows[i].element.value, cells->key(c));
      if (!cell || is_dropped(cell->row, cell->member)) continue;
      const auto at = "finding_frequencies/" + own.name + std::string(kCells) + std::string(cells->key(c));
      out.error(cells->key_where(c), "hidden-replacement",
                "the base has '" + at + "' too, at " + place_of(cell->row.key_where(cell->member)),
                R"(remove it, or add {"at": ")" + at + R"(", "reason": "…"} to 'replaces')");
    }
  }
}

/// What becomes of one section while a layer is put on top.
struct PackElements::SectionMerge {
  std::string_view section;
  std::uint32_t layer;
  const std::vector<Named>& now;
  std::vector<Named> own;
  Index base_index, own_index;
  std::map<std::size_t, std::vector<std::size_t>> in_place;  ///< own elements for a place of the base
  std::vector<bool> gone, placed;

  SectionMerge(std::string_view name, std::uint32_t of, const std::vector<Named>& base, std::vector<Named> added)
      : section(name), layer(of), now(base), own(std::move(added)), gone(now.size()), placed(own.size()) {
    for (std::size_t i = 0; i < now.size(); ++i) base_index[now[i].name].push_back(i);
    for (std::size_t i = 0; i < own.size(); ++i) own_index[own[i].name].push_back(i);
  }

  std::string help_for(const std::string& name) const {
    std::vector<std::string_view> names;
    for (const auto& [known, unused] : base_index) names.push_back(known);
    const auto near = did_you_mean(name, names);
    return near.empty() ? "'noso review list' of the base names its elements" : near;
  }

  /// The elements as they are now.
  std::vector<Named> result(const std::vector<Named>& added) const {
    std::vector<Named> out;
    // The first population that fits is used: those of the overlay are the narrower ones.
    const bool first = section == "populations";
    if (first) out = added;
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (!gone[i]) out.push_back(now[i]);
      if (const auto fresh = in_place.find(i); fresh != in_place.end())
        for (const auto o : fresh->second) out.push_back(own[o]);
    }
    if (!first) out.insert(out.end(), added.begin(), added.end());
    return out;
  }
};

void PackElements::apply(const OverlayEntry& entry, SectionMerge& merge, Diagnostics& out) {
  const auto old = merge.base_index.find(entry.name);
  if (old == merge.base_index.end() || merge.gone[old->second.front()]) {
    out.error(entry.where, "replaces-nothing", "the base has no '" + entry.at + "'", merge.help_for(entry.name));
    return;
  }
  const auto fresh = merge.own_index.find(entry.name);
  if (!entry.withdraws && fresh == merge.own_index.end()) {
    out.error(entry.where, "no-replacement", "the pack has no '" + entry.at + "' to put in its place",
              "add it, or withdraw the one of the base");
    return;
  }
  const auto before = merge.now[old->second.front()].element.value;
  note(entry, merge.layer, before.where(), out);
  std::optional<JsonValue> after;
  if (!entry.withdraws) after = merge.own[fresh->second.front()].element.value;
  report_weaker_safety(merge.section, entry, before, after, out);
  for (const auto i : old->second) merge.gone[i] = true;
  if (entry.withdraws) return;
  merge.in_place[old->second.front()] = fresh->second;
  for (const auto i : fresh->second) merge.placed[i] = true;
}

std::vector<PackElements::Named> PackElements::additions(const SectionMerge& merge, Diagnostics& out) {
  std::vector<Named> added;
  for (std::size_t i = 0; i < merge.own.size(); ++i) {
    if (merge.placed[i]) continue;
    const auto& own = merge.own[i];
    const auto same = merge.base_index.find(own.name);
    if (same != merge.base_index.end() && merge.section == kRows && !merge.gone[same->second.front()]) {
      add_row(own, merge.now, same->second, out);
    } else if (same != merge.base_index.end() &&
               !(merge.section == "risk_effects" && is_not_applied(own.element.value))) {
      const auto at = std::string(merge.section) + "/" + own.name;
      out.error(own.element.value.where(), "hidden-replacement",
                "the base has '" + at + "' too, at " + place_of(merge.now[same->second.front()].element.value.where()),
                R"(choose another name, or add {"at": ")" + at + R"(", "reason": "…"} to 'replaces')");
      continue;
    }
    added.push_back(own);
  }
  return added;
}

void PackElements::merge_section(std::string_view section, std::uint32_t layer,
                                 const std::vector<const OverlayEntry*>& entries, Diagnostics& out) {
  auto own = own_elements(section, layer);
  if (own.empty() && entries.empty()) return;
  auto& now = merged_[std::string(section)];
  SectionMerge merge(section, layer, now, std::move(own));
  for (const auto* entry : entries)
    if (section == kRows && entry->name.find(kCells) != std::string::npos)
      drop_cell(*entry, now, merge.own, layer, out);
    else
      apply(*entry, merge, out);
  now = merge.result(additions(merge, out));
}

}  // namespace noso
