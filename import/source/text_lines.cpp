#include "noso/import/text_lines.hpp"

#include "source/text_source.hpp"

namespace noso {

Status for_each_line(const std::filesystem::path& path,
                     const std::function<Status(std::string_view line, std::uint32_t number)>& visit) {
  auto source = TextSource::open(path);
  if (!source.ok()) return source.errors();
  LineReader lines(*source);
  std::string_view line;
  while (lines.next(line)) {
    if (lines.was_cut())
      return error("too-long", "the line is longer than 1 MiB", "write one case a line", lines.where(line));
    if (auto visited = visit(line, lines.number()); !visited.ok()) return visited;
  }
  if (source->failure()) return *source->failure();
  return success();
}

}  // namespace noso
