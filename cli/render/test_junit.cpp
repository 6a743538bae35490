#include "render/test_report.hpp"
#include "render/xml.hpp"

namespace noso::cli {

namespace {

std::string test_case(const std::string& suite, const std::string& name, const std::string& problem) {
  std::string out = "    <testcase" + xml_attribute("classname", suite) + xml_attribute("name", name);
  if (problem.empty()) return out + "/>\n";
  const auto first = problem.substr(0, problem.find('\n'));
  return out + ">\n      <failure" + xml_attribute("message", first) + '>' + xml_escaped(problem) +
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
    return xml_attribute("tests", std::to_string(tests)) + xml_attribute("failures", std::to_string(failures)) +
           xml_attribute("errors", "0");
  }
  std::string text() const {
    return "  <testsuite" + xml_attribute("name", name) + counts() + ">\n" + cases + "  </testsuite>\n";
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
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + xml_attribute("name", all.name) + all.counts() +
         ">\n" + vignettes.text() + (report.boundaries ? thresholds.text() : std::string()) + "</testsuites>\n";
}

}  // namespace noso::cli
