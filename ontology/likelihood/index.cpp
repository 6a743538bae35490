// Posting lists: for every finding the conditions for which its presence or absence says something, with the weight.
//
// Idea: the relation of a reported finding q to a condition is the best of three:
//   q is a feature or above one:        P↑(q) / bg(q), where P↑ is the largest frequency at or below q;
//   q is below a feature or beside one: P(a) η^dist(q, a) / bg(a) for a common ancestor a, where P(a) is the largest
//                                       frequency below a, times δ for each level between.
// Both are maxima over ancestors, so one pass up from the features fills P↑ and P for all concepts, and one pass up
// from q finds the best ancestor for all conditions at once. Work is done by lists, never by pairs.
#include <algorithm>
#include <cmath>
#include <span>

#include "likelihood/features.hpp"
#include "noso/ontology/graph.hpp"

namespace noso {

namespace {

/// What a condition says of a concept: the largest frequency at or below it, plain and thinned by level.
struct Reach {
  std::uint16_t condition = 0;
  float plain = 0, thinned = 0;
};

class IndexBuilder {
 public:
  explicit IndexBuilder(Tables& tables)
      : tables_(tables), out_(tables.likelihood), graph_(tables), reach_(tables.concepts.size()) {}

  void build() {
    spread_features();
    find_backgrounds();
    write_mentions();
    write_gains_and_losses();
  }

 private:
  static std::vector<float> powers(double base) {
    std::vector<float> out(64);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<float>(std::pow(base, i));
    return out;
  }
  static float power(const std::vector<float>& table, std::uint32_t n) {
    return table[std::min<std::size_t>(n, table.size() - 1)];
  }

  /// Calls `visit(ancestor, distance)` for a concept itself and everything above it.
  template <class Visit>
  void upwards(ConceptId c, Visit visit) const {
    visit(c, 0u);
    const auto above = graph_.ancestors(c);
    const auto distance = graph_.distances(c);
    for (std::size_t i = 0; i < above.size(); ++i) visit(above[i], distance[i]);
  }

  void spread_features() {
    for (const auto& f : out_.features) {
      upwards(f.finding, [&](ConceptId a, std::uint32_t distance) {
        auto& list = reach_[a.value];
        if (list.empty() || list.back().condition != f.condition) list.push_back({f.condition, 0, 0});
        auto& reach = list.back();
        reach.plain = std::max(reach.plain, f.frequency);
        reach.thinned = std::max(reach.thinned, f.frequency * power(power_above_, distance));
      });
    }
  }

  void find_backgrounds() {
    out_.backgrounds.assign(reach_.size(), 0);
    const auto conditions = static_cast<double>(out_.traits.size());
    for (std::size_t c = 0; c < reach_.size(); ++c) {
      double sum = 0;
      for (const auto& reach : reach_[c]) sum += reach.plain;
      out_.backgrounds[c] = static_cast<float>(std::max(sum / conditions, kLikelihood.least_background));
    }
  }

  void write_mentions() {
    std::vector<std::vector<PostingRecord>> lists(reach_.size());
    for (const auto& f : out_.features) {
      const auto weight = mention_weight(f.frequency);
      lists[f.finding.value].push_back({f.condition, weight});
      out_.traits[f.condition].expected_mentions += weight;
    }
    for (const auto& list : lists) append(out_.mentions, list);
    close(out_.mentions);
  }

  void write_gains_and_losses() {
    std::vector<float> best(out_.traits.size());
    std::vector<PostingRecord> list;
    for (std::uint32_t q = 0; q < reach_.size(); ++q) {
      list.clear();
      if (tables_.concepts[q].kind == ConceptKind::finding) gains_of({q}, best, list);
      append(out_.gains, list);
      list.clear();
      for (const auto& reach : reach_[q])
        if (const auto weight = loss_weight(reach.plain); weight > 0) list.push_back({reach.condition, weight});
      append(out_.losses, list);
    }
    close(out_.gains);
    close(out_.losses);
  }

  void gains_of(ConceptId q, std::vector<float>& best, std::vector<PostingRecord>& list) const {
    std::fill(best.begin(), best.end(), 0.0f);
    upwards(q, [&](ConceptId a, std::uint32_t distance) {
      const float scale = power(power_below_, distance) / out_.backgrounds[a.value];
      if (scale < kLikelihood.least_relative) return;
      for (const auto& reach : reach_[a.value]) {
        const float relative = scale * (distance == 0 ? reach.plain : reach.thinned);
        best[reach.condition] = std::max(best[reach.condition], relative);
      }
    });
    for (std::size_t c = 0; c < best.size(); ++c)
      if (best[c] >= kLikelihood.least_relative) list.push_back({static_cast<std::uint16_t>(c), gain_weight(best[c])});
  }

  static void append(PostingLists& lists, const std::vector<PostingRecord>& list) {
    lists.starts.push_back(static_cast<std::uint32_t>(lists.items.size()));
    lists.items.insert(lists.items.end(), list.begin(), list.end());
  }
  static void close(PostingLists& lists) { lists.starts.push_back(static_cast<std::uint32_t>(lists.items.size())); }

  Tables& tables_;
  LikelihoodTables& out_;
  const Graph graph_;
  std::vector<std::vector<Reach>> reach_;  // of each concept, by condition
  std::vector<float> power_above_ = powers(kLikelihood.per_level_above);
  std::vector<float> power_below_ = powers(kLikelihood.per_level_below);
};

}  // namespace

void build_likelihood_index(Tables& tables, const std::vector<SameCondition>& same) {
  tables.likelihood.features = make_features(tables, same);
  IndexBuilder(tables).build();
}

}  // namespace noso
