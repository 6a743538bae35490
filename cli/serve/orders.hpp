/// What stands against the orders that are about to be made.
#pragma once

#include <string>
#include <vector>

#include "serve/cards.hpp"

namespace noso::serve {

/// A draft order, and what of the knowledge it is.
struct KnownOrder {
  std::string reference;                 ///< `Type/id`, or empty where it has no id
  std::string name;                      ///< as the order calls it
  std::vector<ConceptId> drugs;          ///< risk factors that taking it is
  std::vector<ConceptId> interventions;  ///< that making it is
};

/// The orders that the hook is about (the selected ones, or all) and that the knowledge knows. Those that say
/// `doNotPerform`, and those cancelled or entered in error, are none.
std::vector<KnownOrder> known_orders(const Served& served, const HookRequest& request);

/// order-select and order-sign: a card for each contraindication and caution that holds, for each red flag that the
/// ordered drugs would bring about, and one for what would rule an order out and is not known. Errors: those of
/// `Engine::assess`.
Result<std::vector<Card>> order_cards(const Served& served, const HookRequest& request, const Chart& chart,
                                      const AssessOptions& options);

}  // namespace noso::serve
