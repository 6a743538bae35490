/// The JSON of one guideline → what it says, syntax checked, names not yet resolved.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "gdl2/syntax.hpp"
#include "noso/base/json_fields.hpp"
#include "noso/ontology/guideline_records.hpp"

namespace noso::gdl2 {

struct ElementDraft {
  std::string id, model, path;
  std::vector<std::string> choices;
  std::uint32_t binding = 0;
  ElementRole role = ElementRole::local;
  ValueType type = ValueType::none;
  bool needs_value = false;
  EntryChoice choice = EntryChoice::none;
};

struct Term {
  std::string text, description;
};

/// An expression and where it stands.
template <class Parsed>
struct Located {
  Parsed parsed;
  Location where;
};

struct RuleDraft {
  std::string id;
  std::vector<Located<SyntaxTree>> when;
  std::vector<Located<Assignment>> then;
  double priority = 0;
};

struct GuidelineDraft {
  std::string id, concept_code, language, purpose, use;
  std::vector<std::string> keywords, other_titles;
  std::vector<ElementDraft> elements;
  std::vector<Located<SyntaxTree>> conditions;
  std::vector<Located<Assignment>> defaults;
  std::vector<RuleDraft> rules;  ///< by priority, the highest first; equal ones as they stand in the file
  std::unordered_map<std::string, Term> terms;
  std::unordered_map<std::string, std::vector<std::string>> bindings;
};

/// How a message names the rule that it is about; empty outside of rules.
std::string in_rule(std::string_view id);

/// Reports everything that is wrong or cannot be represented to `out`; the draft counts only where that stays without
/// errors.
GuidelineDraft read_guideline(JsonValue root, Diagnostics& out);

}  // namespace noso::gdl2
