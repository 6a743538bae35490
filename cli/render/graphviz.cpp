#include "render/graphviz.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>

extern char** environ;

namespace noso::cli {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kLongest{20};
constexpr std::size_t kMostBytes = std::size_t{8} << 20;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

Diagnostic cannot_draw(const std::string& why) {
  return error("cannot-draw", "dot could not draw the graph: " + why, "write the graph itself with --format dot");
}

/// Starts `dot -Tsvg`; what it complains of goes nowhere. 0 on success.
int start_dot(int input, int output, pid_t& child) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::array<char, 4> program{"dot"};
  std::array<char, 6> format{"-Tsvg"};
  char* arguments[] = {program.data(), format.data(), nullptr};
  const int failed = ::posix_spawnp(&child, "dot", &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  return failed;
}

/// Reads to the end; why not, or nothing.
std::string read_all(int from, std::string& into) {
  const auto until = Clock::now() + kLongest;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd ready{from, POLLIN, 0};
    const int n = left > 0 ? ::poll(&ready, 1, static_cast<int>(left)) : 0;
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return "it took too long";
    std::array<char, 65536> bytes{};
    const auto got = ::read(from, bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::strerror(errno);
    if (got == 0) return {};
    into.append(bytes.data(), static_cast<std::size_t>(got));
    if (into.size() > kMostBytes) return "the picture is too large";
  }
}

}  // namespace

Result<std::string> draw_svg(std::string_view dot) {
  const std::unique_ptr<std::FILE, CloseFile> input(std::tmpfile());
  if (!input || std::fwrite(dot.data(), 1, dot.size(), input.get()) != dot.size() || std::fflush(input.get()) != 0 ||
      ::lseek(::fileno(input.get()), 0, SEEK_SET) != 0)
    return cannot_draw("no temporary file: " + std::string(std::strerror(errno)));
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return cannot_draw(std::strerror(errno));
  pid_t child = 0;
  const int failed = start_dot(::fileno(input.get()), ends[1], child);
  ::close(ends[1]);
  std::string svg, why;
  if (failed == 0) why = read_all(ends[0], svg);
  ::close(ends[0]);
  if (failed == ENOENT)
    return error("no-graphviz", "the program 'dot' is not installed", "install Graphviz, or use --format dot");
  if (failed != 0) return cannot_draw(std::strerror(failed));
  if (!why.empty()) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!why.empty()) return cannot_draw(why);
  const auto begin = svg.find("<svg");
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || begin == std::string::npos)
    return cannot_draw("it ended without a picture");
  return svg.substr(begin);
}

}  // namespace noso::cli
