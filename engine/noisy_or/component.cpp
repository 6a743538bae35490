#include "noisy_or/component.hpp"

#include <algorithm>
#include <tuple>

namespace noso::noisy_or {

void Component::clear() {
  causes.clear();
  effects.clear();
  priors.clear();
  outside.clear();
  links.clear();
}

std::uint32_t Component::add_cause(std::uint32_t in_network, Belief prior) {
  causes.push_back(in_network);
  priors.push_back(prior);
  return static_cast<std::uint32_t>(causes.size() - 1);
}

std::uint32_t Component::add_effect(std::uint32_t in_network, Chance from_outside) {
  effects.push_back(in_network);
  outside.push_back(from_outside);
  return static_cast<std::uint32_t>(effects.size() - 1);
}

void Component::index_links() {
  std::sort(links.begin(), links.end(),
            [](const Link& a, const Link& b) { return std::tie(a.cause, a.effect) < std::tie(b.cause, b.effect); });
  first_link.assign(causes.size() + 1, 0);
  first_of_effect.assign(effects.size() + 1, 0);
  for (const auto& link : links) ++first_link[link.cause + 1], ++first_of_effect[link.effect + 1];
  for (std::size_t c = 0; c < causes.size(); ++c) first_link[c + 1] += first_link[c];
  for (std::size_t e = 0; e < effects.size(); ++e) first_of_effect[e + 1] += first_of_effect[e];
  links_of_effects.resize(links.size());
  auto next = first_of_effect;
  for (std::uint32_t l = 0; l < links.size(); ++l) links_of_effects[next[links[l].effect]++] = l;
}

}  // namespace noso::noisy_or
