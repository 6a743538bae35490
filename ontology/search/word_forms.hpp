/// One form for the inflections and spellings of a word, and the words of medicine that differ in their ending alone.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sb_stemmer;

namespace noso {

/// Brings the words of index and query to one form: British and American spelling are one ("oedema", "edema"), then the
/// Snowball stemmer for English takes the inflection off. Not for several threads at once.
class WordForms {
 public:
  WordForms();

  /// `word` is one folded word. The view is valid until the next call that meets a new word after `kMostRemembered`.
  std::string_view stem(std::string_view word);

  static constexpr std::size_t kMostRemembered = 200'000;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct Close {
    void operator()(sb_stemmer* stemmer) const;
  };

  std::unique_ptr<sb_stemmer, Close> stemmer_;
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> stems_;
};

/// The root of a word that names a disease of a part by its ending ("tendin" of tendinitis, tendinopathy, tendonosis);
/// empty for any other word. Words of one root are close in meaning, not the same.
std::string disease_root(std::string_view word);

}  // namespace noso
