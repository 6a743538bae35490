#include "noso/ontology/polarity.hpp"

namespace noso {

Polarity argument_polarity(const Tables& tables, std::uint32_t rule_first, const ExpressionNode& node,
                           std::uint32_t index, Polarity polarity) {
  const Polarity both = polarity == kUntouched ? kUntouched : kMixed;
  switch (node.op) {
    case Op::negate: return flipped(polarity);
    case Op::compare:
      switch (node.comparison) {
        case Comparison::at_least:
        case Comparison::above: return index == 0 ? polarity : flipped(polarity);
        case Comparison::at_most:
        case Comparison::below: return index == 0 ? flipped(polarity) : polarity;
        case Comparison::equal: return both;
      }
      return both;
    case Op::difference: return index == 0 ? polarity : flipped(polarity);
    case Op::product:
    case Op::quotient: return both;
    case Op::points: {
      // A clause with a positive value raises the sum, one with a negative value lowers it.
      if (index % 2 == 1) return polarity;
      const auto value = tables.arguments[node.arguments.first + index + 1];
      return tables.nodes[rule_first + value].number >= 0 ? polarity : flipped(polarity);
    }
    case Op::choose: {
      if (index > 0) return polarity;
      // A condition that chooses between two given numbers raises what it chooses, or lowers it.
      const auto& yes = tables.nodes[rule_first + tables.arguments[node.arguments.first + 1]];
      const auto& no = tables.nodes[rule_first + tables.arguments[node.arguments.first + 2]];
      if (yes.op != Op::literal || no.op != Op::literal) return both;
      return yes.number >= no.number ? polarity : flipped(polarity);
    }
    default: return polarity;
  }
}

}  // namespace noso
