// replay TARGET FILE|FOLDER…: runs inputs through a fuzz target, without a fuzzer. Ends by a trap, a sanitizer or an
// uncaught exception where one fails, after its name was printed.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

using Target = int (*)(const std::uint8_t*, std::size_t);

#define TARGET(name) extern "C" int fuzz_##name(const std::uint8_t*, std::size_t);
NOSO_FUZZ_TARGETS
#undef TARGET

namespace {

struct Named {
  std::string_view name;
  Target run;
};
#define TARGET(name) {#name, fuzz_##name},
constexpr Named kTargets[] = {NOSO_FUZZ_TARGETS};
#undef TARGET

std::vector<std::filesystem::path> files_of(const std::filesystem::path& place) {
  if (!std::filesystem::is_directory(place)) return {place};
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::directory_iterator(place))
    if (entry.is_regular_file()) out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

/// The bytes lie in a block of just their size, so that a sanitizer sees a read behind their end.
void replay(Target target, const std::filesystem::path& file) {
  std::printf("%s\n", file.c_str());
  std::fflush(stdout);
  std::ifstream in(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  target(bytes.data(), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  const auto* found = std::find_if(std::begin(kTargets), std::end(kTargets),
                                   [&](const Named& target) { return argc > 2 && target.name == argv[1]; });
  if (found == std::end(kTargets)) {
    std::fprintf(stderr, "usage: %s TARGET FILE|FOLDER…\n", argv[0]);
    return 2;
  }
  std::size_t count = 0;
  for (int i = 2; i < argc; ++i)
    for (const auto& file : files_of(argv[i])) replay(found->run, file), ++count;
  if (count == 0) std::fprintf(stderr, "there are no inputs\n");
  return count > 0 ? 0 : 1;
}
