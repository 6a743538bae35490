/// The commands of the console: one table for reading, help and completion.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace noso::cli {

enum class Verb {
  add,
  deny,
  unknown,
  retract,
  age,
  sex,
  why_not,
  why,
  what_if,
  next,
  care,
  urgency,
  differential,
  all,
  told,
  search,
  show,
  graph,
  save,
  load,
  undo,
  reset,
  help,
  quit
};

enum class Argument { none, optional_condition, condition, fact, anything, concept_name, file, optional_file };

struct ConsoleCommand {
  Verb verb;
  std::string_view name;
  Argument argument;
  std::string_view usage, help;
};

/// "why not" stands before "why": the longer name is tried first.
inline constexpr std::array kConsoleCommands = {
    ConsoleCommand{Verb::add, "add", Argument::fact, "add NAME", "a finding or risk factor that is present"},
    ConsoleCommand{Verb::deny, "deny", Argument::fact, "deny NAME", "a finding or risk factor that is absent"},
    ConsoleCommand{Verb::unknown, "unknown", Argument::fact, "unknown NAME", "asked about, and not known"},
    ConsoleCommand{Verb::retract, "retract", Argument::fact, "retract NAME", "take back what was said of it"},
    ConsoleCommand{Verb::age, "age", Argument::anything, "age 45", "in years, or '18 mo'"},
    ConsoleCommand{Verb::sex, "sex", Argument::anything, "sex female", "female or male"},
    ConsoleCommand{Verb::why_not, "why not", Argument::condition, "why not NAME", "what keeps a condition down"},
    ConsoleCommand{Verb::why, "why", Argument::optional_condition, "why [NAME]",
                   "why the first condition, or this one, stands where it does"},
    ConsoleCommand{Verb::what_if, "what if", Argument::fact, "what if [no] NAME", "how the answer would change"},
    ConsoleCommand{Verb::next, "next", Argument::none, "next", "what to ask next"},
    ConsoleCommand{Verb::care, "care", Argument::none, "care", "what to do"},
    ConsoleCommand{Verb::urgency, "urgency", Argument::none, "urgency", "how urgent it is, and why"},
    ConsoleCommand{Verb::differential, "differential", Argument::none, "differential",
                   "what it could be, with reasons"},
    ConsoleCommand{Verb::all, "all", Argument::none, "all", "the whole answer"},
    ConsoleCommand{Verb::told, "case", Argument::none, "case", "what was told so far"},
    ConsoleCommand{Verb::search, "search", Argument::concept_name, "search WORDS", "find a concept"},
    ConsoleCommand{Verb::show, "show", Argument::concept_name, "show NAME", "a concept with all that is stated of it"},
    ConsoleCommand{Verb::graph, "graph", Argument::optional_file, "graph [FILE.svg]", "the explanation as a picture"},
    ConsoleCommand{Verb::save, "save", Argument::file, "save FILE", "the case as JSON, readable by you alone"},
    ConsoleCommand{Verb::load, "load", Argument::file, "load FILE", "a case in place of this one"},
    ConsoleCommand{Verb::undo, "undo", Argument::none, "undo", "take back the last change"},
    ConsoleCommand{Verb::reset, "reset", Argument::none, "reset", "forget the case"},
    ConsoleCommand{Verb::help, "help", Argument::none, "help", "this list"},
    ConsoleCommand{Verb::quit, "quit", Argument::none, "quit", "end (or Ctrl-D)"},
};

struct ConsoleLine {
  const ConsoleCommand* command = nullptr;  ///< none: a note
  std::string_view argument;
};

/// What a line asks for. A command without argument has the line for itself: "next visit in May" is a note.
ConsoleLine read_line(std::string_view line);

}  // namespace noso::cli
