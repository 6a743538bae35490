/// Questions about all complete cases, put to Z3.
#pragma once

#include <optional>
#include <span>

#include "formulas.hpp"
#include "noso/engine/audit/proofs.hpp"

namespace noso::audit {

/// Z3 with everything that holds of every complete case. All methods may throw z3::exception.
class Prover {
 public:
  Prover(const Knowledge& knowledge, const ProofOptions& options);

  z3::context& z3() { return z3_; }
  const Knowledge& knowledge() const { return knowledge_; }
  const FactVocabulary& vocabulary() const { return vocabulary_; }
  const Formulas& world() const { return world_; }

  /// Whether some complete case fulfils all of `formulas`; unknown when that takes too much effort.
  Truth possible(const std::vector<z3::expr>& formulas);
  /// A case that does, with the fewest of `counted` true; nothing when there is none or it was not found: `answer`,
  /// when given, says which.
  std::optional<z3::model> smallest(const std::vector<z3::expr>& formulas, const std::vector<z3::expr>& counted,
                                    Truth* answer = nullptr);
  /// Whether `rule` is true only where one of `others` is; `needed` is then a smallest part of them that is enough.
  Truth implies_one(RuleId rule, const std::vector<RuleId>& others, std::vector<RuleId>& needed);

  /// The facts that a person would count: present findings and risk factors, and treatments that were tried.
  std::vector<z3::expr> countable(const CaseVariables& facts) const;

  /// Pairs of derived concepts, one a kind of the other, whose definitions allow the kind without its parent.
  const std::vector<std::pair<ConceptId, ConceptId>>& disagreements() const { return disagreements_; }

  std::size_t questions() const { return questions_; }
  std::size_t undecided() const { return undecided_; }

 private:
  void add_kinds();
  Truth check(std::optional<z3::model>* model = nullptr);

  const Knowledge& knowledge_;
  z3::context z3_;
  FactVocabulary vocabulary_;
  Formulas world_;
  z3::solver solver_;
  std::vector<std::pair<ConceptId, ConceptId>> disagreements_;
  std::size_t questions_ = 0, undecided_ = 0;
};

}  // namespace noso::audit
