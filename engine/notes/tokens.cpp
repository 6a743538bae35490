#include "notes/tokens.hpp"

#include <algorithm>
#include <charconv>

#include "noso/base/text.hpp"

namespace noso::notes {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; }

class Splitter {
 public:
  Splitter(std::string_view text, const Language& language) : text_(text), language_(language) {}

  std::vector<Word> split() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_digit(c))
        number();
      else if (is_letter(c))
        letters();
      else
        mark(c);
    }
    mark_statements();
    mark_lists();
    return std::move(out_);
  }

 private:
  char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void mark_statements() {
    std::size_t clause = 0;
    for (std::size_t w = 0; w < out_.size(); ++w) {
      if (out_[w].starts_clause) clause = w;
      out_[clause].describes |= language_.describing.contains(out_[w].text);
      out_[clause].states |= language_.list_stops.contains(out_[w].text) || tells_how_long(w, clause);
    }
  }

  /// "heel pain 3 weeks", not "in the last 3 weeks".
  bool tells_how_long(std::size_t w, std::size_t clause) const {
    if (!out_[w].is_number || w == clause || w + 1 == out_.size() || out_[w + 1].starts_clause) return false;
    const bool unit = out_[w + 1].mark_before == '/' ? language_.fraction_unit.contains(out_[w + 1].text)
                                                     : language_.time_unit.contains(out_[w + 1].text);
    return unit && !language_.before_period.contains(out_[w - 1].text);
  }

  /// A comma separates items of a list where another comma, or "and" or "or", follows after a few words.
  void mark_lists() {
    constexpr std::size_t kMostItem = 3;
    const auto joins = [&](std::size_t w) { return out_[w].text == "and" || out_[w].text == "or"; };
    for (std::size_t w = out_.size(); w-- > 0;) {
      auto& word = out_[w];
      if (word.mark_before != ',' || word.starts_sentence) continue;
      word.in_list = word.in_joined_list = joins(w);
      word.in_or_list = word.text == "or";
      for (std::size_t k = w + 1; k < out_.size() && k <= w + kMostItem && !out_[k].starts_sentence; ++k) {
        word.in_list |= joins(k) || out_[k].mark_before == ',';
        word.in_joined_list |= joins(k) || out_[k].in_joined_list;
        word.in_or_list |= out_[k].text == "or" || out_[k].in_or_list;
      }
    }
  }

  Word& add(std::size_t begin, std::size_t end, std::string folded) {
    auto& word = out_.emplace_back();
    word.begin = begin;
    word.end = end;
    word.text = std::move(folded);
    word.starts_sentence = sentence_ || out_.size() == 1;
    word.starts_clause = clause_ || word.starts_sentence;
    word.mark_before = mark_;
    sentence_ = clause_ = false;
    mark_ = ' ';
    return word;
  }

  void number() {
    const auto begin = at_;
    while (is_digit(peek(0))) ++at_;
    if (peek(0) == '.' && is_digit(peek(1))) {
      ++at_;
      while (is_digit(peek(0))) ++at_;
    }
    const auto digits = text_.substr(begin, at_ - begin);
    auto& word = add(begin, at_, std::string(digits));
    word.is_number = std::from_chars(digits.data(), digits.data() + digits.size(), word.number).ec == std::errc();
  }

  /// Letters with digits after them (`t2dm`, `b27`), apostrophes inside, or one letter, a stroke and one letter.
  void letters() {
    const auto begin = at_;
    if (is_letter(peek(0)) && (peek(0) & 0x80) == 0 && (peek(1) == '/' || peek(1) == '&') && is_letter(peek(2)) &&
        !is_letter(peek(3)) && !is_digit(peek(3))) {
      std::string stroke = fold(text_.substr(begin, 1)) + peek(1) + fold(text_.substr(begin + 2, 1));
      at_ += 3;
      if (language_.expansions.contains(stroke) || stroke == "c/o" || stroke == "h/o" || stroke == "r/o" ||
          stroke == "o/e" || stroke == "y/o" || stroke == "s/p")
        return spelled_out(begin, std::move(stroke));
      at_ = begin;
    }
    if (dotted()) return dotted_letters();
    const auto value_name = letters_before_value();
    const bool alone = is_times() || is_person() || value_name > 0;
    at_ += std::max<std::size_t>(value_name, 1);
    while (!alone && (is_letter(peek(0)) || is_digit(peek(0)) || (apostrophe() && at_ + 1 < text_.size()))) ++at_;
    const auto slice = text_.substr(begin, at_ - begin);
    std::string folded;
    bool plain = true;
    for (const char c : slice) plain = plain && (c & 0x80) == 0;
    if (plain) {
      for (const char c : slice)
        if (c != '\'') folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    } else {
      folded = fold(slice);
    }
    if (folded.empty()) return;
    const auto first = out_.size();
    std::size_t from = 0;
    for (auto space = folded.find(' '); space != std::string::npos; space = folded.find(' ', from)) {
      spelled_out(begin, folded.substr(from, space - from));
      from = space + 1;
    }
    spelled_out(begin, from == 0 ? std::move(folded) : folded.substr(from));
    const bool small = std::any_of(slice.begin(), slice.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (first == out_.size()) return;  // it was joined to the word before
    if (slice.size() == 1 && slice[0] >= 'A' && slice[0] <= 'Z') out_[first].upper_case = true;
    out_[first].capitals = slice.size() > 1 && plain && !small;
  }

  /// `x6wk`
  bool is_times() const { return (peek(0) == 'x' || peek(0) == 'X') && is_digit(peek(1)); }
  /// `F45`: a letter for the sex before an age of two digits or three.
  bool is_person() const {
    const std::string letter(1, static_cast<char>(peek(0) | 0x20));
    return peek(0) < 'a' && (language_.female.contains(letter) || language_.male.contains(letter)) &&
           is_digit(peek(1)) && is_digit(peek(2)) && !is_letter(peek(3));
  }
  /// Letters of `T38.2`, `HR110`: what is measured, and two digits or more with no letter behind them; else 0.
  std::size_t letters_before_value() const {
    std::size_t letters = 0, digits = 0;
    while (is_letter(peek(letters)) && letters < 5) ++letters;
    while (is_digit(peek(letters + digits))) ++digits;
    if (digits < 2 || is_letter(peek(letters + digits))) return 0;
    return language_.measure_alias.contains(fold(text_.substr(at_, letters))) ? letters : 0;
  }
  /// `y.o.`
  bool dotted() const {
    return (peek(0) & 0x80) == 0 && peek(1) == '.' && is_letter(peek(2)) && !is_letter(peek(3)) && !is_digit(peek(3));
  }
  void dotted_letters() {
    const auto begin = at_;
    std::string folded;
    bool stop = true;  // a full stop stands behind the last letter
    while (stop && is_letter(peek(0)) && !is_letter(peek(1)) && !is_digit(peek(1))) {
      folded += fold(text_.substr(at_, 1));
      stop = peek(1) == '.';
      at_ += stop ? 2 : 1;
    }
    spelled_out(begin, std::move(folded));
    const auto next = text_.find_first_not_of(' ', at_);
    sentence_ = stop && next != std::string_view::npos && text_[next] >= 'A' && text_[next] <= 'Z';
  }

  /// An apostrophe with a letter behind it.
  bool apostrophe() const {
    if (peek(0) == '\'') return is_letter(peek(1));
    return peek(0) == '\xE2' && peek(1) == '\x80' && peek(2) == '\x99';
  }

  /// Joins a word to the one before where both are also written as one.
  bool joins(const std::string& folded) {
    if (out_.empty() || sentence_ || clause_ || !language_.may_join.contains(out_.back().text)) return false;
    const auto one = language_.joined.find(out_.back().text + ' ' + folded);
    if (one == language_.joined.end()) return false;
    out_.back().text = one->second;
    out_.back().end = at_;
    mark_ = ' ';
    return true;
  }

  void spelled_out(std::size_t begin, std::string folded) {
    if (joins(folded)) return;
    const auto found = language_.expansions.find(folded);
    if (found == language_.expansions.end()) {
      add(begin, at_, std::move(folded));
      return;
    }
    for (const auto& word : found->second) add(begin, at_, word);
  }

  void mark(char c) {
    const auto begin = at_;
    if (c == '+') {
      while (peek(0) == '+') ++at_;
      if (peek(0) == 'v' && peek(1) == 'e') at_ += 2;
      add(begin, at_, "positive");
      return;
    }
    if (c == '-' && peek(1) == 'v' && peek(2) == 'e' && !is_letter(peek(3))) {
      at_ += 3;
      add(begin, at_, "negative");
      return;
    }
    ++at_;
    if (c == '#' && !is_digit(peek(0))) {
      add(begin, at_, "fracture");
      return;
    }
    const bool alone = begin == 0 || text_[begin - 1] == ' ' || text_[begin - 1] == '\n';
    if (c == '?' && (is_letter(peek(0)) || is_digit(peek(0)) || (alone && peek(0) == ' '))) {
      add(begin, at_, "?");
      return;
    }
    const bool spaced = peek(0) == '\0' || peek(0) == ' ' || peek(0) == '\n' || peek(0) == '\r' || peek(0) == '\t';
    if (c == '\n' || c == ';' || c == '!' || c == '?' || (c == '.' && spaced)) sentence_ = true;
    if (c == ',' || c == '(' || c == ')' || c == ':' || c == '&' || (c == '-' && spaced)) clause_ = c != '&' || clause_;
    if (c != ' ') mark_ = c;
  }

  std::string_view text_;
  const Language& language_;
  std::size_t at_ = 0;
  bool sentence_ = false, clause_ = false;
  char mark_ = ' ';
  std::vector<Word> out_;
};

}  // namespace

std::vector<Word> split_words(std::string_view text, const Language& language) {
  return Splitter(text, language).split();
}

}  // namespace noso::notes
