#include "case_input.hpp"

#include <CLI/CLI.hpp>

#include "noso/base/file_io.hpp"
#include "noso/base/quantity.hpp"

namespace noso::cli {

namespace {

/// `NAME:DURATION:RESPONSE`, the last two optional.
Result<Attempt> parse_attempt(const std::string& text) {
  Attempt out;
  const auto first = text.find(':');
  out.intervention = text.substr(0, first);
  if (first == std::string::npos) return out;
  const auto second = text.find(':', first + 1);
  auto duration = parse_duration(text.substr(first + 1, second == std::string::npos ? second : second - first - 1));
  if (!duration.ok()) return duration.errors();
  out.duration = *duration;
  if (second == std::string::npos) return out;
  const auto response = parse<Response>(text.substr(second + 1));
  if (!response)
    return error("bad-flag", "'" + text.substr(second + 1) + "' is no response", "use resolved, better, none or worse");
  out.response = *response;
  return out;
}

/// `NAME=VALUE UNIT`.
Result<Measurement> parse_measurement(const std::string& text) {
  const auto at = text.find('=');
  if (at == std::string::npos || at == 0)
    return error("bad-flag", "--value '" + text + "' has no '='", "write --value temp=38.9Cel");
  Measurement out{.finding = text.substr(0, at)};
  const auto value = text.substr(at + 1);
  std::size_t used = 0;
  try {
    out.value = std::stod(value, &used);
  } catch (const std::exception&) {
    return error("bad-flag", "--value '" + text + "' has no number", "write --value temp=38.9Cel");
  }
  while (used < value.size() && value[used] == ' ') ++used;
  out.unit = value.substr(used);
  return out;
}

}  // namespace

void CaseFlags::add_to(CLI::App& command) {
  const auto list = [&](const char* name, std::vector<std::string>& into, const char* help) {
    command.add_option(name, into, help)->allow_extra_args(false)->type_name("NAME");
  };
  command.add_option("--case", file, "case file (JSON; phenopacket; FHIR bundle or NDJSON), or - for standard input")
      ->type_name("FILE");
  command.add_option("--patient-id", patient, "whom a FHIR chart is read for")->type_name("ID");
  list("--present", present, "a finding that is present (repeat for more)");
  list("--absent", absent, "a finding that is absent");
  list("--unknown", unknown, "a finding that was asked about and is not known");
  list("--risk", risks, "a risk factor");
  list("--on", medications, "a medicine the person takes");
  list("--history", history, "a past or known condition");
  list("--allergy", allergies, "a drug allergy");
  command.add_option("--tried", tried, "what was tried: NAME[:DURATION[:RESPONSE]], such as calf-stretch:8wk:none")
      ->allow_extra_args(false)
      ->type_name("TRIED");
  list("--not-tried", not_tried, "an intervention that was not tried, or any: nothing but --tried");
  command.add_option("--value", values, "a measured value, such as temp=38.9Cel")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
  command.add_option("--age", age, "age in years, 40..45 for a range, or with a unit ('18 mo')");
  command.add_option("--sex", sex, "female or male");
  command.add_option("--population", population, "whose prior probabilities apply")->type_name("ID");
  command.add_flag("--pregnant", pregnant, "the person is pregnant");
}

Result<fhir::Reading> read_case_file(const std::string& file, const Knowledge& knowledge,
                                     const fhir::ReadOptions& options) {
  const bool standard_input = file == "-";
  const std::string name = standard_input ? "<stdin>" : file;
  auto text = read_file(standard_input ? "/dev/stdin" : file, kMostCaseBytes);
  if (!text.ok()) {
    auto why = text.errors();
    for (auto& d : why) d.where.file = name;
    return why;
  }
  if (fhir::is_ndjson(*text)) {
    const auto lines = fhir::parse_ndjson(*text, name);
    if (!lines.ok()) return lines.errors();
    auto bulk = options;
    bulk.bulk = true;
    return fhir::Reader(knowledge).read(fhir::sources_of(*lines), bulk);
  }
  const auto document = JsonDocument::parse(*text, name);
  if (!document.ok()) return document.errors();
  if (fhir::is_fhir(document->root())) return fhir::read(knowledge, document->root(), options);
  auto told = read_case(*document);
  if (!told.ok()) return told.errors();
  return fhir::Reading{.patient = std::move(*told)};
}

Result<fhir::Reading> read_case_input(const CaseFlags& flags, const Knowledge& knowledge, std::optional<Date> as_of) {
  fhir::Reading reading;
  if (!flags.file.empty()) {
    fhir::ReadOptions options{.as_of = as_of, .ledger = flags.ledger};
    if (!flags.patient.empty()) options.patient_id = flags.patient;
    auto read = read_case_file(flags.file, knowledge, options);
    if (!read.ok()) return read;
    reading = std::move(*read);
  }
  Case& out = reading.patient;
  const auto add = [](const std::vector<std::string>& names, std::vector<Mention>& list) {
    for (const auto& name : names) list.push_back({.name = name});
  };
  add(flags.present, out.present);
  add(flags.absent, out.absent);
  add(flags.unknown, out.unknown);
  add(flags.risks, out.risk_factors);
  out.medications.insert(out.medications.end(), flags.medications.begin(), flags.medications.end());
  out.history.insert(out.history.end(), flags.history.begin(), flags.history.end());
  out.allergies.insert(out.allergies.end(), flags.allergies.begin(), flags.allergies.end());
  out.not_tried.insert(out.not_tried.end(), flags.not_tried.begin(), flags.not_tried.end());
  std::vector<Diagnostic> bad;
  const auto keep = [&](auto result, auto use) {
    if (result.ok())
      use(std::move(*result));
    else
      bad.insert(bad.end(), result.errors().begin(), result.errors().end());
  };
  for (const auto& text : flags.tried) keep(parse_attempt(text), [&](Attempt a) { out.tried.push_back(std::move(a)); });
  for (const auto& text : flags.values)
    keep(parse_measurement(text), [&](Measurement m) { out.measurements.push_back(std::move(m)); });
  if (!flags.age.empty()) keep(parse_age(flags.age), [&](Interval age) { out.age = age; });
  if (!flags.sex.empty()) {
    const auto sex = parse<Sex>(flags.sex);
    if (sex)
      out.sex = *sex;
    else
      bad.push_back(error("bad-flag", "'" + flags.sex + "' is no sex", "use female or male"));
  }
  if (!flags.population.empty()) out.population = flags.population;
  if (flags.pregnant) out.pregnant = true;
  if (!bad.empty()) return bad;
  return reading;
}

}  // namespace noso::cli
