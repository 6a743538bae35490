// Recursive descent over the characters: what a constant is depends on what follows it, so there is no lexer apart.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "gdl2/syntax.hpp"

namespace noso::gdl2 {

namespace {

constexpr std::size_t kMaxExpressionBytes = 64u << 10;
constexpr int kMaxNesting = 200;
constexpr std::uint32_t kMaxTreeHeight = 1000;
constexpr double kEuler = 2.718281828459045;

struct Spelling {
  std::string_view text;
  Operator op;
};
// Longer spellings stand before those that begin them.
constexpr std::array<Spelling, 16> kOperators{{{"||", Operator::either},
                                               {"&&", Operator::both},
                                               {"==", Operator::equal},
                                               {"!=", Operator::unequal},
                                               {"!is_a", Operator::is_not_a},
                                               {"is_not_a", Operator::is_not_a},
                                               {"is_a", Operator::is_a},
                                               {"<=", Operator::at_most},
                                               {">=", Operator::at_least},
                                               {"<", Operator::below},
                                               {">", Operator::above},
                                               {"+", Operator::add},
                                               {"-", Operator::subtract},
                                               {"*", Operator::multiply},
                                               {"/", Operator::divide},
                                               {"^", Operator::power}}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class ExpressionParser {
 public:
  explicit ExpressionParser(std::string_view text) : text_(text) {}

  Result<SyntaxTree> expression() {
    if (text_.size() > kMaxExpressionBytes) return failed("the expression is too long");
    const auto root = binary(1);
    skip_space();
    if (root && at_ < text_.size()) fail("an operator or the end is expected");
    if (!failure_.empty()) return failed(failure_);
    return std::move(tree_);
  }

  Result<Assignment> assignment() {
    skip_space();
    Assignment out;
    if (!peek('$') || !variable(out.name, out.attribute)) return failed("an assignment begins with '$' and a variable");
    skip_space();
    if (!peek('=') || text_.substr(at_).starts_with("==")) return failed("'=' is expected");
    ++at_;
    auto value = expression();
    if (!value.ok()) return value.errors();
    out.value = std::move(*value);
    return out;
  }

 private:
  using Index = std::optional<std::uint32_t>;

  Diagnostic failed(const std::string& what) const {
    return error("guideline-syntax",
                 what + " at character " + std::to_string(at_ + 1) + " of '" + std::string(text_) + "'",
                 "correct the expression in the guideline");
  }
  std::nullopt_t fail(std::string what) {
    if (failure_.empty()) failure_ = std::move(what);
    return std::nullopt;
  }
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  bool peek(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool take(char c) {
    if (!peek(c)) return false;
    ++at_;
    return true;
  }
  /// Whoever walks the tree later may do so by recursion: operators in a row make it high, too.
  std::uint32_t add(SyntaxNode node) {
    std::uint32_t height = 1;
    if (node.kind >= SyntaxNode::Kind::call) height += heights_[node.left];
    if (node.kind == SyntaxNode::Kind::binary) height = std::max(height, heights_[node.right] + 1);
    if (height > kMaxTreeHeight) fail("there are too many operators in a row");
    heights_.push_back(height);
    tree_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(tree_.nodes.size() - 1);
  }
  std::uint32_t constant(DataValue value) {
    SyntaxNode node{.kind = SyntaxNode::Kind::constant};
    node.constant = std::move(value);
    return add(std::move(node));
  }

  std::optional<Spelling> next_operator() {
    skip_space();
    for (const auto& spelling : kOperators)
      if (text_.substr(at_).starts_with(spelling.text)) return spelling;
    return std::nullopt;
  }

  /// Everything that binds at least as tightly as `least`. A power leans to the right, everything else to the left.
  Index binary(int least) {
    auto left = unary();
    while (left) {
      const auto next = next_operator();
      if (!next || precedence(next->op) < least) break;
      at_ += next->text.size();
      const auto right = next->op == Operator::power ? exponent() : binary(precedence(next->op) + 1);
      if (!right) return std::nullopt;
      left = add({.kind = SyntaxNode::Kind::binary, .op = next->op, .left = *left, .right = *right});
    }
    return left;
  }

  Index exponent() {
    if (++nesting_ > kMaxNesting) return fail("the expression is nested too deeply");
    const auto out = binary(precedence(Operator::power));
    --nesting_;
    return out;
  }

  Index unary() {
    skip_space();
    if (++nesting_ > kMaxNesting) return fail("the expression is nested too deeply");
    const auto out = operand();
    --nesting_;
    return out;
  }

  Index operand() {
    if (take('!')) {
      const auto inner = unary();
      return inner ? Index(add({.kind = SyntaxNode::Kind::negation, .left = *inner})) : std::nullopt;
    }
    const bool negative = peek('-');
    if (negative && !(at_ + 1 < text_.size() && (is_digit(text_[at_ + 1]) || text_[at_ + 1] == '.'))) {
      ++at_;
      const auto inner = unary();
      return inner ? Index(add({.kind = SyntaxNode::Kind::minus, .left = *inner})) : std::nullopt;
    }
    return primary();
  }

  Index primary() {
    if (at_ >= text_.size()) return fail("a value is expected");
    const char c = text_[at_];
    if (c == '(') return parenthesis();
    if (c == '$') {
      SyntaxNode node{.kind = SyntaxNode::Kind::variable};
      return variable(node.name, node.attribute) ? Index(add(std::move(node))) : std::nullopt;
    }
    if (c == '\'' || c == '"') return text_constant(c);
    if (const auto code = code_constant()) return code;
    if (!failure_.empty()) return std::nullopt;
    if (is_digit(c) || c == '-' || c == '.') return number_constant();
    if (is_letter(c)) return word();
    return fail("a value is expected");
  }

  Index parenthesis() {
    ++at_;
    const auto inner = binary(1);
    if (!inner) return std::nullopt;
    skip_space();
    if (!take(')')) return fail("')' is expected");
    auto& node = tree_.nodes[*inner];
    const bool is_plain_number = node.kind == SyntaxNode::Kind::constant && node.constant.type == ValueType::number &&
                                 node.constant.text.empty();
    if (is_plain_number && peek(',')) {
      ++at_;
      if (!unit(node.constant)) return std::nullopt;
    }
    return inner;
  }

  bool variable(std::string& name, std::string& attribute) {
    const auto begin = ++at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]) || part_of_code())) ++at_;
    name = text_.substr(begin, at_ - begin);
    if (name.empty()) return fail("the name of a variable is expected"), false;
    if (peek('|') && !text_.substr(at_).starts_with("||") && !label()) return false;
    if (!peek('.')) return true;
    const auto dot = at_++;
    const auto first = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    attribute = text_.substr(first, at_ - first);
    if (attribute.empty()) return at_ = dot, fail("the name of an attribute is expected"), false;
    return true;
  }
  /// A code may have parts: gt0005.1
  bool part_of_code() const { return text_[at_] == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]); }

  std::optional<std::string> label() {
    const auto end = text_.find('|', at_ + 1);
    if (end == std::string_view::npos) return fail("'|' is expected after the label");
    std::string out(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return out;
  }

  Index text_constant(char quote) {
    for (auto end = text_.find(quote, at_ + 1); end != std::string_view::npos; end = text_.find(quote, end + 1)) {
      auto after = end + 1;
      while (after < text_.size() && is_space(text_[after])) ++after;
      constexpr std::string_view kAfterText = ")+-*/^&|=!<>";
      if (after < text_.size() && kAfterText.find(text_[after]) == std::string_view::npos &&
          !text_.substr(after).starts_with("is_"))
        continue;
      DataValue value{.type = ValueType::text};
      value.text = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
      return constant(std::move(value));
    }
    return fail("the text has no end");
  }

  /// `terminology::code|label|`; nothing where no such thing begins here.
  Index code_constant() {
    auto colons = at_;
    const auto belongs = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == ' '; };
    while (colons < text_.size() && belongs(text_[colons])) ++colons;
    if (colons == at_ || !text_.substr(colons).starts_with("::")) return std::nullopt;
    const auto terminology = text_.substr(at_, colons - at_);  // its name may hold spaces, but no operator
    for (const std::string_view op : {"is_a ", "is_not_a ", " - "})
      if (terminology.find(op) != std::string_view::npos) return std::nullopt;
    auto end = colons + 2;
    while (end < text_.size() && belongs(text_[end]) && text_[end] != ' ') ++end;
    if (end == colons + 2) return fail("a code is expected after '::'");
    DataValue value{.type = ValueType::coded_text};
    value.code = text_.substr(at_, end - at_);
    at_ = end;
    if (peek('|') && !text_.substr(at_).starts_with("||")) {
      auto said = label();
      if (!said) return std::nullopt;
      value.text = std::move(*said);
    }
    return constant(std::move(value));
  }

  Index number_constant() {
    double x = 0;
    const auto [end, failure] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), x);
    if (failure != std::errc() || !std::isfinite(x)) return fail("a number is expected");
    at_ = static_cast<std::size_t>(end - text_.data());
    DataValue value{.type = ValueType::number, .number = x};
    if (peek(',')) {
      ++at_;
      if (!unit(value)) return std::nullopt;
    } else if (peek('|') && !text_.substr(at_).starts_with("||")) {
      ++at_;
      const auto code = code_constant();
      if (!code) return fail("the code of an ordinal is expected");
      tree_.nodes[*code].constant.type = ValueType::ordinal;
      tree_.nodes[*code].constant.number = x;
      return code;
    }
    return constant(std::move(value));
  }

  /// A unit ends at a space, a closing parenthesis of the expression, or a logical operator.
  bool unit(DataValue& value) {
    const auto begin = at_;
    int open = 0;
    for (; at_ < text_.size() && !is_space(text_[at_]); ++at_) {
      const char c = text_[at_];
      if (c == ')' && open == 0) break;
      if (text_.substr(at_).starts_with("&&") || text_.substr(at_).starts_with("||")) break;
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    if (at_ == begin) return fail("a unit is expected after ','"), false;
    value.type = ValueType::quantity, value.text = plain_unit(text_.substr(begin, at_ - begin));
    return true;
  }

  Index word() {
    const auto begin = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    const auto name = text_.substr(begin, at_ - begin);
    skip_space();
    if (peek('(')) {
      ++at_;
      const auto inner = binary(1);
      if (!inner) return std::nullopt;
      skip_space();
      if (!take(')')) return fail("')' is expected");
      SyntaxNode call{.kind = SyntaxNode::Kind::call, .left = *inner};
      call.name = name;
      return add(std::move(call));
    }
    if (name == "null") return add({.kind = SyntaxNode::Kind::null});
    if (name == "true" || name == "false") return constant({.type = ValueType::boolean, .flag = name == "true"});
    if (name == "e") return constant({.type = ValueType::number, .number = kEuler});
    at_ = begin;
    return fail("'" + std::string(name) + "' is no value");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int nesting_ = 0;
  std::string failure_;
  SyntaxTree tree_;
  std::vector<std::uint32_t> heights_;  // of the tree below each node
};

}  // namespace

std::string_view to_string(Operator op) {
  for (const auto& spelling : kOperators)
    if (spelling.op == op) return spelling.text;
  return "";
}

int precedence(Operator op) {
  switch (op) {
    case Operator::either: return 1;
    case Operator::both: return 2;
    case Operator::equal:
    case Operator::unequal:
    case Operator::is_a:
    case Operator::is_not_a: return 3;
    case Operator::below:
    case Operator::at_most:
    case Operator::above:
    case Operator::at_least: return 4;
    case Operator::add:
    case Operator::subtract: return 5;
    case Operator::multiply:
    case Operator::divide: return 6;
    case Operator::power: return 7;
  }
  return 0;
}

Result<SyntaxTree> parse_expression(std::string_view text) { return ExpressionParser(text).expression(); }
Result<Assignment> parse_assignment(std::string_view text) { return ExpressionParser(text).assignment(); }

}  // namespace noso::gdl2
