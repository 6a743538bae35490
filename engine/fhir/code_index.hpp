/// The codes of the knowledge, by system and code.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "noso/ontology/knowledge.hpp"

namespace noso::fhir {

struct CodeMatch {
  ConceptId about;
  bool narrower = false;  ///< the code is a kind of what the knowledge names: `M10.071` of `M10.07`
};

/// The URI of a code system that packs name; empty for one without.
std::string_view system_uri(std::string_view name);

/// Kinds of concepts as bits.
using Kinds = unsigned;
constexpr Kinds kind_bit(ConceptKind kind) { return 1u << static_cast<unsigned>(kind); }

/// Immutable; borrows the knowledge.
class CodeIndex {
 public:
  explicit CodeIndex(const Knowledge& knowledge);

  /// What a code of a code system (by URI or OID) names. In ICD-10-CM and ATC, whose codes hold those of their
  /// superiors, the nearest superior that the knowledge has counts.
  std::vector<CodeMatch> find(std::string_view uri, std::string_view code) const;

  /// The concepts of these kinds with exactly this name.
  std::vector<ConceptId> named(std::string_view text, Kinds kinds) const;

  /// The drugs whose names are words of a text: "apixaban 5 MG Oral Tablet". Without repetition, in their order.
  std::vector<ConceptId> drugs_in(std::string_view text) const;

 private:
  static constexpr std::size_t kSystems = 7;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Names = std::unordered_map<std::string, std::vector<ConceptId>, Hash, std::equal_to<>>;

  const std::vector<ConceptId>* exactly(std::size_t system, std::string_view code) const;

  const Knowledge& knowledge_;
  std::array<Names, kSystems> codes_;
  Names drugs_;
};

}  // namespace noso::fhir
