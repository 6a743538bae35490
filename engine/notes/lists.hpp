/// What the items of a list share: "burning and pins and needles in the sole" tells of burning in the sole, too.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "notes/tokens.hpp"

namespace noso::notes {

/// One item of a list and the words that it shares with the others. Numbers of words, ascending, without stop words.
struct ListItem {
  std::vector<std::uint32_t> item, shared;
  bool shared_first = false;  ///< the shared words stand in front
};

/// The items of the lists in one sentence, `words[begin]` up to `words[end]`, that stand apart from what they share: in
/// front of all ("anomalies of the mouth, teeth and eyes"), behind all ("oral, dental and ocular anomalies", "numbness,
/// tingling and burning in the sole"), or the part of the body that the first names ("heel pain, redness and
/// swelling"). At most three for each item, of a few words each.
std::vector<ListItem> list_items(std::span<const Word> words, std::size_t begin, std::size_t end,
                                 const Language& language);

}  // namespace noso::notes
