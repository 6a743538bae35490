/// Sets of answers to questions about facts; the ones that make a rule false are its cuts.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>

namespace noso {

/// A set of at most kCapacity facts. Counts without a call, which std::bitset makes on machines that are not known to
/// count bits.
class FactSet {
 public:
  static constexpr std::size_t kCapacity = 256;

  void set(std::size_t fact) { words_[fact / 64] |= std::uint64_t{1} << fact % 64; }
  bool has(std::size_t fact) const { return (words_[fact / 64] >> fact % 64 & 1) != 0; }
  FactSet& operator|=(const FactSet& other) {
    for (std::size_t i = 0; i < kWords; ++i) words_[i] |= other.words_[i];
    return *this;
  }
  bool meets(const FactSet& other) const {
    std::uint64_t common = 0;
    for (std::size_t i = 0; i < kWords; ++i) common |= words_[i] & other.words_[i];
    return common != 0;
  }
  bool within(const FactSet& other) const {
    std::uint64_t outside = 0;
    for (std::size_t i = 0; i < kWords; ++i) outside |= words_[i] & ~other.words_[i];
    return outside == 0;
  }
  FactSet without(const FactSet& other) const {
    FactSet out;
    for (std::size_t i = 0; i < kWords; ++i) out.words_[i] = words_[i] & ~other.words_[i];
    return out;
  }
  std::size_t count() const {
    std::uint64_t total = 0;
    for (const auto word : words_) {
      if (word == 0) continue;
      // Bits in pairs, nibbles, bytes; then all bytes added by one product.
      const std::uint64_t pairs = word - (word >> 1 & 0x5555555555555555u);
      const std::uint64_t nibbles = (pairs & 0x3333333333333333u) + (pairs >> 2 & 0x3333333333333333u);
      total += (((nibbles + (nibbles >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u) >> 56;
    }
    return total;
  }
  /// Calls `visit` with every fact, in order.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i < kWords; ++i)
      for (std::uint64_t rest = words_[i]; rest != 0; rest &= rest - 1)
        visit(64 * i + static_cast<std::size_t>(std::countr_zero(rest)));
  }

 private:
  static constexpr std::size_t kWords = kCapacity / 64;
  std::array<std::uint64_t, kWords> words_{};
};

/// A set of answers to questions about facts.
struct Cut {
  FactSet yes, no;
  std::size_t size = 0;

  Cut& operator|=(const Cut& other) {
    size = other.size == 1 ? size + (holds(other) ? 0 : 1) : size + other.beyond(*this);
    yes |= other.yes;
    no |= other.no;
    return *this;
  }
  friend Cut operator|(Cut a, const Cut& b) { return a |= b; }
  /// `answer` as in for_each_answer.
  bool has(std::uint32_t answer) const { return ((answer & 1) != 0 ? yes : no).has(answer / 2); }
  bool holds(const Cut& other) const { return other.yes.within(yes) && other.no.within(no); }
  /// How many answers of this are not in `other`.
  std::size_t beyond(const Cut& other) const { return yes.without(other.yes).count() + no.without(other.no).count(); }
  Cut without(const Cut& other) const {
    Cut out{yes.without(other.yes), no.without(other.no), 0};
    out.size = out.yes.count() + out.no.count();
    return out;
  }
};

inline bool contradicts(const Cut& a, const Cut& b) { return a.yes.meets(b.no) || a.no.meets(b.yes); }

/// Calls `visit` with 2 · fact + 1 for "yes", 2 · fact for "no", in order.
template <class Visit>
void for_each_answer(const Cut& cut, Visit visit) {
  FactSet both = cut.yes;
  both |= cut.no;
  both.for_each([&](std::size_t fact) {
    if (cut.no.has(fact)) visit(static_cast<std::uint32_t>(2 * fact));
    if (cut.yes.has(fact)) visit(static_cast<std::uint32_t>(2 * fact + 1));
  });
}

/// The smallest of the cuts added to it, smallest first; of equal ones those added first.
class SmallestCuts {
 public:
  static constexpr std::size_t kMost = 8;

  void add(const Cut& cut) {
    if (!takes(cut.size)) return;
    std::size_t at = count_ < kMost ? count_++ : kMost - 1;
    for (; at > 0 && cuts_[at - 1].size > cut.size; --at) cuts_[at] = cuts_[at - 1];
    cuts_[at] = cut;
  }
  void add(std::span<const Cut> cuts) {
    for (const auto& cut : cuts) add(cut);
  }
  /// Adds the unions of a cut of each that do not contradict each other.
  void add_product(std::span<const Cut> a, std::span<const Cut> b) {
    for (const auto& x : a)
      for (const auto& y : b)
        if (takes(x.size > y.size ? x.size : y.size) && !contradicts(x, y)) add(x | y);
  }
  std::span<const Cut> all() const { return {cuts_.data(), count_}; }
  void clear() { count_ = 0; }

 private:
  bool takes(std::size_t size) const { return count_ < kMost || size < cuts_[kMost - 1].size; }

  std::array<Cut, kMost> cuts_;
  std::size_t count_ = 0;
};

}  // namespace noso
