#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>

#include "noso/engine/audit/guideline_tests.hpp"

namespace noso::audit {

namespace {

constexpr std::size_t kMaxTestBytes = 16u << 20;
constexpr std::size_t kMaxTestsInFile = 100'000;
constexpr std::string_view kHelp = "correct the file";

std::uint32_t line_of(const YAML::Mark& mark, std::uint32_t before) {
  return mark.is_null() ? before + 1 : before + static_cast<std::uint32_t>(mark.line) + 1;
}

std::string scalar(const YAML::Node& node) {
  return node.IsScalar() ? node.Scalar() : node.IsNull() ? std::string() : std::string("?");
}

class TestReader {
 public:
  TestReader(const std::string& text, const std::string& file) : text_(text), file_(file) {}

  GuidelineTestFile read() {
    if (text_.size() > kMaxTestBytes) {
      unreadable(1, "the file is larger than 16 MiB");
    } else if (text_.find_first_not_of(" \t\r\n") == std::string::npos) {
      unreadable(1, "the file is empty");
    } else {
      try {
        whole(YAML::Load(text_));
      } catch (const YAML::Exception& whole_failure) {
        in_pieces(whole_failure);
      }
    }
    out_.now = now_;
    return std::move(out_);
  }

 private:
  void unreadable(std::uint32_t line, std::string message) {
    out_.unreadable.push_back(error("unreadable-yaml", std::move(message), std::string(kHelp), {file_, line}));
  }

  void head(const YAML::Node& root) {
    if (!root.IsMap()) throw YAML::RepresentationException(root.Mark(), "a map is expected");
    const auto guidelines = root["guidelines"];
    if (!guidelines || !guidelines.IsMap())
      throw YAML::RepresentationException(root.Mark(), "'guidelines' names no guidelines");
    for (const auto& entry : guidelines) guidelines_.emplace_back(scalar(entry.first), scalar(entry.second));
    const auto number = [](const std::string& text) {
      int n = 0;
      std::from_chars(text.data(), text.data() + text.size(), n);
      return n;
    };
    std::stable_sort(guidelines_.begin(), guidelines_.end(),
                     [&](const auto& a, const auto& b) { return number(a.first) < number(b.first); });
    if (const auto now = root["current_datetime"]; now && now.IsScalar()) now_ = parse_date_time(now.Scalar());
  }

  void whole(const YAML::Node& root) {
    head(root);
    const auto tests = root["test_cases"];
    if (!tests || !tests.IsSequence()) return unreadable(line_of(root.Mark(), 0), "'test_cases' is no list");
    for (const auto& test : tests) {
      try {
        add(test, 0);
      } catch (const YAML::Exception& failure) {
        unreadable(line_of(test.Mark(), 0), failure.msg);
      }
    }
  }

  void add(const YAML::Node& node, std::uint32_t lines_before) {
    if (!node.IsMap()) throw YAML::RepresentationException(node.Mark(), "a test case is a map");
    if (out_.tests.size() >= kMaxTestsInFile)
      throw YAML::RepresentationException(node.Mark(), "there are too many test cases");
    GuidelineTest test;
    test.where = {file_, line_of(node.Mark(), lines_before)};
    test.now = now_;
    if (node["id"]) test.id = scalar(node["id"]);
    for (const auto& [number, id] : guidelines_) {
      GuidelineStep step{.number = number, .guideline = id};
      step.inputs = values(member(node, "input"), number);
      step.expected = values(member(node, "expected_output"), number);
      for (const auto& expected : step.expected)
        if (expected.value.empty())
          throw YAML::RepresentationException(node.Mark(), "'" + expected.key + "' is expected to have no value");
      test.steps.push_back(std::move(step));
    }
    out_.tests.push_back(std::move(test));
  }

  /// The member that has a value; of several the last, as some files name one twice.
  static YAML::Node member(const YAML::Node& map, std::string_view name) {
    YAML::Node out(YAML::NodeType::Null);
    for (const auto& entry : map)
      if (scalar(entry.first) == name && !entry.second.IsNull()) out.reset(entry.second);
    return out;
  }

  static std::vector<WrittenValue> values(const YAML::Node& by_guideline, const std::string& number) {
    std::vector<WrittenValue> out;
    if (!by_guideline || !by_guideline.IsMap()) return out;
    for (const auto& entry : by_guideline) {
      if (scalar(entry.first) != number || entry.second.IsNull()) continue;
      if (!entry.second.IsMap())
        throw YAML::RepresentationException(entry.second.Mark(), "the values of a guideline are a map of elements");
      for (const auto& value : entry.second) {
        if (!value.second.IsScalar() && !value.second.IsNull())
          throw YAML::RepresentationException(value.second.Mark(),
                                              "'" + scalar(value.first) + "' has several values or none");
        out.push_back({scalar(value.first), scalar(value.second)});
      }
    }
    return out;
  }

  /// The file is no YAML as a whole: its head, and every item of the list of test cases by itself.
  void in_pieces(const YAML::Exception& whole_failure) {
    const auto failed_at = line_of(whole_failure.mark, 0);
    const auto lines = split();
    std::size_t list = 0;
    while (list < lines.size() && !lines[list].starts_with("test_cases:")) ++list;
    std::string before;
    for (std::size_t i = 0; i < list; ++i) before.append(lines[i]).append("\n");
    try {
      head(YAML::Load(before));
    } catch (const YAML::Exception&) {
      return unreadable(failed_at, whole_failure.msg);
    }
    std::size_t begin = list + 1;
    while (begin < lines.size() && lines[begin].find_first_not_of(" \r") == std::string_view::npos) ++begin;
    if (begin >= lines.size()) return unreadable(failed_at, whole_failure.msg);
    const auto mark = std::string(lines[begin].substr(0, lines[begin].find_first_not_of(' '))) + "- ";
    for (std::size_t i = begin; i < lines.size();) {
      auto end = i + 1;
      while (end < lines.size() && !lines[end].starts_with(mark)) ++end;
      piece(lines, i, end);
      i = end;
    }
  }

  void piece(const std::vector<std::string_view>& lines, std::size_t begin, std::size_t end) {
    std::string text;
    for (auto i = begin; i < end; ++i) text.append(lines[i]).append("\n");
    const auto before = static_cast<std::uint32_t>(begin);
    try {
      const auto item = YAML::Load(text);
      if (!item.IsSequence() || item.size() != 1)
        throw YAML::RepresentationException(item.Mark(), "one test case is expected");
      add(item[0], before);
    } catch (const YAML::Exception& failure) {
      unreadable(line_of(failure.mark, before), failure.msg);
    }
  }

  std::vector<std::string_view> split() const {
    std::vector<std::string_view> out;
    std::string_view rest = text_;
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      out.push_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out;
  }

  const std::string& text_;
  const std::string& file_;
  std::vector<std::pair<std::string, std::string>> guidelines_;
  std::optional<double> now_;
  GuidelineTestFile out_;
};

}  // namespace

GuidelineTestFile read_guideline_tests(const std::string& text, const std::string& file) {
  return TestReader(text, file).read();
}

}  // namespace noso::audit
