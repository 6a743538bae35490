#include "search/query_plan.hpp"

#include <algorithm>

#include "file/search_index.hpp"

namespace noso {

namespace {

// Costs order the results; they are no probabilities.
constexpr double kOtherForm = 0.03, kRelated = 0.3, kBegun = 0.05, kMissing = 0.4, kAnEdit = 0.2, kInitials = 0.4;
constexpr std::size_t kMostCompletions = 24, kMostCorrections = 8, kMostScanned = 4000, kMostForms = 64;
constexpr std::uint32_t kMostOccurrences = 2500;  // of all completions together
constexpr std::size_t kShortestCorrected = 4, kShortestForTwoEdits = 8, kMostInitials = 6;

class WordPlanner {
 public:
  WordPlanner(std::string_view text, WordList& list, WordForms& forms) : list_(list), forms_(forms) {
    word_.text = text;
    has_digit_ = std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  }

  QueryWord plan(bool last, Spelling spelling) {
    as_written();
    related();
    if (last) begun();
    const bool known = !word_.readings.empty();
    if (has_digit_ && !known) add({std::string(word_.text), std::string(word_.text)}, 0);  // of a code
    if (!has_digit_ && !known) {
      short_form();
      corrections(most_edits());
    } else if (!has_digit_ && spelling == Spelling::corrected) {
      corrections(1);
    }
    word_.corrected = !known;
    std::stable_sort(word_.readings.begin(), word_.readings.end(),
                     [](const Reading& a, const Reading& b) { return a.cost < b.cost; });
    return std::move(word_);
  }

 private:
  void add(Reading reading, std::uint32_t occurrences) {
    const bool known = std::any_of(word_.readings.begin(), word_.readings.end(),
                                   [&](const Reading& r) { return r.word == reading.word; });
    if (known) return;
    word_.occurrences += occurrences;
    word_.readings.push_back(std::move(reading));
  }

  void add(std::uint32_t word, double cost) {
    add({std::string(list_[word]), std::string(forms_.stem(list_[word])), cost}, list_.counts(word).anywhere);
  }

  /// The word and the other words of its stem; those of another spelling are found by the stem alone.
  void as_written() {
    const std::string stem(forms_.stem(word_.text));
    if (const auto exact = list_.find(word_.text)) add(*exact, 0);
    const auto [first, last] = list_.beginning_with(stem);
    for (auto w = first; w < std::min<std::size_t>(last, first + kMostForms); ++w)
      if (forms_.stem(list_[w]) == stem) add(w, kOtherForm);
  }

  void related() {
    const auto root = disease_root(word_.text);
    if (root.empty()) return;
    auto stem = root;
    stem.resize(stem.size() - 2);  // the vowel of the root may differ: tendin, tendon
    const auto [first, last] = list_.beginning_with(stem);
    for (auto w = first; w < last; ++w)
      if (disease_root(list_[w]) == root) add(w, kRelated);
  }

  void begun() {
    const auto [first, end] = list_.beginning_with(word_.text);
    std::vector<std::uint32_t> found;
    for (auto w = first; w < std::min<std::size_t>(end, first + kMostScanned); ++w)
      if (list_[w].size() > word_.text.size()) found.push_back(w);
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
      const auto &x = list_.counts(a), &y = list_.counts(b);
      return x.in_names != y.in_names ? x.in_names > y.in_names : a < b;
    };
    const auto count = std::min(kMostCompletions, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end(), before);
    for (std::size_t i = 0; i < count; ++i) {
      if (word_.occurrences + list_.counts(found[i]).anywhere > kMostOccurrences && !word_.readings.empty()) continue;
      const double typed = static_cast<double>(word_.text.size()) / static_cast<double>(list_[found[i]].size());
      add(found[i], kBegun + kMissing * (1 - typed));
    }
  }

  std::size_t most_edits() const { return word_.text.size() >= kShortestForTwoEdits ? 2 : 1; }

  void corrections(std::size_t edits) {
    if (word_.text.size() < kShortestCorrected) return;
    for (const auto& near : list_.near(word_.text, edits, kMostCorrections))
      add(near.word, kAnEdit * static_cast<double>(near.edits));
  }

  void short_form() {
    if (word_.text.size() < 2 || word_.text.size() > kMostInitials) return;
    add({std::string(word_.text), initials_token(word_.text), kInitials, true}, 0);
  }

  WordList& list_;
  WordForms& forms_;
  QueryWord word_;
  bool has_digit_ = false;
};

}  // namespace

std::vector<QueryWord> plan_query(const std::vector<std::string_view>& words, Spelling spelling, WordList& list,
                                  WordForms& forms) {
  std::vector<QueryWord> out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out.push_back(WordPlanner(words[i], list, forms).plan(i + 1 == words.size(), spelling));
  return out;
}

}  // namespace noso
