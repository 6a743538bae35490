/// The smallest sets of answers that make an undetermined rule false.
#pragma once

#include <span>
#include <vector>

#include "cuts.hpp"
#include "noso/engine/answer.hpp"

namespace noso {

/// The cuts of a node follow from those of its arguments: an `all` is cut by a cut of one argument, an `any` by one cut
/// of each together. Only what the rules need is computed: a mark goes down from the rules to the nodes whose falsehood
/// (below a negation: truth) helps, in one pass, then the cuts come up, in one pass.
class CutFinder {
 public:
  /// Finds the cuts of the rules `open`.
  CutFinder(const Knowledge& knowledge, const Facts& facts, const Evaluation& evaluation, std::span<const RuleId> open);

  /// At most SmallestCuts::kMost cuts of one of the `open` rules, smallest first; none when no answer to at most
  /// FactSet::kCapacity questions can exclude it.
  std::span<const Cut> cuts_of(RuleId rule) const;

  /// The question and answer behind an answer of `for_each_answer`.
  OpenFact fact(std::uint32_t answer) const;

 private:
  /// A question: about a concept, or about something else of the case (`op`), for some of a concept.
  struct Question {
    Op op = Op::present;
    ConceptId about;
    friend bool operator==(const Question&, const Question&) = default;
  };
  using Sides = std::uint8_t;  // kNo | kYes
  static constexpr Sides kNo = 1, kYes = 2;
  /// Cuts in `pool_` that make a node false, and that make it true.
  struct Cuts {
    Range no, yes;
  };

  void mark(const RuleRecord& rule, Sides wanted);
  void find(const RuleRecord& rule);
  Cuts node_cuts(const RuleRecord& rule, const ExpressionNode& node, Sides sides);
  Cuts connective(const RuleRecord& rule, const ExpressionNode& node, Sides sides);
  Cuts concept_cuts(ConceptId about, Sides sides);
  Cuts enough(const RuleRecord& rule, const ExpressionNode& node, Sides sides);
  Cuts comparison(const RuleRecord& rule, const ExpressionNode& node, Sides sides);
  Cuts answers(const Question& question, Sides sides);
  Range points_cut(const RuleRecord& rule, const ExpressionNode& node, double limit, bool reaching_counts);
  void add_unknown_below(const RuleRecord& rule, std::uint32_t node, std::vector<Question>& out) const;
  bool settled(std::uint32_t node) const;

  std::uint32_t number_of(const Question& question);
  /// The cut of one answer; none when it is beyond the capacity.
  std::span<const Cut> only(const Question& question, bool yes);
  Range keep(std::span<const Cut> cuts);
  std::span<const Cut> kept(Range range) const { return {pool_.data() + range.first, range.count}; }

  const Knowledge& kb_;
  const Facts& facts_;
  const Evaluation& evaluation_;
  std::vector<Sides> of_rule_, of_node_;
  std::vector<Cuts> cuts_;  // of each node
  std::vector<Cut> pool_;
  Cut single_;
  std::vector<Question> questions_;
  std::vector<std::uint32_t> about_concept_;  // the number of the question whether each concept is present
};

}  // namespace noso
