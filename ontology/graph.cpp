#include "noso/ontology/graph.hpp"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>
#include <limits>
#include <numeric>

namespace noso {

namespace {

using Plain = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                 boost::no_property, std::uint32_t, std::uint32_t>;

Plain plain_graph(std::size_t count, std::vector<std::pair<std::uint32_t, std::uint32_t>> edges) {
  std::sort(edges.begin(), edges.end());
  return Plain(boost::edges_are_sorted, edges.begin(), edges.end(), static_cast<std::uint32_t>(count));
}

/// From child to parent.
Plain is_a_graph(std::size_t count, std::span<const IsARecord> is_a) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  edges.reserve(is_a.size());
  for (const auto& [child, parent] : is_a) edges.emplace_back(child.value, parent.value);
  return plain_graph(count, std::move(edges));
}

std::vector<Plain::vertex_descriptor> roots_first(const Plain& graph) {
  std::vector<Plain::vertex_descriptor> order;
  order.reserve(boost::num_vertices(graph));
  boost::topological_sort(graph, std::back_inserter(order));
  return order;
}

/// Lists of concepts or statements for each concept, one after the other.
template <class T>
struct Lists {
  std::vector<std::uint32_t> starts{0};
  std::vector<T> items;

  std::span<const T> of(ConceptId c) const {
    return std::span(items).subspan(starts[c.value], starts[c.value + 1] - starts[c.value]);
  }
  void close() { starts.push_back(static_cast<std::uint32_t>(items.size())); }
};

/// Lists from (owner, item) pairs given by `for_each_pair(visit)`; items keep their order. Counting sort.
template <class T, class ForEachPair>
Lists<T> group_by_owner(std::size_t owners, ForEachPair for_each_pair) {
  Lists<T> lists;
  lists.starts.assign(owners + 1, 0);
  for_each_pair([&](ConceptId owner, T) { ++lists.starts[owner.value + 1]; });
  for (std::size_t i = 1; i <= owners; ++i) lists.starts[i] += lists.starts[i - 1];
  lists.items.resize(lists.starts[owners]);
  auto next = lists.starts;
  for_each_pair([&](ConceptId owner, T item) { lists.items[next[owner.value]++] = item; });
  return lists;
}

constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

struct Closure {
  Lists<ConceptId> ancestors;
  std::vector<std::uint32_t> distances;  // parallel to the items of `ancestors`
};

/// Everything above each concept by dynamic programming: a concept's ancestors are its parents and theirs, one step
/// further, so one pass from the roots down suffices. Nothing when there are more than `most` pairs.
std::optional<Closure> ancestor_closure(const Plain& graph, const Lists<ConceptId>& parents, std::size_t most) {
  const std::size_t n = boost::num_vertices(graph);
  struct Above {
    std::uint32_t distance;
    ConceptId id;
    auto operator<=>(const Above&) const = default;
  };
  std::vector<Above> above;  // of all concepts, one after the other, roots first
  std::vector<Range> part(n);
  std::vector<std::uint32_t> position(n, 0);
  std::vector<std::uint32_t> seen_by(n, 0xFFFFFFFF);
  for (const auto v : roots_first(graph)) {
    const auto first = static_cast<std::uint32_t>(above.size());
    const auto reach = [&](ConceptId id, std::uint32_t distance) {
      if (seen_by[id.value] == v) {
        auto& known = above[position[id.value]].distance;
        known = std::min(known, distance);
        return;
      }
      seen_by[id.value] = v;
      position[id.value] = static_cast<std::uint32_t>(above.size());
      above.push_back({distance, id});
    };
    for (const auto parent : parents.of(ConceptId{v})) {
      reach(parent, 1);
      const auto theirs = part[parent.value];
      for (std::uint32_t i = theirs.first; i < theirs.first + theirs.count; ++i)
        reach(above[i].id, above[i].distance + 1);
    }
    if (above.size() > most) return std::nullopt;
    std::sort(above.begin() + first, above.end());
    part[v] = {first, static_cast<std::uint32_t>(above.size()) - first};
  }
  Closure closure;
  closure.ancestors.starts.reserve(n + 1);
  closure.ancestors.items.reserve(above.size());
  closure.distances.reserve(above.size());
  for (const auto& [first, count] : part) {
    for (const auto& entry : std::span(above).subspan(first, count)) {
      closure.ancestors.items.push_back(entry.id);
      closure.distances.push_back(entry.distance);
    }
    closure.ancestors.close();
  }
  return closure;
}

Lists<ConceptId> parents_of(std::size_t concept_count, std::span<const IsARecord> is_a) {
  return group_by_owner<ConceptId>(concept_count, [&](auto visit) {
    for (const auto& edge : is_a) visit(edge.child, edge.parent);
  });
}

/// No fewer than the pairs of the closure: a concept has at most as many above it as ways lead up.
std::size_t ways_up(const Plain& graph, const Lists<ConceptId>& parents) {
  const std::size_t n = boost::num_vertices(graph);
  std::vector<std::size_t> ways(n, 0);
  std::size_t sum = 0;
  for (const auto v : roots_first(graph)) {
    for (const auto parent : parents.of(ConceptId{v})) ways[v] += ways[parent.value] + 1;
    sum += ways[v] = std::min(ways[v], n);
  }
  return sum;
}

}  // namespace

struct Graph::Impl {
  explicit Impl(const Tables& tables) {
    const auto n = tables.concepts.size();
    parents = parents_of(n, tables.is_a);
    children = group_by_owner<ConceptId>(n, [&](auto visit) {
      for (const auto& edge : tables.is_a) visit(edge.parent, edge.child);
    });
    auto closure = ancestor_closure(is_a_graph(n, tables.is_a), parents, kAnyNumber);
    ancestors = std::move(closure->ancestors);
    distances = std::move(closure->distances);
    descendants = group_by_owner<ConceptId>(n, [&](auto visit) {
      for (std::uint32_t c = 0; c < n; ++c)
        for (const auto above : ancestors.of(ConceptId{c})) visit(above, ConceptId{c});
    });
  }

  Lists<ConceptId> parents, children, ancestors, descendants;
  std::vector<std::uint32_t> distances;  // parallel to the items of `ancestors`
};

Graph::Graph(const Tables& tables) : impl_(std::make_unique<Impl>(tables)) {}
Graph::Graph(Graph&&) noexcept = default;
Graph& Graph::operator=(Graph&&) noexcept = default;
Graph::~Graph() = default;

std::span<const ConceptId> Graph::parents(ConceptId c) const { return impl_->parents.of(c); }
std::span<const ConceptId> Graph::children(ConceptId c) const { return impl_->children.of(c); }
std::span<const ConceptId> Graph::ancestors(ConceptId c) const { return impl_->ancestors.of(c); }
std::span<const std::uint32_t> Graph::distances(ConceptId c) const {
  const auto& starts = impl_->ancestors.starts;
  return std::span(impl_->distances).subspan(starts[c.value], starts[c.value + 1] - starts[c.value]);
}
std::span<const ConceptId> Graph::descendants(ConceptId c) const { return impl_->descendants.of(c); }

bool Graph::is_a(ConceptId c, ConceptId ancestor) const {
  const auto above = ancestors(c);
  return c == ancestor || std::find(above.begin(), above.end(), ancestor) != above.end();
}

std::optional<std::vector<ConceptId>> find_is_a_cycle(std::size_t concept_count, std::span<const IsARecord> is_a) {
  for (const auto& edge : is_a)
    if (edge.child == edge.parent) return std::vector{edge.child};
  const Plain graph = is_a_graph(concept_count, is_a);
  std::vector<std::uint32_t> component(concept_count);
  const auto components = boost::strong_components(
      graph, boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph)));
  std::vector<std::uint32_t> size(components, 0);
  for (const auto c : component) ++size[c];

  // Inside a strong component of two or more every vertex has a successor inside, so walking on must close a cycle.
  for (std::uint32_t start = 0; start < concept_count; ++start) {
    if (size[component[start]] < 2) continue;
    std::vector<ConceptId> path;
    std::vector<std::uint32_t> step_of(concept_count, 0xFFFFFFFF);
    for (std::uint32_t v = start;;) {
      if (step_of[v] != 0xFFFFFFFF) return std::vector(path.begin() + step_of[v], path.end());
      step_of[v] = static_cast<std::uint32_t>(path.size());
      path.push_back(ConceptId{v});
      for (auto [edge, end] = boost::out_edges(v, graph); edge != end; ++edge) {
        const auto next = boost::target(*edge, graph);
        if (component[next] == component[start]) {
          v = next;
          break;
        }
      }
    }
  }
  return std::nullopt;
}

bool closure_fits(std::size_t concept_count, std::span<const IsARecord> is_a, std::size_t most) {
  const Plain graph = is_a_graph(concept_count, is_a);
  const auto parents = parents_of(concept_count, is_a);
  return ways_up(graph, parents) <= most || ancestor_closure(graph, parents, most).has_value();
}

std::optional<std::vector<std::uint32_t>> dependency_order(
    std::size_t count, std::span<const std::pair<std::uint32_t, std::uint32_t>> dependencies) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges(dependencies.begin(), dependencies.end());
  const Plain graph = plain_graph(count, std::move(edges));
  std::vector<std::uint32_t> order;
  order.reserve(count);
  try {
    boost::topological_sort(graph, std::back_inserter(order));
  } catch (const boost::not_a_dag&) {
    return std::nullopt;
  }
  return order;
}

}  // namespace noso
