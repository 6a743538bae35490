#include "noso/engine/engine.hpp"

#include <algorithm>

#include "care.hpp"
#include "differential.hpp"
#include "escalation.hpp"
#include "model.hpp"
#include "noso/base/text.hpp"
#include "questions.hpp"
#include "reassessment.hpp"
#include "scores.hpp"
#include "sides.hpp"
#include "single_cause_answer.hpp"

namespace noso {

struct Engine::Impl {
  explicit Impl(KnowledgeFile opened)
      : file(std::move(opened)), model(file.knowledge()), rules(file.knowledge()), care(file.knowledge()) {
    if (SingleCause::serves(file.knowledge())) single_cause.emplace(file.knowledge());
  }
  KnowledgeFile file;
  CausalModel model;
  RuleIndex rules;
  CareIndex care;
  std::optional<SingleCause> single_cause;  ///< instead of the model, for knowledge with thousands of conditions

  Result<Evaluation> resolve_case(const Case& told, Answer& answer) const;
  void conclude(Answer& answer, const Evaluation& evaluation, const AssessOptions& options) const;
};

Engine::Engine(KnowledgeFile file) : impl_(std::make_unique<const Impl>(std::move(file))) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

const Knowledge& Engine::knowledge() const { return impl_->file.knowledge(); }

namespace {

/// What is said to be absent although something else in the case, such as a measured value, makes it present.
std::vector<Diagnostic> contradictions(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation) {
  std::vector<Diagnostic> out;
  const auto& rules = knowledge.tables().rules;
  for (std::uint32_t r = 0; r < rules.size(); ++r) {
    if (rules[r].kind != RuleKind::definition || evaluation.truth(RuleId{r}) != Truth::yes) continue;
    const auto derived = knowledge.targets(rules[r]).front();
    if (facts.of(derived) != Truth::no) continue;
    std::string because;
    for (const auto& reason : reasons(knowledge, facts, evaluation, RuleId{r}))
      because += (because.empty() ? "" : ", ") + reason;
    out.push_back(error("contradiction",
                        "'" + std::string(knowledge.label(facts.because_of[derived.value])) +
                            "' is said to be absent, but '" + std::string(knowledge.label(derived)) +
                            "' follows from: " + because,
                        "correct one of the two"));
  }
  return out;
}

/// Says what was left out, as it may matter: nobody checked it against the advice.
void note_unrecognized(Answer& answer) {
  for (const auto& name : answer.facts.unrecognized) {
    std::string near;
    for (const auto& known : answer.knowledge->similar_names(name, ConceptKind::risk_factor))
      near += (near.empty() ? "; did you mean '" : ", '") + known + "'";
    answer.warnings.push_back("'" + name + "' is no drug that this knowledge knows: it was not taken into account" +
                              (near.empty() ? near : near + "?"));
  }
}

/// A test takes time: where help is needed at once, only what can be asked or looked at on the spot is asked.
bool delays(const Knowledge& knowledge, ConceptId finding) {
  const auto type = static_cast<FindingType>(knowledge[finding].type);
  return type == FindingType::imaging || type == FindingType::laboratory;
}

}  // namespace

/// The facts of the case, with what follows from them, and the value of every rule.
Result<Evaluation> Engine::Impl::resolve_case(const Case& told, Answer& answer) const {
  const auto& kb = file.knowledge();
  auto facts = resolve(kb, told, answer.as_of);
  if (!facts.ok()) return facts.errors();
  answer.knowledge = &kb;
  answer.case_id = told.id;
  answer.facts = std::move(*facts);
  auto evaluation = evaluate(kb, answer.facts);
  if (auto found = contradictions(kb, answer.facts, evaluation); !found.empty()) return found;
  return evaluation;
}

/// Everything that needs the case to be in scope: ranking, questions, care.
void Engine::Impl::conclude(Answer& answer, const Evaluation& evaluation, const AssessOptions& options) const {
  const auto& kb = file.knowledge();
  if (single_cause) return answer_with_single_cause(*single_cause, options, answer);
  for (std::uint32_t c = 0; c < kb.concept_count(); ++c)
    if (kb.has_flag({c}, kEntryFinding) && answer.facts.of({c}) == Truth::yes) answer.in_scope = true;
  if (!answer.in_scope) {
    answer.scope_reason = kb.text(kb.tables().scope.front().outside);
    return;
  }
  const auto population = choose_population(kb, answer.facts, evaluation, answer.scope_reason, answer.warnings);
  if (!population) {
    answer.in_scope = false;
    return;
  }
  auto ranking =
      rank(kb, model, answer.facts, *population, {.max_conditions = options.max_conditions}, answer.warnings);
  answer.differential = std::move(ranking.differential);
  const bool at_once = answer.escalation.level == Urgency::emergency;
  answer.ask_next = next_questions(kb, model, answer.facts, ranking.probabilities, answer.differential.none_of_these,
                                   at_once ? kb.concept_count() : options.max_questions);
  if (at_once) {
    std::erase_if(answer.ask_next, [&](const Question& q) { return delays(kb, q.finding); });
    answer.ask_next.resize(std::min(answer.ask_next.size(), options.max_questions));
  }
  answer.care =
      advise({kb, care, answer.facts, evaluation, answer.escalation, answer.differential, answer.as_of}, options);
}

bool tells_urgency(const Knowledge& knowledge) {
  const auto& rules = knowledge.tables().rules;
  return std::any_of(rules.begin(), rules.end(), [](const RuleRecord& r) { return r.kind == RuleKind::escalation; });
}

Result<Answer> Engine::assess(const Case& told, const AssessOptions& options) const {
  const auto sides = split_sides(knowledge(), told);
  Answer answer;
  answer.as_of = options.as_of ? *options.as_of : told.as_of.value_or(today());
  const auto evaluation = impl_->resolve_case(sides ? sides->joint : told, answer);
  if (!evaluation.ok()) return evaluation.errors();
  note_unrecognized(answer);
  answer.escalation = escalate(knowledge(), impl_->rules, answer.facts, *evaluation);
  if (!tells_urgency(knowledge()))
    answer.warnings.emplace_back("This knowledge holds no rules of urgency: it says nothing on how urgent a case is.");
  answer.scores = scores(knowledge(), answer.facts, *evaluation);
  impl_->conclude(answer, *evaluation, options);
  if (!sides || !sides->left) return answer;
  for (const auto& [side, its_case] : {std::pair{"left", &*sides->left}, std::pair{"right", &*sides->right}}) {
    Answer part;
    part.as_of = answer.as_of;
    const auto its_evaluation = impl_->resolve_case(*its_case, part);
    if (!its_evaluation.ok()) return its_evaluation.errors();
    part.escalation = answer.escalation;
    impl_->conclude(part, *its_evaluation, options);
    answer.problems.push_back({side, std::move(part.facts), part.in_scope, std::move(part.scope_reason),
                               std::move(part.differential), std::move(part.ask_next), std::move(part.care)});
  }
  answer.warnings.push_back(
      "left and right differ and are two problems: the ranking and care of the person mix both feet");
  return answer;
}

Result<Answer> Engine::reassess(const Case& now, const Case& before, const AssessOptions& options) const {
  auto then = options;
  if (before.as_of) then.as_of = before.as_of;
  const auto earlier = assess(before, then);
  if (!earlier.ok()) return earlier.errors();
  Answer first_look;
  first_look.as_of = options.as_of ? *options.as_of : now.as_of.value_or(today());
  const auto sides = split_sides(knowledge(), now);
  if (const auto looked = impl_->resolve_case(sides ? sides->joint : now, first_look); !looked.ok())
    return looked.errors();
  Reassessment since;
  since.case_before = before.id;
  since.findings = changes(knowledge(), earlier->facts, first_look.facts);
  since.overall = overall_change(knowledge(), earlier->facts, first_look.facts, since.findings);
  auto carried = carry_over(knowledge(), now, before, since.overall);
  auto answer = assess(carried.told, options);
  if (!answer.ok()) return answer;
  since.tried = std::move(carried.tried);
  for (const auto& entry : since.tried)
    if (entry.from_course)
      answer->warnings.push_back(
          "the response to '" + std::string(knowledge().label(entry.intervention)) +
          "' is not told; it is taken from the course of the complaint: " + std::string(to_string(entry.response)));
  compare_stages(*earlier, *answer, since);
  answer->since = std::move(since);
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
