/// A connected part of a noisy-OR network, reduced to what cannot be solved one finding at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "noso/engine/noisy_or.hpp"

namespace noso::noisy_or {

/// The chance that something happens and that it does not; both kept, as neither may be lost to rounding.
struct Chance {
  double hit = 0;
  double miss = 1;

  /// Two independent ways to the same end: positive terms only.
  Chance operator|(Chance other) const { return {hit + miss * other.hit, miss * other.miss}; }
};

struct Link {
  std::uint32_t cause, effect;  // positions in the component
  double strength;              // > 0
};

/// Causes have at least two effects here, and 0 < prior < 1.
struct Component {
  std::vector<std::uint32_t> causes, effects;   ///< their places in the network
  std::vector<Belief> priors;                   ///< by cause
  std::vector<Chance> outside;                  ///< by effect: what explains it apart from these causes
  std::vector<Link> links;                      ///< by cause, then effect
  std::vector<std::uint32_t> first_link;        ///< of each cause, and the end
  std::vector<std::uint32_t> links_of_effects;  ///< positions in `links`, by effect
  std::vector<std::uint32_t> first_of_effect;   ///< in `links_of_effects`, and the end

  std::span<const Link> of_cause(std::uint32_t c) const {
    return {links.data() + first_link[c], links.data() + first_link[c + 1]};
  }
  std::span<const std::uint32_t> of_effect(std::uint32_t e) const {
    return {links_of_effects.data() + first_of_effect[e], links_of_effects.data() + first_of_effect[e + 1]};
  }

  void clear();
  /// Both return the place of what is added.
  std::uint32_t add_cause(std::uint32_t in_network, Belief prior);
  std::uint32_t add_effect(std::uint32_t in_network, Chance outside);
  /// To be called when all links, in any order, are there.
  void index_links();
};

/// Two masses with a common factor: an effect is (not) explained by the causes of its component.
struct Split {
  double unexplained = 1;
  double explained = 0;
};

/// What is found out about a component. Beliefs are normalised.
struct ComponentPosterior {
  double log_evidence = 0;  ///< -infinity: impossible
  std::vector<Belief> causes;
  std::vector<Split> effects;
};

}  // namespace noso::noisy_or
