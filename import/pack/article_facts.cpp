// The audit of a pack against its source article: every numbered fact points to elements that exist and hold its value.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "noso/base/json.hpp"
#include "pack/assembler.hpp"

namespace noso {

namespace {

/// `KEY` or `KEY[INDEX]`.
struct DosePath {
  std::string_view key;
  std::optional<std::size_t> index;
};

DosePath parse_path(std::string_view path) {
  const auto bracket = path.find('[');
  if (bracket == std::string_view::npos) return {path, std::nullopt};
  std::size_t index = 0;
  std::from_chars(path.data() + bracket + 1, path.data() + path.size(), index);
  return {path.substr(0, bracket), index};
}

/// The value as a reader would write it: numbers plainly, pairs as `[2, 3]`, texts as they are.
std::string plain(JsonValue value) {
  if (value.is(JsonType::string)) return std::string(value.string());
  if (value.is(JsonType::number)) return format_number(value.number());
  std::string out = "[";
  for (std::size_t i = 0; i < value.size(); ++i) out += (i ? ", " : "") + plain(value.at(i));
  return out + "]";
}

/// Looks elements of a pack up by the names that `article_facts` uses.
class ElementFinder {
 public:
  ElementFinder(const Tables& tables, const Symbols<ConceptId>& concepts) : tables_(tables), concepts_(concepts) {
    for (const auto& s : tables.statements) {
      std::string name = id(s.subject) + '/' + std::string(to_string(s.relation));
      if (s.object.exists()) name += '/' + id(s.object);
      if (s.population.exists()) name += '/' + text(tables.populations[s.population.value].id);
      statements_.insert(std::move(name));
    }
  }

  /// Nothing when the element exists; otherwise what is wrong.
  std::string missing(std::string_view element) const {
    if (const auto hash = element.find('#'); hash != std::string_view::npos) {
      const auto path = element.substr(hash + 1);
      if (!path.starts_with("dose.")) return "after '#' only 'dose.KEY' is known";
      const auto dose = qualifier(element.substr(0, hash), "dose");
      return dose && dose->root().find(parse_path(path.substr(5)).key) ? "" : "the dose has no such key";
    }
    if (const auto note = element.find("/note/"); note != std::string_view::npos) {
      const auto notes = qualifier(element.substr(0, note), "notes");
      std::size_t index = 0;
      const auto digits = element.substr(note + 6);
      std::from_chars(digits.data(), digits.data() + digits.size(), index);
      return notes && index < notes->root().size() ? "" : "there is no such note";
    }
    if (element.find('/') != std::string_view::npos)
      return statements_.contains(std::string(element)) ? "" : "there is no such statement";
    return concepts_.find(element) ? "" : "there is no such concept";
  }

  /// The value at `dose.PATH` of the first of `elements` that has one.
  std::optional<std::string> dose_value(const std::vector<std::string>& elements, std::string_view path) const {
    const auto [key, index] = parse_path(path);
    for (const auto& element : elements) {
      const auto dose = qualifier(std::string_view(element).substr(0, element.find('#')), "dose");
      const auto found = dose ? dose->root().find(key) : std::nullopt;
      if (!found) continue;
      if (!index) return plain(*found);
      if (found->is(JsonType::array) && *index < found->size()) return plain(found->at(*index));
    }
    return std::nullopt;
  }

 private:
  std::string text(TextRef ref) const { return tables_.texts.substr(ref.offset, ref.length); }
  std::string id(ConceptId c) const { return text(tables_.concepts[c.value].id); }

  std::optional<JsonDocument> qualifier(std::string_view concept_id, std::string_view key) const {
    const auto found = concepts_.find(concept_id);
    if (!found) return std::nullopt;
    const auto range = tables_.concepts[found->value].qualifiers;
    for (std::uint32_t i = 0; i < range.count; ++i) {
      const auto& q = tables_.qualifiers[range.first + i];
      if (text(q.key) != key) continue;
      auto document = JsonDocument::parse(text(q.json), std::string(key));
      if (document.ok()) return std::move(*document);
    }
    return std::nullopt;
  }

  const Tables& tables_;
  const Symbols<ConceptId>& concepts_;
  std::set<std::string> statements_;
};

}  // namespace

void PackAssembler::read_article_facts() {
  bool has_facts = false;
  each("article_facts", [&](JsonValue) { has_facts = true; });
  if (!has_facts) return;
  const ElementFinder finder(builder_.tables, concepts_);
  Symbols<std::uint32_t> facts("article fact");
  each("article_facts", [&](JsonValue entry) {
    JsonFields fields(entry, out_, "an article fact");
    const auto fact = fields.text_required("fact");
    const auto elements = fields.texts("elements");
    const auto value = fields.text("value"), omitted = fields.text("omitted");
    fields.finish();
    if (!fact) return;
    facts.declare(*fact, 0, fields.where("fact"), out_);
    if (elements.empty() != omitted.has_value())
      out_.error(entry.where(), "missing-key", "'" + *fact + "' needs either 'elements' or 'omitted'",
                 "name what holds the fact, or why it is left out");
    for (const auto& element : elements)
      if (const auto why = finder.missing(element); !why.empty())
        out_.error(fields.where("elements"), "fact-without-element", "'" + element + "': " + why,
                   "correct the name, or add the element");
    const auto equals = value ? value->find(" = ") : std::string::npos;
    if (!value || !value->starts_with("dose.") || equals == std::string::npos) return;
    const auto path = std::string_view(*value).substr(5, equals - 5);
    const auto wanted = std::string_view(*value).substr(equals + 3);
    const auto actual = finder.dose_value(elements, path);
    // Of a text the fact may quote a part; a number or a range must be the same.
    const bool is_text = !wanted.empty() && wanted.front() != '[' && (wanted.front() < '0' || wanted.front() > '9');
    if (!actual || (is_text ? actual->find(wanted) == std::string::npos : *actual != wanted))
      out_.error(fields.where("value"), "fact-value-differs",
                 "the fact says '" + *value + "', the dose has " + (actual ? "'" + *actual + "'" : "no such value"),
                 "correct one of the two");
  });
}

}  // namespace noso
