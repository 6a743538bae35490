#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "noso/ontology/knowledge_file.hpp"

/// Any bytes as a knowledge file are refused or opened; what verifies also opens.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto path = std::filesystem::temp_directory_path() / ("noso-fuzz-" + std::to_string(::getpid()));
  {
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  }
  const bool sound = noso::verify_knowledge_file(path).ok();
  const bool opens = noso::KnowledgeFile::open(path).ok();
  std::filesystem::remove(path);
  if (sound && !opens) __builtin_trap();
  return 0;
}
