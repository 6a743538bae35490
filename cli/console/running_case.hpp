/// The case of a conversation: what was said last of a finding counts, and every change can be taken back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "noso/engine/engine.hpp"

namespace noso::cli {

/// What is said of a fact.
enum class Said { present, absent, unknown };

/// `told` with this said of the concept, in place of anything said of it before. A condition that is present goes to
/// the history, an intervention to what was tried. Errors: `cannot-say` where nothing can be said so of such a concept.
Result<Case> with_fact(const Knowledge& knowledge, const Case& told, ConceptId about, Said said);
/// `told` with nothing said of the concept.
Case without_fact(const Knowledge& knowledge, const Case& told, ConceptId about);
/// `told` with nothing said of what the note speaks of: the note, added to it, goes before what was said earlier. A
/// note that says it both ways stays a conflict.
Case without_noted(const Knowledge& knowledge, const Case& told, const NoteReading& reading);

class RunningCase {
 public:
  const Case& now() const { return now_; }
  void change(Case next);
  /// False where there is nothing to take back.
  bool undo();
  /// What was changed so far stays.
  void forget_changes() { before_.clear(); }

 private:
  static constexpr std::size_t kMostUndone = 500;
  Case now_{.lenient = true};
  std::vector<Case> before_;
};

}  // namespace noso::cli
