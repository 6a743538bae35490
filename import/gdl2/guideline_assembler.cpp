// The draft of a guideline → tables: names become positions, expressions become nodes.
#include <algorithm>
#include <functional>
#include <set>

#include "gdl2/expression_compiler.hpp"
#include "gdl2/guideline_reader.hpp"
#include "noso/base/file_io.hpp"
#include "noso/base/text.hpp"
#include "noso/import/guidelines.hpp"

namespace noso {

namespace {

using gdl2::GuidelineDraft;

constexpr std::size_t kMaxGuidelineBytes = 16u << 20;
constexpr std::size_t kMaxGuidelineFiles = 100'000;

/// How long the tables are, to go back to.
struct Lengths {
  std::size_t elements, rules, conditions, actions, symbols, choices, nodes, arguments;

  static Lengths of(const GuidelineTables& t) {
    return {t.elements.size(), t.rules.size(),   t.conditions.size(), t.actions.size(),
            t.symbols.size(),  t.choices.size(), t.nodes.size(),      t.arguments.size()};
  }
  void restore(GuidelineTables& t) const {
    t.elements.resize(elements), t.rules.resize(rules), t.conditions.resize(conditions), t.actions.resize(actions);
    t.symbols.resize(symbols), t.choices.resize(choices), t.nodes.resize(nodes), t.arguments.resize(arguments);
  }
};

template <class T>
Range since(std::size_t first, const std::vector<T>& table) {
  return {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(table.size() - first)};
}

class GuidelineAssembler {
 public:
  GuidelineAssembler(TableBuilder& builder, const GuidelineDraft& draft, Diagnostics& out)
      : builder_(builder), tables_(builder.tables.guidelines), draft_(draft), out_(out), compiler_(builder, names_) {}

  GuidelineRecord assemble(const std::string& file) {
    const auto before = Lengths::of(tables_);
    collect_names();
    GuidelineRecord record;
    record.id = builder_.text(draft_.id), record.file = builder_.text(file);
    record.purpose = builder_.text(draft_.purpose), record.use = builder_.text(draft_.use);
    record.title = builder_.text(title());
    write_elements();
    record.elements = since(before.elements, tables_.elements);
    for (const auto& condition : draft_.conditions)
      if (const auto nodes = compiled({condition.parsed}, condition.where)) tables_.conditions.push_back(*nodes);
    record.conditions = since(before.conditions, tables_.conditions);
    record.defaults = actions(draft_.defaults);
    for (const auto& rule : draft_.rules) write_rule(rule);
    record.rules = since(before.rules, tables_.rules);
    record.symbols = TableBuilder::append(tables_.symbols, compiler_.symbols());
    record.nodes = since(before.nodes, tables_.nodes);
    return record;
  }

  std::string title() const {
    const auto term = draft_.terms.find(draft_.concept_code);
    return term == draft_.terms.end() || term->second.text.empty() ? draft_.id : term->second.text;
  }

 private:
  /// Elements that no binding names are local: variables between rules.
  void collect_names() {
    names_.elements["currentDateTime"] = 0;
    for (std::uint32_t e = 0; e < draft_.elements.size(); ++e)
      names_.elements.try_emplace(draft_.elements[e].id, e + 1);
    for (const auto& e : draft_.elements)
      if (e.type == ValueType::duration) names_.durations.insert(e.id);
    for (std::uint32_t r = 0; r < draft_.rules.size(); ++r) names_.rules.try_emplace(draft_.rules[r].id, r);
    for (const auto& [code, term] : draft_.terms) names_.terms.emplace(code, term.text);
    names_.bindings = draft_.bindings;
    const auto declare = [&](const std::string& name) {
      if (names_.elements.try_emplace(name, first_local() + static_cast<std::uint32_t>(locals_.size())).second)
        locals_.push_back(name);
    };
    for (const auto& action : draft_.defaults) declare(action.parsed.name);
    for (const auto& rule : draft_.rules)
      for (const auto& action : rule.then) declare(action.parsed.name);
    const auto declare_read = [&](const gdl2::SyntaxTree& tree) {
      for (const auto& node : tree.nodes)
        if (node.kind == gdl2::SyntaxNode::Kind::variable && node.attribute != "term" &&
            !names_.rules.contains(node.name) && draft_.terms.contains(node.name))
          declare(node.name);
    };
    for (const auto& condition : draft_.conditions) declare_read(condition.parsed);
    for (const auto& rule : draft_.rules) {
      for (const auto& condition : rule.when) declare_read(condition.parsed);
      for (const auto& action : rule.then) declare_read(action.parsed.value);
    }
  }
  std::uint32_t first_local() const { return 1 + static_cast<std::uint32_t>(draft_.elements.size()); }

  void describe(ElementRecord& record, const std::string& id) {
    record.id = builder_.text(id);
    if (const auto term = draft_.terms.find(id); term != draft_.terms.end())
      record.label = builder_.text(term->second.text), record.description = builder_.text(term->second.description);
  }

  void write_elements() {
    ElementRecord clock;
    clock.id = builder_.text("currentDateTime"), clock.label = builder_.text("Current date and time");
    clock.role = ElementRole::clock, clock.type = ValueType::date_time;
    tables_.elements.push_back(clock);
    for (const auto& e : draft_.elements) {
      ElementRecord record;
      describe(record, e.id);
      record.model = builder_.text(e.model), record.path = builder_.text(e.path);
      std::vector<TextRef> choices;
      for (const auto& choice : e.choices) choices.push_back(builder_.text(choice));
      record.choices = TableBuilder::append(tables_.choices, choices);
      record.binding = e.binding, record.role = e.role, record.type = e.type, record.needs_value = e.needs_value;
      record.choice = e.choice;
      tables_.elements.push_back(record);
    }
    for (const auto& id : locals_) {
      ElementRecord record;
      describe(record, id);
      tables_.elements.push_back(record);
    }
  }

  std::optional<Range> compiled(const std::vector<gdl2::SyntaxTree>& all, const Location& where) {
    auto nodes = compiler_.condition(all);
    if (nodes.ok()) return *nodes;
    report(nodes.errors(), where);
    return std::nullopt;
  }

  Range actions(const std::vector<gdl2::Located<gdl2::Assignment>>& all) {
    std::vector<ActionRecord> out;
    for (const auto& one : all) {
      auto action = compiler_.action(one.parsed);
      if (action.ok())
        out.push_back(*action);
      else
        report(action.errors(), one.where);
    }
    // A magnitude is that of a quantity where a unit or precision goes with it, else of a count.
    for (auto& action : out)
      action.counts =
          action.attribute == Attribute::magnitude && std::none_of(out.begin(), out.end(), [&](const auto& a) {
            return a.element == action.element &&
                   (a.attribute == Attribute::unit || a.attribute == Attribute::precision);
          });
    return TableBuilder::append(tables_.actions, out);
  }

  void write_rule(const gdl2::RuleDraft& rule) {
    rule_ = rule.id;
    GuidelineRuleRecord record;
    record.id = builder_.text(rule.id), record.priority = static_cast<std::int32_t>(rule.priority);
    if (const auto term = draft_.terms.find(rule.id); term != draft_.terms.end())
      record.label = builder_.text(term->second.text), record.description = builder_.text(term->second.description);
    std::vector<gdl2::SyntaxTree> when;
    for (const auto& condition : rule.when) when.push_back(condition.parsed);
    if (!when.empty()) record.nodes = compiled(when, rule.when.front().where).value_or(Range{});
    record.actions = actions(rule.then);
    tables_.rules.push_back(record);
    rule_.clear();
  }

  void report(const std::vector<Diagnostic>& errors, const Location& where) {
    for (auto d : errors) {
      d.where = where;
      d.message = gdl2::in_rule(rule_) + d.message;
      out_.add(std::move(d));
    }
  }

  TableBuilder& builder_;
  GuidelineTables& tables_;
  const GuidelineDraft& draft_;
  Diagnostics& out_;
  gdl2::Names names_;
  gdl2::ExpressionCompiler compiler_;
  std::vector<std::string> locals_;
  std::string rule_;  ///< that is being written
};

/// The concept by which search finds the guideline: its title in all its languages, its id, its keywords.
ConceptId add_concept(TableBuilder& builder, const GuidelineDraft& draft, const std::string& title) {
  const ConceptId id{static_cast<std::uint32_t>(builder.tables.concepts.size())};
  ConceptRecord record;
  record.id = builder.text(draft.id), record.label = builder.text(title);
  record.definition = builder.text(draft.purpose), record.kind = ConceptKind::guideline;
  std::vector<NameRecord> names;
  std::set<std::string> known;
  const auto name = [&](const std::string& text, NameScope scope) {
    auto folded = fold(text);
    if (folded.empty() || !known.insert(folded).second) return;
    NameRecord n;
    n.text = builder.text(text), n.folded = builder.text(folded), n.owner = id, n.scope = scope;
    names.push_back(n);
  };
  name(title, NameScope::label);
  name(draft.id, NameScope::code);
  for (const auto& other : draft.other_titles) name(other, NameScope::synonym);
  for (const auto& keyword : draft.keywords) name(keyword, NameScope::related);
  record.names = TableBuilder::append(builder.tables.names, names);
  builder.tables.concepts.push_back(record);
  return id;
}

bool is_known(const TableBuilder& builder, const std::string& id) {
  const auto& g = builder.tables.guidelines.guidelines;
  return std::any_of(g.begin(), g.end(), [&](const GuidelineRecord& r) {
    return std::string_view(builder.tables.texts).substr(r.id.offset, r.id.length) == id;
  });
}

}  // namespace

Status add_guideline(TableBuilder& builder, std::string_view text, const std::string& file) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto document = JsonDocument::parse(text, file, {.max_bytes = kMaxGuidelineBytes, .max_depth = 32});
  if (!document.ok()) return document.errors();
  Diagnostics out;
  const auto draft = gdl2::read_guideline(document->root(), out);
  if (!out.has_errors() && is_known(builder, draft.id))
    out.error({file}, "duplicate-guideline", "there is already a guideline '" + draft.id + "'",
              "name one of the two files only");
  const auto before = Lengths::of(builder.tables.guidelines);
  GuidelineAssembler assembler(builder, draft, out);
  auto record = out.has_errors() ? GuidelineRecord{} : assembler.assemble(file);
  if (out.has_errors()) {
    before.restore(builder.tables.guidelines);
    return out.take();
  }
  record.about = add_concept(builder, draft, assembler.title());
  builder.tables.guidelines.guidelines.push_back(record);
  return success();
}

Result<std::vector<std::filesystem::path>> guideline_files(const std::vector<std::filesystem::path>& sources) {
  namespace fs = std::filesystem;
  std::vector<fs::path> out;
  for (const auto& source : sources) {
    std::error_code failure;
    if (!fs::is_directory(source, failure)) {
      if (!fs::exists(source, failure))
        return error("cannot-open", "there is no file or folder '" + source.string() + "'", "check the path");
      out.push_back(source);
      continue;
    }
    for (fs::recursive_directory_iterator it(source, failure), end; !failure && it != end; it.increment(failure))
      if (it->path().filename().string().ends_with(".gdl2.json") && out.size() < kMaxGuidelineFiles)
        out.push_back(it->path());
    if (failure)
      return error("cannot-open", "cannot read the folder: " + failure.message(), "check its permissions",
                   {source.string()});
  }
  if (out.empty())
    return error("no-guidelines", "there are no files that end in '.gdl2.json'", "name a folder that holds guidelines",
                 {sources.empty() ? std::string() : sources.front().string()});
  std::sort(out.begin(), out.end());
  return out;
}

GuidelineImport add_guidelines(TableBuilder& builder, const std::vector<std::filesystem::path>& files) {
  GuidelineImport out;
  for (const auto& file : files) {
    const auto text = read_file(file, kMaxGuidelineBytes);
    const auto added = text.ok() ? add_guideline(builder, *text, file.string()) : Status(text.errors());
    added.ok() ? ++out.read : ++out.refused;
    if (!added.ok()) out.findings.insert(out.findings.end(), added.errors().begin(), added.errors().end());
  }
  return out;
}

Result<GuidelineImport> extend_with_guidelines(Tables& tables, const std::vector<std::filesystem::path>& sources,
                                               const std::filesystem::path& bindings) {
  TableBuilder builder(std::move(tables));
  GuidelineImport out;
  if (!sources.empty()) {
    const auto files = guideline_files(sources);
    if (!files.ok()) return files.errors();
    builder.tables.guidelines = {};
    out = add_guidelines(builder, *files);
  }
  if (!bindings.empty()) {
    const auto text = read_file(bindings, kMaxGuidelineBytes);
    if (!text.ok()) return text.errors();
    const auto document = JsonDocument::parse(*text, bindings.string());
    if (!document.ok()) return document.errors();
    const auto added = add_guideline_bindings(builder, *document, &out.findings);
    if (!added.ok()) return added.errors();
  }
  out.bound = builder.tables.guidelines.bindings.size();
  tables = builder.finish();
  return out;
}

Result<GuidelineLibrary> import_guidelines(const std::vector<std::filesystem::path>& sources) {
  const auto files = guideline_files(sources);
  if (!files.ok()) return files.errors();
  TableBuilder builder;
  GuidelineLibrary out;
  out.outcome = add_guidelines(builder, *files);
  if (out.outcome.read == 0) {
    auto why = out.outcome.findings;
    why.push_back(error("no-guidelines", "every guideline is refused", "see the findings before this one"));
    return why;
  }
  builder.tables.scope.push_back({builder.text("Guidelines alone say nothing of a complaint."), {}, 0, 1, 0});
  out.manifest.set("id", "guidelines");
  out.manifest.set("title", "Guidelines");
  out.manifest.set("version", std::to_string(out.outcome.read) + " guidelines");
  out.manifest.set("status", "draft");
  out.tables = builder.finish();
  return out;
}

}  // namespace noso
