// Expected information gain H(D) − Σ_a P(a) H(D|a) equals H(f) − Σ_d P(d) H(f|d), and the entropies of the cells are
// known beforehand: one pass over the matrix answers it for all findings. A finding of which a more general one is
// present is asked given that one: its frequencies are divided by those of the general finding.
//
// To it is added what is expected to be learnt about each must-not-miss condition m that is not ruled out, as a
// question of its own: H(f) − P(m) H(f|m) − P(not m) H(f|not m). Dangerous conditions so count once more than others.
//
// And a share in the urgency. Whether a level is reached is one bit as long as it is open and nothing is known of its
// probability; the facts that would settle it share it equally.
#include "questions.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace noso {

namespace {

constexpr double kWorthAsking = 0.001;  // bits
constexpr std::size_t kMostNamed = 3;   // conditions and rules named in a reason

class Questions {
 public:
  explicit Questions(const KnownSoFar& known)
      : known_(known),
        kb_(known.knowledge),
        model_(known.model),
        total_(
            std::accumulate(known.probabilities.begin(), known.probabilities.end(), known.differential.none_of_these)) {
    for (std::uint32_t c = 0; c < model_.conditions.size(); ++c) {
      const auto& list = known.differential.must_not_miss;
      dangerous_.push_back(std::find(list.begin(), list.end(), model_.conditions[c]) != list.end() ? 1 : 0);
    }
    find_strongest();
    find_shares();
    asked_.assign(kb_.concept_count(), 0);
    for (const auto& fact : known.facts.given)
      if (fact.state == Truth::unknown) asked_[fact.about.value] = 1;
    for (const auto c : known.facts.conflicts) asked_[c.value] = 0;
  }

  std::vector<Question> best(std::size_t most) {
    if (known_.probabilities.empty() || total_ <= 0) return {};
    std::vector<Candidate> candidates;
    for (std::uint32_t r = 0; r < model_.rows.size(); ++r)
      if (is_open(model_.rows[r].finding) && !is_said(r)) add(candidates, value(r));
    for (std::uint32_t c = 0; c < share_.size(); ++c)
      if (share_[c] > 0 && is_open({c}) && model_.row_of[c] == CausalModel::kNone)
        add(candidates, {.about = {c}, .urgency = share_[c]});
    const auto keep = std::min(most, candidates.size());
    std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(keep), candidates.end(),
                      [](const auto& a, const auto& b) {
                        return a.value() != b.value() ? a.value() > b.value() : a.about < b.about;
                      });
    candidates.resize(keep);
    std::vector<Question> out;
    for (const auto& c : candidates)
      out.push_back({c.about, asked(c.about), c.information, c.danger, c.urgency, reason(c)});
    return out;
  }

 private:
  struct Candidate {
    ConceptId about;
    double information = 0, danger = 0, urgency = 0;
    double overall = 0;  ///< how probable a yes is
    std::uint32_t row = CausalModel::kNone;

    double value() const { return information + danger + urgency; }
  };

  /// Neither known nor asked without an answer.
  bool is_open(ConceptId c) const { return known_.facts.of(c) == Truth::unknown && asked_[c.value] == 0; }

  static void add(std::vector<Candidate>& list, const Candidate& c) {
    if (c.value() >= kWorthAsking) list.push_back(c);
  }

  /// For each dependent group how much its most telling present member says.
  void find_strongest() {
    strongest_.assign(kb_.tables().groups.size(), 0);
    for (std::uint32_t r = 0; r < model_.rows.size(); ++r)
      if (known_.facts.of(model_.rows[r].finding) == Truth::yes)
        for (const auto g : model_.groups_of_row[r])
          strongest_[g] = std::max(strongest_[g], model_.rows[r].strength_present);
  }

  /// A stronger finding of its group is present: a yes, which is then to be expected, would not count.
  bool is_said(std::uint32_t r) const {
    const auto& groups = model_.groups_of_row[r];
    return std::any_of(groups.begin(), groups.end(),
                       [&](auto g) { return strongest_[g] >= model_.rows[r].strength_present; });
  }

  /// The share of each concept in the levels of urgency that are open.
  void find_shares() {
    share_.assign(kb_.concept_count(), 0);
    const auto& e = known_.escalation;
    for (const Urgency level : {Urgency::emergency, Urgency::urgent, Urgency::soon}) {
      std::vector<ConceptId> settling;
      for (const auto& fact : e.ask_first)
        if (fact.about.exists() && decides(fact.about, level)) settling.push_back(fact.about);
      for (const auto c : settling)
        if (!kb_.has_flag(c, kMeasured)) share_[c.value] += 1 / static_cast<double>(settling.size());
    }
  }

  bool decides(ConceptId c, Urgency level) const {
    const auto& open = known_.escalation.undetermined;
    return std::any_of(open.begin(), open.end(), [&](const UndeterminedRule& u) {
      return kb_[u.rule].level == level && std::find(u.needs.begin(), u.needs.end(), c) != u.needs.end();
    });
  }

  /// The nearest present finding above that has a row.
  const FindingRow* given(const FindingRow& row) const {
    for (const auto above : kb_.graph().ancestors(row.finding))
      if (const auto r = model_.row_of[above.value]; r != CausalModel::kNone && known_.facts.of(above) == Truth::yes)
        return &model_.rows[r];
    return nullptr;
  }

  Candidate value(std::uint32_t r) const {
    const auto& row = model_.rows[r];
    Candidate out{.about = row.finding, .urgency = share_[row.finding.value], .row = r};
    if (const auto* above = given(row)) {
      measure(conditional(row, *above), out);
    } else {
      measure(row, out);
    }
    return out;
  }

  static FindingRow conditional(const FindingRow& row, const FindingRow& above) {
    FindingRow out{.finding = row.finding};
    const auto ratio = [](double part, double whole) { return whole > 0 ? std::min(1.0, part / whole) : 1.0; };
    out.leak = ratio(row.leak, above.leak);
    out.leak_entropy = binary_entropy(out.leak);
    auto own = row.cells.begin();
    for (const auto& cell : above.cells) {
      while (own != row.cells.end() && own->condition < cell.condition) ++own;
      const bool has_own = own != row.cells.end() && own->condition == cell.condition;
      const double p = ratio(has_own ? own->frequency : row.leak, cell.frequency);
      out.cells.push_back({cell.condition, 0, p, binary_entropy(p), cell.statement});
    }
    return out;
  }

  void measure(const FindingRow& row, Candidate& out) const {
    double overall = row.leak, expected_entropy = row.leak_entropy;
    for (const auto& cell : row.cells) {
      const double p = known_.probabilities[cell.condition] / total_;
      overall += p * (cell.frequency - row.leak);
      expected_entropy += p * (cell.entropy - row.leak_entropy);
    }
    out.overall = std::clamp(overall, 0.0, 1.0);
    const double entropy = binary_entropy(out.overall);
    out.information = std::max(0.0, entropy - expected_entropy);
    for (const auto& cell : row.cells) {
      if (dangerous_[cell.condition] == 0) continue;
      const double p = known_.probabilities[cell.condition] / total_;
      if (p <= 0 || p >= 1) continue;
      const double otherwise = std::clamp((out.overall - p * cell.frequency) / (1 - p), 0.0, 1.0);
      out.danger += std::max(0.0, entropy - p * cell.entropy - (1 - p) * binary_entropy(otherwise));
    }
  }

  std::string asked(ConceptId c) const {
    const auto text = kb_.text(kb_[c].question);
    return text.empty() ? std::string(kb_.label(c)) + "?" : std::string(text);
  }

  /// Whom a yes would favour, whom a no; which danger and which rule it would settle.
  std::string reason(const Candidate& c) const {
    std::string out;
    const auto add = [&](const std::string& text) { out += (out.empty() ? "" : ", ") + text; };
    if (c.row != CausalModel::kNone && c.information >= kWorthAsking) favoured(c, add);
    if (c.danger >= kWorthAsking) {
      std::string names;
      for (const auto& cell : model_.rows[c.row].cells)
        if (dangerous_[cell.condition] != 0)
          names += (names.empty() ? "" : " and ") + std::string(kb_.label(model_.conditions[cell.condition]));
      add("helps to rule out or find " + names);
    }
    if (c.urgency > 0) {
      std::size_t count = 0;
      std::string rules;
      for (const auto& open : known_.escalation.undetermined)
        if (std::find(open.needs.begin(), open.needs.end(), c.about) != open.needs.end() && count++ < kMostNamed)
          rules += (rules.empty() ? "" : ", ") + std::string(kb_.text(kb_[open.rule].label));
      if (count > kMostNamed) rules += " and " + std::to_string(count - kMostNamed) + " more";
      add("open for the urgency: " + rules);
    }
    return out;
  }

  template <class Add>
  void favoured(const Candidate& c, Add add) const {
    const auto& row = model_.rows[c.row];
    const auto* above = given(row);
    const auto used = above ? conditional(row, *above) : row;
    std::vector<double> frequency(known_.probabilities.size(), used.leak);
    for (const auto& cell : used.cells) frequency[cell.condition] = cell.frequency;
    std::uint32_t yes = CausalModel::kNone, no = CausalModel::kNone;
    const auto better = [&](std::uint32_t a, std::uint32_t than) {
      return than == CausalModel::kNone || known_.probabilities[a] > known_.probabilities[than];
    };
    for (std::uint32_t d = 0; d < frequency.size(); ++d) {
      if (frequency[d] > c.overall && better(d, yes)) yes = d;
      if (frequency[d] < c.overall && better(d, no)) no = d;
    }
    if (yes != CausalModel::kNone) add("yes would favour " + std::string(kb_.label(model_.conditions[yes])));
    if (no != CausalModel::kNone) add("no would favour " + std::string(kb_.label(model_.conditions[no])));
  }

  const KnownSoFar& known_;
  const Knowledge& kb_;
  const CausalModel& model_;
  const double total_;
  std::vector<char> dangerous_;    // by condition
  std::vector<double> strongest_;  // by dependent group
  std::vector<double> share_;      // by concept
  std::vector<char> asked_;        // by concept: asked, and not known
};

std::string percent(double p) {
  char text[16];
  std::snprintf(text, sizeof text, "%.0f %%", 100 * p);
  return text;
}

}  // namespace

std::vector<Question> next_questions(const KnownSoFar& known, std::size_t max_questions) {
  return Questions(known).best(max_questions);
}

StopAsking stop_asking(const KnownSoFar& known, const std::vector<Question>& questions, double settled_at) {
  const auto& kb = known.knowledge;
  std::string open;
  const auto add = [&](const std::string& text) { open += (open.empty() ? "" : "; ") + text; };
  const auto& ranked = known.differential.conditions;
  if (ranked.empty()) return {true, "there is no ranking to ask for"};
  const auto& first = ranked.front();
  if (first.probability < settled_at)
    add(std::string(kb.label(first.condition)) + " is at " + percent(first.probability) + ", below " +
        percent(settled_at));
  std::string dangers;
  for (const auto c : known.differential.must_not_miss)
    if (c != first.condition) dangers += (dangers.empty() ? "" : ", ") + std::string(kb.label(c));
  if (!dangers.empty()) add("not ruled out: " + dangers);
  if (!known.escalation.settled())
    add("the urgency is " + std::string(to_string(known.escalation.level)) +
        ", not excluded: " + std::string(to_string(known.escalation.at_most)));
  if (open.empty())
    return {true, std::string(kb.label(first.condition)) + " is at " + percent(first.probability) +
                      ", no other dangerous condition is left, and the urgency is settled"};
  if (questions.empty()) return {true, "no question is worth asking; still open: " + open};
  return {false, open};
}

}  // namespace noso
