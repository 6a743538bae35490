// Charts name products (RxNorm "apixaban 5 MG Oral Tablet"), knowledge names ingredients and classes.
#include "drugs.hpp"

#include <algorithm>

namespace noso::fhir {

namespace {

bool is_drug(const Knowledge& knowledge, ConceptId c) { return knowledge.has_flag(c, kMedication); }

void add_once(std::vector<ConceptId>& list, ConceptId c) {
  if (std::find(list.begin(), list.end(), c) == list.end()) list.push_back(c);
}

}  // namespace

std::vector<ConceptId> drugs_of(Intake& intake, const Resource& resource, JsonValue codeable) {
  const auto& knowledge = intake.knowledge();
  std::vector<ConceptId> out;
  const auto mapping = intake.map(resource, codeable, kind_bit(ConceptKind::risk_factor));
  if (mapping.about) out.push_back(*mapping.about);
  const auto look = [&](std::optional<JsonValue> at) {
    const auto text = text_of(at);
    if (!text) return;
    std::string names;
    for (const auto c : intake.lookup().codes.drugs_in(*text)) {
      // The words of a code that is known may add a further ingredient, not a superior of what the code says.
      if (mapping.about && knowledge.graph().is_a(*mapping.about, c)) continue;
      add_once(out, c);
      names += (names.empty() ? "'" : ", '") + std::string(knowledge.id(c)) + "'";
    }
    if (!names.empty()) intake.mark(resource, at, Outcome::used, "holds ", names, " by name");
  };
  if (mapping.about && !is_drug(knowledge, *mapping.about)) return out;
  look(codeable.find("text"));
  for_each_object(codeable.find("coding"), [&](JsonValue coding, std::size_t) { look(coding.find("display")); });
  return out;
}

}  // namespace noso::fhir
