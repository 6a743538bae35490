/// The command line as data: what completion scripts and the manual page are written from, so that neither can go
/// stale.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace noso::cli {

struct OptionText {
  std::vector<std::string> names;    ///< with dashes, short ones first; empty: an argument by position
  std::string argument;              ///< the name of an argument by position
  std::string value;                 ///< what stands for its value (FILE, NAME, …); empty: a flag
  std::vector<std::string> choices;  ///< the values it may have, where they are listed
  std::string help;
  bool repeats = false;
  bool required = false;
};

struct CommandText {
  std::vector<std::string> path;  ///< `review`, `sign`; empty for the program
  std::string help;
  std::vector<OptionText> options;
  std::vector<std::string> children;  ///< names of its commands
};

/// The program first, then every command, each before its own commands.
std::vector<CommandText> command_tree(const CLI::App& app);

std::string bash_completion(const std::vector<CommandText>& commands);
std::string zsh_completion(const std::vector<CommandText>& commands);
/// noso(1) in roff.
std::string manual_page(const std::vector<CommandText>& commands, const std::string& version);

/// The texts joined by `separator`.
std::string joined(const std::vector<std::string>& texts, const std::string& separator);

/// Is a path expected there?
bool takes_path(const OptionText& option);

}  // namespace noso::cli
