// Nodes are appended after their arguments, so the list is in evaluation order. Recursion follows the nesting of the
// JSON, which the parser bounds.
#include "pack/expression_reader.hpp"

#include <array>
#include <limits>

#include "noso/base/text.hpp"

namespace noso {

namespace {

constexpr auto kTruthOperators =
    std::to_array<std::string_view>({"present", "recorded", "all", "any", "not", "at_least", "sex", "age", "measure",
                                     "duration", "severity", "tried", "rule", "score", "number"});
constexpr auto kNumberOperators =
    std::to_array<std::string_view>({"age", "measure", "duration", "severity", "count", "points", "sum", "difference",
                                     "product", "quotient", "score", "if", "bands"});

struct ComparisonKey {
  std::string_view key;
  Comparison comparison;
};
constexpr auto kComparisons = std::to_array<ComparisonKey>({{"at_least", Comparison::at_least},
                                                            {"above", Comparison::above},
                                                            {"at_most", Comparison::at_most},
                                                            {"below", Comparison::below},
                                                            {"equal", Comparison::equal}});

}  // namespace

std::vector<ExpressionNode> ExpressionReader::read_truth(JsonValue value) {
  nodes_.clear();
  if (!truth(value)) nodes_.clear();
  return std::move(nodes_);
}

std::vector<ExpressionNode> ExpressionReader::read_number(JsonValue value) {
  nodes_.clear();
  if (!number(value)) nodes_.clear();
  return std::move(nodes_);
}

ExpressionReader::Node ExpressionReader::add(ExpressionNode node, const std::vector<std::uint32_t>& arguments) {
  node.arguments = {static_cast<std::uint32_t>(arguments_.size()), static_cast<std::uint32_t>(arguments.size())};
  arguments_.insert(arguments_.end(), arguments.begin(), arguments.end());
  nodes_.push_back(node);
  return static_cast<std::uint32_t>(nodes_.size() - 1);
}

std::optional<std::string_view> ExpressionReader::text(JsonValue value, std::string_view what) {
  if (!expect_type(value, JsonType::string, what, out_)) return std::nullopt;
  return value.string();
}

ExpressionReader::Node ExpressionReader::no_operator(JsonValue value, std::string_view name,
                                                     std::vector<std::string_view> known) {
  out_.error(value.where(), "unknown-operator", "no operator '" + std::string(name) + "' here",
             choose_from(name, known));
  return std::nullopt;
}

ExpressionReader::Node ExpressionReader::concept_node(Op op, std::string_view name, std::optional<ConceptKind> kind,
                                                      Location where) {
  const auto found = names_.concept_ref(name, kind, where);
  if (!found) return std::nullopt;
  const auto& record = tables_.concepts[found->value];
  ExpressionNode node{.op = op, .concept_ref = found->value};
  if (op == Op::measure) {
    if ((record.flags & kMeasured) == 0) {
      out_.error(where, "not-measured", "'" + std::string(name) + "' has no number",
                 "give the finding a 'quantity', or ask for its presence");
      return std::nullopt;
    }
    node.dimension = record.dimension;
  }
  if (op == Op::duration || op == Op::tried_duration) node.dimension = Dimension::time;
  if ((op == Op::present || op == Op::recorded) && record.kind != ConceptKind::finding &&
      record.kind != ConceptKind::risk_factor) {
    if (record.kind == ConceptKind::condition)
      out_.error(where, "depends-on-ranking", "'" + std::string(name) + "' is a condition; rules never see the ranking",
                 "ask for the findings that make one think of it");
    else
      out_.error(where, "wrong-kind",
                 "'" + std::string(name) + "' is an intervention; an expression asks for findings and risk factors",
                 "use {\"tried\": …} for what was tried");
    return std::nullopt;
  }
  return add(node);
}

ExpressionReader::Node ExpressionReader::truth(JsonValue value) {
  if (value.is(JsonType::string)) return concept_node(Op::present, value.string(), std::nullopt, value.where());
  if (!value.is(JsonType::object) || value.size() != 1) {
    out_.error(value.where(), "bad-expression", "an expression is the id of a finding or an object with one operator",
               "for example \"fever\" or {\"all\": [\"fever\", \"heel-redness\"]}");
    return std::nullopt;
  }
  return truth_operator(value.key(0), value.at(0));
}

ExpressionReader::Node ExpressionReader::truth_operator(std::string_view name, JsonValue argument) {
  const auto named = [&](Op op, std::string_view what) -> Node {
    const auto id = text(argument, what);
    return id ? concept_node(op, *id, std::nullopt, argument.where()) : std::nullopt;
  };
  const auto of_finding = [&](Op op) {
    return compared(argument, name, [&, op](JsonFields& fields) -> Node {
      const auto id = fields.text_required("of");
      return id ? concept_node(op, *id, ConceptKind::finding, fields.where("of")) : std::nullopt;
    });
  };
  if (name == "present") return named(Op::present, "'present'");
  if (name == "recorded") return named(Op::recorded, "'recorded'");
  if (name == "all") return over_list(Op::all, argument, false);
  if (name == "any") return over_list(Op::any, argument, false);
  if (name == "at_least") return at_least(argument);
  if (name == "tried") return tried(argument);
  if (name == "measure")
    return compared(argument, name, [&](JsonFields& fields) -> Node {
      const auto id = fields.text_required("of");
      const auto node = id ? concept_node(Op::measure, *id, ConceptKind::finding, fields.where("of")) : std::nullopt;
      const auto within = fields.any("within");
      return node && within ? limited(*node, *within) : node;
    });
  if (name == "duration") return of_finding(Op::duration);
  if (name == "severity") return of_finding(Op::severity);
  if (name == "not") {
    const auto inner = truth(argument);
    return inner ? add({.op = Op::negate}, {*inner}) : std::nullopt;
  }
  if (name == "sex") {
    const auto word = text(argument, "'sex'");
    const auto sex = word ? parse<Sex>(*word) : std::nullopt;
    if (word && (!sex || *sex == Sex::unknown))
      out_.error(argument.where(), "bad-word", "'" + std::string(*word) + "' is no sex", "use \"female\" or \"male\"");
    if (!sex || *sex == Sex::unknown) return std::nullopt;
    return add({.op = Op::sex_is, .number = static_cast<double>(*sex)});
  }
  if (name == "age")
    return compared(argument, name, [&](JsonFields&) { return add({.op = Op::age, .dimension = Dimension::time}); });
  if (name == "rule") {
    const auto id = text(argument, "'rule'");
    const auto rule = id ? names_.rule(*id, argument.where()) : std::nullopt;
    return rule ? add({.op = Op::rule, .concept_ref = rule->value}) : std::nullopt;
  }
  if (name == "score")
    return compared(argument, name, [&](JsonFields& fields) -> Node {
      const auto id = fields.text_required("of");
      const auto score = id ? names_.score(*id, fields.where("of")) : std::nullopt;
      return score ? add({.op = Op::score, .concept_ref = score->value}) : std::nullopt;
    });
  if (name == "number")
    return compared(argument, name, [&](JsonFields& fields) -> Node {
      const auto of = fields.any_required("of");
      return of ? number(*of) : std::nullopt;
    });
  return no_operator(argument, name, {kTruthOperators.begin(), kTruthOperators.end()});
}

ExpressionReader::Node ExpressionReader::limited(std::uint32_t measure, JsonValue within) {
  const auto limit = literal(within, Dimension::time);
  if (!limit) return std::nullopt;
  const double days = nodes_[*limit].number;
  nodes_.pop_back();  // a property of the measured value, not a number of the expression
  if (!(days > 0)) {
    out_.error(within.where(), "out-of-range", "'within' is no time", "write a time above 0, such as \"24 h\"");
    return std::nullopt;
  }
  nodes_[measure].number = days;
  return measure;
}

ExpressionReader::Node ExpressionReader::over_list(Op op, JsonValue list, bool numbers) {
  if (!expect_type(list, JsonType::array, "the operand", out_)) return std::nullopt;
  if (list.size() == 0) {
    out_.error(list.where(), "empty-list", "an operator over nothing", "list at least one expression");
    return std::nullopt;
  }
  std::vector<std::uint32_t> arguments;
  bool good = true;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto argument = numbers ? number(list.at(i)) : truth(list.at(i));
    good = good && argument.has_value();
    if (argument) arguments.push_back(*argument);
  }
  if (!good) return std::nullopt;
  ExpressionNode node{.op = op};
  if (numbers && op != Op::product && op != Op::quotient) {
    node.dimension = nodes_[arguments.front()].dimension;
    for (const auto argument : arguments)
      if (nodes_[argument].dimension != node.dimension) {
        out_.error(list.where(), "unit-mismatch",
                   std::string(to_string(node.dimension)) + " and " +
                       std::string(to_string(nodes_[argument].dimension)) + " cannot be added",
                   "use quantities of one kind");
        return std::nullopt;
      }
  }
  return add(node, arguments);
}

ExpressionReader::Node ExpressionReader::at_least(JsonValue argument) {
  JsonFields fields(argument, out_, "'at_least'");
  const auto count = fields.number_required("count");
  const auto of = fields.any_required("of");
  fields.finish();
  if (!count || !of) return std::nullopt;
  const auto node = over_list(Op::at_least, *of, false);
  if (!node) return std::nullopt;
  if (*count < 1 || *count > static_cast<double>(of->size()) ||
      *count != static_cast<double>(static_cast<int>(*count))) {
    out_.error(fields.where("count"), "out-of-range",
               "'count' is " + format_number(*count) + ", there are " + std::to_string(of->size()) + " expressions",
               "use a whole number from 1 to that");
    return std::nullopt;
  }
  nodes_[*node].number = *count;
  return node;
}

ExpressionReader::Node ExpressionReader::tried(JsonValue argument) {
  JsonFields fields(argument, out_, "'tried'");
  if (const auto list = fields.any_required("intervention"); list && list->is(JsonType::array) && list->size() == 0)
    out_.error(list->where(), "empty-list", "'tried' of nothing", "name at least one intervention, or \"any\"");
  const auto names = fields.texts("intervention");
  const auto responses = fields.texts("response");
  const auto how_long = fields.any("for");
  fields.finish();
  unsigned mask = 0;
  for (const auto& word : responses) {
    const auto response = parse<Response>(word);
    if (!response) {
      out_.error(fields.where("response"), "bad-word", "'" + word + "' is no response",
                 "use resolved, better, none or worse");
      return std::nullopt;
    }
    mask |= 1u << static_cast<unsigned>(*response);
  }
  std::vector<std::uint32_t> attempts;
  for (const auto& name : names) {
    const auto attempt = attempted(name, fields.where("intervention"), mask, how_long);
    if (!attempt) return std::nullopt;
    attempts.push_back(*attempt);
  }
  if (attempts.empty()) return std::nullopt;  // reported as missing or of a wrong type
  return attempts.size() == 1 ? Node(attempts.front()) : add({.op = Op::any}, attempts);
}

ExpressionReader::Node ExpressionReader::attempted(std::string_view name, Location where, unsigned responses,
                                                   std::optional<JsonValue> how_long) {
  const auto make = [&](Op op) -> Node {
    const auto node = name == "any" ? add({.op = op, .dimension = op == Op::tried ? Dimension::ratio : Dimension::time})
                                    : concept_node(op, name, ConceptKind::intervention, where);
    if (node) nodes_[*node].number = responses;
    return node;
  };
  const auto node = make(Op::tried);
  if (!node || !how_long) return node;
  JsonFields limits(*how_long, out_, "'for'");
  if (!limits.is_object()) return std::nullopt;
  // The duration is that of an attempt with such a response, not of any attempt.
  const auto long_enough = comparisons(limits, [&] { return make(Op::tried_duration); });
  limits.finish();
  return long_enough ? add({.op = Op::all}, {*node, *long_enough}) : std::nullopt;
}

ExpressionReader::Node ExpressionReader::compared(JsonValue argument, std::string_view what,
                                                  const std::function<Node(JsonFields&)>& left) {
  JsonFields fields(argument, out_, "'" + std::string(what) + "'");
  if (!fields.is_object()) return std::nullopt;
  const auto node = comparisons(fields, [&] { return left(fields); });
  fields.finish();
  return node;
}

ExpressionReader::Node ExpressionReader::comparisons(JsonFields& fields, const std::function<Node()>& left) {
  const auto subject = left();
  std::vector<std::uint32_t> parts;
  bool good = subject.has_value(), found = false;
  for (const auto& [key, comparison] : kComparisons) {
    const auto limit = fields.any(key);
    if (!limit) continue;
    found = true;
    if (!subject) continue;
    const auto right = literal(*limit, nodes_[*subject].dimension);
    good = good && right.has_value();
    if (right)
      parts.push_back(*add({.op = Op::compare, .comparison = comparison, .dimension = nodes_[*subject].dimension},
                           {*subject, *right}));
  }
  if (!found && subject)
    out_.error(fields.where(), "missing-key", "nothing to compare with",
               "add at_least, above, at_most, below or equal");
  if (!good || parts.empty()) return std::nullopt;
  return parts.size() == 1 ? Node(parts.front()) : add({.op = Op::all}, parts);
}

ExpressionReader::Node ExpressionReader::literal(JsonValue value, std::optional<Dimension> expected) {
  Quantity quantity;
  if (value.is(JsonType::number)) {
    quantity.value = value.number();
  } else if (value.is(JsonType::string)) {
    const auto parsed = parse_quantity(value.string());
    if (!parsed.ok()) {
      const auto& why = parsed.errors().front();
      out_.error(value.where(), why.code, why.message, why.help);
      return std::nullopt;
    }
    quantity = *parsed;
  } else {
    out_.error(value.where(), "wrong-type", "a number or a quantity is expected", "write 3, or \"6 wk\"");
    return std::nullopt;
  }
  if (expected && *expected != quantity.dimension) {
    out_.error(value.where(), "unit-mismatch",
               std::string(to_string(*expected)) + " is compared with " + std::string(to_string(quantity.dimension)),
               *expected == Dimension::ratio ? "leave the unit out"
                                             : "write a unit, such as '" + std::string(base_unit(*expected)) + "'");
    return std::nullopt;
  }
  return add({.op = Op::literal, .dimension = quantity.dimension, .number = quantity.value});
}

ExpressionReader::Node ExpressionReader::number(JsonValue value) {
  if (value.is(JsonType::number) || value.is(JsonType::string)) return literal(value, std::nullopt);
  if (!value.is(JsonType::object) || value.size() != 1) {
    out_.error(value.where(), "bad-expression", "a number is a number, a quantity, or an object with one operator",
               "for example {\"measure\": \"body-temperature\"}");
    return std::nullopt;
  }
  return number_operator(value.key(0), value.at(0));
}

ExpressionReader::Node ExpressionReader::number_operator(std::string_view name, JsonValue argument) {
  const auto of_finding = [&](Op op) -> Node {
    const auto id = text(argument, "the finding");
    return id ? concept_node(op, *id, ConceptKind::finding, argument.where()) : std::nullopt;
  };
  const auto of_two = [&](Op op) -> Node {
    if (argument.is(JsonType::array) && argument.size() != 2) {
      out_.error(argument.where(), "bad-expression", "two numbers are expected", "write [A, B]");
      return std::nullopt;
    }
    return over_list(op, argument, true);
  };
  if (name == "age") {
    if (argument.is(JsonType::boolean) && argument.boolean()) return add({.op = Op::age, .dimension = Dimension::time});
    out_.error(argument.where(), "bad-expression", "as a number the age has no limits", "write {\"age\": true}");
    return std::nullopt;
  }
  if (name == "measure") return of_finding(Op::measure);
  if (name == "duration") return of_finding(Op::duration);
  if (name == "severity") return of_finding(Op::severity);
  if (name == "count") return over_list(Op::count, argument, false);
  if (name == "points") return points(argument);
  if (name == "if") return choice(argument);
  if (name == "bands") return bands(argument);
  if (name == "sum") return over_list(Op::sum, argument, true);
  if (name == "product") return over_list(Op::product, argument, true);
  if (name == "difference") return of_two(Op::difference);
  if (name == "quotient") return of_two(Op::quotient);
  if (name == "score") {
    const auto id = text(argument, "'score'");
    const auto score = id ? names_.score(*id, argument.where()) : std::nullopt;
    return score ? add({.op = Op::score, .concept_ref = score->value}) : std::nullopt;
  }
  return no_operator(argument, name, {kNumberOperators.begin(), kNumberOperators.end()});
}

ExpressionReader::Node ExpressionReader::points(JsonValue argument) {
  if (!expect_type(argument, JsonType::array, "'points'", out_)) return std::nullopt;
  std::vector<std::uint32_t> arguments;
  bool good = argument.size() > 0;
  if (!good) out_.error(argument.where(), "empty-list", "'points' over nothing", "list at least one entry");
  for (std::size_t i = 0; i < argument.size(); ++i) {
    JsonFields fields(argument.at(i), out_, "an entry of 'points'");
    const auto when = fields.any_required("when");
    const auto value = fields.any_required("value");
    fields.finish();
    const auto condition = when ? truth(*when) : std::nullopt;
    const auto points = value ? literal(*value, Dimension::ratio) : std::nullopt;
    good = good && condition && points;
    if (condition && points) arguments.insert(arguments.end(), {*condition, *points});
  }
  return good ? add({.op = Op::points}, arguments) : std::nullopt;
}

ExpressionReader::Node ExpressionReader::choose(Node condition, Node yes, Node no, Location where) {
  if (!condition || !yes || !no) return std::nullopt;
  const auto dimension = nodes_[*yes].dimension;
  if (dimension != nodes_[*no].dimension) {
    out_.error(where, "unit-mismatch",
               "one alternative is " + std::string(to_string(dimension)) + ", the other " +
                   std::string(to_string(nodes_[*no].dimension)),
               "use quantities of one kind");
    return std::nullopt;
  }
  return add({.op = Op::choose, .dimension = dimension}, {*condition, *yes, *no});
}

ExpressionReader::Node ExpressionReader::choice(JsonValue argument) {
  JsonFields fields(argument, out_, "'if'");
  const auto when = fields.any_required("when");
  const auto then = fields.any_required("then");
  const auto otherwise = fields.any_required("else");
  fields.finish();
  const auto condition = when ? truth(*when) : std::nullopt;
  const auto yes = then ? number(*then) : std::nullopt;
  const auto no = otherwise ? number(*otherwise) : std::nullopt;
  return choose(condition, yes, no, argument.where());
}

// Bands are choices in a row: the value of the first band whose upper limit the number keeps. Of a number of which only
// a range is known, exactly the bands that the range meets remain.
ExpressionReader::Node ExpressionReader::bands(JsonValue argument) {
  JsonFields fields(argument, out_, "'bands'");
  const auto of = fields.any_required("of");
  const auto list = fields.any_required("points");
  fields.finish();
  const auto subject = of ? number(*of) : std::nullopt;
  if (!list || !expect_type(*list, JsonType::array, "'points'", out_)) return std::nullopt;
  if (list->size() == 0) out_.error(list->where(), "empty-list", "'bands' without a band", "list at least one entry");
  std::vector<std::pair<Node, Node>> bands;  // the comparison with the upper limit, and the value
  bool good = subject && list->size() > 0;
  double limit = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < list->size(); ++i) {
    JsonFields band(list->at(i), out_, "a band");
    const auto value = band.any_required("value");
    const auto points = value ? literal(*value, Dimension::ratio) : std::nullopt;
    const bool last = i + 1 == list->size();
    const auto within = within_band(band, subject, last, limit);
    band.finish();
    good = good && points && within.has_value() != last;
    bands.emplace_back(within, points);
  }
  if (!good) return std::nullopt;
  Node out = bands.back().second;
  for (std::size_t i = bands.size() - 1; i-- > 0;) out = choose(bands[i].first, bands[i].second, out, list->where());
  return out;
}

ExpressionReader::Node ExpressionReader::within_band(JsonFields& band, Node subject, bool last, double& limit) {
  const auto at_most = band.any("at_most"), below = band.any("below");
  const auto refuse = [&](const char* what, const char* help) -> Node {
    out_.error(band.where(), "bad-band", what, help);
    return std::nullopt;
  };
  if (last) {
    if (!at_most && !below) return std::nullopt;
    return refuse("the last band has an upper limit", "add a band without one: it takes the rest");
  }
  if (at_most.has_value() == below.has_value())
    return refuse("a band has one upper limit", "give 'at_most' or 'below'");
  if (!subject) return std::nullopt;
  const auto dimension = nodes_[*subject].dimension;
  const auto right = literal(at_most ? *at_most : *below, dimension);
  if (!right) return std::nullopt;
  if (nodes_[*right].number <= limit) return refuse("the upper limits do not rise", "order the bands by their limits");
  limit = nodes_[*right].number;
  const auto comparison = at_most ? Comparison::at_most : Comparison::below;
  return add({.op = Op::compare, .comparison = comparison, .dimension = dimension}, {*subject, *right});
}

}  // namespace noso
