/// The tables of a knowledge file. In memory and on disk they are the same: flat records without padding that refer to
/// each other by index and to text by offset, so that opening a file is reading its blocks.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "noso/ontology/expression.hpp"
#include "noso/ontology/ids.hpp"
#include "noso/ontology/vocabulary.hpp"

namespace noso {

inline constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

/// Bits of `ConceptRecord::flags`.
enum ConceptFlag : std::uint8_t {
  kRedFlag = 1,       ///< a finding that may only ever raise the urgency
  kMustNotMiss = 2,   ///< a condition that is listed until ruled out
  kEntryFinding = 4,  ///< its presence brings a case into scope
  kMeasured = 8,      ///< a finding with a number and a unit
  kMedication = 16    ///< a risk factor that is a drug or a class of drugs
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

/// A further detail of a statement or concept: a key and its value as JSON text.
struct QualifierRecord {
  TextRef key, json;
};

struct StatementRecord {
  ConceptId subject, object;
  Relation relation = Relation::has_finding;
  Strength strength = Strength::expert;
  bool applied = true;  ///< false: on record, not used in inference
  std::uint8_t reserved = 0;
  PopulationId population;  ///< of a share
  BasisId basis;
  Range qualifiers;
  std::uint32_t reserved2 = 0;
  double value = kNoNumber;
  double low = kNoNumber, high = kNoNumber;  ///< published interval of the value
};

struct RuleRecord {
  TextRef id, label, action, time_critical;
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

struct GroupRecord {
  TextRef id;
  Range members;  ///< in `group_members`
  BasisId basis;
};

struct StageRecord {
  TextRef id, label;
  Range conditions;  ///< in `stage_conditions`; none: any
  BasisId basis;
  std::uint32_t reserved = 0;
  double from = 0, until = std::numeric_limits<double>::infinity();  ///< days since the start
};

struct SafetyNetRecord {
  TextRef id, text;
  Range conditions;  ///< in `safety_net_conditions`; none: any
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
static_assert(sizeof(ConceptRecord) == 96 && sizeof(NameRecord) == 24 && sizeof(CodeRecord) == 20);
static_assert(sizeof(BasisRecord) == 28 && sizeof(SourceRecord) == 36 && sizeof(QualifierRecord) == 16);
static_assert(sizeof(StatementRecord) == 56 && sizeof(RuleRecord) == 56 && sizeof(PopulationRecord) == 64);
static_assert(sizeof(GroupRecord) == 20 && sizeof(StageRecord) == 48 && sizeof(SafetyNetRecord) == 28);
static_assert(sizeof(ScopeRecord) == 32);

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
  std::vector<StatementRecord> statements;  ///< ordered by relation, subject, object
  std::vector<ExpressionNode> nodes;
  std::vector<std::uint32_t> arguments;
  std::vector<RuleRecord> rules;  ///< every rule after the rules and definitions that it refers to
  std::vector<ConceptId> rule_targets;
  std::vector<PopulationRecord> populations;
  std::vector<GroupRecord> groups;
  std::vector<ConceptId> group_members;
  std::vector<StageRecord> stages;
  std::vector<ConceptId> stage_conditions;
  std::vector<SafetyNetRecord> safety_nets;
  std::vector<ConceptId> safety_net_conditions;
  std::vector<ScopeRecord> scope;  ///< one entry
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
  visit("statements", tables.statements);
  visit("nodes", tables.nodes);
  visit("arguments", tables.arguments);
  visit("rules", tables.rules);
  visit("rule_targets", tables.rule_targets);
  visit("populations", tables.populations);
  visit("groups", tables.groups);
  visit("group_members", tables.group_members);
  visit("stages", tables.stages);
  visit("stage_conditions", tables.stage_conditions);
  visit("safety_nets", tables.safety_nets);
  visit("safety_net_conditions", tables.safety_net_conditions);
  visit("scope", tables.scope);
}

}  // namespace noso
