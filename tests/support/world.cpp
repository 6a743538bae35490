#include "support/world.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "noso/base/json_writer.hpp"
#include "noso/base/quantity.hpp"

namespace noso::test {

namespace {

using Words = std::vector<std::string>;

/// What the lines say, before it is written as a pack.
struct Draft {
  std::map<std::string, ConceptKind> kinds;
  std::vector<std::string> order;  ///< ids as they first occur
  std::vector<std::pair<std::string, std::string>> is_a;
  std::vector<std::pair<std::string, double>> priors;
  std::map<std::string, std::vector<std::pair<std::string, double>>> rows;  ///< finding → (condition, frequency)
  std::map<std::string, double> leaks;
  struct Risk {
    std::string factor, condition;
    double ratio;
  };
  std::vector<Risk> risks;
  struct Rule {
    std::string id, level;
    Words expression;
  };
  std::vector<Rule> rules, cautions;  ///< of a caution the intervention and its effect
  std::map<std::string, Words> definitions;
  std::vector<std::string> red_flags, must_not_miss, scope;
  std::vector<Words> groups, treatments;

  void mention(const std::string& id, std::optional<ConceptKind> kind) {
    if (std::find(order.begin(), order.end(), id) == order.end()) order.push_back(id);
    if (kind) kinds.insert_or_assign(id, *kind);
  }
  ConceptKind kind(const std::string& id) const {
    const auto found = kinds.find(id);
    return found == kinds.end() ? ConceptKind::finding : found->second;
  }
};

[[noreturn]] void misread(const std::string& line) { throw std::runtime_error("world: cannot read '" + line + "'"); }

Words split(const std::string& text, char separator = ' ') {
  Words out;
  std::istringstream in(text);
  for (std::string word; std::getline(in, word, separator);) {
    const auto first = word.find_first_not_of(" \t");
    if (first != std::string::npos) out.push_back(word.substr(first, word.find_last_not_of(" \t") - first + 1));
  }
  return out;
}

void mention_names(Draft& draft, const Words& expression) {
  for (const auto& word : expression)
    if (word != "and" && word != "or" && word != "not") draft.mention(word, {});
}

void read_condition(Draft& draft, const std::string& line, std::size_t colon) {
  const auto head = split(line.substr(0, colon));
  if (head.size() != 2) misread(line);
  draft.mention(head[0], ConceptKind::condition);
  draft.priors.emplace_back(head[0], std::stod(head[1]));
  for (const auto& cell : split(line.substr(colon + 1), ',')) {
    const auto parts = split(cell);
    if (parts.size() != 2) misread(line);
    draft.mention(parts[0], ConceptKind::finding);
    draft.rows[parts[0]].emplace_back(head[0], std::stod(parts[1]));
  }
}

void read_line(Draft& draft, const std::string& line) {
  const auto w = split(line);
  if (w.empty() || w[0].starts_with('#')) return;
  if (const auto colon = line.find(':'); colon != std::string::npos) return read_condition(draft, line, colon);
  const auto rest = [&](std::size_t from) { return Words(w.begin() + static_cast<std::ptrdiff_t>(from), w.end()); };
  if (w.size() == 3 && w[1] == "<") {
    draft.mention(w[0], {}), draft.mention(w[2], {});
    draft.is_a.emplace_back(w[0], w[2]);
  } else if (w[0] == "leak" && w.size() == 3) {
    draft.mention(w[1], ConceptKind::finding);
    draft.leaks[w[1]] = std::stod(w[2]);
  } else if (w[0] == "risk" && w.size() == 4) {
    draft.mention(w[1], ConceptKind::risk_factor), draft.mention(w[2], ConceptKind::condition);
    draft.risks.push_back({w[1], w[2], std::stod(w[3])});
  } else if (w[0] == "rule" && w.size() >= 5 && w[3] == "if") {
    draft.rules.push_back({w[1], w[2], rest(4)});
    mention_names(draft, rest(4));
  } else if ((w[0] == "avoid" || w[0] == "caution") && w.size() >= 4 && w[2] == "if") {
    draft.mention(w[1], ConceptKind::intervention);
    draft.cautions.push_back({w[1], w[0], rest(3)});
    mention_names(draft, rest(3));
  } else if (w[0] == "define" && w.size() >= 4 && w[2] == "if") {
    draft.mention(w[1], ConceptKind::finding);
    draft.definitions[w[1]] = rest(3);
    mention_names(draft, rest(3));
  } else if (w[0] == "treat" && w.size() == 4) {
    draft.mention(w[1], ConceptKind::intervention);
    if (w[2] != "any") draft.mention(w[2], ConceptKind::condition);
    draft.treatments.push_back(rest(1));
  } else if (w[0] == "group") {
    const auto members = split(line.substr(line.find("group") + 5), ',');
    for (const auto& member : members) draft.mention(member, ConceptKind::finding);
    draft.groups.push_back(members);
  } else if (w.size() == 2 && (w[0] == "red-flag" || w[0] == "must-not-miss" || w[0] == "scope")) {
    draft.mention(w[1], w[0] == "must-not-miss" ? ConceptKind::condition : ConceptKind::finding);
    (w[0] == "red-flag" ? draft.red_flags : w[0] == "scope" ? draft.scope : draft.must_not_miss).push_back(w[1]);
  } else {
    misread(line);
  }
}

/// Kinds travel along `is_a` until nothing changes; what is left without one is a finding.
void hand_kinds_on(Draft& draft) {
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& [child, parent] : draft.is_a)
      for (const auto& [from, to] : {std::pair(child, parent), std::pair(parent, child)})
        if (draft.kinds.count(from) > 0) changed |= draft.kinds.try_emplace(to, draft.kinds.at(from)).second;
  }
}

void write_basis(JsonWriter& out) {
  out.key("basis").begin_object().member("mark", "estimate").key("sources").begin_array().value("T").end_array();
  out.end_object();
}

/// `a and not b or c` as an "any" of "all"s.
void write_expression(JsonWriter& out, const Words& words) {
  std::vector<Words> alternatives(1);
  for (const auto& word : words)
    if (word == "or")
      alternatives.emplace_back();
    else if (word != "and")
      alternatives.back().push_back(word);
  out.begin_object().key("any").begin_array();
  for (const auto& terms : alternatives) {
    out.begin_object().key("all").begin_array();
    for (std::size_t i = 0; i < terms.size(); ++i)
      if (terms[i] == "not" && i + 1 < terms.size())
        out.begin_object().member("not", std::string_view(terms[++i])).end_object();
      else
        out.value(terms[i]);
    out.end_array().end_object();
  }
  out.end_array().end_object();
}

void write_concepts(JsonWriter& out, const Draft& draft, std::string_view section, ConceptKind kind) {
  const auto contains = [](const auto& list, const std::string& id) {
    return std::find(list.begin(), list.end(), id) != list.end();
  };
  out.key(section).begin_array();
  for (const auto& id : draft.order) {
    if (draft.kind(id) != kind) continue;
    auto label = id;
    std::replace(label.begin(), label.end(), '-', ' ');
    out.begin_object().member("id", std::string_view(id)).member("label", std::string_view(label));
    Words parents;
    for (const auto& [child, parent] : draft.is_a)
      if (child == id) parents.push_back(parent);
    if (kind == ConceptKind::finding && draft.scope.empty() && parents.empty() && id != "complaint")
      parents.push_back("complaint");
    if (!parents.empty()) out.texts("is_a", parents);
    if (contains(draft.red_flags, id)) out.member("red_flag", true);
    if (contains(draft.must_not_miss, id)) out.member("must_not_miss", true);
    if (kind == ConceptKind::intervention) out.member("class", "exercise");
    if (draft.definitions.count(id) > 0) {
      out.key("when");
      write_expression(out, draft.definitions.at(id));
    }
    out.end_object();
  }
  out.end_array();
}

void write_statements(JsonWriter& out, const Draft& draft) {
  auto rows = draft.rows;
  for (const auto& [finding, leak] : draft.leaks) rows[finding];
  out.key("finding_frequencies").begin_array();
  for (const auto& [finding, cells] : rows) {
    const auto leak = draft.leaks.find(finding);
    out.begin_object().member("finding", std::string_view(finding));
    out.member("leak", leak == draft.leaks.end() ? 0.01 : leak->second).key("conditions").begin_object();
    for (const auto& [condition, frequency] : cells) out.member(condition, frequency);
    out.end_object();
    write_basis(out);
    out.end_object();
  }
  out.end_array().key("risk_effects").begin_array();
  for (const auto& risk : draft.risks) {
    out.begin_object().member("risk_factor", std::string_view(risk.factor));
    out.member("condition", std::string_view(risk.condition)).member("odds_ratio", risk.ratio);
    write_basis(out);
    out.end_object();
  }
  out.end_array().key("dependent_groups").begin_array();
  for (std::size_t i = 0; i < draft.groups.size(); ++i) {
    out.begin_object().member("id", std::string_view("g" + std::to_string(i))).texts("findings", draft.groups[i]);
    write_basis(out);
    out.end_object();
  }
  out.end_array().key("treatments").begin_array();
  for (const auto& t : draft.treatments) {
    out.begin_object().member("intervention", std::string_view(t[0])).member("condition", std::string_view(t[1]));
    out.member("strength", std::string_view(t[2]));
    write_basis(out);
    out.end_object();
  }
  out.end_array();
}

void write_rules(JsonWriter& out, const Draft& draft) {
  out.key("rules").begin_array();
  for (const auto& rule : draft.rules) {
    out.begin_object().member("id", std::string_view(rule.id)).member("label", std::string_view("rule " + rule.id));
    out.member("level", std::string_view(rule.level)).member("action", "act").key("when");
    write_expression(out, rule.expression);
    write_basis(out);
    out.end_object();
  }
  out.end_array().key("cautions").begin_array();
  for (std::size_t i = 0; i < draft.cautions.size(); ++i) {
    const auto& caution = draft.cautions[i];
    out.begin_object().member("id", std::string_view("k" + std::to_string(i)));
    out.key("interventions").begin_array().value(caution.id).end_array();
    out.member("effect", std::string_view(caution.level)).member("because", "of the test").key("when");
    write_expression(out, caution.expression);
    write_basis(out);
    out.end_object();
  }
  out.end_array().key("populations").begin_array().begin_object();
  out.member("id", "everyone").member("label", "everyone").member("scale", 1.0).member("none_share", 0.01);
  out.key("shares").begin_object();
  for (const auto& [condition, prior] : draft.priors) out.member(condition, prior);
  out.end_object();
  write_basis(out);
  out.end_object().end_array();
}

}  // namespace

std::string world_pack(std::string_view text) {
  Draft draft;
  for (const auto& line : split(std::string(text), '\n')) read_line(draft, line);
  if (draft.scope.empty()) draft.mention("complaint", ConceptKind::finding);
  hand_kinds_on(draft);

  JsonWriter out;
  out.begin_object().key("pack").begin_object();
  for (const auto& [key, value] : {std::pair("id", "world"),
                                   {"version", "1.0.0"},
                                   {"title", "A tiny world"},
                                   {"description", "for a test"},
                                   {"status", "draft"},
                                   {"date", "2026-01-31"},
                                   {"publisher", "tests"},
                                   {"language", "en"},
                                   {"licence", "CC0-1.0"}})
    out.member(key, value);
  out.end_object().key("sources").begin_array().begin_object();
  out.member("id", "T").member("citation", "the test itself").end_object().end_array();
  out.key("scope").begin_object();
  out.texts("entry_findings", draft.scope.empty() ? Words{"complaint"} : draft.scope);
  out.member("outside", "outside this world");
  write_basis(out);
  out.end_object();
  write_concepts(out, draft, "conditions", ConceptKind::condition);
  write_concepts(out, draft, "findings", ConceptKind::finding);
  write_concepts(out, draft, "risk_factors", ConceptKind::risk_factor);
  write_concepts(out, draft, "interventions", ConceptKind::intervention);
  write_statements(out, draft);
  write_rules(out, draft);
  out.end_object();
  return out.text();
}

std::string lines(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const auto& d : diagnostics) out += to_string(d) + '\n';
  return out;
}

AssembledPack::Content pack_content(std::string_view json) {
  auto document = JsonDocument::parse(json, "world.json");
  if (!document.ok()) throw std::runtime_error(lines(document.errors()));
  std::vector<JsonDocument> documents;
  documents.push_back(std::move(*document));
  auto pack = assemble_pack(documents);
  if (!pack.content) throw std::runtime_error(lines(pack.findings));
  return std::move(*pack.content);
}

Engine world(std::string_view text) {
  auto content = pack_content(world_pack(text));
  auto file = KnowledgeFile::in_memory(std::move(content.tables), std::move(content.manifest));
  if (!file.ok()) throw std::runtime_error(lines(file.errors()));
  return Engine(std::move(*file));
}

namespace {
std::vector<Mention> mentions(std::initializer_list<std::string_view> names) {
  std::vector<Mention> out;
  for (const auto name : names) out.push_back({.name = std::string(name)});
  return out;
}
}  // namespace

Case present(std::initializer_list<std::string_view> findings) {
  Case told;
  told.present = mentions(findings);
  return told;
}

Case absent(std::initializer_list<std::string_view> findings) {
  Case told;
  told.absent = mentions(findings);
  return told;
}

Case risk(std::initializer_list<std::string_view> factors) {
  Case told;
  told.risk_factors = mentions(factors);
  return told;
}

}  // namespace noso::test

namespace noso {

Case operator+(Case left, const Case& right) {
  const auto append = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
  append(left.present, right.present);
  append(left.absent, right.absent);
  append(left.unknown, right.unknown);
  append(left.risk_factors, right.risk_factors);
  append(left.measurements, right.measurements);
  append(left.tried, right.tried);
  return left;
}

}  // namespace noso

namespace noso::test {

Answer assess(const Engine& engine, const Case& told) {
  auto answer = engine.assess(told, {.as_of = parse_date("2026-01-31"), .max_conditions = 1000});
  if (!answer.ok()) throw std::runtime_error(lines(answer.errors()));
  return std::move(*answer);
}

ConceptId id(const Knowledge& knowledge, std::string_view id) {
  for (std::uint32_t c = 0; c < knowledge.concept_count(); ++c)
    if (knowledge.id({c}) == id) return {c};
  throw std::runtime_error("no concept '" + std::string(id) + "'");
}

double probability_of(const Answer& answer, std::string_view condition) {
  for (const auto& ranked : answer.differential.conditions)
    if (answer.knowledge->id(ranked.condition) == condition) return ranked.probability;
  return -1;
}

}  // namespace noso::test
