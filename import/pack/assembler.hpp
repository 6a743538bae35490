/// Turns the documents of a pack into tables. The sections are read in the order in which they need each other; every
/// problem is reported and the work goes on.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "noso/import/pack.hpp"
#include "pack/acceptance.hpp"
#include "pack/elements.hpp"
#include "pack/symbols.hpp"

namespace noso {

class PackAssembler {
 public:
  PackAssembler(const PackLayers& layers, const PackOptions& options) : options_(options), elements_(layers, out_) {}
  AssembledPack assemble();

 private:
  /// A rule as declared, before rules are put in order.
  struct RuleDraft {
    RuleRecord record;
    std::vector<ConceptId> targets;
    std::vector<ExpressionNode> nodes;  ///< arguments already in the argument table
    Location where;
  };

  /// What a stage names that is read after it.
  struct StageDraft {
    std::string next;
    Location next_where, interventions_where;
    std::vector<ConceptId> interventions;
    std::vector<StageOption> options;
  };

  /// Where a statement stands: a value, or the name of a member of one. Located only when asked.
  struct Spot {
    JsonValue value;
    std::optional<std::size_t> member = {};
    Location where() const { return member ? value.key_where(*member) : value.where(); }
  };

  /// At most one applied statement has these.
  struct StatementKey {
    Relation relation;
    ConceptId subject, object;
    PopulationId population;
    bool operator==(const StatementKey&) const = default;
  };
  struct StatementHash {
    std::size_t operator()(const StatementKey& key) const;
  };

  // pack/documents.cpp: walking the sections
  void check_sections();
  /// False after `is-a-cycle` or `too-many-kinds` was reported.
  bool has_no_cycle();
  void each(std::string_view section, const std::function<void(JsonValue)>& visit);
  std::optional<JsonValue> single(std::string_view section, bool required);

  // pack/metadata.cpp
  void read_metadata();
  void read_extends(JsonValue value);
  void read_related_artifacts(JsonFields& fields);
  void read_sources();
  void read_scope();
  BasisId read_basis(JsonFields& fields, bool required);
  BasisId basis_of(JsonValue value);
  void check_review(JsonFields& fields);

  // pack/concepts.cpp
  void declare_concepts(std::string_view section, ConceptKind kind);
  void read_concepts(std::string_view section, ConceptKind kind);
  void read_concept(JsonFields& fields, ConceptId id, ConceptKind kind);
  void read_names(JsonFields& fields, ConceptId id, ConceptRecord& record);
  bool is_valid_time(JsonFields& fields, std::string_view key);
  void read_finding_details(JsonFields& fields, ConceptRecord& record);
  void check_names();
  std::optional<ConceptId> concept_ref(std::string_view name, std::optional<ConceptKind> kind, Location where);
  std::vector<ConceptId> concept_list(JsonFields& fields, std::string_view key, ConceptKind kind,
                                      std::string_view wildcard = {});

  // pack/statements.cpp
  void read_frequencies();
  void read_cell(ConceptId finding, double leak, BasisId row_basis, JsonValue row, std::size_t member);
  void read_risk_effects();
  void read_groups();
  void read_populations();
  void add_statement(StatementRecord record, Spot spot);
  void report_twice(const StatementRecord& record, const StatementRecord& other, const Spot& spot,
                    const Spot& other_spot);

  // pack/care.cpp
  DoseId read_dose(JsonValue value);
  void check_evidence(JsonFields& fields, const std::optional<std::string>& strength);
  void read_treatments();
  void read_stages();
  void read_early_move(JsonValue value, const StageRecord& stage, std::vector<RuleId>& early);
  void read_prevention();
  void read_safety_nets();
  /// A duration in days; reports what is none.
  std::optional<double> read_days(JsonFields& fields, std::string_view key);
  RuleId stage_rule(RuleKind kind, TextRef owner, BasisId basis, JsonValue when, std::string_view because,
                    std::vector<ConceptId> targets);
  bool is_of_stage(StageId stage, ConceptId condition) const;
  /// Makes the treatment an option of the stage.
  void offer(StageId stage, const StatementRecord& treatment, Location where);
  void link_next(StageId stage);
  /// Puts the options of all stages in; after treatments and stages.
  void link_stages();

  // pack/usage.cpp
  void report_unused_sources();
  void report_unused_concepts();
  void report_missing_contraindications();

  // pack/article_facts.cpp
  void read_article_facts();

  // pack/rules.cpp
  void declare_rules();
  void read_rules();
  /// `declared`: the draft to fill, for rules that others may name.
  void add_rule(RuleRecord record, std::vector<ConceptId> targets, JsonValue expression, Location where,
                std::optional<RuleId> declared = {});
  void order_rules();
  /// Puts the places of rules in, and mends the references to rules outside of expressions; `position` is where each
  /// draft went.
  void follow_order(const std::vector<std::uint32_t>& order, const std::vector<std::uint32_t>& position);
  void check_red_flags(const std::vector<std::vector<std::uint32_t>>& decided_by);

  // pack/properties.cpp
  void read_properties();
  void read_claim(JsonFields& fields, JsonValue then, PropertyRecord& record);
  Range read_options(JsonValue list);
  void read_bands(JsonFields& fields, RuleId score);

  const PackOptions& options_;
  Diagnostics out_;
  PackElements elements_;
  TableBuilder builder_;
  Manifest manifest_;
  Symbols<ConceptId> concepts_{"concept"};
  Symbols<SourceId> sources_{"source"};
  Symbols<RuleId> rule_names_{"rule"};
  Symbols<RuleId> score_names_{"score"};
  Symbols<std::uint32_t> caution_names_{"caution"};
  Symbols<PopulationId> population_names_{"population"};
  Symbols<StageId> stage_names_{"stage"};
  Symbols<std::uint32_t> group_names_{"dependent group"};
  Symbols<std::uint32_t> net_names_{"safety net"};
  Symbols<std::uint32_t> property_names_{"property"};
  Places places_;
  std::vector<RuleDraft> rules_;
  std::vector<StageDraft> stage_drafts_;
  std::vector<bool> source_used_;
  std::vector<Spot> spots_;  ///< parallel to the statements
  std::unordered_map<StatementKey, std::size_t, StatementHash> applied_;
  Acceptances acceptances_;
  std::string status_;
};

}  // namespace noso
