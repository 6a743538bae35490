#include "render/urgency.hpp"

namespace noso::cli {

Ink ink_of(Urgency level) {
  switch (level) {
    case Urgency::emergency:
    case Urgency::urgent: return Ink::red;
    case Urgency::soon: return Ink::yellow;
    case Urgency::routine: return Ink::green;
    case Urgency::none: return Ink::plain;
  }
  return Ink::plain;
}

std::string urgency_line(const Answer& answer, const Page& page) {
  if (!tells_urgency(*answer.knowledge)) return "not assessed: this knowledge holds no rules of urgency";
  const auto& e = answer.escalation;
  const auto level = e.level == Urgency::none ? std::string_view("no rule has fired") : to_string(e.level);
  std::string line = page.ink(ink_of(e.level), level);
  if (e.settled()) return line + ", settled: nothing that is unknown can raise it";
  return line + ", not excluded by what is unknown: " + page.ink(ink_of(e.at_most), to_string(e.at_most));
}

}  // namespace noso::cli
