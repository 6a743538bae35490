/// The immutable graph of concepts under `is_a`.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "noso/ontology/records.hpp"

namespace noso {

/// Safe to share between threads.
class Graph {
 public:
  /// The tables must be consistent (see `check`), free of `is_a` cycles, and their closure must fit.
  explicit Graph(const Tables& tables);
  Graph(Graph&&) noexcept;
  Graph& operator=(Graph&&) noexcept;
  ~Graph();

  std::span<const ConceptId> parents(ConceptId c) const;
  std::span<const ConceptId> children(ConceptId c) const;
  /// Concepts above `c`, nearest first (ties by id), `c` excluded. Empty only for a root.
  std::span<const ConceptId> ancestors(ConceptId c) const;
  /// For each of `ancestors(c)` its distance: the length of the shortest way up.
  std::span<const std::uint32_t> distances(ConceptId c) const;
  /// Concepts below `c`, in no promised order but always the same, `c` excluded.
  std::span<const ConceptId> descendants(ConceptId c) const;
  bool is_a(ConceptId c, ConceptId ancestor) const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

/// One cycle of the `is_a` edges, each concept a kind of the next and the last of the first; nothing when there is
/// none.
std::optional<std::vector<ConceptId>> find_is_a_cycle(std::size_t concept_count, std::span<const IsARecord> is_a);

/// Pairs of a concept and one above it that a graph holds at most: 20 bytes each.
inline constexpr std::size_t kMostKindPairs = 16'000'000;

/// Whether the closure of the `is_a` edges, which are free of cycles, has at most `most` pairs. Never takes more memory
/// than that many would.
bool closure_fits(std::size_t concept_count, std::span<const IsARecord> is_a, std::size_t most = kMostKindPairs);

/// An order of `0 … count-1` in which every `dependencies[i] = {x, y}` has y before x; always the same for the same
/// input; nothing when they go in circles.
std::optional<std::vector<std::uint32_t>> dependency_order(
    std::size_t count, std::span<const std::pair<std::uint32_t, std::uint32_t>> dependencies);

}  // namespace noso
