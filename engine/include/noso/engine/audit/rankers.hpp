/// Published ways of ranking diseases by findings, re-coded from their papers, to measure against in the same run.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "noso/ontology/knowledge.hpp"

namespace noso::audit {

/// Not for several threads at once: rankers keep what they computed for a finding.
class Ranker {
 public:
  virtual ~Ranker() = default;
  virtual std::string_view name() const = 0;
  /// A score for every condition, larger is better. Findings sorted, without repetition.
  virtual void score(const std::vector<ConceptId>& present, const std::vector<ConceptId>& absent,
                     std::vector<float>& out) = 0;
};

struct LiricalOptions {
  bool excluded = false;  ///< whether excluded findings count too
};

/// LIRICAL (Robinson et al., Am J Hum Genet 2020;107:403–417), the phenotype part, as its program 2.x does it:
/// log10 of the product of likelihood ratios, uniform prior. With bg(q) the mean over the diseases of P↑(q), the
/// largest frequency at or below q, an observed q has the ratio
///   q annotated as absent           1/1000
///   q at or above an annotation     P↑(q) / bg(q)
///   q a child of an annotated term  f / (children of that term) / bg(q)
///   a common ancestor a             P↑(a) 10^−distance(q, a) / bg(q), a not the root
///   nothing in common, or less      1/100
/// and an excluded q has (1 − P↑(q)) / (1 − bg(q)), at least 1/100.
std::unique_ptr<Ranker> make_lirical(const Knowledge& knowledge, LiricalOptions options = {});

/// The likelihood ratio of one finding as make_lirical takes it, found the slow way.
double lirical_ratio(const Knowledge& knowledge, ConceptId condition, ConceptId finding, bool observed);

/// BOQA (Bauer et al., Bioinformatics 2012;28:2502–2508) without frequencies: every finding whose parents are all
/// observed is reported wrongly present with probability α = 1/1000, wrongly absent with β = 1/10.
std::unique_ptr<Ranker> make_boqa(const Knowledge& knowledge);

/// Best-match average of Resnik's similarity (information content of the most informative common ancestor), half from
/// the findings to the disease and half back, as Exomiser's phenotype score is built.
std::unique_ptr<Ranker> make_resnik(const Knowledge& knowledge);

}  // namespace noso::audit
