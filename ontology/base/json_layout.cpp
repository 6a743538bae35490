#include "noso/base/json_layout.hpp"

#include <algorithm>
#include <numeric>

#include "noso/base/json_writer.hpp"

namespace noso {

namespace {

constexpr std::size_t kIndent = 2;

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string quoted(std::string_view text) {
  JsonWriter out(false);
  out.value(text);
  return out.text();
}

/// Depth is bounded by the parser's limit.
class Typesetter {
 public:
  explicit Typesetter(const JsonLayout& layout) : layout_(layout) {}

  std::string whole(JsonValue root) {
    if (root.size() == 0) return flat({}, root) + '\n';
    broken({}, root, 0);
    return std::move(out_) + '\n';
  }

 private:
  bool is_list(JsonValue value) const { return value.is(JsonType::array) || value.is(JsonType::object); }

  std::vector<std::size_t> order(std::string_view key, JsonValue value) const {
    if (value.is(JsonType::object) && layout_.order) return layout_.order(key, value);
    std::vector<std::size_t> all(value.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
  }

  std::string flat(std::string_view key, JsonValue value) const {
    switch (value.type()) {
      case JsonType::number: return std::string(value.spelling());
      case JsonType::null:
      case JsonType::boolean:
      case JsonType::string: return to_json(value);
      case JsonType::array:
      case JsonType::object: break;
    }
    const bool is_object = value.is(JsonType::object);
    std::string text(1, is_object ? '{' : '[');
    for (const auto i : order(key, value)) {
      if (text.size() > 1) text += ", ";
      if (is_object) text += quoted(value.key(i)) + ": ";
      text += flat(is_object ? value.key(i) : std::string_view{}, value.at(i));
    }
    return text + (is_object ? '}' : ']');
  }

  /// Writes a value with members over several lines; its lines after the first start at `indent`.
  void broken(std::string_view key, JsonValue value, std::size_t indent) {
    const bool is_object = value.is(JsonType::object);
    const auto all = order(key, value);
    out_ += is_object ? '{' : '[';
    std::size_t column = 0;  // 0: the next member starts a line
    for (std::size_t n = 0; n < all.size(); ++n) {
      const auto member = value.at(all[n]);
      const auto name = is_object ? value.key(all[n]) : std::string_view{};
      const auto head = is_object ? quoted(name) + ": " : std::string();
      const auto text = head + flat(name, member);
      const auto length = code_points(text) + (n + 1 < all.size() ? 1 : 0);
      const bool one_line = !is_list(member) || member.size() == 0 || indent + kIndent + length <= layout_.width;
      // In an array objects and arrays have lines of their own.
      const bool alone = !one_line || (!is_object && is_list(member)) || (indent == 0 && is_object);
      if (column == 0 || alone || column + 1 + length > layout_.width) {
        out_ += '\n' + std::string(indent + kIndent, ' ');
        column = indent + kIndent;
      } else {
        out_ += ' ';
        ++column;
      }
      if (one_line) {
        out_ += text;
      } else {
        out_ += head;
        broken(name, member, indent + kIndent);
      }
      if (n + 1 < all.size()) out_ += ',';
      column = alone ? 0 : column + length;
    }
    out_ += '\n' + std::string(indent, ' ') + (is_object ? '}' : ']');
  }

  const JsonLayout& layout_;
  std::string out_;
};

}  // namespace

std::string lay_out(const JsonDocument& document, const JsonLayout& layout) {
  return Typesetter(layout).whole(document.root());
}

}  // namespace noso
