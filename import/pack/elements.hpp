/// The elements of a pack and of the packs that it extends, as one.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/json_fields.hpp"
#include "noso/import/pack.hpp"

namespace noso {

struct PackElement {
  JsonValue value;
  std::uint32_t layer = 0;
};

/// What an overlay says of one element of its base (sections `replaces` and `withdraws`).
struct OverlayEntry {
  std::string at, section, name;  ///< `at` is `section/name`, or the section alone
  std::string reason;
  Location where;
  bool withdraws = false;
};

class PackElements {
 public:
  /// Puts the layers together and reports what does not fit: `replaces-nothing`, `no-replacement`,
  /// `hidden-replacement`, `weaker-safety`; what is replaced and withdrawn as notes.
  PackElements(const PackLayers& layers, Diagnostics& out);

  /// Every element of a section that is a list, in order.
  void each(std::string_view section, const std::function<void(const PackElement&)>& visit) const;
  /// The value of a section that stands once, of the topmost layer that has it. Reports `duplicate-section`.
  std::optional<PackElement> single(std::string_view section, Diagnostics& out) const;

  /// True for a member of `conditions` of a row that a layer above replaces or withdraws.
  bool is_dropped(JsonValue row, std::size_t member) const {
    return !dropped_cells_.empty() && dropped_cells_.contains(row.key_where(member));
  }
  /// True for a row of frequencies that adds to a row of the base.
  bool adds_to_row(JsonValue row) const { return !added_rows_.empty() && added_rows_.contains(row.where()); }

  const PackLayers& layers() const { return layers_; }
  std::uint32_t top() const { return static_cast<std::uint32_t>(layers_.size() - 1); }
  const std::vector<DroppedVignette>& dropped_vignettes() const { return dropped_vignettes_; }

 private:
  struct Named {
    PackElement element;
    std::string name;
  };
  struct SectionMerge;
  using Index = std::map<std::string, std::vector<std::size_t>, std::less<>>;

  std::vector<OverlayEntry> read_entries(std::uint32_t layer, Diagnostics& out);
  void read_entries(std::uint32_t layer, std::string_view list, std::vector<OverlayEntry>& entries, Diagnostics& out);
  void merge(std::uint32_t layer, Diagnostics& out);
  void merge_section(std::string_view section, std::uint32_t layer, const std::vector<const OverlayEntry*>& entries,
                     Diagnostics& out);
  void merge_single(std::string_view section, std::uint32_t layer, const std::vector<const OverlayEntry*>& entries,
                    Diagnostics& out);
  void apply(const OverlayEntry& entry, SectionMerge& merge, Diagnostics& out);
  /// The elements of the layer that replace none of the base.
  std::vector<Named> additions(const SectionMerge& merge, Diagnostics& out);
  void drop_cell(const OverlayEntry& entry, const std::vector<Named>& rows, const std::vector<Named>& own,
                 std::uint32_t layer, Diagnostics& out);
  void add_row(const Named& own, const std::vector<Named>& rows, const std::vector<std::size_t>& same,
               Diagnostics& out);
  void note(const OverlayEntry& entry, std::uint32_t layer, Location base, Diagnostics& out) const;
  std::vector<Named> own_elements(std::string_view section, std::uint32_t layer) const;

  const PackLayers& layers_;
  std::map<std::string, std::vector<Named>, std::less<>> merged_;  ///< empty for a pack that extends none
  std::set<Location> dropped_cells_, added_rows_;
  std::vector<DroppedVignette> dropped_vignettes_;
};

/// `heel-pain 0.1.0`: what the pack of these documents calls itself, as far as it does.
std::string pack_label(std::span<const JsonDocument> documents);

}  // namespace noso
