#include <algorithm>
#include <numeric>

#include "audit/simulation/patient.hpp"
#include "noso/engine/audit/simulation.hpp"
#include "noso/engine/facts.hpp"

namespace noso::audit {

namespace {

/// What somebody who knows the patient answers.
struct Answers {
  Case opening;                       ///< how the conversation begins
  std::vector<Truth> of;              ///< of each concept
  std::vector<ConceptId> conditions;  ///< any of these is a right diagnosis
};

class Interviewer {
 public:
  Interviewer(const Engine& engine, const CausalModel& model, Policy policy, const InterviewOptions& options)
      : engine_(engine), kb_(engine.knowledge()), policy_(policy), options_(options), random_(options.seed) {
    for (const auto& row : model.rows) by_frequency_.push_back(row.finding);
    std::vector<double> frequency(kb_.concept_count(), 0);
    for (const auto& row : model.rows) {
      double sum = row.leak * static_cast<double>(model.conditions.size() - row.cells.size());
      for (const auto& cell : row.cells) sum += cell.frequency;
      frequency[row.finding.value] = sum;
    }
    std::stable_sort(by_frequency_.begin(), by_frequency_.end(),
                     [&](ConceptId a, ConceptId b) { return frequency[a.value] > frequency[b.value]; });
  }

  /// How many questions it took; nothing when the diagnosis was not found.
  std::optional<std::size_t> talk(const Answers& patient) {
    Case told = patient.opening;
    auto order = by_frequency_;
    if (policy_ == Policy::random) shuffle(order);
    std::vector<char> asked(kb_.concept_count(), 0);
    const AssessOptions options{.as_of = Date{}, .max_conditions = 1, .max_questions = 1};
    for (std::size_t count = 0; count <= options_.most_questions; ++count) {
      const auto answer = engine_.assess(told, options);
      if (!answer.ok() || answer->differential.conditions.empty()) return std::nullopt;
      const auto& first = answer->differential.conditions.front();
      const auto& right = patient.conditions;
      if (first.probability >= options_.found_at &&
          std::find(right.begin(), right.end(), first.condition) != right.end())
        return count;
      const auto question = next(*answer, order, asked);
      if (!question.exists()) return std::nullopt;
      asked[question.value] = 1;
      tell(told, question, patient.of[question.value]);
    }
    return std::nullopt;
  }

 private:
  void shuffle(std::vector<ConceptId>& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[random_() % i]);
  }

  ConceptId next(const Answer& answer, const std::vector<ConceptId>& order, const std::vector<char>& asked) const {
    if (policy_ == Policy::engine) {
      if (answer.ask_next.empty() || asked[answer.ask_next.front().finding.value] != 0) return {};
      return answer.ask_next.front().finding;
    }
    for (const auto c : order)
      if (asked[c.value] == 0 && answer.facts.of(c) == Truth::unknown) return c;
    return {};
  }

  /// An answer that the case cannot take, because something else follows from it, is none.
  void tell(Case& told, ConceptId about, Truth state) const {
    Case with = told;
    Mention mention{.name = std::string(kb_.id(about))};
    const bool risk = kb_[about].kind == ConceptKind::risk_factor;
    auto& list = state == Truth::no        ? with.absent
                 : state == Truth::unknown ? with.unknown
                 : risk                    ? with.risk_factors
                                           : with.present;
    list.push_back(mention);
    if (state == Truth::unknown || engine_.assess(with, {.as_of = Date{}, .max_conditions = 1}).ok())
      told = std::move(with);
    else
      told.unknown.push_back(std::move(mention));
  }

  const Engine& engine_;
  const Knowledge& kb_;
  const Policy policy_;
  const InterviewOptions options_;
  std::mt19937_64 random_;
  std::vector<ConceptId> by_frequency_;
};

/// Findings drawn from above, each given the finding that it is a kind of; what the model does not know is absent.
Answers answers_of(const Knowledge& kb, const CausalModel& model, const PatientSource& source, Patient patient,
                   std::mt19937_64& random) {
  Answers out{std::move(patient.told), std::vector<Truth>(kb.concept_count(), Truth::no), {}};
  for (std::uint32_t c = 0; c < patient.has.size(); ++c)
    if (patient.has[c] != 0) out.conditions.push_back(model.conditions[c]);
  std::vector<std::uint32_t> order(model.rows.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
    return kb.graph().ancestors(model.rows[a].finding).size() < kb.graph().ancestors(model.rows[b].finding).size();
  });
  for (const auto r : order) {
    const auto& row = model.rows[r];
    double given = 1;
    bool excluded = false;
    for (const auto above : kb.graph().ancestors(row.finding)) {
      const auto general = model.row_of[above.value];
      if (general == CausalModel::kNone) continue;
      excluded = excluded || out.of[above.value] == Truth::no;
      given = std::min(given, source.chance(model.rows[general], patient));
    }
    if (excluded || unit(random) * given >= source.chance(row, patient)) continue;
    out.of[row.finding.value] = Truth::yes;
    for (const auto above : kb.graph().ancestors(row.finding)) out.of[above.value] = Truth::yes;
  }
  const auto told = [&](const std::vector<Mention>& list) {
    for (const auto& m : list)
      for (const auto c : kb.find(m.name)) {
        out.of[c.value] = Truth::yes;
        for (const auto above : kb.graph().ancestors(c)) out.of[above.value] = Truth::yes;
      }
  };
  told(out.opening.present);
  told(out.opening.risk_factors);
  return out;
}

void add(Interviews& all, std::optional<std::size_t> questions, const InterviewOptions& options) {
  all.questions.push_back(questions.value_or(options.most_questions));
  all.found.push_back(questions.has_value());
}

}  // namespace

std::string_view to_string(Policy policy) {
  switch (policy) {
    case Policy::engine: return "engine";
    case Policy::most_frequent: return "most frequent first";
    case Policy::random: return "random";
  }
  return "engine";
}

std::size_t Interviews::found_count() const {
  return static_cast<std::size_t>(std::count(found.begin(), found.end(), true));
}

double Interviews::mean() const {
  if (questions.empty()) return 0;
  return static_cast<double>(std::accumulate(questions.begin(), questions.end(), std::size_t{0})) /
         static_cast<double>(questions.size());
}

double Interviews::median() const {
  if (questions.empty()) return 0;
  auto sorted = questions;
  std::sort(sorted.begin(), sorted.end());
  return static_cast<double>(sorted[(sorted.size() - 1) / 2] + sorted[sorted.size() / 2]) / 2;
}

Interviews interview_drawn(const Engine& engine, std::size_t patients, Policy policy, const InterviewOptions& options) {
  const auto& kb = engine.knowledge();
  const CausalModel model(kb);
  const PatientSource source(kb, model);
  Interviewer interviewer(engine, model, policy, options);
  std::mt19937_64 random(options.seed);
  Interviews out{.policy = policy};
  while (out.questions.size() < patients && source.complaint().exists()) {
    auto patient = source.draw(random);
    if (std::find(patient.has.begin(), patient.has.end(), 1) == patient.has.end()) continue;  // nothing to be found
    add(out, interviewer.talk(answers_of(kb, model, source, std::move(patient), random)), options);
  }
  return out;
}

Interviews interview_vignettes(const Engine& engine, const std::vector<Vignette>& vignettes, Policy policy,
                               const InterviewOptions& options) {
  const auto& kb = engine.knowledge();
  const CausalModel model(kb);
  Interviewer interviewer(engine, model, policy, options);
  Interviews out{.policy = policy};
  for (const auto& vignette : vignettes) {
    if (!vignette.expect.top.exists()) continue;
    const auto whole = engine.assess(vignette.told, {.as_of = Date{}});
    if (!whole.ok() || !whole->in_scope) continue;
    Answers patient{vignette.told, whole->facts.state, {vignette.expect.top}};
    patient.opening.present.clear();
    patient.opening.absent.clear();
    patient.opening.unknown.clear();
    for (std::uint32_t c = 0; c < kb.concept_count() && patient.opening.present.empty(); ++c)
      if (kb.has_flag({c}, kEntryFinding) && whole->facts.of({c}) == Truth::yes)
        patient.opening.present.push_back({.name = std::string(kb.id({c}))});
    add(out, interviewer.talk(patient), options);
  }
  return out;
}

}  // namespace noso::audit
