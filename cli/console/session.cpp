#include "console/session.hpp"

#include <algorithm>
#include <ostream>

#include "case_input.hpp"
#include "concept_input.hpp"
#include "console/summary.hpp"
#include "noso/base/file_io.hpp"
#include "render/answer_text.hpp"
#include "render/concept_text.hpp"
#include "render/dot.hpp"
#include "render/explanation_text.hpp"
#include "render/found.hpp"
#include "render/graphviz.hpp"
#include "render/note_text.hpp"
#include "render/page.hpp"

namespace noso::cli {

namespace {

constexpr std::size_t kMostFound = 8;
constexpr double kJustTheseWords = 2;  // score of a name of just the words sought (`KnowledgeFile::search`)

}  // namespace

Session::Session(const Engine& engine, AssessOptions options, std::string color, std::ostream& out)
    : engine_(engine), options_(std::move(options)), color_(std::move(color)), out_(out) {}

bool Session::begin(Case told) {
  const bool taken = take_with_text(std::move(told));
  case_.forget_changes();
  return taken;
}

bool Session::take_with_text(Case told) {
  if (told.text.empty()) return take(std::move(told));
  const auto text = std::move(told.text);
  told.text.clear();
  const auto reading = engine_.note_reader().read(text);
  if (!reading.ok()) {
    refuse(reading.errors());
    return false;
  }
  add_reading(told, *reading, engine_.knowledge());
  return take(std::move(told));
}

bool Session::handle(std::string_view line) {
  const auto [command, argument] = read_line(line);
  if (!command) {
    if (!argument.empty()) note(argument);
    return true;
  }
  if (command->verb == Verb::quit) return false;
  const bool may_be_empty = command->argument == Argument::none || command->argument == Argument::optional_condition ||
                            command->argument == Argument::optional_file;
  if (argument.empty() && !may_be_empty)
    refuse({error("no-argument", "'" + std::string(command->name) + "' says of what",
                  "write " + std::string(command->usage))});
  else
    do_command(*command, argument);
  return true;
}

void Session::do_command(const ConsoleCommand& command, std::string_view argument) {
  switch (command.verb) {
    case Verb::add: return say(argument, Said::present);
    case Verb::deny: return say(argument, Said::absent);
    case Verb::unknown: return say(argument, Said::unknown);
    case Verb::retract: return retract(argument);
    case Verb::age: return set_age(argument);
    case Verb::sex: return set_sex(argument);
    case Verb::why:
    case Verb::why_not: return why(argument);
    case Verb::what_if: return what_if(argument);
    case Verb::next:
    case Verb::care:
    case Verb::urgency:
    case Verb::differential:
    case Verb::all:
    case Verb::told: return show_part(command.verb);
    case Verb::search: return search(argument);
    case Verb::show: return show(argument);
    case Verb::graph: return graph(argument);
    case Verb::save: return save(argument);
    case Verb::load: return load(argument);
    case Verb::undo: return undo();
    case Verb::reset: take(Case{}); return;
    case Verb::help: return help();
    case Verb::quit: return;
  }
}

void Session::refuse(const std::vector<Diagnostic>& why) {
  any_refused_ = true;
  Page page(color_);
  for (const auto& d : why)
    page.paragraph(page.ink(Ink::red, "? "),
                   d.message + (d.help.empty() ? "" : "; " + d.help) + page.ink(Ink::dim, "  [" + d.code + "]"));
  out_ << page.text();
}

std::optional<Answer> Session::answer() {
  auto made = engine_.assess(case_.now(), options_);
  if (made.ok()) return std::move(*made);
  refuse(made.errors());
  return std::nullopt;
}

bool Session::take(Case next) {
  next.lenient = true;
  const auto made = engine_.assess(next, options_);
  if (!made.ok()) {
    refuse(made.errors());
    return false;
  }
  case_.change(std::move(next));
  out_ << render_summary(*made, color_);
  return true;
}

Result<ConceptId> Session::meant(std::string_view name, std::optional<ConceptKind> kind) {
  const auto& kb = engine_.knowledge();
  const std::string exactly(name);
  if (!kb.find(exactly, kind).empty()) return one_concept(kb, exactly, kind);
  const auto found = engine_.search(name, kind, kMostFound);
  if (!found.ok()) return found.errors();
  const auto near =
      std::count_if(found->begin(), found->end(), [](const auto& f) { return f.score >= kJustTheseWords; });
  if (near == 1) {
    out_ << "'" << name << "' is taken for '" << kb.label(found->front().found) << "'\n";
    return found->front().found;
  }
  std::string list;
  for (const auto& f : *found) list += (list.empty() ? "'" : ", '") + std::string(kb.label(f.found)) + "'";
  return error("unknown-name", "'" + std::string(name) + "' names nothing for certain",
               list.empty() ? "look for it with search" : "is it one of " + list + "?");
}

void Session::say(std::string_view name, Said said) {
  const auto about = meant(name);
  if (!about.ok()) return refuse(about.errors());
  auto next = with_fact(engine_.knowledge(), case_.now(), *about, said);
  if (!next.ok()) return refuse(next.errors());
  take(std::move(*next));
}

void Session::retract(std::string_view name) {
  const auto about = meant(name);
  if (!about.ok()) return refuse(about.errors());
  take(without_fact(engine_.knowledge(), case_.now(), *about));
}

void Session::note(std::string_view text) {
  const auto& kb = engine_.knowledge();
  const auto reading = engine_.note_reader().read(text);
  if (!reading.ok()) return refuse(reading.errors());
  if (reading->concepts.empty() && reading->values.empty() && !reading->age.knows_something() &&
      reading->sex == Sex::unknown)
    return refuse({error("nothing-read", "nothing in this line was understood as clinical",
                         "'help' lists the commands, 'search' finds names")});
  auto next = without_noted(kb, case_.now(), *reading);
  next.text = text;
  const auto understood = engine_.assess(next, options_);
  if (!understood.ok()) return refuse(understood.errors());
  out_ << render_note(text, *understood, color_) << '\n';
  next.text.clear();
  add_reading(next, *reading, kb);
  take(std::move(next));
}

void Session::set_age(std::string_view text) {
  const auto age = parse_age(text);
  if (!age.ok()) return refuse(age.errors());
  Case next = case_.now();
  next.age = *age;
  take(std::move(next));
}

void Session::set_sex(std::string_view text) {
  const auto sex = parse<Sex>(text);
  if (!sex) return refuse({error("bad-flag", "'" + std::string(text) + "' is no sex", "use female or male")});
  Case next = case_.now();
  next.sex = *sex;
  take(std::move(next));
}

void Session::why(std::string_view name) {
  Result<ConceptId> condition = ConceptId{};
  if (name.empty()) {
    const auto now = answer();
    if (!now) return;
    if (now->differential.conditions.empty())
      return refuse({error("no-ranking", "there is no ranking yet", "tell a finding that is in scope")});
    condition = now->differential.conditions.front().condition;
  } else {
    condition = meant(name, ConceptKind::condition);
  }
  if (!condition.ok()) return refuse(condition.errors());
  const auto made = engine_.explain(case_.now(), engine_.knowledge().id(*condition), options_);
  if (!made.ok()) return refuse(made.errors());
  out_ << render_urgency(*made, color_) << render_explanation(*made, color_);
}

void Session::what_if(std::string_view name) {
  const bool absent = name.starts_with("no ") || name.starts_with("not ");
  if (absent) name.remove_prefix(name.find(' ') + 1);
  const auto about = meant(name);
  if (!about.ok()) return refuse(about.errors());
  const auto changed = with_fact(engine_.knowledge(), case_.now(), *about, absent ? Said::absent : Said::present);
  if (!changed.ok()) return refuse(changed.errors());
  const auto before = answer();
  if (!before) return;
  const auto after = engine_.assess(*changed, options_);
  if (!after.ok()) return refuse(after.errors());
  out_ << render_change(*before, *after, color_);
}

void Session::show_part(Verb verb) {
  const auto now = answer();
  if (!now) return;
  if (verb == Verb::told)
    out_ << render_told(*now, color_);
  else if (verb == Verb::all)
    out_ << render(*now, {.escalation = true, .differential = true, .questions = true, .care = true}, color_);
  else
    out_ << render(*now,
                   {.escalation = verb == Verb::urgency,
                    .differential = verb == Verb::differential,
                    .questions = verb == Verb::next,
                    .care = verb == Verb::care},
                   color_);
}

void Session::search(std::string_view words) {
  const auto found = engine_.search(words, std::nullopt, kMostFound);
  if (!found.ok()) return refuse(found.errors());
  if (found->empty()) return refuse({error("unknown-name", "nothing found for '" + std::string(words) + "'", "")});
  out_ << render_found(engine_.knowledge(), *found, color_);
}

void Session::show(std::string_view name) {
  const auto about = meant(name);
  if (!about.ok()) return refuse(about.errors());
  out_ << render_concept(engine_.knowledge(), *about, color_);
}

void Session::graph(std::string_view file) {
  const auto now = answer();
  if (!now) return;
  Result<std::string> picture = explanation_dot(*now);
  if (file.ends_with(".svg")) picture = draw_svg(*picture);
  if (!picture.ok()) return refuse(picture.errors());
  if (file.empty()) {
    out_ << *picture;
    return;
  }
  if (const auto written = write_file(std::string(file), *picture, Readers::owner); !written.ok())
    return refuse(written.errors());
  out_ << "wrote " << file << '\n';
}

/// What is said both ways in a note would be refused of a case that is not read from one: it is saved as unknown.
void Session::save(std::string_view file) {
  const auto now = answer();
  if (!now) return;
  Case saved = case_.now();
  const auto& kb = engine_.knowledge();
  for (const auto c : now->facts.conflicts) {
    const auto unsaid = with_fact(kb, saved, c, Said::unknown);
    if (!unsaid.ok()) continue;
    saved = *unsaid;
    out_ << "'" << kb.label(c) << "' was said both ways; it is saved as unknown\n";
  }
  if (const auto written = write_file(std::string(file), to_json(saved), Readers::owner); !written.ok())
    return refuse(written.errors());
  out_ << "wrote " << file << ", readable by you alone\n";
}

void Session::load(std::string_view file) {
  auto told = read_case_file(std::string(file), engine_.knowledge(), {.as_of = options_.as_of});
  if (!told.ok()) return refuse(told.errors());
  take_with_text(std::move(told->patient));
}

void Session::undo() {
  if (!case_.undo()) return refuse({error("nothing-to-undo", "there is nothing to take back", "")});
  if (const auto now = answer()) out_ << render_summary(*now, color_);
}

void Session::help() {
  Page page(color_);
  page.paragraph("", "Write a note in plain words, or one of these:");
  for (const auto& command : kConsoleCommands) {
    std::string first = "  " + std::string(command.usage);
    first.resize(std::max<std::size_t>(first.size(), 24), ' ');
    page.paragraph(page.ink(Ink::cyan, first), command.help);
  }
  out_ << page.text();
}

}  // namespace noso::cli
