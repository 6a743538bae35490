/// The conversation: one line in, what it does out.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "console/grammar.hpp"
#include "console/running_case.hpp"
#include "noso/engine/engine.hpp"

namespace noso::cli {

class Session {
 public:
  /// The engine must outlive it.
  Session(const Engine& engine, AssessOptions options, std::string color, std::ostream& out);

  /// Begins with this case; false and a message where it is refused.
  bool begin(Case told);
  /// False when the conversation is over.
  bool handle(std::string_view line);
  /// Whether a line was refused.
  bool any_refused() const { return any_refused_; }

 private:
  void refuse(const std::vector<Diagnostic>& why);
  std::optional<Answer> answer();
  /// Takes the changed case over and shows its answer; refuses a case that cannot be answered.
  bool take(Case next);
  /// As above, with what its note says.
  bool take_with_text(Case told);

  void do_command(const ConsoleCommand& command, std::string_view argument);
  void say(std::string_view name, Said said);
  void retract(std::string_view name);
  void note(std::string_view text);
  void set_age(std::string_view text);
  void set_sex(std::string_view text);
  void why(std::string_view name);
  void what_if(std::string_view name);
  void show_part(Verb verb);
  void search(std::string_view words);
  void show(std::string_view name);
  void graph(std::string_view file);
  void save(std::string_view file);
  void load(std::string_view file);
  void undo();
  void help();

  /// The one concept, of `kind` alone where given, that the name means: by a name, else where only one has a name of
  /// just these words.
  Result<ConceptId> meant(std::string_view name, std::optional<ConceptKind> kind = {});

  const Engine& engine_;
  AssessOptions options_;
  std::string color_;
  std::ostream& out_;
  RunningCase case_;
  bool any_refused_ = false;
};

}  // namespace noso::cli
