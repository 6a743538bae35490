// RapidJSON's iterative SAX parser builds a flat tree; no recursion, so depth cannot exhaust the stack. It hands
// numbers over as they are written: its own exact conversion is undefined for a zero with an exponent (0e66).
#include "noso/base/json.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <optional>
#include <unordered_set>
#include <vector>

#include "noso/base/text.hpp"
#include "throwing_allocator.hpp"

namespace noso {

std::string_view to_string(JsonType type) {
  switch (type) {
    case JsonType::null: return "null";
    case JsonType::boolean: return "true or false";
    case JsonType::number: return "a number";
    case JsonType::string: return "a string";
    case JsonType::array: return "an array";
    case JsonType::object: return "an object";
  }
  return "null";
}

namespace {

struct Node {
  double number = 0;
  std::uint32_t offset = 0;  // of the first byte in the source
  std::uint32_t first = 0;   // of the text in `strings`, or of the children in `children`
  std::uint32_t count = 0;   // length of the text, or number of elements / members
  JsonType type = JsonType::null;
  bool flag = false;
};

constexpr std::size_t kBlockBytes = 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

struct JsonDocument::Tree {
  std::string file;
  std::string text;
  std::string strings;
  std::vector<Node> nodes;
  std::vector<std::uint32_t> children;  // element nodes; for objects name node, value node in turn
  std::vector<std::uint32_t> line_starts;
  std::vector<std::uint32_t> continuations;  // before each block of the text

  /// Counts code points by blocks, so that places in a text of one long line are told without reading it all.
  void count_continuations() {
    continuations.push_back(0);
    for (std::size_t i = kBlockBytes; i <= text.size(); i += kBlockBytes)
      continuations.push_back(continuations.back() + static_cast<std::uint32_t>(in_block(i - kBlockBytes, i)));
  }
  /// UTF-8 bytes before `offset` that do not begin a code point.
  std::size_t continuations_before(std::size_t offset) const {
    const std::size_t block = offset / kBlockBytes;
    return continuations[block] + in_block(block * kBlockBytes, offset);
  }
  std::size_t in_block(std::size_t begin, std::size_t end) const {
    return static_cast<std::size_t>(std::count_if(
        text.begin() + static_cast<std::ptrdiff_t>(begin), text.begin() + static_cast<std::ptrdiff_t>(end),
        [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }));
  }

  Location locate(std::size_t offset) const {
    const auto after = std::upper_bound(line_starts.begin(), line_starts.end(), offset);
    const auto line = static_cast<std::size_t>(after - line_starts.begin());
    const std::size_t start =
        line == 1 && text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : line_starts[line - 1];
    const std::size_t end = std::min(offset, text.size());
    const std::size_t skipped = end > start ? continuations_before(end) - continuations_before(start) : 0;
    const std::size_t column = end > start ? 1 + end - start - skipped : 1;
    return {file, static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(column)};
  }
};

namespace {

/// Whether a number that no double holds is too large for one; otherwise it is too small.
bool is_huge(std::string_view spelled) {
  long order = 0;  // of the first significant digit
  bool in_fraction = false, significant = false;
  const auto mantissa = spelled.substr(0, spelled.find_first_of("eE"));
  for (const char c : mantissa) {
    in_fraction = in_fraction || c == '.';
    significant = significant || (c >= '1' && c <= '9');
    if (c >= '0' && c <= '9' && in_fraction != significant) order += significant ? 1 : -1;
  }
  auto exponent = spelled.substr(std::min(spelled.size(), mantissa.size() + 1));
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  long power = 0;
  if (std::from_chars(exponent.data(), exponent.data() + exponent.size(), power).ec == std::errc::result_out_of_range)
    return !exponent.starts_with('-');
  return power > -order;
}

/// The nearest double; nothing for what is larger than all of them.
std::optional<double> number_of(std::string_view spelled) {
  double out = 0;
  const auto failure = std::from_chars(spelled.data(), spelled.data() + spelled.size(), out).ec;
  if (failure == std::errc()) return out;
  return is_huge(spelled) ? std::nullopt : std::optional(0.0);
}

/// RapidJSON handler; the node of a value is placed before the nodes of its children, the root at 0.
template <class Tree>
class TreeHandler {
 public:
  TreeHandler(Tree& tree, rapidjson::MemoryStream& stream, std::uint32_t max_depth, std::size_t base)
      : tree_(tree), stream_(stream), max_depth_(max_depth), base_(base) {}

  bool Null() {
    return scalar(JsonType::null, [](Node&) {});
  }
  bool Bool(bool b) {
    return scalar(JsonType::boolean, [&](Node& n) { n.flag = b; });
  }
  // Numbers come as they are written; the parser never calls these five.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    const auto number = number_of({text, length});
    too_big_ = !number;
    return scalar(JsonType::number, [&](Node& n) { n.number = number.value_or(0); }) && !too_big_;
  }
  bool String(const char* text, rapidjson::SizeType length, bool) { return string_node(text, length); }
  bool Key(const char* text, rapidjson::SizeType length, bool) { return string_node(text, length); }
  bool StartObject() { return open(JsonType::object); }
  bool EndObject(rapidjson::SizeType count) { return close(count, 2 * static_cast<std::size_t>(count)); }
  bool StartArray() { return open(JsonType::array); }
  bool EndArray(rapidjson::SizeType count) { return close(count, count); }

  bool too_deep() const { return too_deep_; }
  bool too_big() const { return too_big_; }      ///< the number at `last_offset()`
  bool half_pair() const { return half_pair_; }  ///< in the string at `last_offset()`
  std::size_t last_offset() const { return last_offset_; }

 private:
  template <class Fill>
  bool scalar(JsonType type, Fill fill) {
    fill(add(type));
    return true;
  }

  bool string_node(const char* text, rapidjson::SizeType length) {
    Node& node = add(JsonType::string);
    node.first = static_cast<std::uint32_t>(tree_.strings.size());
    node.count = length;
    tree_.strings.append(text, length);
    half_pair_ =
        first_invalid_utf8({text, length}).has_value();  // an escape such as \ude00, which the reader lets pass
    return !half_pair_;
  }

  bool open(JsonType type) {
    add(type);
    ++previous_end_;  // the parser calls before it takes the bracket
    open_.push_back(static_cast<std::uint32_t>(tree_.nodes.size() - 1));
    pending_marks_.push_back(pending_.size());
    if (open_.size() > max_depth_) too_deep_ = true;
    return !too_deep_;
  }

  bool close(std::size_t count, std::size_t parts) {
    Node& node = tree_.nodes[open_.back()];
    node.first = static_cast<std::uint32_t>(tree_.children.size());
    node.count = static_cast<std::uint32_t>(count);
    assert(pending_.size() - pending_marks_.back() == parts);
    (void)parts;
    tree_.children.insert(tree_.children.end(), pending_.begin() + static_cast<std::ptrdiff_t>(pending_marks_.back()),
                          pending_.end());
    pending_.resize(pending_marks_.back());
    pending_marks_.pop_back();
    open_.pop_back();
    previous_end_ = base_ + stream_.Tell() + 1;
    return true;
  }

  /// A token starts at the first byte after the previous one that is neither white space nor a separator.
  Node& add(JsonType type) {
    std::size_t start = previous_end_;
    while (start < tree_.text.size() && std::string_view(" \t\r\n,:").find(tree_.text[start]) != std::string_view::npos)
      ++start;
    previous_end_ = base_ + stream_.Tell();
    last_offset_ = start;
    if (!tree_.nodes.empty()) pending_.push_back(static_cast<std::uint32_t>(tree_.nodes.size()));
    Node& node = tree_.nodes.emplace_back();
    node.type = type;
    node.offset = static_cast<std::uint32_t>(start);
    return node;
  }

  Tree& tree_;
  rapidjson::MemoryStream& stream_;
  std::uint32_t max_depth_;
  std::size_t base_;
  std::size_t previous_end_ = base_;
  std::size_t last_offset_ = 0;
  bool too_deep_ = false, too_big_ = false, half_pair_ = false;
  std::vector<std::uint32_t> open_;
  std::vector<std::size_t> pending_marks_;
  std::vector<std::uint32_t> pending_;
};

std::string syntax_help(rapidjson::ParseErrorCode code) {
  switch (code) {
    case rapidjson::kParseErrorDocumentEmpty: return "the file is empty; an object '{ … }' is expected";
    case rapidjson::kParseErrorDocumentRootNotSingular: return "remove what follows the first complete value";
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
      return "a comma between members, or a closing '}', is missing just before here";
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
      return "a comma between elements, or a closing ']', is missing just before here";
    case rapidjson::kParseErrorObjectMissName:
      return "a member name in double quotes is expected; JSON allows no comma after the last member";
    case rapidjson::kParseErrorStringMissQuotationMark: return "close the string with a double quote";
    default: return "correct the JSON here";
  }
}

}  // namespace

JsonDocument::JsonDocument(std::unique_ptr<const Tree> tree) : tree_(std::move(tree)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() = default;
const std::string& JsonDocument::file() const { return tree_->file; }

Result<JsonDocument> JsonDocument::parse(std::string_view text, std::string file, JsonLimits limits) {
  if (text.size() > limits.max_bytes)
    return error("json-too-large", "the text has " + std::to_string(text.size()) + " bytes",
                 "at most " + std::to_string(limits.max_bytes) + " are accepted; split it", {file, 1, 1});
  auto tree = std::make_unique<Tree>();
  tree->file = std::move(file);
  tree->text = text;
  tree->line_starts.push_back(0);
  for (std::size_t i = text.find('\n'); i != std::string_view::npos; i = text.find('\n', i + 1))
    tree->line_starts.push_back(static_cast<std::uint32_t>(i + 1));
  tree->count_continuations();
  if (const auto bad = first_invalid_utf8(text))
    return error("json-encoding", "byte " + std::to_string(*bad) + " is not valid UTF-8", "save the file as UTF-8",
                 tree->locate(*bad));

  const std::size_t base = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  rapidjson::MemoryStream stream(tree->text.data() + base, tree->text.size() - base);
  TreeHandler<Tree> handler(*tree, stream, limits.max_depth, base);
  rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, ThrowingAllocator> reader;
  constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
  const auto parsed = reader.Parse<kFlags>(stream, handler);
  if (handler.too_deep())
    return error("json-too-deep", "more than " + std::to_string(limits.max_depth) + " levels of nesting",
                 "no valid input nests that deep; check for brackets that are never closed",
                 tree->locate(handler.last_offset()));
  if (handler.too_big())
    return error("json-syntax", "the number is too large", "correct it", tree->locate(handler.last_offset()));
  if (handler.half_pair())
    return error("json-syntax", "the text holds half of a surrogate pair", "write both halves, or the character itself",
                 tree->locate(handler.last_offset()));
  if (parsed.IsError())
    return error("json-syntax", rapidjson::GetParseError_En(parsed.Code()), syntax_help(parsed.Code()),
                 tree->locate(base + parsed.Offset()));
  if (base + stream.Tell() < text.size())
    return error("json-syntax", "a NUL character stands in the text", "remove it", tree->locate(base + stream.Tell()));

  JsonDocument document{std::move(tree)};
  std::unordered_set<std::string_view> seen;
  for (std::uint32_t n = 0; n < document.tree_->nodes.size(); ++n) {
    const Node& node = document.tree_->nodes[n];
    if (node.type != JsonType::object) continue;
    seen.clear();
    const JsonValue object{&document, n};
    for (std::size_t i = 0; i < node.count; ++i)
      if (!seen.insert(object.key(i)).second)
        return error("json-duplicate-key", "the name '" + std::string(object.key(i)) + "' stands twice in one object",
                     "keep one of the two", object.key_where(i));
  }
  return document;
}

JsonType JsonValue::type() const { return document_->tree_->nodes[node_].type; }

bool JsonValue::boolean() const {
  assert(is(JsonType::boolean));
  return document_->tree_->nodes[node_].flag;
}

double JsonValue::number() const {
  assert(is(JsonType::number));
  return document_->tree_->nodes[node_].number;
}

std::string_view JsonValue::string() const {
  assert(is(JsonType::string));
  const Node& node = document_->tree_->nodes[node_];
  return std::string_view(document_->tree_->strings).substr(node.first, node.count);
}

std::string_view JsonValue::spelling() const {
  assert(is(JsonType::number));
  const auto rest = std::string_view(document_->tree_->text).substr(begin_offset());
  return rest.substr(0, rest.find_first_not_of("+-.0123456789eE"));
}

std::size_t JsonValue::size() const {
  const Node& node = document_->tree_->nodes[node_];
  return node.type == JsonType::array || node.type == JsonType::object ? node.count : 0;
}

JsonValue JsonValue::at(std::size_t i) const {
  const Node& node = document_->tree_->nodes[node_];
  assert(i < size());
  const std::size_t child = node.type == JsonType::object ? node.first + 2 * i + 1 : node.first + i;
  return {document_, document_->tree_->children[child]};
}

std::string_view JsonValue::key(std::size_t i) const {
  const Node& node = document_->tree_->nodes[node_];
  assert(node.type == JsonType::object && i < node.count);
  return JsonValue(document_, document_->tree_->children[node.first + 2 * i]).string();
}

Location JsonValue::key_where(std::size_t i) const {
  const Node& node = document_->tree_->nodes[node_];
  return JsonValue(document_, document_->tree_->children[node.first + 2 * i]).where();
}

std::optional<JsonValue> JsonValue::find(std::string_view name) const {
  if (!is(JsonType::object)) return std::nullopt;
  for (std::size_t i = 0; i < size(); ++i)
    if (key(i) == name) return at(i);
  return std::nullopt;
}

std::string JsonValue::member_text(std::string_view name) const {
  const auto found = find(name);
  return found && found->is(JsonType::string) ? std::string(found->string()) : std::string();
}

Location JsonValue::where() const { return document_->tree_->locate(begin_offset()); }
std::size_t JsonValue::begin_offset() const { return document_->tree_->nodes[node_].offset; }

}  // namespace noso
