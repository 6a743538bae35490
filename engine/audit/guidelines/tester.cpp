#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <map>
#include <set>

#include "noso/engine/audit/guideline_tests.hpp"
#include "noso/ontology/guideline_text.hpp"

namespace noso::audit {

namespace {

std::string_view element_id(std::string_view key) { return key.substr(0, key.find('|')); }

bool is_numeric(ValueType type) {
  return type == ValueType::number || type == ValueType::count || type == ValueType::quantity;
}

/// A line end may be written as `\n` in a test file.
std::string with_line_ends(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) out += text.substr(i).starts_with("\\n") ? (++i, '\n') : text[i];
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Decimals of the number that begins `text`.
int decimals(std::string_view text) {
  const auto point = text.find('.');
  if (point == text.npos) return 0;
  const auto end = text.find_first_not_of("0123456789", point + 1);
  return static_cast<int>((end == text.npos ? text.size() : end) - point - 1);
}

/// Equal to 12 digits, or as far as the expected number is written.
bool numbers_agree(double actual, double expected, std::string_view written) {
  const auto close = [](double a, double b) { return std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b)); };
  return close(actual, expected) || close(rounded(actual, decimals(written)), expected);
}

bool values_agree(const DataValue& actual, const std::string& written) {
  if (trimmed(to_string(actual)) == trimmed(written)) return true;
  const auto expected =
      parse_data_value(trimmed(written), actual.type >= ValueType::time ? actual.type : ValueType::none);
  if (is_numeric(actual.type) && is_numeric(expected.type)) {
    const bool units = actual.type == ValueType::quantity && expected.type == ValueType::quantity;
    return (!units || actual.text == expected.text) && numbers_agree(actual.number, expected.number, trimmed(written));
  }
  if (actual.type != expected.type) return false;
  switch (actual.type) {
    case ValueType::ordinal: return actual.number == expected.number && actual.code == expected.code;
    case ValueType::coded_text: return actual.code == expected.code;
    case ValueType::text: return with_line_ends(trimmed(actual.text)) == with_line_ends(trimmed(expected.text));
    case ValueType::date_time:
    case ValueType::time:
    case ValueType::duration:
    case ValueType::proportion: return actual.number == expected.number;
    case ValueType::none:
    case ValueType::number:
    case ValueType::count:
    case ValueType::quantity:
    case ValueType::boolean: break;
  }
  return actual == expected;
}

/// What is expected and did not come out, and what came out where nothing is expected; `strict`: also what is not named
/// beside other things that are.
std::string differences(const GuidelineRunner& runner, const GuidelineRun& run, const GuidelineStep& step,
                        bool strict) {
  std::string out;
  const auto add = [&](std::string text) { out += (out.empty() ? "" : "; ") + text; };
  const auto name = [&](std::uint32_t element) {
    const auto& record = runner.element(element);
    return std::string(runner.text(record.id)) + '|' + std::string(runner.text(record.label)) + '|';
  };
  std::set<std::uint32_t> expected;
  for (const auto& wanted : step.expected) {
    const auto element = runner.find_element(element_id(wanted.key));
    const auto actual = std::find_if(run.outputs.begin(), run.outputs.end(),
                                     [&](const ElementValue& v) { return element && v.element == *element; });
    if (element) expected.insert(*element);
    if (actual == run.outputs.end())
      add(wanted.key + ": expected '" + wanted.value + "', nothing came out");
    else if (!values_agree(actual->value, wanted.value))
      add(name(*element) + ": expected '" + wanted.value + "', '" + to_string(actual->value) + "' came out");
  }
  for (const auto& actual : run.outputs)
    if ((strict || step.expected.empty()) && !expected.contains(actual.element))
      add(name(actual.element) + ": nothing is expected, '" + to_string(actual.value) + "' came out");
  return out;
}

std::vector<ElementValue> read_inputs(const GuidelineRunner& runner, const GuidelineStep& step, std::string& unknown) {
  std::vector<ElementValue> out;
  for (const auto& input : step.inputs) {
    const auto element = runner.find_element(element_id(input.key));
    if (!element) {
      if (unknown.empty()) unknown = input.key;
      continue;
    }
    // What the guideline says that the element is, counts where the form leaves it open.
    out.push_back({*element, parse_data_value(trimmed(input.value), runner.element(*element).type)});
  }
  return out;
}

}  // namespace

std::size_t GuidelineTestRun::count(Outcome outcome) const {
  return static_cast<std::size_t>(std::count_if(results.begin(), results.end(),
                                                [&](const GuidelineTestResult& r) { return r.outcome == outcome; }));
}

GuidelineTester::~GuidelineTester() = default;

GuidelineRunner* GuidelineTester::runner(const std::string& guideline) {
  for (const auto& [id, known] : runners_)
    if (id == guideline) return known.get();
  const auto found = find_guideline(tables_, guideline);
  if (runners_.size() >= 8) runners_.erase(runners_.begin());
  runners_.emplace_back(guideline, found ? std::make_unique<GuidelineRunner>(tables_, *found) : nullptr);
  return runners_.back().second.get();
}

GuidelineTestResult GuidelineTester::run_one(const GuidelineTest& test, std::size_t repeat, GuidelineTestRun& out) {
  GuidelineTestResult result{.file = test.where.file, .id = test.id, .where = test.where};
  if (!test.steps.empty()) result.guideline = test.steps.front().guideline;
  const auto skip = [&](std::string code, std::string reason) {
    result.outcome = Outcome::skipped, result.code = std::move(code), result.reason = std::move(reason);
    return result;
  };
  for (const auto& step : test.steps)
    if (!runner(step.guideline))
      return skip("unmatched-guideline", "there is no guideline '" + step.guideline + "' that could be read");
  if (test.steps.empty()) return skip("unmatched-guideline", "the file names no guideline");
  struct Written {
    std::string model, path;
    DataValue value;
  };
  std::vector<Written> written;
  for (const auto& step : test.steps) {
    auto& one = *runner(step.guideline);
    std::string unknown;
    auto inputs = read_inputs(one, step, unknown);
    if (!unknown.empty()) result.reason = "the input '" + unknown + "' is no element of '" + step.guideline + "'; ";
    for (std::uint32_t e = 1; e < one.guideline().elements.count; ++e)
      for (const auto& earlier : written)
        if (one.text(one.element(e).model) == earlier.model && one.text(one.element(e).path) == earlier.path)
          inputs.insert(inputs.begin(), {e, earlier.value});
    const auto begin = std::clock();
    auto run = one.run(inputs, test.now.value_or(times_.unnamed));
    for (std::size_t again = 1; again < repeat; ++again) run = one.run(inputs, test.now.value_or(times_.unnamed));
    out.seconds += static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    out.evaluated += repeat;
    const auto wrong = differences(one, run, step, strict_);
    if (!wrong.empty()) result.outcome = Outcome::failed, result.reason += wrong;
    for (const auto& o : run.outputs)
      written.push_back({std::string(one.text(one.element(o.element).model)),
                         std::string(one.text(one.element(o.element).path)), o.value});
  }
  if (result.outcome == Outcome::passed) result.reason.clear();
  return result;
}

bool GuidelineTester::asks_for_time(const GuidelineTest& test) {
  return std::any_of(test.steps.begin(), test.steps.end(), [&](const GuidelineStep& step) {
    const auto* one = runner(step.guideline);
    if (!one) return false;
    const auto nodes = one->guideline().nodes;
    const auto first = tables_.guidelines.nodes.begin() + nodes.first;
    return std::any_of(first, first + nodes.count,
                       [](const ExpressionNode& n) { return n.op == Op::element && n.concept_ref == 0; });
  });
}

/// The earliest first day of a month up to `latest` at which the most of the tests pass, if any of them ever does.
std::optional<double> GuidelineTester::passing_time(const std::vector<GuidelineTest>& tests) {
  using namespace std::chrono;
  std::optional<double> best;
  std::size_t most = 0;
  for (year_month month = 2010y / January;; month += months(1)) {
    const double time = static_cast<double>(sys_days(month / 1).time_since_epoch().count()) * 86'400'000;
    if (time > times_.latest) return best;
    GuidelineTestRun tried;
    for (auto test : tests) {
      test.now = time;
      tried.results.push_back(run_one(test, 1, tried));
    }
    if (const auto passed = tried.count(Outcome::passed); passed > most) most = passed, best = time;
  }
}

void GuidelineTester::judge_without_time(const std::vector<GuidelineTest>& tests, GuidelineTestRun& out,
                                         std::size_t first) {
  std::vector<GuidelineTest> open;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < tests.size(); ++i)
    if (!tests[i].now && out.results[first + i].outcome == Outcome::failed && asks_for_time(tests[i]))
      open.push_back(tests[i]), places.push_back(first + i);
  const auto time = open.empty() ? std::nullopt : passing_time(open);
  if (!time) return;
  const auto day = [](double at) {
    return to_string(DataValue{.type = ValueType::date_time, .number = at}).substr(0, 10);
  };
  for (std::size_t i = 0; i < open.size(); ++i) {
    open[i].now = time;
    GuidelineTestRun tried;
    if (run_one(open[i], 1, tried).outcome != Outcome::passed) continue;
    auto& result = out.results[places[i]];
    result.outcome = Outcome::skipped, result.code = "no-time";
    result.reason = "the file names no time for a guideline that asks for it; at " + day(*time) +
                    " what is expected comes out, but at " + day(times_.unnamed) + ": " + result.reason;
  }
}

void GuidelineTester::run(const std::vector<GuidelineTest>& tests, std::size_t repeat, GuidelineTestRun& out) {
  const auto first = out.results.size();
  for (const auto& test : tests) out.results.push_back(run_one(test, repeat, out));
  if (!times_.given) judge_without_time(tests, out, first);
}

std::optional<double> common_time(const std::vector<GuidelineTestFile>& files) {
  std::map<double, std::size_t> named;
  for (const auto& file : files)
    if (file.now) ++named[*file.now];
  const auto most =
      std::max_element(named.begin(), named.end(), [](const auto& a, const auto& b) { return a.second <= b.second; });
  return most == named.end() ? std::nullopt : std::optional(most->first);
}

}  // namespace noso::audit
