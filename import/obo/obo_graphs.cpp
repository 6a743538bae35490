// OBO Graphs JSON by SAX: the document is never in memory as a whole. The handler knows at which place of the schema
// (https://github.com/geneontology/obographs) it stands; everything at a place that it does not know is passed over.
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <unordered_map>

#include "obo/ontology_document.hpp"

namespace noso {

namespace {

constexpr std::size_t kMaxDepth = 64;

/// A RapidJSON input stream over a text source that knows line and column of the next byte.
class CountedStream {
 public:
  using Ch = char;
  explicit CountedStream(TextSource& source) : source_(source), piece_(source.next()) { skip_byte_order_mark(); }

  Ch Peek() const { return at_ < piece_.size() ? piece_[at_] : '\0'; }
  Ch Take() {
    if (at_ >= piece_.size()) return '\0';
    const char c = piece_[at_++];
    ++told_;
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++column_;
    }
    if (at_ == piece_.size()) piece_ = source_.next(), at_ = 0;
    return c;
  }
  std::size_t Tell() const { return told_; }

  Location where() const { return {source_.name(), line_, column_}; }
  std::uint32_t line() const { return line_; }

  // Of the output half of RapidJSON's stream concept; parsing from a stream never calls them.
  Ch* PutBegin() { return nullptr; }
  void Put(Ch) {}
  void Flush() {}
  std::size_t PutEnd(Ch*) { return 0; }

 private:
  void skip_byte_order_mark() {
    if (piece_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  TextSource& source_;
  std::string_view piece_;
  std::size_t at_ = 0, told_ = 0;
  std::uint32_t line_ = 1, column_ = 1;
};

/// Where in the schema an object or array stands.
enum class Place : std::uint8_t {
  elsewhere,
  root,
  graphs,
  graph,
  graph_meta,
  graph_properties,
  graph_property,
  nodes,
  node,
  node_meta,
  definition,
  synonyms,
  synonym,
  xrefs,
  xref,
  properties,
  property,
  edges,
  edge
};

struct Step {
  Place from;
  std::string_view key;  ///< empty: an element of an array
  Place to;
};

constexpr Step kSchema[] = {
    {Place::root, "graphs", Place::graphs},
    {Place::graphs, "", Place::graph},
    {Place::graph, "meta", Place::graph_meta},
    {Place::graph_meta, "basicPropertyValues", Place::graph_properties},
    {Place::graph_properties, "", Place::graph_property},
    {Place::graph, "nodes", Place::nodes},
    {Place::nodes, "", Place::node},
    {Place::node, "meta", Place::node_meta},
    {Place::node_meta, "definition", Place::definition},
    {Place::node_meta, "synonyms", Place::synonyms},
    {Place::synonyms, "", Place::synonym},
    {Place::node_meta, "xrefs", Place::xrefs},
    {Place::xrefs, "", Place::xref},
    {Place::node_meta, "basicPropertyValues", Place::properties},
    {Place::properties, "", Place::property},
    {Place::graph, "edges", Place::edges},
    {Place::edges, "", Place::edge},
};

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return text.ends_with(end); });
}

/// A name that is not exact is only related, whatever its type.
NameScope scope_of(std::string_view predicate, std::string_view type) {
  if (!predicate.empty() && !ends_with_any(predicate, {"hasExactSynonym"})) return NameScope::related;
  if (ends_with_any(type, {"abbreviation"})) return NameScope::abbreviation;
  if (ends_with_any(type, {"layperson"})) return NameScope::lay;
  return NameScope::synonym;
}

class GraphHandler {
 public:
  GraphHandler(CountedStream& stream, ImportReport& report, OntologyDocument& out)
      : stream_(stream), report_(report), out_(out) {}

  bool Null() { return true; }
  bool Bool(bool value) {
    if (here() == Place::node_meta && key_ == "deprecated") node_.obsolete = value;
    return true;
  }
  bool Int(int) { return true; }
  bool Uint(unsigned) { return true; }
  bool Int64(std::int64_t) { return true; }
  bool Uint64(std::uint64_t) { return true; }
  bool Double(double) { return true; }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return true; }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    key_.assign(text, length);
    return true;
  }
  bool StartObject() { return open(); }
  bool StartArray() { return open(); }
  bool EndArray(rapidjson::SizeType) { return close(); }
  bool EndObject(rapidjson::SizeType) {
    finish(here());
    return close();
  }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    keep({text, length});
    return true;
  }

  bool too_deep() const { return open_.size() > kMaxDepth; }
  bool saw_graph() const { return graphs_ > 0; }
  std::vector<std::pair<std::string, std::string>>& is_a() { return is_a_; }
  const std::vector<std::uint32_t>& is_a_lines() const { return is_a_lines_; }

 private:
  Place here() const { return open_.empty() ? Place::elsewhere : open_.back(); }

  bool open() {
    if (open_.empty()) {
      open_.push_back(Place::root);
      return true;
    }
    Place next = Place::elsewhere;
    for (const auto& step : kSchema)
      if (step.from == here() && (step.key.empty() || step.key == key_)) next = step.to;
    if (next == Place::graph && ++graphs_ > 1) {
      report_.skipped(stream_.where(), "further-graph", "graphs after the first");
      next = Place::elsewhere;
    }
    if (next == Place::node) {
      node_ = {};
      node_.line = stream_.line();
    } else if (next == Place::synonym || next == Place::property || next == Place::edge ||
               next == Place::graph_property) {
      first_.clear(), second_.clear(), third_.clear();
    }
    open_.push_back(next);
    key_.clear();
    return !too_deep();
  }

  bool close() {
    open_.pop_back();
    key_.clear();
    return true;
  }

  void keep(std::string_view text) {
    switch (here()) {
      case Place::graph:
        if (key_ == "id") out_.id = text;
        break;
      case Place::graph_meta:
        if (key_ == "version") out_.version = text;
        break;
      case Place::node:
        if (key_ == "id") node_.id = to_curie(text);
        if (key_ == "lbl") node_.label = text;
        if (key_ == "type") is_class_ = text == "CLASS";
        break;
      case Place::definition:
        if (key_ == "val") node_.definition = text;
        break;
      case Place::xref:
        if (key_ == "val") node_.xrefs.emplace_back(text);
        break;
      case Place::synonym:
      case Place::property:
      case Place::graph_property:
        if (key_ == "pred") first_ = text;
        if (key_ == "val") second_ = text;
        if (key_ == "synonymType") third_ = text;
        break;
      case Place::edge:
        if (key_ == "sub") first_ = text;
        if (key_ == "obj") second_ = text;
        if (key_ == "pred") third_ = text;
        break;
      default: break;
    }
  }

  void finish(Place place) {
    switch (place) {
      case Place::node: finish_node(); break;
      case Place::synonym:
        if (!second_.empty()) node_.synonyms.push_back({second_, scope_of(first_, third_)});
        break;
      case Place::property:
        if (ends_with_any(first_, {"hasAlternativeId"})) node_.alternative_ids.push_back(to_curie(second_));
        if (ends_with_any(first_, {"IAO_0100001"})) node_.replaced_by = to_curie(second_);
        break;
      case Place::graph_property:
        if (ends_with_any(first_, {"versionInfo"})) out_.version = second_;
        if (ends_with_any(first_, {"terms/license", "elements/1.1/license"})) out_.licence = second_;
        break;
      case Place::edge:
        if (third_ == "is_a") {
          is_a_.emplace_back(to_curie(first_), to_curie(second_));
          is_a_lines_.push_back(stream_.line());
        } else {
          report_.skipped(stream_.where(), "other-relation", "relations that are not is_a");
        }
        break;
      default: break;
    }
  }

  void finish_node() {
    const Location where{stream_.where().file, node_.line, 0};
    if (!is_curie(node_.id))
      report_.skipped(where, "no-term", "nodes without the id of a term");
    else if (!is_class_)
      report_.skipped(where, "no-class", "nodes that are no class (properties)");
    else
      out_.terms.push_back(std::move(node_));
    node_ = {};
    is_class_ = false;
  }

  CountedStream& stream_;
  ImportReport& report_;
  OntologyDocument& out_;
  std::vector<Place> open_;
  std::string key_, first_, second_, third_;
  OntologyTerm node_;
  bool is_class_ = false;
  std::size_t graphs_ = 0;
  std::vector<std::pair<std::string, std::string>> is_a_;
  std::vector<std::uint32_t> is_a_lines_;
};

}  // namespace

Result<OntologyDocument> read_obo_graphs(TextSource& source, ImportReport& report) {
  OntologyDocument out;
  out.file = source.name();
  CountedStream stream(source);
  GraphHandler handler(stream, report, out);
  rapidjson::Reader reader;
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseStopWhenDoneFlag;
  const auto result = reader.Parse<kFlags>(stream, handler);
  if (source.failure()) return *source.failure();
  if (handler.too_deep())
    return error("json-too-deep", "the text is nested deeper than " + std::to_string(kMaxDepth),
                 "check that it is an OBO Graphs file", stream.where());
  if (result.IsError()) {
    const bool encoding = result.Code() == rapidjson::kParseErrorStringInvalidEncoding;
    return error(encoding ? "json-encoding" : "json-syntax", rapidjson::GetParseError_En(result.Code()),
                 "the file is cut off or damaged; download it again", stream.where());
  }
  if (!handler.saw_graph())
    return error("no-ontology", "there is no graph in this file", "name an OBO Graphs file", {source.name()});

  std::unordered_map<std::string_view, std::size_t> position;
  for (std::size_t i = 0; i < out.terms.size(); ++i) position.emplace(out.terms[i].id, i);
  for (std::size_t i = 0; i < handler.is_a().size(); ++i) {
    auto& [child, parent] = handler.is_a()[i];
    const auto found = position.find(child);
    if (found == position.end())
      report.skipped({source.name(), handler.is_a_lines()[i], 0}, "unknown-child", "is_a of terms that are not there");
    else
      out.terms[found->second].parents.push_back(std::move(parent));
  }
  return out;
}

}  // namespace noso
