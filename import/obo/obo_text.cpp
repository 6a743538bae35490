// OBO 1.4 (https://owlcollab.github.io/oboformat/doc/GO.format.obo-1_4.html), the tags of [Term] stanzas that say
// something of names, places in the hierarchy and identity. A line is `tag: value {modifiers} ! comment`, with `\` as
// escape character.
#include <algorithm>

#include "noso/base/text.hpp"
#include "obo/ontology_document.hpp"

namespace noso {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Reads up to an unescaped `end`, undoing escapes; `rest` becomes what follows it. False when `end` never comes.
bool read_until(std::string_view& rest, char end, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == end) {
      rest.remove_prefix(i + 1);
      return true;
    }
    if (rest[i] != '\\' || i + 1 == rest.size()) {
      out += rest[i];
      continue;
    }
    const char escaped = rest[++i];
    out += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped == 'W' ? ' ' : escaped;
  }
  rest = {};
  return false;
}

/// An unquoted value without its trailing modifiers and comment, escapes undone.
std::string plain(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) {
      const char escaped = value[++i];
      out += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped == 'W' ? ' ' : escaped;
      continue;
    }
    const bool starts_end = i > 0 && value[i - 1] == ' ' && (value[i] == '!' || value[i] == '{');
    if (starts_end) break;
    out += value[i];
  }
  return std::string(trimmed(out));
}

/// The first word of a value: an id.
std::string first_word(std::string_view value) {
  const auto text = plain(value);
  return text.substr(0, text.find(' '));
}

class OboReader {
 public:
  OboReader(TextSource& source, ImportReport& report) : lines_(source), report_(report) { out_.file = source.name(); }

  OntologyDocument read() {
    std::string_view line;
    while (lines_.next(line)) {
      if (lines_.number() == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
      line_ = trimmed(line);
      if (line_.empty() || line_.starts_with('!')) continue;
      if (lines_.was_cut()) {
        skip("too-long", "lines longer than 1 MiB");
      } else if (first_invalid_utf8(line_)) {
        skip("bad-encoding", "lines that are not UTF-8");
      } else if (line_.starts_with('[')) {
        finish_stanza();
        in_header_ = false;
        in_term_ = line_ == "[Term]";
        term_ = {};
        term_.line = lines_.number();
        if (!in_term_) skip("other-stanza", "stanzas that are no terms");
      } else {
        read_tag();
      }
    }
    finish_stanza();
    return std::move(out_);
  }

  bool saw_stanza() const { return !in_header_; }

 private:
  void skip(std::string_view code, std::string_view why) { report_.skipped(lines_.where(line_), code, why); }

  void read_tag() {
    const auto colon = line_.find(':');
    if (colon == std::string_view::npos) return skip("no-tag", "lines that are no 'tag: value'");
    const auto tag = trimmed(line_.substr(0, colon));
    const auto value = trimmed(line_.substr(colon + 1));
    if (in_header_) {
      if (tag == "ontology") out_.id = plain(value);
      if (tag == "data-version") out_.version = plain(value);
    } else if (in_term_) {
      read_term_tag(tag, value);
    }
  }

  void read_term_tag(std::string_view tag, std::string_view value) {
    if (tag == "id") term_.id = first_word(value);
    if (tag == "name") term_.label = plain(value);
    if (tag == "alt_id") term_.alternative_ids.push_back(first_word(value));
    if (tag == "is_a") term_.parents.push_back(first_word(value));
    if (tag == "xref") term_.xrefs.push_back(first_word(value));
    if (tag == "is_obsolete") term_.obsolete = plain(value) == "true";
    if (tag == "replaced_by") term_.replaced_by = first_word(value);
    if (tag == "relationship") skip("other-relation", "relations that are not is_a");
    if (tag == "def") {
      if (!read_quoted(value, term_.definition)) skip("bad-definition", "definitions without closing quote");
    }
    if (tag == "synonym") read_synonym(value);
  }

  /// `"text" …`; `value` becomes what follows the quote.
  static bool read_quoted(std::string_view& value, std::string& out) {
    if (!value.starts_with('"')) return false;
    value.remove_prefix(1);
    if (read_until(value, '"', out)) return true;
    out.clear();
    return false;
  }

  void read_synonym(std::string_view value) {
    OntologyTerm::Synonym synonym;
    if (!read_quoted(value, synonym.text)) return skip("bad-synonym", "synonyms without closing quote");
    if (synonym.text.empty()) return;
    const auto kind = trimmed(value.substr(0, value.find('[')));
    if (!kind.starts_with("EXACT"))
      synonym.scope = NameScope::related;
    else if (kind.find("abbreviation") != std::string_view::npos)
      synonym.scope = NameScope::abbreviation;
    else if (kind.find("layperson") != std::string_view::npos)
      synonym.scope = NameScope::lay;
    term_.synonyms.push_back(std::move(synonym));
  }

  void finish_stanza() {
    if (!in_term_) return;
    if (is_curie(term_.id))
      out_.terms.push_back(std::move(term_));
    else
      report_.skipped({out_.file, term_.line, 1}, "no-term", "stanzas without the id of a term");
    in_term_ = false;
  }

  LineReader lines_;
  ImportReport& report_;
  OntologyDocument out_;
  OntologyTerm term_;
  std::string_view line_;
  bool in_header_ = true, in_term_ = false;
};

}  // namespace

Result<OntologyDocument> read_obo(TextSource& source, ImportReport& report) {
  OboReader reader(source, report);
  auto out = reader.read();
  if (source.failure()) return *source.failure();
  if (!reader.saw_stanza())
    return error("no-ontology", "there is no stanza in this file", "name an OBO file", {source.name()});
  return out;
}

}  // namespace noso
