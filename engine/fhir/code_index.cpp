// URIs and OIDs of code systems: http://hl7.org/fhir/R4/terminologies-systems.html.
#include "code_index.hpp"

#include <algorithm>

#include "noso/base/text.hpp"

namespace noso::fhir {

namespace {

struct CodeSystem {
  std::string_view name;                 ///< as packs write it
  std::array<std::string_view, 3> uris;  ///< as resources write it
  std::size_t shortest = 0;              ///< code that may stand for what is below it; 0: codes have no such order
};

constexpr auto kCodeSystems = std::to_array<CodeSystem>({
    {"SNOMED-CT", {"http://snomed.info/sct", "urn:oid:2.16.840.1.113883.6.96"}},
    {"LOINC", {"http://loinc.org", "urn:oid:2.16.840.1.113883.6.1"}},
    {"RxNorm", {"http://www.nlm.nih.gov/research/umls/rxnorm", "urn:oid:2.16.840.1.113883.6.88"}},
    {"ATC", {"http://www.whocc.no/atc", "urn:oid:2.16.840.1.113883.6.73"}, 3},
    {"ICD-10-CM", {"http://hl7.org/fhir/sid/icd-10-cm", "urn:oid:2.16.840.1.113883.6.90"}, 3},
    {"ICD-10", {"http://hl7.org/fhir/sid/icd-10", "urn:oid:2.16.840.1.113883.6.3"}, 3},
    {"HPO", {"http://human-phenotype-ontology.org", "http://purl.obolibrary.org/obo/hp.owl"}},
});

constexpr std::size_t kLongestDrugName = 3;  // words

template <class Matches>
std::size_t system_where(Matches matches) {
  return static_cast<std::size_t>(std::find_if(kCodeSystems.begin(), kCodeSystems.end(), matches) -
                                  kCodeSystems.begin());
}

/// ICD codes are often sent without their point.
std::string with_point(std::string_view code) {
  std::string out(code);
  if (out.size() > 3 && out.find('.') == std::string::npos) out.insert(3, ".");
  return out;
}

}  // namespace

std::string_view system_uri(std::string_view name) {
  const auto system = system_where([&](const CodeSystem& s) { return s.name == name; });
  return system == kCodeSystems.size() ? std::string_view() : kCodeSystems[system].uris.front();
}

CodeIndex::CodeIndex(const Knowledge& knowledge) : knowledge_(knowledge) {
  static_assert(kCodeSystems.size() == kSystems);
  for (std::uint32_t i = 0; i < knowledge.concept_count(); ++i) {
    const ConceptId c{i};
    for (const auto& record : knowledge.codes(c)) {
      const auto name = knowledge.text(record.system);
      const auto system = system_where([&](const CodeSystem& s) { return s.name == name; });
      if (system < kSystems) codes_[system][std::string(knowledge.text(record.code))].push_back(c);
    }
    if (const auto id = knowledge.id(c); id.starts_with("HP:")) codes_[kSystems - 1][std::string(id)].push_back(c);
    if (!knowledge.has_flag(c, kMedication)) continue;
    for (const auto& name : knowledge.names(c))
      if (name.scope != NameScope::code && name.scope != NameScope::related) {
        auto& owners = drugs_[std::string(knowledge.text(name.folded))];
        if (owners.empty() || owners.back() != c) owners.push_back(c);
      }
  }
}

const std::vector<ConceptId>* CodeIndex::exactly(std::size_t system, std::string_view code) const {
  const auto at = codes_[system].find(code);
  return at == codes_[system].end() ? nullptr : &at->second;
}

std::vector<CodeMatch> CodeIndex::find(std::string_view uri, std::string_view code) const {
  const auto system =
      system_where([&](const CodeSystem& s) { return std::find(s.uris.begin(), s.uris.end(), uri) != s.uris.end(); });
  if (system == kSystems || uri.empty()) return {};
  std::vector<CodeMatch> out;
  if (const auto shortest = kCodeSystems[system].shortest; shortest > 0) {
    const bool icd = kCodeSystems[system].name.starts_with("ICD");
    auto part = icd ? with_point(code) : std::string(code);
    for (const auto whole = part.size(); part.size() >= shortest; part.pop_back())
      if (const auto* found = exactly(system, part)) {
        for (const auto c : *found) out.push_back({c, part.size() < whole});
        break;
      }
  } else if (const auto* found = exactly(system, code)) {
    for (const auto c : *found) out.push_back({c});
  }
  return out;
}

std::vector<ConceptId> CodeIndex::named(std::string_view text, Kinds kinds) const {
  auto found = knowledge_.find(text);
  std::erase_if(found, [&](ConceptId c) { return (kinds & kind_bit(knowledge_[c].kind)) == 0; });
  return found;
}

std::vector<ConceptId> CodeIndex::drugs_in(std::string_view text) const {
  const auto folded = fold(text);
  const auto list = words(folded);
  std::vector<ConceptId> out;
  for (std::size_t first = 0; first < list.size(); ++first)
    for (auto length = std::min(kLongestDrugName, list.size() - first); length > 0; --length) {
      const auto* end = list[first + length - 1].data() + list[first + length - 1].size();
      const auto at =
          drugs_.find(std::string_view(list[first].data(), static_cast<std::size_t>(end - list[first].data())));
      if (at == drugs_.end()) continue;
      for (const auto c : at->second)
        if (std::find(out.begin(), out.end(), c) == out.end()) out.push_back(c);
      first += length - 1;
      break;
    }
  return out;
}

}  // namespace noso::fhir
