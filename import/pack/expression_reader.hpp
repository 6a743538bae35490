/// Reads an expression (docs/pack-format.md, "Expressions") into flat nodes.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "noso/base/json_fields.hpp"
#include "noso/ontology/records.hpp"

namespace noso {

/// How names in expressions are resolved; each reports what it does not know and then returns nothing.
struct ExpressionNames {
  std::function<std::optional<ConceptId>(std::string_view, std::optional<ConceptKind>, Location)> concept_ref;
  std::function<std::optional<RuleId>(std::string_view, Location)> rule;
  std::function<std::optional<RuleId>(std::string_view, Location)> score;
};

class ExpressionReader {
 public:
  ExpressionReader(const ExpressionNames& names, const Tables& tables, std::vector<std::uint32_t>& arguments,
                   Diagnostics& out)
      : names_(names), tables_(tables), arguments_(arguments), out_(out) {}

  /// The nodes of a truth value, the root last; empty when there was an error (reported).
  std::vector<ExpressionNode> read_truth(JsonValue value);
  /// The nodes of a number.
  std::vector<ExpressionNode> read_number(JsonValue value);

 private:
  using Node = std::optional<std::uint32_t>;

  Node truth(JsonValue value);
  Node truth_operator(std::string_view name, JsonValue argument);
  Node number(JsonValue value);
  Node number_operator(std::string_view name, JsonValue argument);
  Node literal(JsonValue value, std::optional<Dimension> expected);
  Node comparisons(JsonFields& fields, const std::function<Node()>& left);
  Node compared(JsonValue argument, std::string_view what, const std::function<Node(JsonFields&)>& left);
  Node at_least(JsonValue argument);
  Node tried(JsonValue argument);
  /// One intervention (or "any") tried with a response in the bit set (0: any), for so long.
  Node attempted(std::string_view name, Location where, unsigned responses, std::optional<JsonValue> how_long);
  /// The measured value only if it is not older than `within`.
  Node limited(std::uint32_t measure, JsonValue within);
  Node points(JsonValue argument);
  Node choice(JsonValue argument);
  Node bands(JsonValue argument);
  /// That `subject` keeps the upper limit of a band, which must be above `limit` and replaces it; nothing for the last.
  Node within_band(JsonFields& band, Node subject, bool last, double& limit);
  Node choose(Node condition, Node yes, Node no, Location where);
  Node concept_node(Op op, std::string_view name, std::optional<ConceptKind> kind, Location where);
  Node over_list(Op op, JsonValue list, bool numbers);
  Node add(ExpressionNode node, const std::vector<std::uint32_t>& arguments = {});
  std::optional<std::string_view> text(JsonValue value, std::string_view what);
  Node no_operator(JsonValue value, std::string_view name, std::vector<std::string_view> known);

  const ExpressionNames& names_;
  const Tables& tables_;
  std::vector<std::uint32_t>& arguments_;
  Diagnostics& out_;
  std::vector<ExpressionNode> nodes_;
};

}  // namespace noso
