/// The tables of a knowledge file. In memory and on disk they are the same: flat records without padding that refer to
/// each other by index and to text by offset, so that opening a file is reading its blocks.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "noso/ontology/expression.hpp"
#include "noso/ontology/guideline_records.hpp"
#include "noso/ontology/ids.hpp"
#include "noso/ontology/likelihood_records.hpp"
#include "noso/ontology/vocabulary.hpp"

namespace noso {

inline constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kMostDaysToRecheck = 3660;  ///< keeps dates within the calendar

/// Bits of `ConceptRecord::flags`.
enum ConceptFlag : std::uint8_t {
  kRedFlag = 1,       ///< a finding that may only ever raise the urgency
  kMustNotMiss = 2,   ///< a condition that is listed until ruled out
  kEntryFinding = 4,  ///< its presence brings a case into scope
  kMeasured = 8,      ///< a finding with a number and a unit
  kMedication = 16,   ///< a risk factor that is a drug or a class of drugs
  kSelfCare = 32      ///< an intervention that a person does without help
};

struct ConceptRecord {
  TextRef id, label, definition, question, patient_text;
  Range names, codes, qualifiers;
  BasisId basis;
  ConceptKind kind = ConceptKind::condition;
  std::uint8_t type = 0;  ///< FindingType or InterventionClass
  std::uint8_t flags = 0;
  Dimension dimension = Dimension::ratio;           ///< of a measured finding
  double minimum = kNoNumber, maximum = kNoNumber;  ///< plausible range of a measured finding, in its base unit
  double rule_out_below = kNoNumber;                ///< of a must-not-miss condition
  Range contains;                                   ///< in `contents`: drugs of an intervention whose allergy blocks it
  DoseId dose;                                      ///< of an intervention
  /// Of a finding the complaint that it states of both sides; of a condition the risk factor that is its history; of a
  /// drug the intervention that giving it is.
  ConceptId refers_to;
};

struct NameRecord {
  TextRef text, folded;
  ConceptId owner;
  NameScope scope = NameScope::label;
  std::uint8_t reserved[3] = {};
};

struct CodeRecord {
  TextRef system, code;
  Mark mark = Mark::recall;
  std::uint8_t reserved[3] = {};
};

struct IsARecord {
  ConceptId child, parent;
};

/// Why something is claimed.
struct BasisRecord {
  Range sources;  ///< in `basis_sources`
  TextRef items;  ///< stable numbers of the evidence, comma separated
  TextRef note;
  Mark mark = Mark::estimate;
  std::uint8_t reserved[3] = {};
};

struct SourceRecord {
  TextRef id, citation, seen, where;
  Mark mark = Mark::recall;
  std::uint8_t reserved[3] = {};
};

/// How much of an intervention.
struct DoseRecord {
  TextRef text;           ///< all of it in one line
  TextRef details;        ///< the object of the pack as JSON
  double least_days = 0;  ///< shorter than this it was no fair trial; 0: not said
};

/// A further detail of a statement or concept: a key and its value as JSON text.
struct QualifierRecord {
  TextRef key, json;
};

/// What few statements have: among hundreds of thousands of annotations none.
struct StatementDetails {
  Range qualifiers;
  DoseId dose;  ///< of a treatment: its own, else that of the intervention
  std::uint32_t reserved = 0;
  double low = kNoNumber, high = kNoNumber;  ///< published interval of the value
};

struct StatementRecord {
  ConceptId subject, object;
  Relation relation = Relation::has_finding;
  Strength strength = Strength::expert;
  bool applied = true;      ///< false: on record, not used in inference
  std::uint8_t staged = 0;  ///< 1: a treatment only of the stages that list it
  PopulationId population;  ///< of a share
  BasisId basis;
  DetailsId details;  ///< none: there are none
  double value = kNoNumber;
};

struct RuleRecord {
  TextRef id, label, action, time_critical, patient_text;
  Range nodes;    ///< the expression; its last node is the root
  Range targets;  ///< in `rule_targets`
  BasisId basis;
  RuleKind kind = RuleKind::escalation;
  Urgency level = Urgency::none;
  std::uint8_t reserved[2] = {};
};

struct PopulationRecord {
  TextRef id, label;
  RuleId applies_to;  ///< none: the default for its ages
  BasisId basis;
  double age_from = 0, age_below = std::numeric_limits<double>::infinity();  ///< days
  double scale = 1, none_share = 0, floor = 0;
};

/// One of the alternatives of an `exactly_one` claim: a rule or a population, the other points nowhere.
struct PropertyOption {
  RuleId rule;
  PopulationId population;
};

/// A safety property: in every case in which `when` is true the claim holds.
struct PropertyRecord {
  TextRef id, claim;
  RuleId when;    ///< none: every case
  RuleId then;    ///< of a claim that is an expression
  Range targets;  ///< in `rule_targets`: the intervention, or the findings of `not_lowered_by` (none: all red flags)
  Range options;  ///< in `property_options`
  BasisId basis;
  Claim kind = Claim::expression;
  Urgency level = Urgency::none;
  std::uint8_t reserved[2] = {};
};

/// A range of values of a score with a name.
struct BandRecord {
  TextRef label;
  RuleId score;
  std::uint8_t low_included = 1, high_included = 1;  ///< whether the ends themselves belong to it
  std::uint8_t reserved[2] = {};
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
};

struct GroupRecord {
  TextRef id;
  Range members;  ///< in `group_members`
  BasisId basis;
};

/// A step of the ladder of care.
struct StageRecord {
  TextRef id, label, goal, patient_text;
  Range conditions;  ///< in `stage_conditions`; none: any
  Range options;     ///< in `stage_options`, ordered
  Range early;       ///< in `stage_early`: rules that move up, or bring interventions forward
  BasisId basis;
  RuleId enter, leave;                                               ///< none: the clock alone
  StageId next;                                                      ///< none: the last one
  double from = 0, until = std::numeric_limits<double>::infinity();  ///< days since the start
  double recheck = kNoNumber;                                        ///< days until the next look
};

/// An intervention that a stage offers for a condition; none: for whichever the stage is of.
struct StageOption {
  ConceptId intervention, condition;
  auto operator<=>(const StageOption&) const = default;
};

struct SafetyNetRecord {
  TextRef id, text;
  Range conditions;  ///< in `safety_net_conditions`; none: any
  Range rules;       ///< in `safety_net_rules`: the dangers that it speaks of
  RuleId when;       ///< none: it speaks to everybody
  BasisId basis;
};

/// Settings of the whole knowledge.
struct ScopeRecord {
  TextRef outside;  ///< what to say of a case without an entry finding
  BasisId basis;
  std::uint32_t reserved = 0;
  double entry_link = 1, entry_leak = 0;
};

// No padding anywhere: equal content gives equal bytes.
static_assert(sizeof(ConceptRecord) == 112 && sizeof(NameRecord) == 24 && sizeof(CodeRecord) == 20);
static_assert(sizeof(BasisRecord) == 28 && sizeof(SourceRecord) == 36 && sizeof(QualifierRecord) == 16);
static_assert(sizeof(StatementRecord) == 32 && sizeof(StatementDetails) == 32 && sizeof(RuleRecord) == 64 &&
              sizeof(PopulationRecord) == 64);
static_assert(sizeof(GroupRecord) == 20 && sizeof(StageRecord) == 96 && sizeof(SafetyNetRecord) == 40);
static_assert(sizeof(ScopeRecord) == 32 && sizeof(PropertyOption) == 8 && sizeof(PropertyRecord) == 48);
static_assert(sizeof(BandRecord) == 32 && sizeof(DoseRecord) == 24 && sizeof(StageOption) == 8);

struct Tables {
  std::string texts;
  std::vector<ConceptRecord> concepts;
  std::vector<NameRecord> names;             ///< by owner
  std::vector<std::uint32_t> names_by_text;  ///< positions in `names`, ordered by folded text, then owner
  std::vector<CodeRecord> codes;
  std::vector<IsARecord> is_a;
  std::vector<BasisRecord> bases;
  std::vector<SourceId> basis_sources;
  std::vector<SourceRecord> sources;
  std::vector<QualifierRecord> qualifiers;
  std::vector<DoseRecord> doses;
  std::vector<ConceptId> contents;
  std::vector<StatementDetails> statement_details;
  std::vector<StatementRecord> statements;  ///< ordered by relation, subject, object
  std::vector<ExpressionNode> nodes;
  std::vector<std::uint32_t> arguments;
  std::vector<RuleRecord> rules;  ///< every rule after the rules and definitions that it refers to
  std::vector<ConceptId> rule_targets;
  std::vector<PopulationRecord> populations;
  std::vector<PropertyRecord> properties;
  std::vector<PropertyOption> property_options;
  std::vector<BandRecord> bands;
  std::vector<GroupRecord> groups;
  std::vector<ConceptId> group_members;
  std::vector<StageRecord> stages;
  std::vector<ConceptId> stage_conditions;
  std::vector<StageOption> stage_options;
  std::vector<RuleId> stage_early;
  std::vector<SafetyNetRecord> safety_nets;
  std::vector<ConceptId> safety_net_conditions;
  std::vector<RuleId> safety_net_rules;
  std::vector<ScopeRecord> scope;  ///< one entry
  LikelihoodTables likelihood;
  GuidelineTables guidelines;
};

/// Calls `visit(name, table)` for every table of `tables` in a fixed order: the one list behind writer, reader and
/// digest.
template <class TablesLike, class Visit>
void for_each_table(TablesLike& tables, Visit visit) {
  visit("texts", tables.texts);
  visit("concepts", tables.concepts);
  visit("names", tables.names);
  visit("names_by_text", tables.names_by_text);
  visit("codes", tables.codes);
  visit("is_a", tables.is_a);
  visit("bases", tables.bases);
  visit("basis_sources", tables.basis_sources);
  visit("sources", tables.sources);
  visit("qualifiers", tables.qualifiers);
  visit("doses", tables.doses);
  visit("contents", tables.contents);
  visit("statement_details", tables.statement_details);
  visit("statements", tables.statements);
  visit("nodes", tables.nodes);
  visit("arguments", tables.arguments);
  visit("rules", tables.rules);
  visit("rule_targets", tables.rule_targets);
  visit("populations", tables.populations);
  visit("properties", tables.properties);
  visit("property_options", tables.property_options);
  visit("bands", tables.bands);
  visit("groups", tables.groups);
  visit("group_members", tables.group_members);
  visit("stages", tables.stages);
  visit("stage_conditions", tables.stage_conditions);
  visit("stage_options", tables.stage_options);
  visit("stage_early", tables.stage_early);
  visit("safety_nets", tables.safety_nets);
  visit("safety_net_conditions", tables.safety_net_conditions);
  visit("safety_net_rules", tables.safety_net_rules);
  visit("scope", tables.scope);
  for_each_likelihood_table(tables.likelihood, visit);
  for_each_guideline_table(tables.guidelines, visit);
}

}  // namespace noso
