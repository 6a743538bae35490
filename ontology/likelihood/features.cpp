#include "likelihood/features.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>
#include <unordered_map>

#include "noso/base/text.hpp"

namespace noso {

namespace {

constexpr std::size_t kLongestName = 8;  // words of a finding's name looked for in the name of a condition

/// What is known of one finding of one condition before it becomes a frequency.
struct Known {
  ConceptId finding;
  Patients patients;
  StatementId statement;
  FeatureOrigin origin = FeatureOrigin::stated;
};

class FeatureMaker {
 public:
  FeatureMaker(const Tables& tables, const std::vector<SameCondition>& same)
      : tables_(tables), known_(tables.likelihood.traits.size()) {
    collect_stated();
    pool_frequencies();
    collect_mapped(same);
    collect_named();
    for (auto& list : known_) merge(list);
  }

  std::vector<FeatureRecord> make() {
    std::vector<FeatureRecord> out;
    for (std::uint32_t c = 0; c < known_.size(); ++c)
      for (const auto& k : known_[c])
        if (k.patients.affected > 0)
          out.push_back({.finding = k.finding,
                         .frequency = static_cast<float>(frequency(k)),
                         .statement = k.statement,
                         .condition = static_cast<std::uint16_t>(c),
                         .origin = k.origin});
    add_series(out);
    std::sort(out.begin(), out.end(), [](const FeatureRecord& a, const FeatureRecord& b) {
      return std::tie(a.condition, a.finding) < std::tie(b.condition, b.finding);
    });
    return out;
  }

 private:
  std::string_view text(TextRef ref) const { return std::string_view(tables_.texts).substr(ref.offset, ref.length); }

  double frequency(const Known& k) const {
    const double a = kLikelihood.prior_patients;
    return (k.patients.affected + a * prior_[k.finding.value]) / (k.patients.examined + a);
  }

  void collect_stated() {
    const auto& annotations = tables_.likelihood.annotations;
    for (std::uint32_t s = 0; s < annotations.size(); ++s) {
      const auto& statement = tables_.statements[s];
      if (statement.applied && annotations[s].aspect == Aspect::phenotype)
        known_[statement.subject.value].push_back({statement.object, patients(annotations[s]), {s}});
    }
    stated_ = known_;
  }

  /// π of each finding: its mean counted frequency, drawn to that of all findings, in relation to the prior frequency.
  void pool_frequencies() {
    struct Pool {
      double sum = 0;
      double diseases = 0;
    };
    std::vector<Pool> pools(tables_.concepts.size());
    Pool all;
    const auto& annotations = tables_.likelihood.annotations;
    for (std::uint32_t s = 0; s < annotations.size(); ++s) {
      const auto& a = annotations[s];
      if (a.aspect != Aspect::phenotype || a.examined < kLikelihood.fewest_counted || a.affected <= 0) continue;
      const double share = a.affected / a.examined;
      for (auto* pool : {&pools[tables_.statements[s].object.value], &all}) pool->sum += share, pool->diseases += 1;
    }
    const double mean = all.diseases > 0 ? all.sum / all.diseases : kLikelihood.prior_frequency;
    prior_.reserve(pools.size());
    for (const auto& pool : pools) {
      const double drawn =
          (pool.sum + kLikelihood.pooling_diseases * mean) / (pool.diseases + kLikelihood.pooling_diseases);
      prior_.push_back(std::min(kLikelihood.most_prior, kLikelihood.prior_frequency * drawn / mean));
    }
  }

  void collect_mapped(const std::vector<SameCondition>& same) {
    for (const auto& [condition, other] : same)
      for (const auto& k : stated_[other.value]) {
        const Patients weighted{k.patients.affected * kLikelihood.mapped_weight,
                                k.patients.examined * kLikelihood.mapped_weight};
        known_[condition.value].push_back({k.finding, weighted, k.statement, FeatureOrigin::mapped});
      }
  }

  /// "Deafness, autosomal dominant 71" says that there is deafness. Only findings that some condition has are looked
  /// for: not modifiers, modes of inheritance and the like.
  void collect_named() {
    std::vector<char> is_finding(tables_.concepts.size(), 0);
    for (const auto& list : stated_)
      for (const auto& k : list) is_finding[k.finding.value] = 1;
    std::unordered_map<std::string_view, ConceptId> by_name;
    for (const auto i : tables_.names_by_text) {
      const auto& name = tables_.names[i];
      if (is_finding[name.owner.value] && name.scope != NameScope::code && name.scope != NameScope::related)
        by_name.emplace(text(name.folded), name.owner);
    }
    for (std::uint32_t c = 0; c < known_.size(); ++c) {
      const std::string folded = fold(text(tables_.concepts[c].label));
      const auto parts = words(folded);
      for (std::size_t first = 0; first < parts.size();) first += name_at(parts, first, by_name, known_[c]);
    }
  }

  /// Takes the longest name that starts at word `first`; how many words it has, or 1.
  static std::size_t name_at(const std::vector<std::string_view>& parts, std::size_t first,
                             const std::unordered_map<std::string_view, ConceptId>& by_name, std::vector<Known>& out) {
    for (std::size_t count = std::min(kLongestName, parts.size() - first); count >= 1; --count) {
      const auto* begin = parts[first].data();
      const auto& last = parts[first + count - 1];
      const auto found = by_name.find({begin, static_cast<std::size_t>(last.data() + last.size() - begin)});
      if (found == by_name.end()) continue;
      out.push_back(
          {found->second, {kLikelihood.named_patients, kLikelihood.named_patients}, {}, FeatureOrigin::named});
      return count;
    }
    return 1;
  }

  /// Adds up what is known of one finding; the first source, in order of origin, gives statement and origin.
  static void merge(std::vector<Known>& list) {
    std::stable_sort(list.begin(), list.end(), [](const Known& a, const Known& b) { return a.finding < b.finding; });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (kept > 0 && list[kept - 1].finding == list[i].finding) {
        list[kept - 1].patients.affected += list[i].patients.affected;
        list[kept - 1].patients.examined += list[i].patients.examined;
      } else {
        list[kept++] = list[i];
      }
    }
    list.resize(kept);
  }

  /// What the other forms of a disease have, unless it is known to be absent in this one. `out` is by condition.
  void add_series(std::vector<FeatureRecord>& out) {
    const auto own = out;
    std::vector<std::uint32_t> starts(known_.size() + 1, 0);
    for (const auto& f : own) ++starts[f.condition + 1u];
    for (std::size_t c = 0; c < known_.size(); ++c) starts[c + 1] += starts[c];
    for (const auto& series : tables_.likelihood.series) {
      for (std::uint32_t i = 0; i < series.members.count; ++i)
        add_from_series(series, tables_.likelihood.series_members[series.members.first + i], own, starts, out);
    }
  }

  void add_from_series(const SeriesRecord& series, ConceptId member, const std::vector<FeatureRecord>& own,
                       const std::vector<std::uint32_t>& starts, std::vector<FeatureRecord>& out) {
    std::unordered_map<std::uint32_t, std::size_t> position;  // of a finding in `found`
    std::vector<FeatureRecord> found;
    const auto of = [&](ConceptId c) {
      return std::span(own).subspan(starts[c.value], starts[c.value + 1] - starts[c.value]);
    };
    for (std::uint32_t i = 0; i < series.members.count; ++i) {
      const auto other = tables_.likelihood.series_members[series.members.first + i];
      if (other == member) continue;
      for (const auto& f : of(other)) {
        const auto [at, is_new] = position.emplace(f.finding.value, found.size());
        if (is_new)
          found.push_back({.finding = f.finding,
                           .frequency = f.frequency,
                           .statement = f.statement,
                           .condition = static_cast<std::uint16_t>(member.value),
                           .origin = FeatureOrigin::series});
        else
          found[at->second].frequency += f.frequency;
      }
    }
    const auto others = static_cast<float>(series.members.count - 1);
    for (auto& f : found) {
      const double mean = f.frequency / others;
      if (mean < kLikelihood.series_least) continue;
      f.frequency = static_cast<float>(mean * kLikelihood.series_share);
      const auto& known = known_[member.value];
      const auto at = std::lower_bound(known.begin(), known.end(), f.finding,
                                       [](const Known& k, ConceptId finding) { return k.finding < finding; });
      if (at == known.end() || at->finding != f.finding) out.push_back(f);
    }
  }

  const Tables& tables_;
  std::vector<std::vector<Known>> known_, stated_;  // of each condition
  std::vector<double> prior_;                       // π of each concept
};

}  // namespace

std::vector<FeatureRecord> make_features(const Tables& tables, const std::vector<SameCondition>& same) {
  return FeatureMaker(tables, same).make();
}

}  // namespace noso
