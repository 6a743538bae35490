#include "render/guideline_report.hpp"

#include <cstdio>

#include "noso/base/json_writer.hpp"
#include "render/page.hpp"
#include "render/xml.hpp"

namespace noso::cli {

namespace {

std::uint64_t counted(std::size_t n) { return static_cast<std::uint64_t>(n); }

double per_second(const audit::GuidelineTestRun& run) {
  return run.seconds > 0 ? static_cast<double>(run.evaluated) / run.seconds : 0;
}

void write_result(const audit::GuidelineTestResult& r, JsonWriter& out) {
  out.begin_object().member("file", std::string_view(r.file)).member("line", counted(r.where.line));
  out.member("id", std::string_view(r.id)).member("guideline", std::string_view(r.guideline));
  if (!r.code.empty()) out.member("code", std::string_view(r.code));
  out.member("reason", std::string_view(r.reason)).end_object();
}

void write_results(const audit::GuidelineTestRun& run, audit::Outcome outcome, std::string_view key, JsonWriter& out) {
  out.key(key).begin_array();
  for (const auto& r : run.results)
    if (r.outcome == outcome) write_result(r, out);
  out.end_array();
}

}  // namespace

std::string guideline_tests_text(const GuidelineReport& report, const std::string& color, bool verbose) {
  Page page(color);
  const auto& run = report.run;
  for (const auto& d : report.loaded.findings) page.paragraph("", page.ink(Ink::yellow, "refused ") + to_string(d));
  for (const auto& r : run.results) {
    const auto place = to_string(r.where) + ": " + r.id;
    if (r.outcome == audit::Outcome::failed)
      page.paragraph("", page.ink(Ink::red, "failed  ") + place + ": " + r.reason);
    if (r.outcome == audit::Outcome::skipped)
      page.paragraph("", page.ink(Ink::yellow, "skipped ") + place + ": " + r.reason + " [" + r.code + "]");
    if (r.outcome == audit::Outcome::passed && verbose) page.paragraph("", page.ink(Ink::green, "passed  ") + place);
  }
  char line[200];
  std::snprintf(line, sizeof line, "%zu guidelines read in %.2f s, %zu refused; %.0f evaluations a second",
                report.loaded.read, report.load_seconds, report.loaded.refused, per_second(run));
  page.line(line);
  std::snprintf(line, sizeof line, "%zu passed, %zu failed, %zu skipped", run.count(audit::Outcome::passed),
                run.count(audit::Outcome::failed), run.count(audit::Outcome::skipped));
  page.line(line);
  return page.text();
}

std::string guideline_tests_json(const GuidelineReport& report) {
  JsonWriter out;
  out.begin_object()
      .member("guidelines", counted(report.loaded.read))
      .member("refused", counted(report.loaded.refused));
  out.key("findings").begin_array();
  for (const auto& d : report.loaded.findings) {
    out.begin_object().member("file", std::string_view(d.where.file)).member("line", counted(d.where.line));
    out.member("column", counted(d.where.column)).member("code", std::string_view(d.code));
    out.member("message", std::string_view(d.message)).end_object();
  }
  out.end_array();
  write_results(report.run, audit::Outcome::skipped, "skips", out);
  out.member("passed", counted(report.run.count(audit::Outcome::passed)));
  out.member("failed", counted(report.run.count(audit::Outcome::failed)));
  out.member("skipped", counted(report.run.count(audit::Outcome::skipped)));
  write_results(report.run, audit::Outcome::failed, "failures", out);
  out.end_object();
  return out.text() + '\n';
}

std::string guideline_tests_junit(const GuidelineReport& report) {
  const auto& run = report.run;
  const auto counts = xml_attribute("tests", std::to_string(run.results.size())) +
                      xml_attribute("failures", std::to_string(run.count(audit::Outcome::failed))) +
                      xml_attribute("skipped", std::to_string(run.count(audit::Outcome::skipped))) +
                      xml_attribute("errors", "0");
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + xml_attribute("name", "guidelines") +
                    counts + ">\n  <testsuite" + xml_attribute("name", "guidelines") + counts + ">\n";
  for (const auto& r : run.results) {
    out += "    <testcase" + xml_attribute("classname", r.guideline) + xml_attribute("name", r.id) +
           xml_attribute("file", r.file) + xml_attribute("line", std::to_string(r.where.line));
    if (r.outcome == audit::Outcome::passed) {
      out += "/>\n";
      continue;
    }
    const std::string what = r.outcome == audit::Outcome::failed ? "failure" : "skipped";
    out += ">\n      <" + what + xml_attribute("message", r.reason) + "/>\n    </testcase>\n";
  }
  return out + "  </testsuite>\n</testsuites>\n";
}

}  // namespace noso::cli
