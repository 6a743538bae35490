#include "describe/command_tree.hpp"

namespace noso::cli {

namespace {

/// Text between single quotes inside a specification of _arguments or _describe.
std::string quoted(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else if (c == '[' || c == ']' || c == ':' || c == '\\')
      out += {'\\', c};
    else
      out += c;
  }
  return out;
}

std::string action(const OptionText& option) {
  if (!option.choices.empty()) return "(" + joined(option.choices, " ") + ")";
  return takes_path(option) ? "_files" : " ";
}

std::string specification(const OptionText& option) {
  if (option.names.empty())
    return "'" +
           std::string(option.repeats    ? "*"
                       : option.required ? ""
                                         : ":") +
           ":" + quoted(option.argument) + ":" + action(option) + "'";
  const auto value = option.value.empty() ? std::string() : ":" + quoted(option.value) + ":" + action(option);
  const auto text = "[" + quoted(option.help) + "]" + value + "'";
  if (option.repeats) return "'*" + option.names.back() + text;
  if (option.names.size() == 1) return "'" + option.names.front() + text;
  return "'(" + joined(option.names, " ") + ")'{" + joined(option.names, ",") + "}'" + text;
}

std::string function_name(const CommandText& command) {
  return command.path.empty() ? "_noso" : "_noso_" + joined(command.path, "_");
}

const CommandText& find(const std::vector<CommandText>& commands, std::vector<std::string> path) {
  for (const auto& command : commands)
    if (command.path == path) return command;
  return commands.front();
}

void add_children(const CommandText& command, const std::vector<CommandText>& commands, std::string& out) {
  out += "    '1:command:->command' '*::argument:->argument'\n  case $state in\n    command)\n      local -a names=(\n";
  for (const auto& name : command.children) {
    auto path = command.path;
    path.push_back(name);
    out += "        '" + name + ":" + quoted(find(commands, path).help) + "'\n";
  }
  out += "      )\n      _describe command names\n      ;;\n    argument)\n      (( $+functions[" +
         function_name(command) + "_$words[1]] )) && " + function_name(command) + "_$words[1]\n      ;;\n  esac\n";
}

void add_command(const CommandText& command, const std::vector<CommandText>& commands, std::string& out) {
  out += "\n" + function_name(command) + "() {\n";
  if (!command.children.empty()) out += "  local state line\n  typeset -A opt_args\n";
  out += command.children.empty() ? "  _arguments -s \\\n" : "  _arguments -s -C \\\n";
  for (const auto& option : command.options) out += "    " + specification(option) + " \\\n";
  if (!command.path.empty())
    for (const auto& option : commands.front().options)
      if (option.names.back() != "--help") out += "    " + specification(option) + " \\\n";
  if (command.children.empty())
    out.erase(out.size() - 3), out += "\n";
  else
    add_children(command, commands, out);
  out += "}\n";
}

}  // namespace

std::string zsh_completion(const std::vector<CommandText>& commands) {
  std::string out = "#compdef noso\n# Completion of noso for zsh. Written by 'noso completion zsh'.\n";
  for (const auto& command : commands) add_command(command, commands, out);
  return out + "\n_noso \"$@\"\n";
}

}  // namespace noso::cli
