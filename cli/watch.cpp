// inotify on the folders, a signalfd for the end, one poll() for both.
#include "watch.hpp"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <iostream>
#include <map>
#include <string_view>

namespace noso::cli {

namespace {

namespace fs = std::filesystem;

/// An editor writes a file in several steps; this long nothing must have happened before the files are read.
constexpr int kQuietMilliseconds = 100;
constexpr std::uint32_t kChanges =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF;

struct Descriptor {
  int value = -1;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
};

/// Takes SIGINT and SIGTERM as something to read instead of an interruption, for its lifetime.
class Interrupts {
 public:
  Interrupts() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals_, &before_);
    file_.value = ::signalfd(-1, &signals_, SFD_CLOEXEC);
  }
  ~Interrupts() {
    // What has arrived is taken, so that it does not end the program when signals are let through again.
    signalfd_siginfo taken{};
    pollfd ready{file_.value, POLLIN, 0};
    while (::poll(&ready, 1, 0) > 0 && ::read(file_.value, &taken, sizeof taken) > 0) {
    }
    sigprocmask(SIG_SETMASK, &before_, nullptr);
  }
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
  int file() const { return file_.value; }

 private:
  sigset_t signals_{}, before_{};
  Descriptor file_;
};

enum class Event { change, quiet, end };

class Watcher {
 public:
  explicit Watcher(const fs::path& folder) {
    events_.value = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    root_ = add_pack(folder);
  }

  /// Watches the folder of a pack and its vignettes too; no matter if it is watched already. Returns its descriptor.
  int add_pack(const fs::path& folder) {
    const int descriptor = add(folder);
    if (descriptor >= 0) packs_[descriptor] = folder;
    add(folder / "vignettes");
    return descriptor;
  }

  bool works() const { return events_.value >= 0 && interrupts_.file() >= 0 && root_ >= 0; }

  /// Waits so long (-1: for ever) for something to happen.
  Event wait(int milliseconds) {
    for (;;) {
      std::array<pollfd, 2> files{{{events_.value, POLLIN, 0}, {interrupts_.file(), POLLIN, 0}}};
      const int ready = ::poll(files.data(), files.size(), milliseconds);
      if (ready < 0 && errno == EINTR) continue;
      if (ready < 0 || files[1].revents != 0) return Event::end;
      if (ready == 0) return Event::quiet;
      bool changed = false;
      if (!take(changed)) return Event::end;
      if (changed) return Event::change;
    }
  }

 private:
  int add(const fs::path& folder) { return ::inotify_add_watch(events_.value, folder.c_str(), kChanges); }

  /// Takes what has happened; false when the folder itself has gone.
  bool take(bool& changed) {
    alignas(inotify_event) std::array<char, 16384> buffer;
    const auto length = ::read(events_.value, buffer.data(), buffer.size());
    for (ssize_t at = 0; at < length;) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const std::string_view name = event.len > 0 ? buffer.data() + at + sizeof event : "";
      at += static_cast<ssize_t>(sizeof event + event.len);
      if (event.wd == root_ && (event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)) != 0) return false;
      const auto pack = packs_.find(event.wd);
      if (pack != packs_.end() && name == "vignettes") {
        add(pack->second / "vignettes");
        changed = true;
      }
      changed = changed || (event.mask & (IN_Q_OVERFLOW | IN_DELETE_SELF | IN_MOVE_SELF)) != 0 ||
                (name.ends_with(".json") && !name.starts_with('.'));
    }
    return true;
  }

  std::map<int, fs::path> packs_;  ///< the folders by their descriptors
  Interrupts interrupts_;
  Descriptor events_;
  int root_ = -1;
};

}  // namespace

Status watch(const fs::path& folder, const std::function<std::vector<fs::path>()>& action) {
  Watcher watcher(folder);
  if (!watcher.works())
    return error("cannot-watch", std::string("cannot watch the folder: ") + std::strerror(errno),
                 "name the folder of a pack", {folder.string()});
  const bool terminal = ::isatty(STDOUT_FILENO) != 0;
  for (;;) {
    if (terminal) std::cout << "\033[2J\033[3J\033[H";
    for (const auto& pack : action()) watcher.add_pack(pack);
    std::cout << "-- watching " << folder.string() << "; Ctrl-C ends" << std::endl;
    auto event = watcher.wait(-1);
    while (event == Event::change) event = watcher.wait(kQuietMilliseconds);
    if (event == Event::end) return success();
  }
}

}  // namespace noso::cli
