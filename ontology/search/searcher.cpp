// The way of a query:
//  1. its words are planned: forms, beginnings, and for unknown words corrections (query_plan.hpp);
//  2. candidates: concepts with the very name, with a name that begins so, and the rows of the index that hold all
//  words
//     (words of too many concepts aside); where no name holds all words, once more with every word corrected; where
//     there is nothing at all, the rows that hold some words;
//  3. order: the very label, the very synonym, a name with just these words, then by how much of the query the best
//  name
//     holds, how much else is in it, and BM25.
// Each step looks at a bounded number of rows, whatever the query.
#include "search/searcher.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "file/search_index.hpp"
#include "noso/base/text.hpp"

namespace noso {

namespace {

constexpr std::size_t kMostQueryWords = 16, kMostQueryBytes = 1000, kMostRowsOrdered = 120, kMostNamesBegun = 60;
constexpr std::size_t kMostCombinations = 32;
constexpr std::uint32_t kTooFrequent = 3000;
constexpr std::size_t kSnippetBytes = 100;
// The steps of the order. Within a step what follows the decimal point orders.
constexpr double kVeryLabel = 5, kVeryName = 4, kJustTheseWords = 2, kAllWords = 1;
constexpr double kShareOfBm25 = 0.15, kShareOfBegun = 0.8;

/// A synonym says a little less than the label, a name that is only related less again.
double weight(NameScope scope) {
  switch (scope) {
    case NameScope::label: return 1;
    case NameScope::synonym:
    case NameScope::lay:
    case NameScope::abbreviation: return 0.95;
    case NameScope::code: return 0.9;
    case NameScope::related: return 0.75;
  }
  return 0;
}

/// One search: its candidates with the scores so far.
class OneSearch {
 public:
  OneSearch(sqlite3* db, const Knowledge& knowledge, WordList& list, WordForms& forms, std::optional<ConceptKind> kind)
      : db_(db), kb_(knowledge), list_(list), forms_(forms), kind_(kind) {}

  Result<std::vector<SearchHit>> run(std::string_view folded, std::size_t limit) {
    folded_ = folded;
    words_ = words(folded);
    if (words_.size() > kMostQueryWords) words_.resize(kMostQueryWords);
    if (words_.empty() || limit == 0) return std::vector<SearchHit>();
    very_names();
    names_begun();
    Diagnostic failed;
    for (const auto spelling : {Spelling::as_written, Spelling::corrected}) {
      if (spelling == Spelling::corrected && best_ >= kAllWords) break;
      if (!round(spelling, true, failed)) return failed;
    }
    if (best_ < 0 && !round(Spelling::as_written, false, failed)) return failed;
    return results(limit);
  }

 private:
  struct Candidate {
    double score = -1;
    double bm25 = 0;
    std::uint32_t name = 0;  ///< position in the table of names, where one matched
    bool by_name = false;
  };

  bool wanted(ConceptId c) const { return !kind_ || kb_[c].kind == *kind_; }

  void keep(ConceptId c, double score, std::uint32_t name, bool by_name) {
    auto& candidate = candidates_[c.value];
    best_ = std::max(best_, score);
    if (score <= candidate.score) return;
    candidate.score = score;
    candidate.name = name;
    candidate.by_name = by_name;
  }

  /// First name, in the order of the folded texts, that is not before `text`.
  std::size_t first_name(std::string_view text) const {
    const auto& order = kb_.tables().names_by_text;
    const auto at = std::lower_bound(order.begin(), order.end(), text, [&](std::uint32_t i, std::string_view wanted) {
      return kb_.text(kb_.tables().names[i].folded) < wanted;
    });
    return static_cast<std::size_t>(at - order.begin());
  }

  /// Calls `use(position, name)` for names in order from `text` on while it returns true.
  template <class Use>
  void each_name_from(std::string_view text, Use use) const {
    const auto& order = kb_.tables().names_by_text;
    for (auto i = first_name(text); i < order.size() && use(order[i], kb_.tables().names[order[i]]); ++i) {
    }
  }

  void very_names() {
    each_name_from(folded_, [&](std::uint32_t at, const NameRecord& name) {
      if (kb_.text(name.folded) != folded_) return false;
      if (wanted(name.owner))
        keep(name.owner, name.scope == NameScope::label ? kVeryLabel : kVeryName - 1 + weight(name.scope), at, true);
      return true;
    });
  }

  void names_begun() {
    std::size_t seen = 0;
    each_name_from(folded_, [&](std::uint32_t at, const NameRecord& name) {
      const auto text = kb_.text(name.folded);
      if (!text.starts_with(folded_) || ++seen > kMostNamesBegun) return false;
      const double typed = static_cast<double>(folded_.size()) / static_cast<double>(text.size());
      if (wanted(name.owner)) keep(name.owner, kAllWords + kShareOfBegun * typed * weight(name.scope), at, true);
      return true;
    });
  }

  /// Names of just the words that the plan reads, as far as few of the words are read in several ways.
  void names_read(const std::vector<QueryWord>& plan) {
    std::vector<std::string> texts{""};
    for (const auto& word : plan) {
      if (word.readings.empty()) return;
      std::vector<std::string> longer;
      for (const auto& text : texts)
        for (const auto& reading : word.readings) {
          if (longer.size() >= kMostCombinations) break;
          if (!reading.initials) longer.push_back(text.empty() ? reading.word : text + ' ' + reading.word);
        }
      texts = std::move(longer);
    }
    for (const auto& text : texts)
      each_name_from(text, [&](std::uint32_t, const NameRecord& name) {
        if (kb_.text(name.folded) != text) return false;
        if (wanted(name.owner)) candidates_.try_emplace(name.owner.value);
        return true;
      });
  }

  /// The groups of tokens to ask for: those of very frequent words only where there is nothing rarer. Of groups any of
  /// which will do, the rarest.
  static std::vector<AnyOf> groups(std::vector<const QueryWord*> plan, bool all) {
    std::stable_sort(plan.begin(), plan.end(),
                     [](const QueryWord* a, const QueryWord* b) { return a->occurrences < b->occurrences; });
    std::vector<AnyOf> out;
    std::uint32_t together = 0;
    for (const auto* word : plan) {
      together += word->occurrences;
      if (!out.empty() && (all ? word->occurrences : together) > kTooFrequent) break;
      AnyOf group;
      for (const auto& reading : word->readings)
        if (std::find(group.begin(), group.end(), reading.token) == group.end()) group.push_back(reading.token);
      out.push_back(std::move(group));
    }
    return out;
  }

  bool round(Spelling spelling, bool all, Diagnostic& failed) {
    plan_ = plan_query(words_, spelling, list_, forms_);
    std::vector<const QueryWord*> readable;
    for (const auto& word : plan_)
      if (!word.readings.empty()) readable.push_back(&word);
    if (all && readable.size() < plan_.size()) return true;
    names_read(plan_);
    const auto rows = match_rows(db_, groups(std::move(readable), all), all);
    if (!rows.ok()) {
      failed = rows.errors().front();
      return false;
    }
    std::size_t kept = 0;
    for (const auto& row : *rows) {
      if (row.found >= kb_.concept_count()) {
        failed =
            error("damaged-file", "the search index names a concept that does not exist", "compile the file again");
        return false;
      }
      if (!wanted({row.found})) continue;
      candidates_[row.found].bm25 = row.bm25;
      if (++kept == kMostRowsOrdered) break;
    }
    score(rows->empty() ? 1 : std::max(rows->front().bm25, 1e-9));
    return true;
  }

  /// Holds every candidate against the plan.
  void score(double best_bm25) {
    NameMatcher matcher(plan_, forms_);
    const auto count = static_cast<double>(plan_.size());
    for (const auto& [position, before] : candidates_) {
      const ConceptId c{position};
      const double by_bm25 = kShareOfBm25 * std::min(1.0, before.bm25 / best_bm25);
      if (before.bm25 > 0) keep(c, by_bm25, 0, false);
      const auto names = kb_[c].names;
      for (auto n = names.first; n < names.first + names.count; ++n) {
        const auto& name = kb_.tables().names[n];
        const auto match = matcher.match(kb_.text(name.folded));
        if (match.matched == 0) continue;
        const double part = match.agreement(plan_.size()) * weight(name.scope);
        const double rest = (1 - kShareOfBm25) * part * (match.in_order ? 1 : 0.98) + by_bm25;
        double score = rest * static_cast<double>(match.matched) / count;
        if (match.complete(plan_.size()))
          score = kJustTheseWords + rest;
        else if (match.all(plan_.size()))
          score = kAllWords + rest;
        keep(c, score, n, true);
      }
    }
  }

  std::vector<SearchHit> results(std::size_t limit) {
    std::vector<std::pair<ConceptId, Candidate>> order;
    for (const auto& [position, candidate] : candidates_)
      if (candidate.score >= 0) order.emplace_back(ConceptId{position}, candidate);
    const auto count = std::min(limit, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                      [](const auto& a, const auto& b) {
                        return a.second.score != b.second.score ? a.second.score > b.second.score : a.first < b.first;
                      });
    order.resize(count);
    if (plan_.empty()) plan_ = plan_query(words_, Spelling::as_written, list_, forms_);
    NameMatcher matcher(plan_, forms_);
    std::vector<SearchHit> out;
    for (const auto& [c, candidate] : order) out.push_back(hit(c, candidate, matcher));
    return out;
  }

  SearchHit hit(ConceptId c, const Candidate& candidate, NameMatcher& matcher) const {
    SearchHit out{.found = c, .score = candidate.score};
    std::string_view text = kb_.text(kb_[c].definition);
    if (candidate.by_name) {
      const auto& name = kb_.tables().names[candidate.name];
      out.name = kb_.text(name.text);
      out.scope = name.scope;
      text = out.name;
    }
    const auto places = matcher.places(text);
    if (places.empty())
      out.snippet = candidate.by_name ? std::string(text) : std::string();
    else
      std::tie(out.snippet, out.marked) = excerpt(text, places, kSnippetBytes);
    return out;
  }

  sqlite3* db_;
  const Knowledge& kb_;
  WordList& list_;
  WordForms& forms_;
  std::optional<ConceptKind> kind_;
  std::string_view folded_;
  std::vector<std::string_view> words_;
  std::vector<QueryWord> plan_;
  std::unordered_map<std::uint32_t, Candidate> candidates_;
  double best_ = -1;
};

}  // namespace

Result<Searcher> Searcher::open(sqlite3* db, const Knowledge& knowledge) {
  auto list = read_words(db);
  if (!list.ok()) return list.errors();
  return Searcher(db, knowledge, std::move(*list));
}

Result<std::vector<SearchHit>> Searcher::search(std::string_view query, std::optional<ConceptKind> kind,
                                                std::size_t limit) {
  const auto folded = fold(query.substr(0, kMostQueryBytes));
  return OneSearch(db_, *knowledge_, list_, forms_, kind).run(folded, limit);
}

}  // namespace noso
