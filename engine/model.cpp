#include "model.hpp"

#include "noso/engine/single_cause.hpp"

#include <algorithm>
#include <cmath>

namespace noso {

double binary_entropy(double p) { return p <= 0 || p >= 1 ? 0 : -p * std::log2(p) - (1 - p) * std::log2(1 - p); }

namespace {

/// What causes a finding causes what it is a kind of, at least as often: each row takes over the cells of the rows
/// below it where these are stronger than its own.
void inherit_cells(const Graph& graph, const std::vector<std::uint32_t>& row_of, std::vector<FindingRow>& rows) {
  const auto stated = rows;
  for (auto& row : rows)
    for (const auto kind : graph.descendants(row.finding)) {
      if (row_of[kind.value] == CausalModel::kNone) continue;
      for (const auto& cell : stated[row_of[kind.value]].cells) {
        const auto own =
            std::lower_bound(row.cells.begin(), row.cells.end(), cell.condition,
                             [](const auto& c, std::uint32_t condition) { return c.condition < condition; });
        const bool has_own = own != row.cells.end() && own->condition == cell.condition;
        if (has_own && own->link >= cell.link) continue;
        auto taken_over = cell;
        taken_over.frequency = 1 - (1 - row.leak) * (1 - cell.link);
        taken_over.entropy = binary_entropy(taken_over.frequency);
        if (has_own)
          *own = taken_over;
        else
          row.cells.insert(own, taken_over);
      }
    }
}

}  // namespace

CausalModel::CausalModel(const Knowledge& knowledge) {
  const auto& tables = knowledge.tables();
  if (SingleCause::serves(knowledge)) return;
  std::vector<std::uint32_t> position(knowledge.concept_count(), kNone);
  for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c)
    if (tables.concepts[c].kind == ConceptKind::condition) {
      position[c] = static_cast<std::uint32_t>(conditions.size());
      conditions.push_back(ConceptId{c});
    }

  row_of.assign(knowledge.concept_count(), kNone);
  for (const auto& s : knowledge.statements(Relation::background_frequency)) {
    row_of[s.subject.value] = static_cast<std::uint32_t>(rows.size());
    FindingRow row{.finding = s.subject, .leak = s.value, .leak_entropy = binary_entropy(s.value)};
    row.background = knowledge.id_of(s);
    rows.push_back(std::move(row));
  }
  for (const auto& s : knowledge.statements(Relation::has_finding)) {
    if (row_of[s.object.value] == kNone) continue;
    auto& row = rows[row_of[s.object.value]];
    // The cell is the total frequency, leak included; a cause cannot make a finding rarer.
    if (!s.applied || s.value <= row.leak) continue;
    const double link = 1 - (1 - s.value) / (1 - row.leak);
    row.cells.push_back({position[s.subject.value], link, s.value, binary_entropy(s.value), knowledge.id_of(s)});
  }
  for (auto& row : rows)
    std::sort(row.cells.begin(), row.cells.end(),
              [](const auto& a, const auto& b) { return a.condition < b.condition; });
  inherit_cells(knowledge.graph(), row_of, rows);
  for (auto& row : rows)
    for (const auto& cell : row.cells) {
      row.strength_present =
          std::max(row.strength_present, std::abs(std::log(cell.frequency / std::max(row.leak, 1e-12))));
      row.strength_absent = std::max(row.strength_absent, std::abs(std::log(std::max(1 - cell.link, 1e-12))));
    }

  telling.resize(conditions.size());
  std::vector<std::vector<std::pair<double, std::uint32_t>>> order(conditions.size());
  for (std::uint32_t r = 0; r < rows.size(); ++r)
    for (const auto& cell : rows[r].cells)
      if (knowledge[cell.statement].object == rows[r].finding)  // its own, as a kind of it tells more
        order[cell.condition].emplace_back(-cell.frequency / std::max(rows[r].leak, 1e-12), r);
  for (std::size_t c = 0; c < conditions.size(); ++c) {
    std::sort(order[c].begin(), order[c].end());
    for (const auto& [key, row] : order[c]) telling[c].push_back(row);
  }

  risk_effects.resize(knowledge.concept_count());
  for (const auto& s : knowledge.statements(Relation::changes_odds))
    if (s.applied && s.value > 0)
      risk_effects[s.subject.value].push_back({position[s.object.value], s.value, knowledge.id_of(s)});

  shares.resize(tables.populations.size());
  for (std::size_t p = 0; p < shares.size(); ++p) shares[p].assign(conditions.size(), tables.populations[p].floor);
  for (const auto& s : knowledge.statements(Relation::share)) {
    auto& share = shares[s.population.value][position[s.subject.value]];
    share = std::max(share, s.value);
  }

  groups_of_row.resize(rows.size());
  for (std::uint32_t g = 0; g < tables.groups.size(); ++g) {
    const auto members = tables.groups[g].members;
    for (std::uint32_t i = 0; i < members.count; ++i) {
      const auto row = row_of[tables.group_members[members.first + i].value];
      if (row != kNone) groups_of_row[row].push_back(g);
    }
  }
}

}  // namespace noso
