/// The published test cases of guidelines (YAML): what goes in, and what must come out.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "noso/engine/guideline.hpp"

namespace noso::audit {

/// The value of one element as it is written: `gt0003|Age|: 45,a`.
struct WrittenValue {
  std::string key, value;
};

/// What one guideline of a test case is given, and what it must give.
struct GuidelineStep {
  std::string number;     ///< by which the file refers to the guideline
  std::string guideline;  ///< its id
  std::vector<WrittenValue> inputs, expected;
};

struct GuidelineTest {
  std::string id;
  Location where;
  std::vector<GuidelineStep> steps;  ///< in the order of their numbers; each reads what those before it wrote
  std::optional<double> now;         ///< milliseconds
};

/// A test file as far as it can be read.
struct GuidelineTestFile {
  std::vector<GuidelineTest> tests;
  std::vector<Diagnostic> unreadable;  ///< of the file or of single test cases, each with its place
  std::optional<double> now;           ///< that it names; milliseconds
};

/// Reads one file. Where it is no YAML, its test cases are read one by one, so that a broken one costs only itself.
/// Input is bounded: 16 MiB, and no aliases. Never fails: what cannot be read is named.
GuidelineTestFile read_guideline_tests(const std::string& text, const std::string& file);

enum class Outcome : std::uint8_t { passed, failed, skipped };

struct GuidelineTestResult {
  std::string file, id, guideline;
  Location where;
  Outcome outcome = Outcome::passed;
  std::string code;    ///< of what was skipped: `unreadable-yaml`, `unmatched-guideline`, `no-time`
  std::string reason;  ///< why it failed or was skipped
};

struct GuidelineTestRun {
  std::vector<GuidelineTestResult> results;  ///< in order of file and place
  double seconds = 0;                        ///< of the processor, spent on evaluating alone
  std::size_t evaluated = 0;

  std::size_t count(Outcome outcome) const;
};

/// Runs tests against the guidelines of `tables`; `repeat` evaluates each so often, to measure. A test passes when
/// every expected value comes out, and nothing where nothing is expected; `strict`: and nothing else ever. Numbers
/// agree when they are equal to 12 significant digits, or when the expected one is what the actual one is rounded to;
/// codes agree whatever their labels.
class GuidelineTester {
 public:
  /// Milliseconds. A test whose file names no time is run at `unnamed`. Where that was not `given` by whoever asks, the
  /// test is run at what others name, and one that fails there and passes at another time (a month's first day up to
  /// `latest`, one for the whole file) lacks an input: it is skipped with the code `no-time`, neither passed nor
  /// failed.
  struct Times {
    double unnamed = 0;
    bool given = false;
    double latest = 0;
  };

  GuidelineTester(const Tables& tables, Times times, bool strict = false)
      : tables_(tables), times_(times), strict_(strict) {}
  ~GuidelineTester();

  /// The tests of one file.
  void run(const std::vector<GuidelineTest>& tests, std::size_t repeat, GuidelineTestRun& out);

 private:
  bool asks_for_time(const GuidelineTest& test);
  std::optional<double> passing_time(const std::vector<GuidelineTest>& tests);
  /// Of the tests whose results stand from `first` on.
  void judge_without_time(const std::vector<GuidelineTest>& tests, GuidelineTestRun& out, std::size_t first);
  GuidelineRunner* runner(const std::string& guideline);
  GuidelineTestResult run_one(const GuidelineTest& test, std::size_t repeat, GuidelineTestRun& out);

  const Tables& tables_;
  Times times_;
  bool strict_;
  std::vector<std::pair<std::string, std::unique_ptr<GuidelineRunner>>> runners_;
};

/// The time that most of the files name, the latest of several; nothing where none names one.
std::optional<double> common_time(const std::vector<GuidelineTestFile>& files);

}  // namespace noso::audit
