/// Turns the documents of a pack into tables. The sections are read in the order in which they need each other; every
/// problem is reported and the work goes on.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "noso/import/pack.hpp"
#include "pack/symbols.hpp"

namespace noso {

class PackAssembler {
 public:
  explicit PackAssembler(const std::vector<JsonDocument>& documents) : documents_(documents) {}
  AssembledPack assemble();

 private:
  /// A rule as declared, before rules are put in order.
  struct RuleDraft {
    RuleRecord record;
    std::vector<ConceptId> targets;
    std::vector<ExpressionNode> nodes;  ///< arguments already in the argument table
    Location where;
  };

  // pack/documents.cpp: walking the sections
  void check_sections();
  void each(std::string_view section, const std::function<void(JsonValue)>& visit);
  std::optional<JsonValue> single(std::string_view section, bool required);

  // pack/metadata.cpp
  void read_metadata();
  void read_sources();
  void read_scope();
  BasisId read_basis(JsonFields& fields, bool required);
  BasisId basis_of(JsonValue value);
  void report_unused_sources();

  // pack/concepts.cpp
  void declare_concepts(std::string_view section, ConceptKind kind);
  void read_concepts(std::string_view section, ConceptKind kind);
  void read_concept(JsonFields& fields, ConceptId id, ConceptKind kind);
  void read_names(JsonFields& fields, ConceptId id, ConceptRecord& record);
  void read_finding_details(JsonFields& fields, ConceptRecord& record);
  void check_names();
  std::optional<ConceptId> concept_ref(std::string_view name, std::optional<ConceptKind> kind, Location where);
  std::vector<ConceptId> concept_list(JsonFields& fields, std::string_view key, ConceptKind kind,
                                      std::string_view wildcard = {});
  QualifierRecord read_dose(JsonValue value);

  // pack/statements.cpp
  void read_frequencies();
  void read_cell(ConceptId finding, double leak, BasisId row_basis, JsonValue row, std::size_t member);
  void read_risk_effects();
  void read_treatments();
  void read_groups();
  void read_populations();
  void read_stages();
  void read_safety_nets();
  void add_statement(StatementRecord record, Location where);

  // pack/rules.cpp
  void declare_rules();
  void read_rules();
  /// `declared`: the draft to fill, for rules that others may name.
  void add_rule(RuleRecord record, std::vector<ConceptId> targets, JsonValue expression, Location where,
                std::optional<RuleId> declared = {});
  void order_rules();
  void check_red_flags();

  const std::vector<JsonDocument>& documents_;
  Diagnostics out_;
  TableBuilder builder_;
  Manifest manifest_;
  Symbols<ConceptId> concepts_{"concept"};
  Symbols<SourceId> sources_{"source"};
  Symbols<RuleId> rule_names_{"rule"};
  Symbols<RuleId> score_names_{"score"};
  Symbols<PopulationId> population_names_{"population"};
  Symbols<StageId> stage_names_{"stage"};
  Symbols<std::uint32_t> group_names_{"dependent group"};
  Symbols<std::uint32_t> net_names_{"safety net"};
  std::vector<RuleDraft> rules_;
  std::vector<bool> source_used_;
  std::map<std::string, Location> statement_places_;
};

}  // namespace noso
