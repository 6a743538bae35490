#include "search/word_forms.hpp"

#include <libstemmer.h>

#include <array>
#include <new>
#include <utility>

namespace noso {

namespace {

constexpr std::size_t kShortestRespelled = 5;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

void replace_ending(std::string& word, std::string_view from, std::string_view to) {
  if (word.ends_with(from)) word.replace(word.size() - from.size(), from.size(), to);
}

/// American spelling. It need not be right: index and query are respelled alike.
std::string respelled(std::string_view word) {
  std::string out(word);
  if (out.size() < kShortestRespelled) return out;
  replace_all(out, "ae", "e");
  replace_all(out, "oe", "e");
  replace_all(out, "sulph", "sulf");
  if (out.starts_with("leuco")) out[3] = 'k';
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kEndings{{{"our", "or"},
                                                                                   {"ours", "ors"},
                                                                                   {"tre", "ter"},
                                                                                   {"bre", "ber"},
                                                                                   {"ise", "ize"},
                                                                                   {"ised", "ized"},
                                                                                   {"ising", "izing"},
                                                                                   {"isation", "ization"},
                                                                                   {"itides", "itis"}}};
  for (const auto& [british, american] : kEndings) replace_ending(out, british, american);
  return out;
}

}  // namespace

void WordForms::Close::operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }

WordForms::WordForms() : stemmer_(sb_stemmer_new("english", "UTF_8")) {
  if (!stemmer_) throw std::bad_alloc();  // it has English: nothing else can be missing
}

std::string_view WordForms::stem(std::string_view word) {
  if (const auto known = stems_.find(word); known != stems_.end()) return known->second;
  if (stems_.size() >= kMostRemembered) stems_.clear();
  const auto spelled = respelled(word);
  const auto* stemmed = sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(spelled.data()),
                                        static_cast<int>(spelled.size()));
  if (!stemmed) throw std::bad_alloc();
  const std::string_view out(reinterpret_cast<const char*>(stemmed),
                             static_cast<std::size_t>(sb_stemmer_length(stemmer_.get())));
  return stems_.emplace(std::string(word), std::string(out)).first->second;
}

std::string disease_root(std::string_view word) {
  constexpr std::size_t kShortestRoot = 4;
  for (const std::string_view ending : {"opathies", "opathy", "itides", "itis", "osis", "oses"}) {
    if (!word.ends_with(ending) || word.size() < ending.size() + kShortestRoot) continue;
    std::string root(word.substr(0, word.size() - ending.size()));
    // Latin and English form of the one part whose diseases are spelled both ways.
    if (root.ends_with("tendon")) root[root.size() - 2] = 'i';
    return root;
  }
  return {};
}

}  // namespace noso
