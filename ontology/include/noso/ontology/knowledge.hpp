/// Knowledge, ready to be asked: the tables, the graph over them, and their manifest. Immutable; share it between
/// threads.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/result.hpp"
#include "noso/ontology/graph.hpp"
#include "noso/ontology/manifest.hpp"
#include "noso/ontology/posting_source.hpp"
#include "noso/ontology/records.hpp"

namespace noso {

class Knowledge {
 public:
  /// Checks every reference in the tables. Errors: `damaged-knowledge` naming the table and entry, `is-a-cycle`,
  /// `too-many-kinds`.
  /// With `gains` given, the posting lists of gains are there instead of in the tables.
  static Result<Knowledge> make(Tables tables, Manifest manifest, std::unique_ptr<const PostingSource> gains = {});

  const Manifest& manifest() const { return manifest_; }
  const Tables& tables() const { return tables_; }
  const Graph& graph() const { return *graph_; }

  std::size_t concept_count() const { return tables_.concepts.size(); }
  const ConceptRecord& operator[](ConceptId c) const { return tables_.concepts[c.value]; }
  const StatementRecord& operator[](StatementId s) const { return tables_.statements[s.value]; }
  const RuleRecord& operator[](RuleId r) const { return tables_.rules[r.value]; }
  const BasisRecord& operator[](BasisId b) const { return tables_.bases[b.value]; }
  const SourceRecord& operator[](SourceId s) const { return tables_.sources[s.value]; }
  const PopulationRecord& operator[](PopulationId p) const { return tables_.populations[p.value]; }
  const StageRecord& operator[](StageId s) const { return tables_.stages[s.value]; }
  const DoseRecord& operator[](DoseId d) const { return tables_.doses[d.value]; }

  /// Valid as long as this knowledge.
  std::string_view text(TextRef ref) const { return std::string_view(tables_.texts).substr(ref.offset, ref.length); }
  std::string_view id(ConceptId c) const { return text((*this)[c].id); }
  std::string_view label(ConceptId c) const { return text((*this)[c].label); }
  bool has_flag(ConceptId c, ConceptFlag flag) const { return ((*this)[c].flags & flag) != 0; }
  std::span<const NameRecord> names(ConceptId c) const;
  std::span<const CodeRecord> codes(ConceptId c) const;
  std::span<const QualifierRecord> qualifiers(Range range) const;
  /// Ids of the sources of a basis, in the order given by the author.
  std::vector<std::string_view> sources(BasisId basis) const;
  std::span<const ExpressionNode> nodes(const RuleRecord& rule) const;
  std::span<const ConceptId> targets(const RuleRecord& rule) const;
  /// The drugs that an intervention contains.
  std::span<const ConceptId> contents(ConceptId intervention) const;

  /// Empty ones where a statement has none.
  const StatementDetails& details(const StatementRecord& statement) const;
  /// Statements of one relation, in order of subject, then object.
  std::span<const StatementRecord> statements(Relation relation) const;
  /// Those of one subject.
  std::span<const StatementRecord> statements(Relation relation, ConceptId subject) const;
  /// All statements whose subject or object is `c`: first those of which it is the subject, each in table order.
  std::vector<StatementId> statements_about(ConceptId c) const;
  StatementId id_of(const StatementRecord& statement) const;
  /// `subject/relation/object`: the stable name of a statement.
  std::string name(StatementId s) const;

  /// Every concept that has this id, label, synonym or code (folded), in order; restricted to `kind` when given.
  std::vector<ConceptId> find(std::string_view name, std::optional<ConceptKind> kind = {}) const;
  /// The conditions for which the presence of a finding says more than the floor, by condition. Errors: those of
  /// `KeptPostings::of`; none once the list was read, and none where no list is left in a file.
  Result<std::span<const PostingRecord>> gains(ConceptId finding) const;

  /// The names most like `name`, best first.
  std::vector<std::string> similar_names(std::string_view name, std::optional<ConceptKind> kind = {}) const;

 private:
  Knowledge(Tables tables, Manifest manifest);

  Tables tables_;
  Manifest manifest_;
  std::unique_ptr<const Graph> graph_;
  std::unique_ptr<const KeptPostings> gains_;  ///< none: they are in the tables
};

/// SHA-256 over all tables and all facts but `digest`.
std::string content_digest(const Tables& tables, const Manifest& manifest);

/// No concept is a kind of itself, directly or by others; otherwise `is-a-cycle`. The closure fits; otherwise
/// `too-many-kinds`. The references must be good.
Status check_is_a(const Tables& tables);
Diagnostic too_many_kinds();

/// Every reference of every table points into its table and every enumerator exists; otherwise `damaged-knowledge`.
/// `gains_elsewhere`: the posting lists of gains are not in the tables, and are checked when they are read.
Status check(const Tables& tables, bool gains_elsewhere = false);

}  // namespace noso
