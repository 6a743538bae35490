/// Charts in a few words. Tests only.
#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/heel_pain.hpp"
#include "noso/engine/fhir.hpp"
#include "support/print.hpp"

namespace noso::test {

inline constexpr Date kToday{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}};

inline const fhir::Reader& charts() {
  static const fhir::Reader reader(heel_pain().knowledge());
  return reader;
}

inline JsonDocument parsed(std::string_view json) {
  auto document = JsonDocument::parse(json, "chart.json");
  if (!document.ok()) FAIL(to_string(document.errors().front()));
  return std::move(*document);
}

inline fhir::ReadOptions with_ledger() { return {.as_of = kToday, .ledger = true}; }

inline fhir::Reading chart(std::string_view json, const fhir::ReadOptions& options = with_ledger()) {
  const auto document = parsed(json);
  auto reading = charts().read(document.root(), options);
  if (!reading.ok()) FAIL(to_string(reading.errors().front()));
  return std::move(*reading);
}

/// The code of the first error of a chart that is refused.
inline std::string refusal(std::string_view json, const fhir::ReadOptions& options = with_ledger()) {
  const auto document = parsed(json);
  const auto reading = charts().read(document.root(), options);
  return reading.ok() ? "" : reading.errors().front().code;
}

/// A collection of resources, comma separated.
inline std::string bundle(const std::string& resources) {
  std::string out = R"({"resourceType": "Bundle", "type": "collection", "entry": [)";
  int depth = 0;
  std::string resource;
  for (const char c : resources) {
    if (depth == 0 && c != '{') continue;
    resource += c;
    depth += c == '{' ? 1 : c == '}' ? -1 : 0;
    if (depth > 0) continue;
    out += (out.back() == '[' ? "" : ",") + ("{\"resource\": " + resource + "}");
    resource.clear();
  }
  return out + "]}";
}

inline std::string coded(std::string_view system, std::string_view code) {
  return R"({"coding": [{"system": ")" + std::string(system) + R"(", "code": ")" + std::string(code) + R"("}]})";
}

inline const std::string kSnomed = "http://snomed.info/sct";
inline const std::string kLoinc = "http://loinc.org";
inline const std::string kRxNorm = "http://www.nlm.nih.gov/research/umls/rxnorm";

inline std::vector<std::string> names(const std::vector<Mention>& list) {
  std::vector<std::string> out;
  for (const auto& m : list) out.push_back(m.name);
  return out;
}

inline bool holds(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}
inline bool holds(const std::vector<Mention>& list, std::string_view name) { return holds(names(list), name); }

inline const fhir::LedgerEntry* entry_of(const fhir::Reading& reading, std::string_view path) {
  for (const auto& entry : reading.ledger)
    if (entry.path == path) return &entry;
  return nullptr;
}

/// What the ledger says of a path; "" for one that it does not have.
inline std::string outcome(const fhir::Reading& reading, std::string_view path) {
  const auto* entry = entry_of(reading, path);
  return entry ? std::string(to_string(entry->outcome)) : "";
}

inline std::size_t primitive_count(JsonValue value) {
  if (value.is(JsonType::null)) return 0;
  if (!value.is(JsonType::object) && !value.is(JsonType::array)) return 1;
  std::size_t out = 0;
  for (std::size_t i = 0; i < value.size(); ++i) out += primitive_count(value.at(i));
  return out;
}

}  // namespace noso::test
