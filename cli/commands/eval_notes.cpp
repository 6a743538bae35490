#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <set>

#include "commands/eval.hpp"
#include "noso/base/file_io.hpp"
#include "noso/base/json_writer.hpp"

namespace noso::cli {

namespace {

constexpr std::string_view kPhenotypicAbnormality = "HP:0000118";

/// Names of whole branches are no findings.
constexpr std::string_view kHeadings[] = {"HP:0000001", "HP:0000005", kPhenotypicAbnormality};
/// Branches of the ontology that qualify findings and are none: frequencies, history, blood groups.
constexpr std::string_view kQualifiers[] = {"HP:0040279", "HP:0032443", "HP:0032223"};
/// A modifier in one word ("severe") qualifies a finding, too; in several ("variable expressivity") it is one.
constexpr std::string_view kModifiers = "HP:0012823";

bool belongs(const Knowledge& kb, ConceptId c, std::string_view branch) {
  const auto top = kb.find(branch, ConceptKind::finding);
  return top.size() == 1 && (c == top.front() || kb.graph().is_a(c, top.front()));
}

bool is_finding(const Knowledge& kb, ConceptId c, std::string_view span) {
  for (const auto id : kQualifiers)
    if (belongs(kb, c, id)) return false;
  if (span.find(' ') == std::string_view::npos && belongs(kb, c, kModifiers)) return false;
  return std::find(std::begin(kHeadings), std::end(kHeadings), kb.id(c)) == std::end(kHeadings);
}

struct Count {
  std::size_t right = 0, wrong = 0, missed = 0;
  double precision() const { return right == 0 ? 0 : static_cast<double>(right) / static_cast<double>(right + wrong); }
  double recall() const { return right == 0 ? 0 : static_cast<double>(right) / static_cast<double>(right + missed); }
  double f1() const {
    return right == 0 ? 0 : 2.0 * static_cast<double>(right) / static_cast<double>(2 * right + wrong + missed);
  }
  void add(const std::set<std::string>& gold, const std::set<std::string>& found) {
    for (const auto& id : found) (gold.contains(id) ? right : wrong) += 1;
    for (const auto& id : gold) missed += found.contains(id) ? 0 : 1;
  }
};

struct Evaluation {
  bool tell_misses = false;
  std::size_t notes = 0, bytes = 0;
  double seconds = 0;  ///< of processor time
  Count all, abnormality;
};

/// Every id is brought to the one of the knowledge, where an alternative one was used; unknown ids stay as they are.
std::string current_id(const Knowledge& kb, std::string_view id) {
  const auto found = kb.find(id, ConceptKind::finding);
  return std::string(found.size() == 1 ? kb.id(found.front()) : id);
}

/// Which half of a set of notes a file belongs to, whatever else is in the folder: FNV-1a of its name, odd or even.
bool in_half(const std::filesystem::path& file, const std::string& half) {
  std::uint32_t hash = 2166136261u;
  for (const char c : file.filename().string()) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  hash ^= hash >> 16;
  return half.empty() || (half == "first") == ((hash & 1) == 0);
}

/// One line for each name that is in the annotations or in what was found, but not in both.
void tell_misses(const std::string& file, const Knowledge& kb, JsonValue note, const std::set<std::string>& gold,
                 const std::vector<NamedConcept>& found, const std::set<std::string>& got) {
  const auto text = note.find("full_text")->string();
  const auto line = [&](const char* what, const std::string& id, std::string span) {
    std::replace(span.begin(), span.end(), '\n', ' ');
    const auto known = kb.find(id, ConceptKind::finding);
    std::cout << std::filesystem::path(file).stem().string() << '\t' << what << '\t' << id << '\t'
              << (known.size() == 1 ? kb.label(known.front()) : "not in the knowledge") << '\t' << span << '\n';
  };
  const auto annotations = *note.find("annotations");
  for (std::size_t i = 0; i < annotations.size(); ++i) {
    const auto id = annotations.at(i).find("hpo_id");
    if (!id || !id->is(JsonType::string) || got.contains(current_id(kb, id->string()))) continue;
    std::string span;
    if (const auto spans = annotations.at(i).find("evidence_spans"))
      for (std::size_t k = 0; k < spans->size(); ++k)
        span += (k == 0 ? "" : " | ") + spans->at(k).member_text("text_snippet");
    line("missed", current_id(kb, id->string()), span);
  }
  for (const auto& name : found) {
    const std::string id(kb.id(name.found));
    if (got.contains(id) && !gold.contains(id))
      line("wrong", id, std::string(text.substr(name.begin, name.end - name.begin)));
  }
}

Status add_note(const std::string& file, const Knowledge& kb, const NoteReader& reader, Evaluation& out) {
  const auto text = read_file(file, std::size_t{64} << 20);
  if (!text.ok()) return text.errors();
  const auto document = JsonDocument::parse(*text, file);
  if (!document.ok()) return document.errors();
  const auto note = document->root().find("full_text");
  const auto annotations = document->root().find("annotations");
  if (!note || !note->is(JsonType::string) || !annotations || !annotations->is(JsonType::array))
    return error("bad-note-annotations", "an annotated note has 'full_text' and 'annotations'",
                 "give a folder of such files", {file});
  const auto begin = std::clock();  // of this processor, whatever else the machine does
  const auto found = reader.mentions(note->string(), ConceptKind::finding);
  out.seconds += static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  if (!found.ok()) return found.errors();
  ++out.notes;
  out.bytes += note->string().size();

  const auto top = kb.find(kPhenotypicAbnormality, ConceptKind::finding);
  const auto abnormal = [&](ConceptId c) { return top.size() == 1 && kb.graph().is_a(c, top.front()); };
  std::set<std::string> gold, got, gold_abnormal, got_abnormal;
  for (std::size_t i = 0; i < annotations->size(); ++i) {
    const auto id = annotations->at(i).find("hpo_id");
    if (!id || !id->is(JsonType::string)) continue;
    gold.insert(current_id(kb, id->string()));
    const auto known = kb.find(id->string(), ConceptKind::finding);
    if (known.size() == 1 && abnormal(known.front())) gold_abnormal.insert(std::string(kb.id(known.front())));
  }
  for (const auto& name : *found) {
    if (!is_finding(kb, name.found, note->string().substr(name.begin, name.end - name.begin))) continue;
    got.insert(std::string(kb.id(name.found)));
    if (abnormal(name.found)) got_abnormal.insert(std::string(kb.id(name.found)));
  }
  if (out.tell_misses) tell_misses(file, kb, document->root(), gold, *found, got);
  out.all.add(gold, got);
  out.abnormality.add(gold_abnormal, got_abnormal);
  return success();
}

void print(const Evaluation& e, bool json) {
  const double speed = e.seconds > 0 ? static_cast<double>(e.bytes) / 1e6 / e.seconds : 0;
  if (json) {
    JsonWriter out;
    out.begin_object().member("notes", static_cast<std::uint64_t>(e.notes)).member("megabytes_per_second", speed);
    for (const auto& [name, c] : {std::pair{"all", &e.all}, std::pair{"phenotypic_abnormality", &e.abnormality}}) {
      out.key(name).begin_object().member("precision", c->precision()).member("recall", c->recall());
      out.member("f1", c->f1()).end_object();
    }
    out.end_object();
    std::cout << out.text() << '\n';
    return;
  }
  std::printf("%zu notes, %.1f MB/s\n", e.notes, speed);
  for (const auto& [name, c] : {std::pair{"all terms", &e.all}, std::pair{"phenotypic abnormality", &e.abnormality}})
    std::printf("  %-24s precision %.3f  recall %.3f  F1 %.3f\n", name, c->precision(), c->recall(), c->f1());
}

}  // namespace

void evaluate_notes(Program& program, const NoteEvaluationFlags& flags) {
  std::error_code failure;
  if (std::filesystem::is_regular_file(flags.notes, failure)) return evaluate_note_cases(program, flags);
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(flags.notes, failure))
    if (entry.path().extension() == ".json" && in_half(entry.path(), flags.half))
      files.push_back(entry.path().string());
  if (failure || files.empty())
    return program.report({error("bad-note-annotations", "there are no JSON files in '" + flags.notes + "'",
                                 "give the folder that the annotated notes are in")});
  std::sort(files.begin(), files.end());
  const auto engine = program.open_engine();
  if (!engine) return;
  Evaluation evaluation{.tell_misses = flags.misses && !program.json};
  for (const auto& file : files)
    if (const auto added = add_note(file, engine->knowledge(), engine->note_reader(), evaluation); !added.ok())
      return program.report(added.errors());
  print(evaluation, program.json);
}

}  // namespace noso::cli
