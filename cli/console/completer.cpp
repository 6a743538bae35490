#include "console/completer.hpp"

#include <algorithm>
#include <optional>

#include "console/grammar.hpp"
#include "noso/ontology/completion.hpp"

namespace noso::cli {

namespace {

constexpr std::size_t kMostOptions = 20, kMostWords = 4, kShortest = 3;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// What all options begin with, in the spelling of the first.
std::string common_beginning(const std::vector<std::string>& options) {
  std::string out = options.front();
  for (const auto& option : options) {
    std::size_t n = 0;
    while (n < out.size() && n < option.size() && lower(out[n]) == lower(option[n])) ++n;
    while (n > 0 && n < out.size() && (static_cast<unsigned char>(out[n]) & 0xC0) == 0x80) --n;
    out.resize(n);
  }
  return out;
}

Completion among(std::string_view typed, std::vector<std::string> options) {
  Completion out;
  if (options.empty()) return out;
  auto insert = options.size() == 1 ? options.front() : common_beginning(options);
  if (insert.size() > typed.size() || options.size() == 1) {
    out.erase = typed.size();
    out.insert = std::move(insert);
  }
  if (options.size() > 1) out.options = std::move(options);
  return out;
}

std::vector<std::string> names(const Knowledge& knowledge, std::string_view typed, std::optional<ConceptKind> kind) {
  std::vector<std::string> out;
  for (const auto name : complete_name(knowledge, typed, kind, kMostOptions)) out.emplace_back(name);
  return out;
}

bool takes_name(Argument argument) {
  return argument != Argument::none && argument != Argument::file && argument != Argument::optional_file &&
         argument != Argument::anything;
}

}  // namespace

Completion complete_line(std::string_view before_cursor, const Knowledge& knowledge) {
  for (const auto& command : kConsoleCommands) {
    if (!before_cursor.starts_with(command.name) || before_cursor.size() <= command.name.size() ||
        before_cursor[command.name.size()] != ' ')
      continue;
    if (!takes_name(command.argument)) return {};
    auto typed = before_cursor.substr(command.name.size() + 1);
    if (command.verb == Verb::what_if && typed.starts_with("no ")) typed.remove_prefix(3);
    if (typed.empty()) return {};
    const bool condition = command.argument == Argument::condition || command.argument == Argument::optional_condition;
    return among(typed, names(knowledge, typed, condition ? std::optional(ConceptKind::condition) : std::nullopt));
  }
  std::vector<std::string> commands;
  for (const auto& command : kConsoleCommands)
    if (command.name.starts_with(before_cursor)) commands.emplace_back(command.name);
  if (!commands.empty()) return among(before_cursor, std::move(commands));
  std::vector<std::size_t> begins{0};
  for (std::size_t i = 0; i + 1 < before_cursor.size(); ++i)
    if (before_cursor[i] == ' ') begins.push_back(i + 1);
  const auto first = begins.size() > kMostWords ? begins.size() - kMostWords : 0;
  for (auto b = first; b < begins.size(); ++b) {
    const auto typed = before_cursor.substr(begins[b]);
    if (typed.size() < kShortest) break;
    if (auto found = names(knowledge, typed, std::nullopt); !found.empty()) return among(typed, std::move(found));
  }
  return {};
}

}  // namespace noso::cli
