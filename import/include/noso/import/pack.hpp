/// Packs: folders of JSON files in which authors write knowledge (docs/pack-format.md).
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "noso/base/date.hpp"
#include "noso/base/json.hpp"
#include "noso/import/sign_off.hpp"
#include "noso/ontology/knowledge.hpp"
#include "noso/ontology/places.hpp"

namespace noso {

/// A finding that the pack itself accepts (section `accept`).
struct AcceptedFinding {
  Diagnostic finding;
  std::string reason;
};

/// A vignette of a base that the pack replaces with its own of the same id, or withdraws.
struct DroppedVignette {
  std::string id;
  std::size_t layer = 0;  ///< the pack that drops it, an index into `AssembledPack::folders`
  bool replaced = false;
  Location where;
};

struct PackOptions {
  std::optional<Date> as_of;   ///< the day on which a review may be overdue; none: not looked at
  bool list_reviewed = false;  ///< fill `AssembledPack::reviewed`
};

/// What became of a pack. `content` is there only when no finding is an error.
struct AssembledPack {
  struct Content {
    Tables tables;
    Manifest manifest;
    Places places;
  };
  std::optional<Content> content;
  std::vector<Diagnostic> findings;       ///< by place
  std::vector<AcceptedFinding> accepted;  ///< by place; never errors
  std::vector<ReviewedElement> reviewed;  ///< when asked for, and there are no errors: all elements, in their order
  std::vector<std::filesystem::path> folders;  ///< of `read_pack`: the outermost base first, the pack itself last
  std::vector<DroppedVignette> dropped_vignettes;
};

/// The documents of a pack and of the packs that it extends, the outermost base first. Borrowed.
using PackLayers = std::vector<std::span<const JsonDocument>>;

inline constexpr std::size_t kMaxPackFileBytes = std::size_t{256} << 20;

/// The files `*.json` directly in the folder, pack.json first, then by name. Errors: `no-pack` where there is no such
/// folder or no pack.json in it, `cannot-open`.
Result<std::vector<std::filesystem::path>> pack_files(const std::filesystem::path& folder);

/// The files `vignettes/*.json` of the pack, by name; none when there is no such folder. Errors: `cannot-open`.
Result<std::vector<std::filesystem::path>> vignette_files(const std::filesystem::path& folder);

/// Reads every JSON file of `folder` and of the packs that it extends. Only what cannot be read as a file fails
/// (`cannot-open`, `no-pack`, …); all that is wrong inside a file, broken JSON too, is among the findings.
Result<AssembledPack> read_pack(const std::filesystem::path& folder, const PackOptions& options = {});

/// Assembles the knowledge that stands in these layers; each adds to those before it, replaces and withdraws.
AssembledPack assemble_layers(const PackLayers& layers, const PackOptions& options = {});

/// Assembles the knowledge that stands in these documents, together one pack. Of one that extends another, what it
/// replaces and withdraws is checked for its form only.
AssembledPack assemble_pack(const std::vector<JsonDocument>& documents, const PackOptions& options = {});

/// Adds to the tables of a pack what is no part of it.
using PackExtension = std::function<Status(Tables&)>;

/// Reads, checks and compiles in one call. `out` is replaced only when there is no error. The findings that are no
/// errors are handed over in `findings` when it is given. `extend`: called with what was assembled; its errors are
/// those of the call.
Status compile_pack(const std::filesystem::path& folder, const std::filesystem::path& out,
                    std::vector<Diagnostic>* findings = nullptr, const PackExtension& extend = {});

}  // namespace noso
