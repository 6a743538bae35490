#include "intake.hpp"

#include <algorithm>

#include <limits>

#include "noso/base/quantity.hpp"

namespace noso::fhir {

namespace {

/// The key of a finding under which its pack says how long an observation of it holds, as a quantity of time.
constexpr std::string_view kValidFor = "valid_for";

double valid_days_of(const Knowledge& knowledge, ConceptId c) {
  for (const auto& q : knowledge.qualifiers(knowledge[c].qualifiers)) {
    if (knowledge.text(q.key) != kValidFor) continue;
    auto text = knowledge.text(q.json);
    if (text.size() > 2) text = text.substr(1, text.size() - 2);  // a JSON string
    if (const auto time = parse_quantity(text); time.ok() && time->dimension == Dimension::time) return time->value;
  }
  return std::numeric_limits<double>::infinity();
}

}  // namespace

Lookup::Lookup(const Knowledge& of) : knowledge(of), codes(of) {
  valid_days.reserve(of.concept_count());
  for (std::uint32_t c = 0; c < of.concept_count(); ++c) valid_days.push_back(valid_days_of(of, {c}));
}

std::string words_of(JsonValue codeable) {
  if (const auto text = text_of(codeable.find("text"))) return std::string(*text);
  std::string display, code;
  for_each_object(codeable.find("coding"), [&](JsonValue coding, std::size_t) {
    if (display.empty()) display = text_of(coding.find("display")).value_or("");
    if (code.empty()) code = text_of(coding.find("code")).value_or("");
  });
  if (!display.empty()) return display;
  return code.empty() ? std::string(text_of(codeable.find("display")).value_or("")) : code;
}

bool Intake::open(const Resource& resource, std::optional<JsonValue> status) {
  const auto discard = [&](const auto&... why) {
    mark(resource, resource.value, Outcome::ignored, why...);
    return false;
  };
  for (const auto* modifier : {"modifierExtension", "implicitRules"})
    if (const auto found = resource.value.find(modifier); found && (found->size() > 0 || text_of(found))) {
      warnings_.push_back(resource.path + " was not read: its " + modifier + " may change what it means");
      return discard("its ", modifier, " may change what it means");
    }
  if (status_code(status) == "entered-in-error") {
    discard("entered in error");
    mark(resource, status, Outcome::used, "entered in error: nothing of it counts");
    return false;
  }
  mark(resource, resource.value.find("resourceType"), Outcome::used, "says how it is read");
  if (const auto subject = subject_element(resource.type); !subject.empty())
    mark(resource, member(resource.value.find(subject), "reference"), Outcome::used, "whom it is about");
  return true;
}

std::vector<CodeMatch> Intake::coded(const Resource& in, JsonValue coding, Kinds kinds) {
  const auto code = text_of(coding.find("code"));
  if (!code) return {};
  const auto system = coding.find("system");
  auto matches = lookup_.codes.find(text_of(system).value_or(""), *code);
  std::erase_if(matches, [&](const CodeMatch& m) { return (kinds & kind_bit(knowledge()[m.about].kind)) == 0; });
  if (!ledger_.is_on()) return matches;
  const auto outcome = matches.empty() ? Outcome::unmapped : Outcome::used;
  std::string text = matches.empty() ? std::string("the knowledge does not have ") + std::string(*code) : "is";
  for (const auto& m : matches) text += (text == "is" ? " '" : ", '") + std::string(knowledge().id(m.about)) + "'";
  mark(in, coding.find("code"), outcome, text);
  mark(in, system, outcome, text);
  return matches;
}

Mapping Intake::choose(std::vector<CodeMatch> matches) const {
  const auto& graph = knowledge().graph();
  std::vector<CodeMatch> special;
  for (const auto& m : matches) {
    const bool said =
        std::any_of(special.begin(), special.end(), [&](const CodeMatch& s) { return s.about == m.about; });
    const bool above = std::any_of(matches.begin(), matches.end(), [&](const CodeMatch& other) {
      return other.about != m.about && graph.is_a(other.about, m.about);
    });
    if (!said && !above) special.push_back(m);
  }
  if (special.size() != 1) return {};
  return {special.front().about, special.front().narrower};
}

Mapping Intake::by_words(const Resource& in, JsonValue codeable, Kinds kinds) {
  const auto look = [&](std::optional<JsonValue> at) -> std::optional<ConceptId> {
    const auto text = text_of(at);
    if (!text) return std::nullopt;
    const auto found = lookup_.codes.named(*text, kinds);
    if (found.size() != 1) {
      mark(in, at, Outcome::unmapped, found.empty() ? "no concept has this name" : "several concepts have this name");
      return std::nullopt;
    }
    mark(in, at, Outcome::used, "is '", knowledge().id(found.front()), "' by its name");
    return found.front();
  };
  auto about = look(codeable.find("text"));
  for_each_object(codeable.find("coding"), [&](JsonValue coding, std::size_t) {
    if (!about) about = look(coding.find("display"));
  });
  return {about, false};
}

void Intake::check_words(const Resource& in, JsonValue codeable, ConceptId about) {
  const auto& graph = knowledge().graph();
  for_each_object(codeable.find("coding"), [&](JsonValue coding, std::size_t) {
    const auto words = coding.find("display");
    if (!text_of(words)) return;
    const auto named = lookup_.codes.named(*text_of(words), ~Kinds{0});
    if (named.empty() || std::any_of(named.begin(), named.end(), [&](ConceptId c) {
          return c == about || graph.is_a(c, about) || graph.is_a(about, c);
        }))
      return;
    mark(in, words, Outcome::contradictory, "its code says '", knowledge().id(about), "'");
    warnings_.push_back(in.path + ": the code says '" + std::string(knowledge().label(about)) + "', the words '" +
                        std::string(*text_of(words)) + "': the code was taken");
  });
}

Mapping Intake::map(const Resource& in, JsonValue codeable, Kinds kinds) {
  std::vector<CodeMatch> matches;
  const auto add = [&](JsonValue coding, std::size_t) {
    const auto found = coded(in, coding, kinds);
    // A code that names several things says none of them; another coding may tell.
    const auto one = choose(found);
    if (one.about) matches.push_back({*one.about, one.narrower});
  };
  if (codeable.find("coding"))
    for_each_object(codeable.find("coding"), add);
  else
    add(codeable, 0);
  if (!matches.empty()) {
    const auto chosen = choose(std::move(matches));
    if (chosen.about) check_words(in, codeable, *chosen.about);
    return chosen;
  }
  return by_words(in, codeable, kinds);
}

void Intake::add_unmapped(JsonValue codeable) {
  auto name = words_of(codeable);
  if (name.empty()) return;
  told_.unmapped.push_back(std::move(name));
}

std::optional<DateRange> Intake::past(const Resource& in, JsonValue at, std::optional<DateRange> date) {
  if (!date) return date;
  if (date->first <= as_of_) return DateRange{date->first, std::min(date->last, as_of_)};
  const auto text = text_of(at);
  if (date->first <= Date{as_of_.day + std::chrono::days(1)} && text && has_time(*text)) return DateRange::on(as_of_);
  mark(in, at, Outcome::ignored, "after the day of the case, ", to_string(as_of_));
  return std::nullopt;
}

}  // namespace noso::fhir
