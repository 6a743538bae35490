#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>

#include "case_input.hpp"
#include "commands/commands.hpp"
#include "noso/base/file_io.hpp"
#include "noso/base/json_fields.hpp"
#include "noso/base/text.hpp"
#include "noso/engine/bound_guidelines.hpp"
#include "noso/engine/evaluation.hpp"
#include "noso/import/guidelines.hpp"
#include "noso/ontology/guideline_text.hpp"
#include "render/guideline_report.hpp"
#include "render/guideline_text.hpp"

namespace noso::cli {

namespace {

constexpr std::size_t kMaxFormBytes = 1u << 20;
constexpr std::size_t kMaxTestFileBytes = 16u << 20;

struct Options {
  std::vector<std::string> sources;  ///< files and folders of guidelines; none: the knowledge file
  std::string id, form, bindings, format = "pretty", now;
  std::vector<std::string> inputs;
  CaseFlags told;
  std::size_t repeat = 1;
  bool strict = false;
};

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// The tables that hold the guidelines: read from the sources, or those of the knowledge file.
class GuidelineSource {
 public:
  /// Reports what is refused; false where there is nothing to work with.
  bool open(Program& program, const Options& options) {
    if (options.sources.empty()) {
      engine_ = program.open_engine();
      if (engine_ && engine_->knowledge().tables().guidelines.guidelines.empty()) {
        program.report(
            {error("no-guidelines", "the knowledge file holds no guidelines",
                   "name a folder of guidelines with --from, or a knowledge file that holds some with --kb")});
        return false;
      }
      return engine_.has_value();
    }
    auto read = import_guidelines({options.sources.begin(), options.sources.end()});
    if (!read.ok()) return program.report(read.errors()), false;
    program.report_as_warnings(read->outcome.findings);
    library_ = std::move(*read);
    return true;
  }
  const Tables& tables() const { return library_ ? library_->tables : engine_->knowledge().tables(); }

 private:
  std::optional<Engine> engine_;
  std::optional<GuidelineLibrary> library_;
};

std::optional<std::uint32_t> named(Program& program, const Tables& tables, const std::string& id) {
  if (const auto found = find_guideline(tables, id)) return found;
  std::vector<std::string_view> ids;
  for (const auto& g : tables.guidelines.guidelines)
    ids.push_back(std::string_view(tables.texts).substr(g.id.offset, g.id.length));
  const auto near = did_you_mean(id, ids);
  program.report({error("unknown-guideline", "there is no guideline '" + id + "'",
                        near.empty() ? "'noso guideline list' names them" : near)});
  return std::nullopt;
}

double clock_of(const Program& program) { return start_of_day(program.as_of.value_or(today())); }

void list(Program& program, const Options& options) {
  GuidelineSource source;
  if (!source.open(program, options)) return;
  std::cout << (program.json ? guideline_list_json(source.tables())
                             : guideline_list_text(source.tables(), program.color));
}

void show(Program& program, const Options& options) {
  GuidelineSource source;
  if (!source.open(program, options)) return;
  const auto found = named(program, source.tables(), options.id);
  if (!found) return;
  const auto& guideline = source.tables().guidelines.guidelines[*found];
  std::cout << (program.json ? guideline_json(source.tables(), guideline)
                             : guideline_text(source.tables(), guideline, program.color));
}

/// `gt0003=45,a`, or `gt0003|Age|` and a value.
std::optional<ElementValue> input(Program& program, const GuidelineRunner& runner, const std::string& key,
                                  const std::string& value) {
  const auto element = runner.find_element(std::string_view(key).substr(0, key.find('|')));
  if (element) return ElementValue{*element, parse_data_value(value, runner.element(*element).type)};
  program.report({error("unknown-guideline-element", "the guideline has no element '" + key + "'",
                        "'noso guideline show' names them")});
  return std::nullopt;
}

Result<JsonDocument> read_document(const std::string& path) {
  const auto text = read_file(path, kMaxFormBytes);
  if (!text.ok()) return text.errors();
  return JsonDocument::parse(*text, path);
}

bool read_form(Program& program, const GuidelineRunner& runner, const std::string& path,
               std::vector<ElementValue>& out) {
  const auto document = read_document(path);
  if (!document.ok()) return program.report(document.errors()), false;
  Diagnostics findings;
  JsonFields fields(document->root(), findings, "a form");
  (void)fields.text("guideline");
  const auto inputs = fields.any_required("inputs");
  fields.finish();
  if (inputs && expect_type(*inputs, JsonType::object, "'inputs'", findings))
    for (std::size_t i = 0; i < inputs->size(); ++i) {
      if (!expect_type(inputs->at(i), JsonType::string, "a value", findings) || inputs->at(i).string().empty())
        continue;
      const auto value = input(program, runner, std::string(inputs->key(i)), std::string(inputs->at(i).string()));
      if (!value) return false;
      out.push_back(*value);
    }
  if (!findings.has_errors()) return true;
  return program.report(findings.take()), false;
}

/// Whether a case is given: by a file or by any flag.
bool is_told(const CaseFlags& told) {
  const auto lists = {&told.present, &told.absent, &told.unknown, &told.risks, &told.values, &told.history};
  return !told.file.empty() || !told.age.empty() || !told.sex.empty() ||
         std::any_of(lists.begin(), lists.end(), [](const auto* list) { return !list->empty(); });
}

/// The tables of the knowledge with the guidelines of the sources and the bindings that are asked for; nothing where
/// those of the knowledge file do.
Result<std::optional<Tables>> bound_tables(Program& program, const Options& options, const Knowledge& knowledge) {
  const auto& own = knowledge.tables();
  if (options.sources.empty() && options.bindings.empty() && !own.guidelines.bindings.empty())
    return std::optional<Tables>();
  auto tables = own;
  auto added =
      extend_with_guidelines(tables, {options.sources.begin(), options.sources.end()},
                             options.bindings.empty() ? data_path("bindings/heel-pain.json") : options.bindings);
  if (!added.ok()) return added.errors();
  program.report_as_warnings(std::move(added->findings));
  return std::optional(std::move(tables));
}

/// The guideline that is named, whatever the case says of it. On failure reports.
std::vector<GuidelineResult> run_named(Program& program, const Tables& tables, const Facts& facts,
                                       const std::string& id) {
  const auto found = named(program, tables, id);
  if (!found) return {};
  for (const auto& binding : tables.guidelines.bindings)
    if (binding.guideline == *found) return {run_bound_guideline(tables, binding, facts, clock_of(program))};
  program.report({error("unbound-guideline", "'" + id + "' is not bound to findings",
                        "bind its inputs in a file and name it with --bindings, or fill its form")});
  return {};
}

/// Runs every guideline that is bound and of which the case says something, or the one that is named.
void run_on_case(Program& program, const Options& options) {
  const auto engine = program.open_engine();
  if (!engine) return;
  const auto& kb = engine->knowledge();
  const auto bound = bound_tables(program, options, kb);
  if (!bound.ok()) return program.report(bound.errors());
  const auto& tables = *bound ? **bound : kb.tables();
  const auto told = read_case_input(options.told, kb, program.as_of);
  if (!told.ok()) return program.report(told.errors());
  const auto& patient = told->patient;
  auto facts = resolve(kb, patient, program.as_of.value_or(patient.as_of.value_or(today())));
  if (!facts.ok()) return program.report(facts.errors());
  (void)evaluate(kb, *facts);
  const auto results = options.id.empty() ? run_bound_guidelines(tables, *facts, clock_of(program))
                                          : run_named(program, tables, *facts, options.id);
  if (program.exit != Exit::done) return;
  std::string json;
  for (const auto& result : results)
    if (program.json)
      json += (json.empty() ? "" : ",") + to_json(tables, result);
    else
      std::cout << guideline_result_text(tables, result, program.color);
  if (program.json) std::cout << "{\"results\":[" << json << "]}\n";
}

void run(Program& program, const Options& options) {
  if (is_told(options.told)) return run_on_case(program, options);
  GuidelineSource source;
  if (!source.open(program, options)) return;
  if (options.id.empty())
    return program.report({error("unknown-guideline", "no guideline is named", "'noso guideline list' names them")});
  const auto found = named(program, source.tables(), options.id);
  if (!found) return;
  GuidelineRunner runner(source.tables(), *found);
  if (options.form.empty() && options.inputs.empty()) {
    std::cout << guideline_form_json(source.tables(), runner.guideline());
    return;
  }
  std::vector<ElementValue> inputs;
  if (!options.form.empty() && !read_form(program, runner, options.form, inputs)) return;
  for (const auto& one : options.inputs) {
    const auto equals = one.find('=');
    const auto value = input(program, runner, one.substr(0, equals),
                             equals == std::string::npos ? std::string() : one.substr(equals + 1));
    if (!value) return;
    inputs.push_back(*value);
  }
  const auto now = options.now.empty() ? clock_of(program) : parse_date_time(options.now).value_or(clock_of(program));
  const auto result = runner.result(std::move(inputs), now);
  std::cout << (program.json ? to_json(source.tables(), result)
                             : guideline_result_text(source.tables(), result, program.color));
}

/// The YAML files of the sources, ordered by path.
std::vector<std::filesystem::path> test_files(const std::vector<std::string>& sources) {
  namespace fs = std::filesystem;
  const auto is_yaml = [](const fs::path& p) { return p.extension() == ".yml" || p.extension() == ".yaml"; };
  std::vector<fs::path> out;
  for (const auto& source : sources) {
    std::error_code failure;
    if (is_yaml(source)) out.emplace_back(source);
    if (!fs::is_directory(source, failure)) continue;
    for (fs::recursive_directory_iterator it(source, failure), end; !failure && it != end; it.increment(failure))
      if (is_yaml(it->path())) out.push_back(it->path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

void test(Program& program, const Options& options) {
  std::vector<std::filesystem::path> guidelines;
  for (const auto& source : options.sources)
    if (!source.ends_with(".yml") && !source.ends_with(".yaml")) guidelines.emplace_back(source);
  const auto begin = std::chrono::steady_clock::now();
  auto library = import_guidelines(guidelines);
  if (!library.ok()) return program.report(library.errors());
  GuidelineReport report{.loaded = std::move(library->outcome), .load_seconds = seconds_since(begin)};
  const auto paths = test_files(options.sources);
  std::vector<audit::GuidelineTestFile> files;
  for (const auto& path : paths) {
    const auto text = read_file(path, kMaxTestFileBytes);
    files.push_back(text.ok() ? audit::read_guideline_tests(*text, path.string())
                              : audit::GuidelineTestFile{.unreadable = text.errors()});
  }
  const bool given = program.as_of.has_value();
  const auto now = clock_of(program);
  audit::GuidelineTester tester(
      library->tables,
      {.unnamed = given ? now : audit::common_time(files).value_or(now), .given = given, .latest = now},
      options.strict);
  for (std::size_t f = 0; f < files.size(); ++f) {
    for (const auto& d : files[f].unreadable)
      report.run.results.push_back({.file = paths[f].string(),
                                    .where = d.where.file.empty() ? Location{paths[f].string()} : d.where,
                                    .outcome = audit::Outcome::skipped,
                                    .code = d.code,
                                    .reason = d.message});
    tester.run(files[f].tests, options.repeat, report.run);
  }
  if (options.format == "junit")
    std::cout << guideline_tests_junit(report);
  else if (options.format == "json" || program.json)
    std::cout << guideline_tests_json(report);
  else
    std::cout << guideline_tests_text(report, program.color, program.verbose);
  if (report.run.count(audit::Outcome::failed) > 0) program.exit = Exit::answer_is_no;
}

}  // namespace

void add_guideline(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("guideline", "List, show, run and test GDL2 guidelines");
  command->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  const auto with_sources = [&](CLI::App* sub) {
    sub->add_option("--from", options->sources, "files and folders of guidelines (default: the knowledge file)")
        ->type_name("PATH");
  };
  auto* list_command = command->add_subcommand("list", "Name the guidelines");
  list_command->add_option("sources", options->sources, "files and folders of guidelines (default: the knowledge file)")
      ->type_name("PATH");
  list_command->callback([&program, options] { list(program, *options); });

  auto* show_command = command->add_subcommand("show", "What a guideline asks for, gives and says");
  show_command->add_option("id", options->id, "id of the guideline")->required();
  with_sources(show_command);
  show_command->callback([&program, options] { show(program, *options); });

  auto* run_command = command->add_subcommand("run", "Run a guideline on values; without any, print its form");
  run_command->add_option("id", options->id, "id of the guideline; with --case every one that is bound by default");
  options->told.add_to(*run_command);
  run_command->add_option("--bindings", options->bindings, "what inputs are in terms of the knowledge")
      ->type_name("FILE");
  run_command->add_option("--input", options->inputs, "value of an element: gt0003=45,a")->type_name("ELEMENT=VALUE");
  run_command->add_option("--form", options->form, "filled form (JSON)")->type_name("FILE");
  run_command->add_option("--now", options->now, "date and time of the run (default: --as-of, or today)");
  with_sources(run_command);
  run_command->callback([&program, options] { run(program, *options); });

  auto* test_command = command->add_subcommand("test", "Run the test cases (YAML) that lie with guidelines");
  test_command->add_option("sources", options->sources, "folders of guidelines and test files")
      ->required()
      ->type_name("PATH");
  test_command->add_option("--format", options->format, "pretty, json or junit")
      ->check(CLI::IsMember({"pretty", "json", "junit"}));
  test_command->add_flag("--strict", options->strict, "fail also what gives more than is expected");
  test_command->add_option("--repeat", options->repeat, "evaluate every case so often, to measure")
      ->check(CLI::Range(1, 100000));
  test_command->callback([&program, options] { test(program, *options); });
}

}  // namespace noso::cli
