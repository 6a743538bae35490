#include "search/word_list.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "noso/base/text.hpp"
#include "search/word_forms.hpp"
#include "support/random.hpp"

using namespace noso;
using test::Random;

namespace {

WordList list_of(const std::set<std::string>& words, std::uint32_t in_names = 1) {
  std::map<std::string, WordCounts, std::less<>> counted;
  for (const auto& word : words) counted[word] = {in_names, 1};
  auto list = WordList::decode(WordList::encode(counted));
  REQUIRE(list);
  return std::move(*list);
}

std::string word(Random& random, std::size_t shortest) {
  std::string out = random.text(8, "abcdeh");
  while (out.size() < shortest) out += static_cast<char>('a' + random.below(4));
  return out;
}

}  // namespace

TEST_CASE("a list of words knows which there are and which begin so") {
  auto list = list_of({"heel", "heels", "helix", "pain", "zone"});
  REQUIRE(list.size() == 5);
  CHECK(list.find("heel"));
  CHECK_FALSE(list.find("hee"));
  CHECK_FALSE(list.find("zzz"));
  const auto [first, last] = list.beginning_with("he");
  CHECK(last - first == 3);
  CHECK(list[first] == "heel");
  CHECK(list.beginning_with("").second == 5);
  const auto [none, end] = list.beginning_with("hf");
  CHECK(none == end);
}

TEST_CASE("a damaged list of words is refused") {
  for (const auto* text :
       {"heel", "heel 1\n", " 1 1\n", "heel x 1\n", "heel 1 1\nheel 1 1\n", "pain 1 1\nheel 1 1\n"}) {
    CAPTURE(text);
    CHECK_FALSE(WordList::decode(text));
  }
  CHECK(WordList::decode(""));
}

TEST_CASE("near words by trigrams are those that edit distance to every word finds") {
  CAPTURE(test::seed());
  Random random(41);
  for (int round = 0; round < 60; ++round) {
    std::set<std::string> words;
    while (words.size() < 150) words.insert(word(random, 3));
    auto list = list_of(words);
    for (int i = 0; i < 40; ++i) {
      const std::size_t limit = 1 + random.below(2);
      const auto wanted = word(random, limit == 1 ? 3 : 8);
      std::set<std::string> expected, found;
      for (const auto& candidate : words) {
        const auto edits = edit_distance(wanted, candidate, limit);
        if (edits > 0 && edits <= limit) expected.insert(candidate);
      }
      for (const auto& near : list.near(wanted, limit, 1000)) {
        CHECK(near.edits == edit_distance(wanted, list[near.word], limit));
        found.insert(std::string(list[near.word]));
      }
      CAPTURE(wanted, limit);
      CHECK(found == expected);
    }
  }
}

TEST_CASE("words of definitions alone are not offered as corrections") {
  auto list = list_of({"heel", "heal"}, 0);
  CHECK(list.near("heol", 1, 10).empty());
}

TEST_CASE("inflections and spellings of a word have one stem") {
  WordForms forms;
  for (const auto& [a, b] : {std::pair{"seizures", "seizure"},
                             {"oedema", "edema"},
                             {"tumours", "tumor"},
                             {"haemorrhages", "hemorrhage"},
                             {"ossification", "ossifications"},
                             {"fibre", "fiber"},
                             {"tendinitides", "tendinitis"},
                             {"leucocytes", "leukocyte"}}) {
    CAPTURE(a, b);
    CHECK(std::string(forms.stem(a)) == std::string(forms.stem(b)));
  }
  CHECK(std::string(forms.stem("hypotonia")) != std::string(forms.stem("hypertonia")));
  CHECK(forms.stem("").empty());
}

TEST_CASE("diseases of one part have one root") {
  CHECK(disease_root("tendinitis") == "tendin");
  CHECK(disease_root("tendonitis") == "tendin");
  CHECK(disease_root("tendinopathies") == "tendin");
  CHECK(disease_root("tendinosis") == "tendin");
  CHECK(disease_root("neuropathy") == "neur");
  CHECK(disease_root("otitis").empty());
  CHECK(disease_root("heel").empty());
}
