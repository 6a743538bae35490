#include <catch2/catch.hpp>

#include <algorithm>

#include "noso/base/text.hpp"
#include "support/random.hpp"

using namespace noso;
using test::Random;

namespace {

std::string utf8(std::uint32_t c) {
  const auto byte = [](std::uint32_t x) { return static_cast<char>(x); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xC0 | c >> 6), byte(0x80 | (c & 63))};
  if (c < 0x10000) return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 63)), byte(0x80 | (c & 63))};
  return {byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 63)), byte(0x80 | (c >> 6 & 63)), byte(0x80 | (c & 63))};
}

/// Optimal string alignment distance by its recursion, row by row without any shortcut: the slow oracle.
std::size_t slow_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

/// The definition, spelled out: is `text` valid UTF-8 from `i` on, and how long is the sequence there?
std::size_t slow_sequence(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t k) { return k < text.size() ? static_cast<unsigned char>(text[k]) : 0u; };
  const auto tail = [&](std::size_t k) { return byte(k) >= 0x80 && byte(k) <= 0xBF; };
  const auto b = byte(i);
  if (b < 0x80) return 1;
  if (b >= 0xC2 && b <= 0xDF) return tail(i + 1) ? 2 : 0;
  if (b >= 0xE0 && b <= 0xEF) {
    if (!tail(i + 1) || !tail(i + 2)) return 0;
    return (b == 0xE0 && byte(i + 1) < 0xA0) || (b == 0xED && byte(i + 1) > 0x9F) ? 0 : 3;
  }
  if (b >= 0xF0 && b <= 0xF4) {
    if (!tail(i + 1) || !tail(i + 2) || !tail(i + 3)) return 0;
    return (b == 0xF0 && byte(i + 1) < 0x90) || (b == 0xF4 && byte(i + 1) > 0x8F) ? 0 : 4;
  }
  return 0;
}

std::optional<std::size_t> slow_invalid(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto n = slow_sequence(text, i);
    if (n == 0) return i;
    i += n;
  }
  return std::nullopt;
}

}  // namespace

TEST_CASE("case, accents and punctuation do not count in names") {
  CHECK(fold("Plantar  Fasciitis") == "plantar fasciitis");
  CHECK(fold("  first-step_pain! ") == "first step pain");
  CHECK(fold("Sever\xE2\x80\x99s disease") == "severs disease");
  CHECK(fold("runner's heel") == "runners heel");
  CHECK(fold("CAFÉ crème") == "cafe creme");
  CHECK(fold("cafe\xCC\x81") == "cafe");
  CHECK(fold("Straße STRASSE") == "strasse strasse");
  CHECK(fold("ẞ") == "ss");
  CHECK(fold("ΑΧΙΛΛΕΙΟΣ τένων") == fold("αχιλλειος τενων"));
  CHECK(fold("ΣΑΣ") == fold("σας"));
  CHECK(fold("Ⅳ ½ ﬁ ２") == "iv 1 2 fi 2");
  CHECK(fold("L5/S1") == "l5 s1");
  CHECK(fold("naïve–Ångström") == "naive angstrom");
  CHECK(fold("soft\xC2\xADhyphen") == "softhyphen");
  CHECK(fold("") == "");
  CHECK(fold(" -- ") == "");
  CHECK(fold("漢字") == "漢字");
  CHECK(fold("a\tb\nc\xC2\xA0"
             "d") == "a b c d");
}

TEST_CASE("invalid bytes separate words") {
  CHECK(fold("a\xFF"
             "b") == "a b");
  CHECK(fold("\xC3") == "");
  CHECK(fold("a\xE2\x82") == "a");
  CHECK(fold(std::string_view("a\0b", 3)) == "a b");
}

TEST_CASE("folding twice is folding once, for every character there is") {
  std::size_t wrong = 0;
  std::uint32_t first = 0;
  for (std::uint32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    const auto once = fold("a" + utf8(c) + "b");
    if (fold(once) != once && wrong++ == 0) first = c;
  }
  CAPTURE(first);
  CHECK(wrong == 0);
}

TEST_CASE("folded text is valid, trimmed and single spaced whatever comes in") {
  CAPTURE(test::seed());
  Random random(1);
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (auto n = random.below(12); n > 0; --n)
      text += random.chance(0.5) ? utf8(static_cast<std::uint32_t>(random.below(0xD800)))
                                 : std::string(1, static_cast<char>(random.below(256)));
    const auto folded = fold(text);
    CAPTURE(text, folded);
    REQUIRE(fold(folded) == folded);
    REQUIRE_FALSE(first_invalid_utf8(folded));
    REQUIRE(folded.find("  ") == std::string::npos);
    REQUIRE((folded.empty() || (folded.front() != ' ' && folded.back() != ' ')));
    REQUIRE(folded.find_first_of("\"*():'-") == std::string::npos);
  }
}

TEST_CASE("words are what stands between the spaces") {
  using Words = std::vector<std::string_view>;
  CHECK(words("") == Words{});
  CHECK(words("heel") == Words{"heel"});
  CHECK(words("first step pain") == Words{"first", "step", "pain"});
}

TEST_CASE("the first invalid byte of UTF-8 is found") {
  CHECK_FALSE(first_invalid_utf8(""));
  CHECK_FALSE(first_invalid_utf8("aé漢😀"));
  CHECK(first_invalid_utf8("a\x80") == 1);
  CHECK(first_invalid_utf8("é\xC3") == 2);
  CHECK(first_invalid_utf8("\xED\xA0\x80") == 0);
  CHECK(first_invalid_utf8("\xC0\x80") == 0);
  CHECK(first_invalid_utf8("\xF4\x90\x80\x80") == 0);
  CAPTURE(test::seed());
  Random random(2);
  for (int round = 0; round < 100000; ++round) {
    std::string text;
    for (auto n = random.below(6); n > 0; --n)
      text += static_cast<char>("\x41\x80\x8F\x90\x9F\xA0\xBF\xC0\xC2\xDF\xE0\xED\xEF\xF0\xF4\xF5"[random.below(16)]);
    if (first_invalid_utf8(text) != slow_invalid(text)) {
      CAPTURE(round, Catch::Detail::stringify(text));
      FAIL("differs from the definition");
    }
  }
}

TEST_CASE("ids are kebab-case") {
  for (const auto* good : {"a", "heel-pain", "x01", "a-1-b"}) CHECK(is_kebab_case(good));
  for (const auto* bad : {"", "A", "1a", "-a", "heel_pain", "heel pain", "é", "a.b"}) CHECK_FALSE(is_kebab_case(bad));
  CHECK(is_kebab_case(std::string(80, 'a')));
  CHECK_FALSE(is_kebab_case(std::string(81, 'a')));
}

TEST_CASE("edit distance counts insertions, deletions, replacements and swaps") {
  CHECK(edit_distance("", "", 3) == 0);
  CHECK(edit_distance("pian", "pain", 3) == 1);
  CHECK(edit_distance("pain", "pan", 3) == 1);
  CHECK(edit_distance("pain", "pains", 3) == 1);
  CHECK(edit_distance("pain", "gain", 3) == 1);
  CHECK(edit_distance("kitten", "sitting", 3) == 3);
  CHECK(edit_distance("kitten", "sitting", 2) == 3);
  CHECK(edit_distance("abc", "xyz", 0) == 1);
  CHECK(edit_distance("ca", "abc", 3) == 3);
}

TEST_CASE("edit distance agrees with the slow one on random words") {
  CAPTURE(test::seed());
  Random random(3);
  for (int round = 0; round < 60000; ++round) {
    const auto a = random.text(9, "abc");
    auto b = random.text(9, "abc");
    if (random.chance(0.5)) {
      b = a;
      for (auto n = random.below(4); n > 0 && !b.empty(); --n) b[random.below(b.size())] = "abc"[random.below(3)];
      if (b.size() > 1) std::swap(b[0], b[1]);
    }
    const auto limit = random.below(8);
    const auto expected = std::min(slow_distance(a, b), limit + 1);
    if (edit_distance(a, b, limit) != expected || edit_distance(b, a, limit) != expected) {
      CAPTURE(a, b, limit, expected);
      FAIL("got " << edit_distance(a, b, limit) << " and, the other way, " << edit_distance(b, a, limit));
    }
  }
}

TEST_CASE("the nearest names come first, ties in order of the alphabet") {
  const std::vector<std::string_view> names{"heel-pain", "heel-rain", "heel-pane", "fever", "heal-pain", "heel-pain"};
  using Texts = std::vector<std::string>;
  CHECK(nearest("heel-pian", names) == Texts{"heel-pain", "heal-pain", "heel-pane"});
  CHECK(nearest("heel-pian", names, 1) == Texts{"heel-pain"});
  CHECK(nearest("heel-pian", names, 0).empty());
  CHECK(nearest("fevr", names) == Texts{"fever"});
  CHECK(nearest("zzzzzz", names).empty());
  CHECK(nearest("", names).empty());
  CHECK(nearest(std::string(100000, 'a'), names).empty());
  CHECK(did_you_mean("fevre", names) == "did you mean 'fever'?");
  CHECK(did_you_mean("heel-pian", names) == "did you mean 'heel-pain', 'heal-pain', 'heel-pane'?");
  CHECK(did_you_mean("zzzzzz", names).empty());
  CHECK(choose_from("fevre", names) == "did you mean 'fever'?");
  CHECK(choose_from("zzzzzz", std::vector<std::string_view>{"a", "b"}) == "use one of 'a', 'b'");
}
