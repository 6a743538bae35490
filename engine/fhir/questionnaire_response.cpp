// http://hl7.org/fhir/R4/questionnaireresponse.html
#include "intake.hpp"

namespace noso::fhir {

namespace {

constexpr auto kAskedKinds = kind_bit(ConceptKind::finding) | kind_bit(ConceptKind::risk_factor);
constexpr std::string_view kLoinc = "http://loinc.org";

class ResponseReader {
 public:
  ResponseReader(Intake& intake, const Resource& resource, std::optional<DateRange> when)
      : intake_(intake), resource_(resource), when_(when) {}

  void items(JsonValue parent, const std::string& path) {
    for_each_object(parent.find("item"), [&](JsonValue item, std::size_t i) {
      const auto here = path + ".item[" + std::to_string(i) + "]";
      read(item, here);
      items(item, here);
    });
  }

 private:
  void read(JsonValue item, const std::string& path) {
    const auto about = asked(item);
    for_each_object(item.find("answer"), [&](JsonValue answer, std::size_t k) {
      const auto here = path + ".answer[" + std::to_string(k) + "]";
      if (about)
        read_value(intake_, resource_,
                   {*about,
                    false,
                    answer,
                    here,
                    when_,
                    std::string(text_of(resource_.value.find("authored")).value_or("")),
                    {}});
      items(answer, here);
    });
  }

  /// What an item asks about: by its linkId (the id of a concept, or a LOINC code, perhaps after a slash), its
  /// definition, or its text.
  std::optional<ConceptId> asked(JsonValue item) {
    const auto link = item.find("linkId");
    if (const auto text = text_of(link)) {
      if (const auto found = one(intake_.lookup().codes.named(*text, kAskedKinds))) return use(link, *found);
      const auto code = text->starts_with('/') ? text->substr(1) : *text;
      for (const auto& match : intake_.lookup().codes.find(kLoinc, code))
        if ((kAskedKinds & kind_bit(intake_.knowledge()[match.about].kind)) != 0) return use(link, match.about);
    }
    const auto words = item.find("text");
    if (const auto text = text_of(words))
      if (const auto found = one(intake_.lookup().codes.named(*text, kAskedKinds))) return use(words, *found);
    intake_.mark(resource_, link, item.find("answer") ? Outcome::unmapped : Outcome::ignored,
                 item.find("answer") ? "no finding with this id or LOINC code" : "a heading");
    return std::nullopt;
  }

  static std::optional<ConceptId> one(const std::vector<ConceptId>& found) {
    return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
  }

  ConceptId use(std::optional<JsonValue> at, ConceptId c) {
    intake_.mark(resource_, at, Outcome::used, "asks for '", intake_.knowledge().id(c), "'");
    return c;
  }

  Intake& intake_;
  const Resource& resource_;
  std::optional<DateRange> when_;
};

}  // namespace

void read_questionnaire_response(Intake& intake, const Resource& resource) {
  const auto status = resource.value.find("status");
  if (!intake.open(resource, status)) return;
  const auto word = text_of(status).value_or("");
  if (word != "completed" && word != "amended") {
    intake.mark(resource, resource.value, Outcome::ignored, "answers that are ", word.empty() ? "of no status" : word);
    return intake.mark(resource, status, Outcome::used, "it does not count");
  }
  intake.mark(resource, status, Outcome::used, "it counts");
  const auto authored = resource.value.find("authored");
  const auto when = authored ? intake.past(resource, *authored, date_of(authored)) : std::nullopt;
  if (when) intake.mark(resource, authored, Outcome::used, "the day of the answers");
  if (!when && date_of(authored))
    return intake.mark(resource, resource.value, Outcome::ignored, "after the day of the case, ",
                       to_string(intake.as_of()));
  ResponseReader(intake, resource, when).items(resource.value, resource.path);
}

}  // namespace noso::fhir
