#include "noso/engine/engine.hpp"

#include <algorithm>

#include "care.hpp"
#include "differential.hpp"
#include "escalation.hpp"
#include "model.hpp"
#include "noso/base/text.hpp"
#include "questions.hpp"

namespace noso {

struct Engine::Impl {
  explicit Impl(KnowledgeFile opened) : file(std::move(opened)), model(file.knowledge()) {}
  KnowledgeFile file;
  CausalModel model;
};

Engine::Engine(KnowledgeFile file) : impl_(std::make_unique<const Impl>(std::move(file))) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

const Knowledge& Engine::knowledge() const { return impl_->file.knowledge(); }

Result<Answer> Engine::assess(const Case& told, const AssessOptions& options) const {
  const auto& kb = knowledge();
  auto facts = resolve(kb, told);
  if (!facts.ok()) return facts.errors();

  Answer answer;
  answer.knowledge = &kb;
  answer.as_of = options.as_of.value_or(today());
  answer.case_id = told.id;
  answer.facts = std::move(*facts);
  const auto evaluation = evaluate(kb, answer.facts);
  answer.escalation = escalate(kb, answer.facts, evaluation);

  for (std::uint32_t c = 0; c < kb.concept_count(); ++c)
    if (kb.has_flag({c}, kEntryFinding) && answer.facts.of({c}) == Truth::yes) answer.in_scope = true;
  if (!answer.in_scope) {
    answer.scope_reason = kb.text(kb.tables().scope.front().outside);
    return answer;
  }
  const auto population = choose_population(kb, answer.facts, evaluation, answer.scope_reason, answer.warnings);
  if (!population) {
    answer.in_scope = false;
    return answer;
  }
  auto ranking =
      rank(kb, impl_->model, answer.facts, *population, {.max_conditions = options.max_conditions}, answer.warnings);
  answer.differential = std::move(ranking.differential);
  answer.ask_next = next_questions(kb, impl_->model, answer.facts, ranking.probabilities,
                                   answer.differential.none_of_these, options.max_questions);
  answer.care = advise(kb, answer.facts, evaluation, answer.escalation, answer.differential);
  return answer;
}

Result<std::vector<FoundConcept>> Engine::search(std::string_view query, std::optional<ConceptKind> kind,
                                                 std::size_t limit) const {
  const auto& kb = knowledge();
  constexpr std::size_t kPool = 200;
  auto hits = impl_->file.search(query, std::max(limit, kPool));
  if (!hits.ok()) return hits.errors();
  const std::string folded = fold(query);
  std::vector<FoundConcept> exact_label, exact_name, others;
  const auto add = [&](ConceptId c, double score) {
    if (kind && kb[c].kind != *kind) return;
    FoundConcept found{c, score, {}};
    const auto query_words = words(folded);
    std::size_t best = 0;
    for (const auto& name : kb.names(c)) {
      const auto text = kb.text(name.folded);
      if (text == folded) {
        found.matched = kb.text(name.text);
        (name.scope == NameScope::label ? exact_label : exact_name).push_back(found);
        return;
      }
      std::size_t matching = 0;
      for (const auto word : query_words) matching += text.find(word) != std::string_view::npos ? 1 : 0;
      if (matching > best) best = matching, found.matched = kb.text(name.text);
    }
    others.push_back(std::move(found));
  };
  for (const auto& hit : *hits) add(hit.found, hit.score);
  std::vector<FoundConcept> out = std::move(exact_label);
  out.insert(out.end(), exact_name.begin(), exact_name.end());
  out.insert(out.end(), others.begin(), others.end());
  if (out.size() > limit) out.resize(limit);
  return out;
}

}  // namespace noso
