// completion and manual: what the installation ships, and what anybody may print again.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "describe/command_tree.hpp"

namespace noso::cli {

void add_describe(CLI::App& app) {
  auto* completion = app.add_subcommand("completion", "Print the completion script of a shell");
  const auto shell = std::make_shared<std::string>();
  completion->add_option("shell", *shell, "bash or zsh")->required()->check(CLI::IsMember({"bash", "zsh"}));
  completion->callback([&app, shell] {
    const auto commands = command_tree(app);
    std::cout << (*shell == "bash" ? bash_completion(commands) : zsh_completion(commands));
  });
  app.add_subcommand("manual", "Print the manual page noso(1) in roff")->callback([&app] {
    std::cout << manual_page(command_tree(app), std::string(kEngineVersion));
  });
}

}  // namespace noso::cli
