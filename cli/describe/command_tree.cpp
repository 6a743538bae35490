#include "describe/command_tree.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace noso::cli {

namespace {

/// CLI11 describes the set of a choice as `TEXT:{a,b,c}`, a range as `FLOAT:FLOAT in [0 - 1]`.
void read_type(const std::string& type, OptionText& out) {
  out.value = type.substr(0, type.find(':'));
  const auto open = type.find('{'), close = type.rfind('}');
  if (open == std::string::npos || close == std::string::npos || close < open) return;
  std::string word;
  for (const char c : type.substr(open + 1, close - open - 1) + ",") {
    if (c != ',')
      word += c;
    else
      out.choices.push_back(std::move(word)), word.clear();
  }
}

OptionText describe(const CLI::Option& option) {
  OptionText out{.help = option.get_description(), .required = option.get_required()};
  for (const auto& name : option.get_snames()) out.names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) out.names.push_back("--" + name);
  if (out.names.empty()) out.argument = option.get_name();
  if (option.get_items_expected_max() > 0) read_type(option.get_type_name(), out);
  out.repeats = option.get_items_expected_max() > 1;
  return out;
}

void add(const CLI::App& app, std::vector<std::string> path, std::vector<CommandText>& out) {
  CommandText command{.path = path, .help = app.get_description()};
  for (const auto* option : app.get_options())
    if (!option->get_group().empty()) command.options.push_back(describe(*option));
  const auto children = app.get_subcommands([](const CLI::App*) { return true; });
  for (const auto* child : children) command.children.push_back(child->get_name());
  out.push_back(std::move(command));
  for (const auto* child : children) {
    auto deeper = path;
    deeper.push_back(child->get_name());
    add(*child, std::move(deeper), out);
  }
}

}  // namespace

std::vector<CommandText> command_tree(const CLI::App& app) {
  std::vector<CommandText> out;
  add(app, {}, out);
  return out;
}

std::string joined(const std::vector<std::string>& texts, const std::string& separator) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : separator) + text;
  return out;
}

bool takes_path(const OptionText& option) {
  constexpr std::string_view kPaths[] = {"FILE", "PACK", "DIR", "SOURCE", "FOLDER", "TARGET", "OLD", "NEW"};
  return std::find(std::begin(kPaths), std::end(kPaths), option.value) != std::end(kPaths);
}

}  // namespace noso::cli
