/// A small pack, assembled and put to the prover. Tests only.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "noso/engine/audit/proofs.hpp"
#include "noso/engine/engine.hpp"
#include "support/minimal_pack.hpp"
#include "support/world.hpp"

namespace noso::test {

/// `{"mark": …}` for whatever needs one.
inline const std::string kBasis = R"("basis": {"mark": "read", "sources": ["T"]})";

inline Engine engine_of(AssembledPack::Content content) {
  auto file = KnowledgeFile::in_memory(std::move(content.tables), std::move(content.manifest));
  if (!file.ok()) throw std::runtime_error(lines(file.errors()));
  return Engine(std::move(*file));
}

/// The knowledge of a pack, and all that is proved of it.
class ProvedPack {
 public:
  explicit ProvedPack(AssembledPack pack, const audit::ProofOptions& options = {})
      : ProvedPack(content_of(std::move(pack)), options) {}
  explicit ProvedPack(AssembledPack::Content content, const audit::ProofOptions& options = {})
      : places_(content.places), engine_(engine_of(std::move(content))), report_(run(options)) {}

  const Engine& engine() const { return engine_; }
  const Knowledge& knowledge() const { return engine_.knowledge(); }
  const audit::ProofReport& report() const { return report_; }

  /// `code line:column` of every finding with this code, or of all of them, in order, with `, ` between.
  std::string found(std::string_view code = {}) const {
    std::string out;
    for (const auto& [d, patients] : report_.findings)
      if (code.empty() || d.code == code)
        out += (out.empty() ? "" : ", ") + d.code + ' ' + std::to_string(d.where.line) + ':' +
               std::to_string(d.where.column);
    return out;
  }
  /// The one finding with this code; throws when there is none or several.
  const audit::ProofFinding& finding(std::string_view code) const {
    const audit::ProofFinding* found = nullptr;
    for (const auto& f : report_.findings) {
      if (f.diagnostic.code != code) continue;
      if (found) throw std::runtime_error("several findings " + std::string(code));
      found = &f;
    }
    if (!found) throw std::runtime_error("no finding " + std::string(code) + " among: " + this->found());
    return *found;
  }
  /// `p1 proved, p2 refuted`
  std::string outcomes() const {
    std::string out;
    for (const auto& [property, outcome] : report_.properties)
      out += (out.empty() ? "" : ", ") + std::string(knowledge().text(knowledge().tables().properties[property].id)) +
             ' ' + std::string(to_string(outcome));
    return out;
  }

  /// The case of a patient as a person would hand it in.
  static Case told(const audit::Patient& patient) {
    const auto document = JsonDocument::parse(patient.case_json, "patient.json");
    if (!document.ok()) throw std::runtime_error(lines(document.errors()));
    auto out = read_case(*document);
    if (!out.ok()) throw std::runtime_error(lines(out.errors()));
    return *out;
  }
  Answer answer(const audit::Patient& patient) const { return assess(engine_, told(patient)); }
  /// Ids of the rules that the patient is said to fire.
  std::vector<std::string> fired(const audit::Patient& patient) const {
    std::vector<std::string> out;
    for (const auto rule : patient.fired) out.emplace_back(knowledge().text(knowledge()[rule].id));
    return out;
  }

 private:
  static AssembledPack::Content content_of(AssembledPack pack) {
    if (!pack.content) throw std::runtime_error(lines(pack.findings));
    return std::move(*pack.content);
  }
  audit::ProofReport run(const audit::ProofOptions& options) const {
    auto report = audit::prove(engine_.knowledge(), places_, options);
    if (!report.ok()) throw std::runtime_error(lines(report.errors()));
    return std::move(*report);
  }

  Places places_;
  Engine engine_;
  audit::ProofReport report_;
};

inline std::vector<std::string> names(const std::vector<Mention>& mentions) {
  std::vector<std::string> out;
  for (const auto& mention : mentions) out.push_back(mention.name);
  return out;
}

/// The minimal pack with one property more: `when` (may be empty) and `then` as JSON.
inline AssembledPack with_property(const std::string& when, const std::string& then, const std::string& more = {}) {
  return with("{" + more + (more.empty() ? "" : ",\n") + "\"properties\": [\n{\"id\": \"p\", \"claim\": \"a claim\", " +
              (when.empty() ? "" : "\"when\": " + when + ", ") + "\"then\": " + then + ", " + kBasis + "}]}");
}

/// The minimal pack with one rule more.
inline AssembledPack with_rule(const std::string& id, const std::string& level, const std::string& when,
                               const std::string& more = {}) {
  return with("{" + more + (more.empty() ? "" : ",") + "\"rules\": [\n{\"id\": \"" + id +
              "\", \"label\": \"L\", \"level\": \"" + level + "\", \"when\": " + when + ", \"action\": \"A\", " +
              kBasis + "}]}");
}

}  // namespace noso::test
