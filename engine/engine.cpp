#include "noso/engine/engine.hpp"

#include <algorithm>
#include <mutex>

#include "care.hpp"
#include "changed_case.hpp"
#include "differential.hpp"
#include "escalation.hpp"
#include "explain.hpp"
#include "model.hpp"
#include "noso/engine/bound_guidelines.hpp"
#include "notes/confirmation.hpp"
#include "precautions.hpp"
#include "questions.hpp"
#include "reassessment.hpp"
#include "scores.hpp"
#include "search.hpp"
#include "sides.hpp"
#include "single_cause_answer.hpp"
#include "suggestions.hpp"

namespace noso {

constinit const std::string_view kEngineVersion = NOSO_VERSION;

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

  mutable std::once_flag reader_made;
  mutable std::optional<NoteReader> reader;

  Result<Evaluation> resolve_case(const Case& told, Answer& answer) const;
  std::optional<PopulationId> find_scope(const Evaluation& evaluation, Answer& answer) const;
  Escalation escalate_case(const Facts& facts, const Evaluation& evaluation) const;
  std::vector<ConceptId> to_confirm(const Case& told, const Answer& answer) const;
  Status conclude(Answer& answer, const Evaluation& evaluation, const AssessOptions& options) const;
  std::optional<QuickLook> look(const Case& told, Date as_of, Work most) const;
  void explain(const Case& told, ConceptId condition, const AssessOptions& options, Answer& answer) const;
};

Engine::Engine(KnowledgeFile file) : impl_(std::make_unique<const Impl>(std::move(file))) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

const Knowledge& Engine::knowledge() const { return impl_->file.knowledge(); }

const NoteReader& Engine::note_reader() const {
  std::call_once(impl_->reader_made, [&] { impl_->reader.emplace(knowledge()); });
  return *impl_->reader;
}

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

/// In a lenient case what is said to be absent gives way to what follows from the rest.
void set_aside(const Knowledge& knowledge, const Evaluation& evaluation, Facts& facts) {
  const auto& rules = knowledge.tables().rules;
  for (std::uint32_t r = 0; r < rules.size(); ++r) {
    if (rules[r].kind != RuleKind::definition || evaluation.truth(RuleId{r}) != Truth::yes) continue;
    const auto derived = knowledge.targets(rules[r]).front();
    if (facts.of(derived) != Truth::no) continue;
    const auto said = facts.because_of[derived.value];
    for (auto& fact : facts.given)
      if (fact.about == said) fact.state = Truth::unknown;
    if (std::find(facts.conflicts.begin(), facts.conflicts.end(), said) == facts.conflicts.end())
      facts.conflicts.push_back(said);
    for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c)
      if (facts.because_of[c] == said) facts.state[c] = Truth::unknown, facts.because_of[c] = ConceptId{};
  }
}

/// Says what was left out, as it may matter: nobody checked it against the advice. Another system does not misspell.
void note_unrecognized(const Case& told, Answer& answer) {
  Suggestions suggestions(*answer.knowledge);
  for (const auto& name : answer.facts.unrecognized) {
    std::string near;
    if (!told.lenient)
      for (const auto& known : suggestions.near(name, ConceptKind::risk_factor))
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

/// Says what is left out when the answer is due.
bool out_of_time(const AssessOptions& options, std::string_view left_out, Answer& answer) {
  if (!options.deadline || std::chrono::steady_clock::now() < *options.deadline) return false;
  answer.warnings.push_back("The time for this answer was over: it leaves out " + std::string(left_out) + ".");
  return true;
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
  if (auto found = contradictions(kb, answer.facts, evaluation); !found.empty()) {
    if (!told.lenient) return found;
    set_aside(kb, evaluation, answer.facts);
    return evaluate(kb, answer.facts);
  }
  return evaluation;
}

/// What is said to be both present and absent counts as present here.
Escalation Engine::Impl::escalate_case(const Facts& facts, const Evaluation& evaluation) const {
  const auto& kb = file.knowledge();
  if (facts.conflicts.empty()) return escalate(kb, rules, facts, evaluation);
  auto worst = facts;
  for (const auto c : facts.conflicts) worst.conclude(kb.graph(), c, Truth::yes);
  return escalate(kb, rules, worst, evaluate(kb, worst));
}

std::vector<ConceptId> Engine::Impl::to_confirm(const Case& told, const Answer& answer) const {
  return notes::decisive_absences(told, answer, [&](const Case& silent) -> std::optional<Escalation> {
    Answer scratch;
    scratch.as_of = answer.as_of;
    const auto evaluation = resolve_case(silent, scratch);
    if (!evaluation.ok()) return std::nullopt;
    return escalate_case(scratch.facts, *evaluation);
  });
}

/// The population whose priors apply where the case is in scope.
std::optional<PopulationId> Engine::Impl::find_scope(const Evaluation& evaluation, Answer& answer) const {
  const auto& kb = file.knowledge();
  for (std::uint32_t c = 0; c < kb.concept_count(); ++c)
    if (kb.has_flag({c}, kEntryFinding) && answer.facts.of({c}) == Truth::yes) answer.in_scope = true;
  if (!answer.in_scope) {
    answer.scope_reason = kb.text(kb.tables().scope.front().outside);
    return std::nullopt;
  }
  const auto population = choose_population(kb, answer.facts, evaluation, answer.scope_reason, answer.warnings);
  answer.in_scope = population.has_value();
  return population;
}

/// Everything that needs the case to be in scope: ranking, questions, care.
Status Engine::Impl::conclude(Answer& answer, const Evaluation& evaluation, const AssessOptions& options) const {
  const auto& kb = file.knowledge();
  if (single_cause && out_of_time(options, "the ranking", answer)) return success();
  if (single_cause) return answer_with_single_cause(*single_cause, options, answer);
  const auto population = find_scope(evaluation, answer);
  if (!population || out_of_time(options, "the ranking, questions and care", answer)) return success();
  auto ranking =
      rank(kb, model, answer.facts, *population,
           {.max_conditions = options.max_conditions, .most = Work::milliseconds(options.budget_ms)}, answer.warnings);
  answer.differential = std::move(ranking.differential);
  if (out_of_time(options, "questions and care", answer)) return success();
  const KnownSoFar known{kb, model, answer.facts, answer.escalation, answer.differential, ranking.probabilities};
  const bool at_once = answer.escalation.level == Urgency::emergency;
  answer.ask_next = next_questions(known, at_once ? kb.concept_count() : options.max_questions);
  if (at_once) {
    std::erase_if(answer.ask_next, [&](const Question& q) { return delays(kb, q.finding); });
    answer.ask_next.resize(std::min(answer.ask_next.size(), options.max_questions));
  }
  answer.stop_asking = stop_asking(known, answer.ask_next, options.settled_at);
  answer.care =
      advise({kb, care, answer.facts, evaluation, answer.escalation, answer.differential, answer.as_of}, options);
  return success();
}

bool tells_urgency(const Knowledge& knowledge) {
  const auto& rules = knowledge.tables().rules;
  return std::any_of(rules.begin(), rules.end(), [](const RuleRecord& r) { return r.kind == RuleKind::escalation; });
}

/// Nothing when the case is refused.
std::optional<QuickLook> Engine::Impl::look(const Case& told, Date as_of, Work most) const {
  const auto& kb = file.knowledge();
  Answer scratch;
  scratch.as_of = as_of;
  auto evaluation = resolve_case(told, scratch);
  if (!evaluation.ok()) return std::nullopt;
  QuickLook out;
  const auto population = find_scope(*evaluation, scratch);
  if (population) out.conditions = posterior(kb, model, scratch.facts, *population, most);
  out.in_scope = scratch.in_scope;
  for (const auto rule : rules.escalations)
    if (evaluation->truth(rule) == Truth::yes) out.level = std::max(out.level, kb[rule].level);
  out.evaluation = std::move(*evaluation);
  return out;
}

void Engine::Impl::explain(const Case& told, ConceptId condition, const AssessOptions& options, Answer& answer) const {
  const auto& kb = file.knowledge();
  const Work most = Work::milliseconds(options.budget_ms);
  Answer scratch;
  scratch.as_of = answer.as_of;
  const auto plain = with_changes(kb, told, {});
  const auto evaluation = resolve_case(plain, scratch);
  if (!evaluation.ok()) return;
  Differential all;
  if (const auto population = find_scope(*evaluation, scratch))
    all = rank(kb, model, scratch.facts, *population, {.max_conditions = model.conditions.size(), .most = most},
               scratch.warnings)
              .differential;
  answer.explanation = noso::explain(
      {kb, model, plain, answer, all, [&](const Case& changed) { return look(changed, answer.as_of, most); }},
      condition);
}

namespace {

/// A case and what was read in its note.
struct ReadCase {
  Case told;
  std::optional<NoteReading> note;
};

/// Adds what its text says. What stands beside the note is held to the rules of any case.
Result<ReadCase> with_text_read(const Engine& engine, Case told, const AssessOptions& options) {
  if (told.text.empty()) return ReadCase{std::move(told), std::nullopt};
  const auto& kb = engine.knowledge();
  if (const auto strict = resolve(kb, told, options.as_of.value_or(told.as_of.value_or(today()))); !strict.ok())
    return strict.errors();
  auto reading = engine.note_reader().read(told.text);
  if (!reading.ok()) return reading.errors();
  add_reading(told, *reading, kb);
  return ReadCase{std::move(told), std::move(*reading)};
}

}  // namespace

namespace {

/// The condition with this name.
Result<ConceptId> find_condition(const Knowledge& knowledge, std::string_view name) {
  const auto found = knowledge.find(name, ConceptKind::condition);
  if (found.size() == 1) return found.front();
  std::string list;
  for (const auto c : found) list += (list.empty() ? "'" : ", '") + std::string(knowledge.id(c)) + "'";
  if (!found.empty())
    return error("ambiguous-name", "'" + std::string(name) + "' names several conditions: " + list,
                 "use one of these ids");
  for (const auto& near : knowledge.similar_names(name, ConceptKind::condition))
    list += (list.empty() ? "did you mean '" : ", '") + near + "'";
  return error("unknown-name", "no condition '" + std::string(name) + "'",
               list.empty() ? "look for it with 'noso search'" : list + "?");
}

}  // namespace

Result<Answer> Engine::explain(const Case& told, std::string_view condition, const AssessOptions& options) const {
  const auto found = find_condition(knowledge(), condition);
  if (!found.ok()) return found.errors();
  if (!impl_->single_cause) {
    auto answer = assess(told, options);
    if (!answer.ok()) return answer;
    const auto read = with_text_read(*this, told, options);
    if (!read.ok()) return read.errors();
    impl_->explain(read->told, *found, options, *answer);
    return answer;
  }
  auto everything = options;
  everything.max_conditions = knowledge().concept_count();
  auto answer = assess(told, everything);
  if (!answer.ok()) return answer;
  auto& ranked = answer->differential.conditions;
  Explanation out{.condition = {.condition = *found}, .of = ranked.size()};
  for (std::size_t i = 0; i < ranked.size(); ++i)
    if (ranked[i].condition == *found) out.condition = ranked[i], out.rank = i + 1;
  if (ranked.size() > options.max_conditions)
    ranked.erase(ranked.begin() + static_cast<std::ptrdiff_t>(options.max_conditions), ranked.end());
  answer->explanation = std::move(out);
  return answer;
}

Case Engine::changed(const Case& told, std::span<const FactChange> changes) const {
  return with_changes(knowledge(), told, changes);
}

Result<Answer> Engine::assess(const Case& given, const AssessOptions& options) const {
  auto read = with_text_read(*this, given, options);
  if (!read.ok()) return read.errors();
  const Case& told = read->told;
  const auto sides = split_sides(knowledge(), told);
  Answer answer;
  answer.note = std::move(read->note);
  answer.as_of = options.as_of ? *options.as_of : told.as_of.value_or(today());
  const auto evaluation = impl_->resolve_case(sides ? sides->joint : told, answer);
  if (!evaluation.ok()) return evaluation.errors();
  note_unrecognized(told, answer);
  answer.warnings.insert(answer.warnings.end(), told.warnings.begin(), told.warnings.end());
  auto& unrecognized = answer.facts.unrecognized;
  unrecognized.insert(unrecognized.end(), told.unmapped.begin(), told.unmapped.end());
  answer.escalation = impl_->escalate_case(answer.facts, *evaluation);
  if (answer.note) answer.note->to_confirm = impl_->to_confirm(sides ? sides->joint : told, answer);
  if (!tells_urgency(knowledge()))
    answer.warnings.emplace_back("This knowledge holds no rules of urgency: it says nothing on how urgent a case is.");
  answer.scores = scores(knowledge(), answer.facts, *evaluation);
  answer.guidelines = run_bound_guidelines(knowledge().tables(), answer.facts, start_of_day(answer.as_of));
  if (auto concluded = impl_->conclude(answer, *evaluation, options); !concluded.ok()) return concluded.errors();
  if (!sides || !sides->left) return answer;
  for (const auto& [side, its_case] : {std::pair{"left", &*sides->left}, std::pair{"right", &*sides->right}}) {
    Answer part;
    part.as_of = answer.as_of;
    const auto its_evaluation = impl_->resolve_case(*its_case, part);
    if (!its_evaluation.ok()) return its_evaluation.errors();
    part.escalation = answer.escalation;
    if (auto concluded = impl_->conclude(part, *its_evaluation, options); !concluded.ok()) return concluded.errors();
    answer.problems.push_back({side, std::move(part.facts), part.in_scope, std::move(part.scope_reason),
                               std::move(part.differential), std::move(part.ask_next), std::move(part.stop_asking),
                               std::move(part.care)});
  }
  answer.warnings.push_back(
      "left and right differ and are two problems: the ranking and care of the person mix both feet");
  return answer;
}

Result<Answer> Engine::precautions(const Case& given, std::span<const ConceptId> interventions,
                                   const AssessOptions& options) const {
  const auto read = with_text_read(*this, given, options);
  if (!read.ok()) return read.errors();
  const Case& told = read->told;
  Answer answer;
  answer.as_of = options.as_of ? *options.as_of : told.as_of.value_or(today());
  const auto evaluation = impl_->resolve_case(told, answer);
  if (!evaluation.ok()) return evaluation.errors();
  note_unrecognized(told, answer);
  answer.escalation = impl_->escalate_case(answer.facts, *evaluation);
  Care& care = answer.care;
  Precautions found(knowledge(), impl_->care, answer.facts, *evaluation, care);
  const auto is_other = [&](const auto& entry) {
    return std::find(interventions.begin(), interventions.end(), entry.intervention) == interventions.end();
  };
  std::erase_if(care.avoid, is_other);
  std::erase_if(care.caution, is_other);
  for (const auto intervention : interventions)
    if (!found.is_avoided(intervention))
      care.next.push_back({.intervention = intervention,
                           .cautions = found.cautions(intervention),
                           .ask_before = found.open(intervention)});
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
  return search_concepts(impl_->file, query, kind, limit);
}

}  // namespace noso
