/// What was handed over as a flat list of resources, and whom they are about.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ledger.hpp"

namespace noso::fhir {

struct Resource {
  JsonValue value;
  std::string_view type;
  std::size_t source = 0;
  std::string path;  ///< FHIRPath of the resource
};

/// Takes bundles apart. Errors go to `problems`; what does not count is marked in the ledger.
class Chart {
 public:
  Chart(Ledger& ledger, const ReadOptions& options) : ledger_(ledger), options_(options) {}

  /// All sources, then whose chart it is. False where that cannot be told; `problems` says why.
  bool gather(std::span<const Source> sources);

  const std::vector<Resource>& resources() const { return resources_; }
  const std::string& patient_id() const { return patient_; }
  std::vector<std::string>& warnings() { return warnings_; }
  std::vector<Diagnostic>& problems() { return problems_; }

  /// The resource that a reference names, in the bundle or contained in `from`.
  std::optional<JsonValue> referred(const Resource& from, std::string_view reference, std::string_view type) const;

 private:
  void add_source(std::size_t number, const Source& source);
  void add(std::size_t source, JsonValue value, std::string path, std::string_view full_url);
  void bundle(std::size_t source, JsonValue value, const std::string& path);
  void entry(std::size_t source, JsonValue value, const std::string& path);
  void pages(JsonValue value, const std::string& path);
  bool find_patient();
  bool find_only_one();
  bool find_among_many();
  static std::optional<std::string_view> subject_of(const Resource& resource);
  void problem(const Resource& at, Diagnostic what);

  Ledger& ledger_;
  const ReadOptions& options_;
  std::vector<Resource> resources_;
  std::vector<std::string> warnings_;
  std::vector<Diagnostic> problems_;
  std::string patient_;
  std::unordered_set<std::string> patient_keys_;             ///< of the Patient: its id, the end of its fullUrl
  std::unordered_map<std::string, JsonValue> by_reference_;  ///< Medication/1, and by the id in the fullUrl
  std::unordered_set<std::string> seen_;
};

/// The types that are read, each with the element that says whom it is about.
std::string_view subject_element(std::string_view type);

}  // namespace noso::fhir
