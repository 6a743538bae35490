#include "noso/ontology/graph.hpp"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>

namespace noso {

namespace {

/// An edge of the graph: `is_a` when it belongs to no statement.
struct Edge {
  StatementId statement;
};

using Csr = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Edge, boost::no_property,
                                               std::uint32_t, std::uint32_t>;

struct IsAEdge {
  const Csr* graph = nullptr;
  bool operator()(const Csr::edge_descriptor& e) const { return !(*graph)[e].statement.exists(); }
};

Csr make_csr(const Tables& tables) {
  struct Row {
    std::uint32_t from, to;
    Edge edge;
  };
  std::vector<Row> rows;
  rows.reserve(tables.is_a.size() + tables.statements.size());
  for (const auto& [child, parent] : tables.is_a) rows.push_back({child.value, parent.value, {}});
  for (std::uint32_t s = 0; s < tables.statements.size(); ++s) {
    const auto& statement = tables.statements[s];
    if (statement.subject.exists() && statement.object.exists())
      rows.push_back({statement.subject.value, statement.object.value, {StatementId{s}}});
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.from < b.from; });
  std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
  std::vector<Edge> edges;
  ends.reserve(rows.size());
  edges.reserve(rows.size());
  for (const auto& row : rows) {
    ends.emplace_back(row.from, row.to);
    edges.push_back(row.edge);
  }
  return Csr(boost::edges_are_sorted, ends.begin(), ends.end(), edges.begin(),
             static_cast<std::uint32_t>(tables.concepts.size()));
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

/// Everything above each concept by dynamic programming: a concept's ancestors are its parents and theirs, one step
/// further, so one pass from the roots down suffices.
Lists<ConceptId> ancestor_closure(const Csr& graph, const Lists<ConceptId>& parents) {
  const std::size_t n = boost::num_vertices(graph);
  std::vector<Csr::vertex_descriptor> roots_first;
  roots_first.reserve(n);
  const boost::filtered_graph<Csr, IsAEdge> is_a(graph, IsAEdge{&graph});
  boost::topological_sort(is_a, std::back_inserter(roots_first));

  struct Above {
    std::uint32_t distance;
    ConceptId id;
    auto operator<=>(const Above&) const = default;
  };
  std::vector<std::vector<Above>> above(n);
  std::vector<std::uint32_t> position(n, 0);
  std::vector<std::uint32_t> seen_by(n, 0xFFFFFFFF);
  for (const auto v : roots_first) {
    const ConceptId c{v};
    auto& mine = above[v];
    const auto reach = [&](ConceptId id, std::uint32_t distance) {
      if (seen_by[id.value] == v) {
        auto& known = mine[position[id.value]].distance;
        known = std::min(known, distance);
        return;
      }
      seen_by[id.value] = v;
      position[id.value] = static_cast<std::uint32_t>(mine.size());
      mine.push_back({distance, id});
    };
    for (const auto parent : parents.of(c)) {
      reach(parent, 1);
      for (const auto& further : above[parent.value]) reach(further.id, further.distance + 1);
    }
  }
  Lists<ConceptId> lists;
  lists.starts.reserve(n + 1);
  for (auto& mine : above) {
    std::sort(mine.begin(), mine.end());
    for (const auto& entry : mine) lists.items.push_back(entry.id);
    lists.close();
  }
  return lists;
}

}  // namespace

struct Graph::Impl {
  explicit Impl(const Tables& tables) : csr(make_csr(tables)) {
    const auto n = tables.concepts.size();
    parents = group_by_owner<ConceptId>(n, [&](auto visit) {
      for (const auto& edge : tables.is_a) visit(edge.child, edge.parent);
    });
    children = group_by_owner<ConceptId>(n, [&](auto visit) {
      for (const auto& edge : tables.is_a) visit(edge.parent, edge.child);
    });
    ancestors = ancestor_closure(csr, parents);
    descendants = group_by_owner<ConceptId>(n, [&](auto visit) {
      for (std::uint32_t c = 0; c < n; ++c)
        for (const auto above : ancestors.of(ConceptId{c})) visit(above, ConceptId{c});
    });
    from = group_by_owner<StatementId>(n, [&](auto visit) {
      for (std::uint32_t s = 0; s < tables.statements.size(); ++s)
        if (tables.statements[s].subject.exists()) visit(tables.statements[s].subject, StatementId{s});
    });
    to = group_by_owner<StatementId>(n, [&](auto visit) {
      for (std::uint32_t s = 0; s < tables.statements.size(); ++s)
        if (tables.statements[s].object.exists()) visit(tables.statements[s].object, StatementId{s});
    });
  }

  Csr csr;
  Lists<ConceptId> parents, children, ancestors, descendants;
  Lists<StatementId> from, to;
};

Graph::Graph(const Tables& tables) : impl_(std::make_unique<Impl>(tables)) {}
Graph::Graph(Graph&&) noexcept = default;
Graph& Graph::operator=(Graph&&) noexcept = default;
Graph::~Graph() = default;

std::span<const ConceptId> Graph::parents(ConceptId c) const { return impl_->parents.of(c); }
std::span<const ConceptId> Graph::children(ConceptId c) const { return impl_->children.of(c); }
std::span<const ConceptId> Graph::ancestors(ConceptId c) const { return impl_->ancestors.of(c); }
std::span<const ConceptId> Graph::descendants(ConceptId c) const { return impl_->descendants.of(c); }
std::span<const StatementId> Graph::statements_from(ConceptId c) const { return impl_->from.of(c); }
std::span<const StatementId> Graph::statements_to(ConceptId c) const { return impl_->to.of(c); }

bool Graph::is_a(ConceptId c, ConceptId ancestor) const {
  const auto above = ancestors(c);
  return c == ancestor || std::find(above.begin(), above.end(), ancestor) != above.end();
}

namespace {
using Plain = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                 boost::no_property, std::uint32_t, std::uint32_t>;

Plain plain_graph(std::size_t count, std::vector<std::pair<std::uint32_t, std::uint32_t>> edges) {
  std::sort(edges.begin(), edges.end());
  return Plain(boost::edges_are_sorted, edges.begin(), edges.end(), static_cast<std::uint32_t>(count));
}
}  // namespace

std::optional<std::vector<ConceptId>> find_is_a_cycle(std::size_t concept_count, std::span<const IsARecord> is_a) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  for (const auto& edge : is_a) {
    if (edge.child == edge.parent) return std::vector{edge.child};
    edges.emplace_back(edge.child.value, edge.parent.value);
  }
  const Plain graph = plain_graph(concept_count, std::move(edges));
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
