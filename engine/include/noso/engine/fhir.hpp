/// FHIR R4 in and out: what a chart holds as a case, with a ledger of every element, and an answer as resources.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "noso/engine/answer.hpp"
#include "noso/engine/case.hpp"
#include "noso/ontology/knowledge.hpp"

namespace noso::fhir {

/// What became of an element.
enum class Outcome : std::uint8_t {
  used,           ///< it is in the case: the text says as what
  ignored,        ///< the text says why
  unmapped,       ///< a code that the knowledge does not know
  contradictory,  ///< the text says with what
  converted       ///< a number taken in another unit
};
std::string_view to_string(Outcome outcome);

/// One primitive element of what was read.
struct LedgerEntry {
  std::string path;  ///< FHIRPath
  Outcome outcome = Outcome::ignored;
  std::string text;
};

/// What was asked for and handed over: a resource or a Bundle, `null` (nothing found) or an OperationOutcome (failed).
/// What was not fetched is left out; like what failed it says nothing of the patient.
struct Source {
  std::string path;  ///< the root of its FHIRPaths, such as "%conditions"; empty: the type of the resource
  JsonValue value;   ///< must outlive the call
};

struct ReadOptions {
  /// Whom the case is about. A bundle about somebody else is refused; of bulk data the other patients are left out.
  std::optional<std::string> patient_id;
  std::optional<Date> as_of;  ///< the day of the case; default: today. What is dated later is left out
  bool bulk = false;          ///< several patients are to be expected; takes a `patient_id`
  bool ledger = false;        ///< fill `Reading::ledger`
};

struct Reading {
  /// Lenient: what the knowledge does not know and what conflicts is listed in the answer, not refused. Its warnings
  /// tell of sources that failed, of pages that are missing, of what is too old, of a death.
  Case patient;
  std::string patient_id;           ///< empty where nothing names one
  std::vector<LedgerEntry> ledger;  ///< every primitive element once, in the order of the sources; empty if not asked
};

/// Reads charts against one knowledge, which must outlive it. Immutable: share it between threads.
class Reader {
 public:
  explicit Reader(const Knowledge& knowledge);
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  /// Errors: `not-fhir` (no resource), `two-patients`, `other-patient`, `unclear-patient` (bulk data without
  /// `patient_id`). Elements of a wrong type are no error: the ledger says so.
  Result<Reading> read(std::span<const Source> sources, const ReadOptions& options = {}) const;
  Result<Reading> read(JsonValue resource, const ReadOptions& options = {}) const;

  /// What a CodeableConcept names: by its codes, its words, and the drugs in its words. Without repetition.
  std::vector<ConceptId> concepts_in(JsonValue codeable) const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

/// For a single reading; many are read faster by one `Reader`.
Result<Reading> read(const Knowledge& knowledge, JsonValue resource, const ReadOptions& options = {});

/// True for an object with a `resourceType`.
bool is_fhir(JsonValue value);

/// True for newline-delimited JSON of FHIR: the first line is a resource, and others follow.
bool is_ndjson(std::string_view text);
/// One document a line, empty lines left out. Errors: those of parsing, with the number of the line.
Result<std::vector<JsonDocument>> parse_ndjson(std::string_view text, const std::string& file);
/// Each line as a source with the path `%lines[i]`.
std::vector<Source> sources_of(const std::vector<JsonDocument>& lines);

/// The ledger as JSON: `{"counts": {…}, "elements": [{"path", "outcome", "text"}…]}`.
std::string to_json(const std::vector<LedgerEntry>& ledger, bool pretty = true);
/// The same for people: `outcome path: text`, one element a line.
std::string to_text(const std::vector<LedgerEntry>& ledger);

struct WriteOptions {
  std::string patient_id;  ///< the subject; empty: the subject is named by the id of the case
  bool pretty = true;
};

/// The answer as a Bundle (collection): RiskAssessment, GuidanceResponse with what is to be asked, a Flag for the
/// urgency, a DetectedIssue for each contraindication that holds, CarePlan, and the Provenance of all.
std::string to_fhir(const Answer& answer, const WriteOptions& options = {});

}  // namespace noso::fhir
