#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

#include "noso/ontology/graph.hpp"
#include "noso/ontology/knowledge.hpp"
#include "support/print.hpp"
#include "support/random.hpp"

using namespace noso;
using test::Random;

namespace {

using Edges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Tables tables_of(std::size_t count, const Edges& edges) {
  Tables tables;
  tables.concepts.resize(count);
  for (const auto& [child, parent] : edges) tables.is_a.push_back({{child}, {parent}});
  return tables;
}

/// Steps from `from` to everything that can be reached in one or more steps, by walking on until nothing is new.
std::map<std::uint32_t, std::uint32_t> reached(std::size_t count, const Edges& edges, std::uint32_t from) {
  std::map<std::uint32_t, std::uint32_t> steps;
  for (std::uint32_t round = 1; round <= count; ++round)
    for (const auto& [a, b] : edges) {
      const bool starts = round == 1 ? a == from : steps.count(a) > 0 && steps.at(a) == round - 1;
      if (starts) steps.try_emplace(b, round);
    }
  return steps;
}

bool has_cycle(std::size_t count, const Edges& edges) {
  for (std::uint32_t v = 0; v < count; ++v)
    if (reached(count, edges, v).count(v) > 0) return true;
  return false;
}

std::vector<ConceptId> slow_ancestors(std::size_t count, const Edges& edges, std::uint32_t c) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> order;
  for (const auto& [v, steps] : reached(count, edges, c)) order.emplace_back(steps, v);
  std::sort(order.begin(), order.end());
  std::vector<ConceptId> out;
  for (const auto& [steps, v] : order) out.push_back({v});
  return out;
}

template <class Range>
auto list(const Range& range) {
  return std::vector(range.begin(), range.end());
}

/// Everything the graph says, against the walk.
bool agrees(std::size_t count, const Edges& edges) {
  const Graph graph(tables_of(count, edges));
  for (std::uint32_t c = 0; c < count; ++c) {
    const auto ancestors = slow_ancestors(count, edges, c);
    if (list(graph.ancestors({c})) != ancestors) return false;
    std::vector<ConceptId> below;
    for (std::uint32_t d = 0; d < count; ++d) {
      const auto up = slow_ancestors(count, edges, d);
      const bool under = std::find(up.begin(), up.end(), ConceptId{c}) != up.end();
      if (under) below.push_back({d});
      if (graph.is_a({d}, {c}) != (under || c == d)) return false;
    }
    auto descendants = list(graph.descendants({c}));
    std::sort(descendants.begin(), descendants.end());
    if (descendants != below) return false;
    std::vector<ConceptId> parents, children;
    for (const auto& [child, parent] : edges) {
      if (child == c) parents.push_back({parent});
      if (parent == c) children.push_back({child});
    }
    if (list(graph.parents({c})) != parents || list(graph.children({c})) != children) return false;
  }
  return true;
}

/// A cycle is found exactly where there is one, and what is found is one.
bool cycle_agrees(std::size_t count, const Edges& edges, bool cyclic) {
  const auto tables = tables_of(count, edges);
  const auto cycle = find_is_a_cycle(count, tables.is_a);
  if (cycle.has_value() != cyclic) return false;
  if (!cycle) return true;
  if (std::set<ConceptId>(cycle->begin(), cycle->end()).size() != cycle->size() || cycle->empty()) return false;
  for (std::size_t i = 0; i < cycle->size(); ++i) {
    const std::pair step{(*cycle)[i].value, (*cycle)[(i + 1) % cycle->size()].value};
    if (std::find(edges.begin(), edges.end(), step) == edges.end()) return false;
  }
  return true;
}

bool order_agrees(std::size_t count, const Edges& edges, bool cyclic) {
  const auto order = dependency_order(count, edges);
  if (order.has_value() == cyclic) return false;
  if (!order) return true;
  std::vector<std::size_t> position(count, count);
  for (std::size_t i = 0; i < order->size(); ++i) position[(*order)[i]] = i;
  if (order->size() != count || std::count(position.begin(), position.end(), count) > 0) return false;
  for (const auto& [x, y] : edges)
    if (position[y] >= position[x]) return false;
  return dependency_order(count, edges) == order;
}

std::string text(const Edges& edges) {
  std::string out;
  for (const auto& [a, b] : edges) out += std::to_string(a) + '<' + std::to_string(b) + ' ';
  return out;
}

}  // namespace

TEST_CASE("closures, cycles and orders are right for every graph of up to four concepts") {
  for (std::size_t count = 0; count <= 4; ++count)
    for (std::uint32_t bits = 0; bits < 1u << count * count; ++bits) {
      Edges edges;
      for (std::uint32_t e = 0; e < count * count; ++e)
        if (bits >> e & 1) edges.emplace_back(e / count, e % count);
      const bool cyclic = has_cycle(count, edges);
      if (!cycle_agrees(count, edges, cyclic)) FAIL("cycle: " << text(edges));
      if (!order_agrees(count, edges, cyclic)) FAIL("order: " << text(edges));
      if (!cyclic && !agrees(count, edges)) FAIL("closure: " << text(edges));
    }
}

TEST_CASE("closures are right for random hierarchies of up to forty concepts") {
  CAPTURE(test::seed());
  for (std::uint64_t round = 0; round < 150; ++round) {
    CAPTURE(round);
    Random random(round);
    const auto count = 2 + random.below(39);
    std::vector<std::uint32_t> names(count);
    for (std::uint32_t i = 0; i < count; ++i) names[i] = i;
    for (std::size_t i = count; i > 1; --i) std::swap(names[i - 1], names[random.below(i)]);
    Edges edges;
    const double density = random.between(0.02, 0.3);
    for (std::uint32_t a = 0; a < count; ++a)
      for (std::uint32_t b = a + 1; b < count; ++b)
        if (random.chance(density)) edges.emplace_back(names[a], names[b]);
    for (std::size_t i = edges.size(); i > 1; --i) std::swap(edges[i - 1], edges[random.below(i)]);
    CAPTURE(text(edges));
    REQUIRE(agrees(count, edges));
    REQUIRE(cycle_agrees(count, edges, false));
    REQUIRE(order_agrees(count, edges, false));
  }
}

TEST_CASE("cycles are found in random graphs") {
  CAPTURE(test::seed());
  for (std::uint64_t round = 0; round < 300; ++round) {
    Random random(1000 + round);
    const auto count = 2 + random.below(20);
    Edges edges;
    for (auto n = random.below(count * 2); n > 0; --n)
      edges.emplace_back(static_cast<std::uint32_t>(random.below(count)),
                         static_cast<std::uint32_t>(random.below(count)));
    const bool cyclic = has_cycle(count, edges);
    CAPTURE(round, text(edges), cyclic);
    REQUIRE(cycle_agrees(count, edges, cyclic));
    REQUIRE(order_agrees(count, edges, cyclic));
  }
}

TEST_CASE("ancestors come nearest first, ties by id") {
  // 0 < 3 < 1 < 4 and 0 < 2: the short way counts.
  const Graph graph(tables_of(5, {{0, 3}, {3, 1}, {1, 4}, {0, 2}, {2, 4}}));
  CHECK(list(graph.ancestors({0})) == std::vector<ConceptId>{{2}, {3}, {1}, {4}});
  CHECK(graph.ancestors({4}).empty());
  CHECK(graph.is_a({0}, {0}));
}

TEST_CASE("a deep chain needs no deep stack") {
  const std::uint32_t depth = 3000;
  Edges edges;
  for (std::uint32_t i = 0; i + 1 < depth; ++i) edges.emplace_back(i, i + 1);
  const auto tables = tables_of(depth, edges);
  CHECK_FALSE(find_is_a_cycle(depth, tables.is_a));
  CHECK(dependency_order(depth, edges));
  const Graph graph(tables);
  CHECK(graph.ancestors({0}).size() == depth - 1);
  CHECK(graph.descendants({depth - 1}).size() == depth - 1);
}

TEST_CASE("whether a closure fits is told exactly, also where many ways lead up") {
  for (std::uint64_t round = 0; round < 60; ++round) {
    Random random(2000 + round);
    const auto count = static_cast<std::uint32_t>(2 + random.below(25));
    Edges edges;
    for (std::uint32_t a = 0; a < count; ++a)
      for (std::uint32_t b = a + 1; b < count; ++b)
        if (random.chance(0.5)) edges.emplace_back(a, b);
    std::size_t pairs = 0;
    for (std::uint32_t c = 0; c < count; ++c) pairs += reached(count, edges, c).size();
    const auto tables = tables_of(count, edges);
    CAPTURE(test::seed(), round, pairs);
    CHECK(closure_fits(count, tables.is_a, pairs));
    if (pairs > 0) CHECK_FALSE(closure_fits(count, tables.is_a, pairs - 1));
  }
}

TEST_CASE("a hierarchy that would not fit into memory is refused") {
  const std::uint32_t depth = 50000;
  Edges edges;
  for (std::uint32_t i = 0; i + 1 < depth; ++i) edges.emplace_back(i, i + 1);
  const auto refused = check_is_a(tables_of(depth, edges));
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.errors().front().code == "too-many-kinds");
}

TEST_CASE("an edge said twice counts once in the closure") {
  const Graph graph(tables_of(2, {{0, 1}, {0, 1}}));
  CHECK(list(graph.ancestors({0})) == std::vector<ConceptId>{{1}});
  CHECK(list(graph.descendants({1})) == std::vector<ConceptId>{{0}});
}

TEST_CASE("statements are no is_a") {
  auto tables = tables_of(3, {{0, 1}});
  tables.statements.push_back({.subject = {0}, .object = {2}});
  const Graph graph(tables);
  CHECK(list(graph.ancestors({0})) == std::vector<ConceptId>{{1}});
  CHECK(graph.ancestors({2}).empty());
}
