#include "render/test_report.hpp"

namespace noso::cli {

namespace {

/// For text and attributes alike. Control characters other than tab and line ends cannot stand in XML 1.0 at all.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&apos;"; break;
      case '\t': out += "&#9;"; break;
      case '\n': out += "&#10;"; break;
      case '\r': out += "&#13;"; break;
      default: out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return out;
}

std::string attribute(std::string_view name, std::string_view value) {
  return ' ' + std::string(name) + "=\"" + escaped(value) + '"';
}

std::string test_case(const std::string& suite, const std::string& name, const std::string& problem) {
  std::string out = "    <testcase" + attribute("classname", suite) + attribute("name", name);
  if (problem.empty()) return out + "/>\n";
  const auto first = problem.substr(0, problem.find('\n'));
  return out + ">\n      <failure" + attribute("message", first) + '>' + escaped(problem) +
         "</failure>\n    </testcase>\n";
}

struct Suite {
  std::string name, cases;
  std::size_t tests = 0, failures = 0;

  void add(const std::string& test, const std::string& problem) {
    cases += test_case(name, test, problem);
    ++tests;
    failures += problem.empty() ? 0 : 1;
  }
  std::string counts() const {
    return attribute("tests", std::to_string(tests)) + attribute("failures", std::to_string(failures)) +
           attribute("errors", "0");
  }
  std::string text() const {
    return "  <testsuite" + attribute("name", name) + counts() + ">\n" + cases + "  </testsuite>\n";
  }
};

std::string problems(const audit::VignetteResult& result) {
  std::string out;
  for (const auto& c : result.checks)
    if (!c.passed) out += (out.empty() ? "" : "\n") + c.expectation + ": expected " + c.expected + ", " + c.actual;
  return out;
}

}  // namespace

std::string test_junit(const Knowledge& knowledge, const TestReport& report) {
  const std::string pack(knowledge.manifest().id());
  Suite vignettes{.name = pack + ".vignettes"}, thresholds{.name = pack + ".boundaries"};
  for (const auto& result : report.run.results)
    vignettes.add(result.vignette->id + ' ' + result.vignette->title, problems(result));
  if (report.boundaries)
    for (const auto& b : *report.boundaries)
      thresholds.add(std::string(knowledge.text(knowledge[b.rule].id)) + ' ' + b.clause,
                     b.as_stated() ? "" : "the clause does not flip where its operator says");
  const Suite all{
      .name = pack, .tests = vignettes.tests + thresholds.tests, .failures = vignettes.failures + thresholds.failures};
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", all.name) + all.counts() +
         ">\n" + vignettes.text() + (report.boundaries ? thresholds.text() : std::string()) + "</testsuites>\n";
}

}  // namespace noso::cli
