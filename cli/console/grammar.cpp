#include "console/grammar.hpp"

namespace noso::cli {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

}  // namespace

ConsoleLine read_line(std::string_view line) {
  line = trimmed(line);
  for (const auto& command : kConsoleCommands) {
    if (!line.starts_with(command.name)) continue;
    const auto rest = line.substr(command.name.size());
    if (!rest.empty() && rest.front() != ' ') continue;
    if (command.argument == Argument::none && !rest.empty()) continue;
    return {&command, trimmed(rest)};
  }
  return {nullptr, line};
}

}  // namespace noso::cli
