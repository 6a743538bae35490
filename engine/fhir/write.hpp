/// What the writers of the single resource types share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "noso/base/json_writer.hpp"
#include "noso/engine/fhir.hpp"

namespace noso::fhir {

/// One answer being written as a Bundle. Ids are derived from the answer: the same answer has the same ids.
class Output {
 public:
  Output(const Answer& answer, const WriteOptions& options);

  const Answer& answer() const { return answer_; }
  const Knowledge& knowledge() const { return *answer_.knowledge; }
  JsonWriter& json() { return json_; }
  std::string take();

  /// Begins an entry with a resource; `name` tells resources of one type apart. Gives its reference.
  std::string begin(std::string_view type, std::string_view name);
  void end();
  /// The reference of a resource that stands before or after.
  std::string reference_to(std::string_view type, std::string_view name) const;
  /// All that was begun so far.
  const std::vector<std::string>& written() const { return written_; }

  void reference(std::string_view key, std::string_view to);
  void display_only(std::string_view key, std::string_view display);
  void subject(std::string_view key);
  void text(std::string_view key, std::string_view words);  ///< a CodeableConcept with a text alone
  void coding(std::string_view system, std::string_view code, std::string_view display);
  void coded(std::string_view key, std::string_view system, std::string_view code, std::string_view text);
  /// A CodeableConcept with the codes of the knowledge and its own id.
  void concept_of(std::string_view key, ConceptId c);
  void codings(ConceptId c);
  void notes(const std::vector<std::string>& texts);
  /// `urn:nosograph:ID`, the code system of the ids of this knowledge.
  const std::string& system() const { return system_; }
  std::string day() const { return to_string(answer_.as_of); }

 private:
  const Answer& answer_;
  const WriteOptions& options_;
  JsonWriter json_;
  std::string system_, seed_;
  std::vector<std::string> written_;
};

void write_risk_assessment(Output& out);
void write_guidance_response(Output& out);
void write_flags(Output& out);
void write_guidelines(Output& out);
void write_detected_issues(Output& out);
void write_care_plan(Output& out);
void write_device(Output& out);
void write_provenance(Output& out);

}  // namespace noso::fhir
