#include "program.hpp"

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <filesystem>

namespace noso::cli {

std::string data_path(const std::string& name) {
  namespace fs = std::filesystem;
  std::error_code failure;
  const auto program = fs::read_symlink("/proc/self/exe", failure);
  if (failure) return name;
  const auto beside = program.parent_path() / name;
  if (fs::exists(beside, failure)) return beside.string();
  return (program.parent_path().parent_path() / NOSO_RELATIVE_DATA_DIR / name).lexically_normal().string();
}

std::string built_in_knowledge() {
  constexpr const char* kName = "heel-pain.noso";
  if (const char* folder = std::getenv("NOSO_KB_DIR")) return (std::filesystem::path(folder) / kName).string();
  return data_path(kName);
}

void Program::report(const std::vector<Diagnostic>& diagnostics) {
  for (const auto& d : diagnostics) {
    const auto text = to_string(d);
    switch (d.severity) {
      case Severity::error:
        spdlog::error("{}", text);
        exit = Exit::bad_input;
        break;
      case Severity::warning: spdlog::warn("{}", text); break;
      case Severity::note: spdlog::debug("{}", text); break;
    }
  }
}

void Program::report_as_warnings(std::vector<Diagnostic> diagnostics) {
  for (auto& d : diagnostics) d.severity = Severity::warning;
  report(diagnostics);
}

void Program::inform(const std::string& text) const { spdlog::info("{}", text); }

Result<KnowledgeFile> Program::open_knowledge(const std::string& path) const {
  return KnowledgeFile::open(path, signed_by ? &*signed_by : nullptr);
}

Status Program::check_signature(const std::string& path) const {
  return signed_by ? verify_content(path, *signed_by) : success();
}

std::optional<Engine> Program::open_engine() {
  const auto path = kb.empty() ? built_in_knowledge() : kb;
  spdlog::debug("knowledge file {}", path);
  auto file = open_knowledge(path);
  if (!file.ok()) {
    report(file.errors());
    return std::nullopt;
  }
  return Engine(std::move(*file));
}

}  // namespace noso::cli
