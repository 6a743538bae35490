#include "describe/command_tree.hpp"

namespace noso::cli {

namespace {

// The words before the cursor lead to a command; values of options are passed over on the way.
constexpr const char* kHead = R"(# Completion of noso for bash. Written by 'noso completion bash'.
_noso() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} path= words= i
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
)";
constexpr const char* kMiddle = R"(    esac
    case "$path ${COMP_WORDS[i]}" in
)";
constexpr const char* kTail = R"(  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o bashdefault -o default -F _noso noso
)";

std::string quoted_path(const CommandText& command) { return "\"" + joined(command.path, " ") + "\""; }

/// `path|option` patterns; the options of the program stand after every command.
std::string patterns(const CommandText& command, const OptionText& option) {
  std::string out;
  for (const auto& name : option.names) {
    const auto pattern =
        command.path.empty() ? "*\"|" + name + "\"" : "\" " + joined(command.path, " ") + "|" + name + "\"";
    out += (out.empty() ? "" : " | ") + pattern;
  }
  return out;
}

void add_values(const std::vector<CommandText>& commands, std::string& out) {
  out += "  case \"$path|$prev\" in\n";
  for (const auto& command : commands)
    for (const auto& option : command.options) {
      if (option.names.empty() || option.value.empty()) continue;
      out += "    " + patterns(command, option) + ")";
      if (!option.choices.empty())
        out += " COMPREPLY=($(compgen -W \"" + joined(option.choices, " ") + "\" -- \"$cur\"));";
      out += " return ;;\n";
    }
  out += "  esac\n";
}

std::string proposals(const CommandText& command, const CommandText& program) {
  std::vector<std::string> words = command.children;
  const auto add = [&](const CommandText& from) {
    for (const auto& option : from.options) words.insert(words.end(), option.names.begin(), option.names.end());
  };
  for (const auto& option : command.options)
    if (option.names.empty()) words.insert(words.end(), option.choices.begin(), option.choices.end());
  add(command);
  if (!command.path.empty()) add(program);
  return joined(words, " ");
}

}  // namespace

std::string bash_completion(const std::vector<CommandText>& commands) {
  std::string out = kHead;
  std::vector<std::string> with_value;
  for (const auto& command : commands)
    for (const auto& option : command.options)
      if (!option.value.empty()) with_value.insert(with_value.end(), option.names.begin(), option.names.end());
  out += "      " + joined(with_value, " | ") + ")\n        ((i++))\n        continue\n        ;;\n";
  out += kMiddle;
  for (const auto& command : commands)
    if (!command.path.empty())
      out += "      \" " + joined(command.path, " ") + "\") path=\" " + joined(command.path, " ") + "\" ;;\n";
  out += "    esac\n  done\n";
  add_values(commands, out);
  out += "  case $path in\n";
  for (const auto& command : commands)
    out += "    " + (command.path.empty() ? "\"\"" : "\" " + quoted_path(command).substr(1)) + ") words=\"" +
           proposals(command, commands.front()) + "\" ;;\n";
  return out + kTail;
}

}  // namespace noso::cli
