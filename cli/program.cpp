#include "program.hpp"

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <filesystem>

namespace noso::cli {

std::string built_in_knowledge() {
  namespace fs = std::filesystem;
  constexpr const char* kName = "heel-pain.noso";
  if (const char* folder = std::getenv("NOSO_KB_DIR")) return (fs::path(folder) / kName).string();
  std::error_code failure;
  const auto program = fs::read_symlink("/proc/self/exe", failure);
  if (failure) return kName;
  const auto beside = program.parent_path() / kName;
  if (fs::exists(beside, failure)) return beside.string();
  return (program.parent_path().parent_path() / NOSO_RELATIVE_DATA_DIR / kName).lexically_normal().string();
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

std::optional<Engine> Program::open_engine() {
  const auto path = kb.empty() ? built_in_knowledge() : kb;
  spdlog::debug("knowledge file {}", path);
  auto file = KnowledgeFile::open(path);
  if (!file.ok()) {
    report(file.errors());
    return std::nullopt;
  }
  return Engine(std::move(*file));
}

}  // namespace noso::cli
