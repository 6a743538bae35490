#include "describe/command_tree.hpp"

namespace noso::cli {

namespace {

/// Plain text in roff: no hyphen becomes a dash, no line a request.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '-')
      out += "\\-";
    else if (c == '\\')
      out += "\\e";
    else
      out += c;
  }
  return !out.empty() && (out.front() == '.' || out.front() == '\'') ? "\\&" + out : out;
}

std::string bold(const std::string& text) { return "\\fB" + plain(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + plain(text) + "\\fR"; }

std::string names_of(const OptionText& option) {
  if (option.names.empty()) return italic(option.argument);
  std::string out;
  for (const auto& name : option.names) out += (out.empty() ? "" : ", ") + bold(name);
  return option.value.empty() ? out : out + " " + italic(option.value);
}

void add_options(const CommandText& command, std::string& out) {
  for (const auto& option : command.options) {
    if (!command.path.empty() && !option.names.empty() && option.names.back() == "--help") continue;
    out += ".TP\n" + names_of(option) + "\n" + plain(option.help);
    if (!option.choices.empty()) out += " (one of " + plain(joined(option.choices, ", ")) + ")";
    if (option.repeats && !option.names.empty()) out += "; may be repeated";
    out += "\n";
  }
}

std::string synopsis(const CommandText& command) {
  std::string out = bold("noso " + joined(command.path, " "));
  for (const auto& option : command.options) {
    if (!option.names.empty() && !option.required) continue;
    const auto shown = names_of(option) + (option.repeats ? " ..." : "");
    out += option.required ? " " + shown : " [" + shown + "]";
  }
  if (!command.children.empty()) out += " " + italic("COMMAND");
  return out + " [" + italic("OPTIONS") + "]";
}

constexpr const char* kTail = R"(.SH EXIT STATUS
.TP
0
done
.TP
1
the answer is "no": findings of a check, a failing vignette, a difference, nothing found
.TP
2
wrong usage
.TP
3
unreadable or invalid input
.TP
4
internal error
.SH ENVIRONMENT
.TP
.B NOSO_KB_DIR
folder of the built\-in knowledge, instead of the one that came with the program
.TP
.B NO_COLOR
where it is set, nothing is coloured unless \fB\-\-color always\fR asks for it
.SH NOTES
This is no medical device and no substitute for a clinician. The content that comes with it is a draft that no clinician has
signed; every answer says so.
.SH SEE ALSO
.BR noso (3)
)";

}  // namespace

std::string manual_page(const std::vector<CommandText>& commands, const std::string& version) {
  const auto& program = commands.front();
  std::string out =
      ".TH NOSO 1 \"\" \"Nosograph " + plain(version) + "\" \"User Commands\"\n.SH NAME\nnoso \\- " +
      "clinical decision support from a knowledge graph\n.SH SYNOPSIS\n.B noso\n" + italic("COMMAND") + " [" +
      italic("OPTIONS") + "]\n.SH DESCRIPTION\n" + plain(program.help) +
      "\nData goes to standard output, messages to standard error.\n.SH OPTIONS\nThey may stand before or "
      "after every command.\n";
  add_options(program, out);
  out += ".SH COMMANDS\n";
  for (const auto& command : commands) {
    if (command.path.empty()) continue;
    out += ".SS " + synopsis(command) + "\n" + plain(command.help) + "\n";
    add_options(command, out);
  }
  return out + kTail;
}

}  // namespace noso::cli
