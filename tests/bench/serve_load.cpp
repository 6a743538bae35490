// serve_load URL PATH BODY_FILE [--connections N] [--requests N] [--slow N]: keeps connections busy with one request
// and prints what came back and how fast. One thread, epoll; `--slow` opens further connections that send a byte a
// second.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Load {
  std::string host, path, body;
  std::uint16_t port = 0;
  std::size_t connections = 8, requests = 1000, slow = 0;
};

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::exit(2);
}

int open_connection(const Load& load) {
  const int file = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(load.port);
  if (::inet_pton(AF_INET, load.host.c_str(), &address.sin_addr) != 1) give_up("address");
  if (::connect(file, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) give_up("connect");
  const int on = 1;
  ::setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::fcntl(file, F_SETFL, O_NONBLOCK);
  return file;
}

struct Busy {
  int file = -1;
  std::size_t sent = 0;
  std::string received;
  Clock::time_point begun;
};

class Run {
 public:
  explicit Run(const Load& load) : load_(load), poll_(::epoll_create1(0)) {
    const auto head = (load.body.empty() ? "GET " : "POST ") + load.path + " HTTP/1.1\r\nHost: " + load.host +
                      "\r\nContent-Type: application/json\r\n";
    request_ = head + "Content-Length: " + std::to_string(load.body.size()) + "\r\n\r\n" + load.body;
    slow_request_ = "POST " + load.path + " HTTP/1.1\r\nHost: slow\r\nContent-Length: 100000\r\n\r\n{";
  }

  void go() {
    for (std::size_t i = 0; i < load_.slow; ++i) slow_.push_back(open_connection(load_));
    busy_.resize(load_.connections);
    for (std::size_t i = 0; i < busy_.size(); ++i) {
      busy_[i].file = open_connection(load_);
      epoll_event event{.events = EPOLLIN | EPOLLOUT | EPOLLET, .data = {.u64 = i}};
      ::epoll_ctl(poll_, EPOLL_CTL_ADD, busy_[i].file, &event);
      begin(busy_[i]);
    }
    const auto begun = Clock::now();
    next_byte_ = begun;
    std::vector<epoll_event> events(busy_.size());
    while (milliseconds_.size() < load_.requests) {
      const int ready = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 100);
      for (int i = 0; i < ready; ++i) turn(busy_[events[static_cast<std::size_t>(i)].data.u64]);
      trickle();
    }
    seconds_ = std::chrono::duration<double>(Clock::now() - begun).count();
  }

  bool report() {
    std::sort(milliseconds_.begin(), milliseconds_.end());
    const auto at = [&](double share) {
      return milliseconds_[static_cast<std::size_t>(share * static_cast<double>(milliseconds_.size() - 1))];
    };
    std::printf(
        "%zu requests, %zu connections, %zu slow, body %zu bytes: %.0f requests/s, p50 %.2f ms, p99 %.2f ms, "
        "longest %.2f ms;",
        milliseconds_.size(), load_.connections, load_.slow, load_.body.size(),
        static_cast<double>(milliseconds_.size()) / seconds_, at(0.5), at(0.99), milliseconds_.back());
    for (const auto& [status, count] : statuses_) std::printf(" %s: %zu", status.c_str(), count);
    std::printf("\n");
    return statuses_.size() == 1 && statuses_.begin()->first == "200";
  }

 private:
  void begin(Busy& c) {
    c.sent = 0;
    c.received.clear();
    c.begun = Clock::now();
    send(c);
  }

  void send(Busy& c) {
    while (c.sent < request_.size()) {
      const auto n = ::send(c.file, request_.data() + c.sent, request_.size() - c.sent, MSG_NOSIGNAL);
      if (n < 0 && errno == EAGAIN) return;
      if (n <= 0) give_up("send");
      c.sent += static_cast<std::size_t>(n);
    }
  }

  /// As far as it goes: sends the rest, takes what has come; a whole answer is counted and the next request begun.
  void turn(Busy& c) {
    send(c);
    char buffer[65536];
    for (;;) {
      const auto n = ::recv(c.file, buffer, sizeof buffer, 0);
      if (n < 0 && errno == EAGAIN) return;
      if (n <= 0) give_up("recv: the service has closed the connection");
      c.received.append(buffer, static_cast<std::size_t>(n));
      if (!complete(c.received)) continue;
      ++statuses_[c.received.substr(9, 3)];
      milliseconds_.push_back(std::chrono::duration<double, std::milli>(Clock::now() - c.begun).count());
      begin(c);
    }
  }

  static bool complete(const std::string& answer) {
    const auto end = answer.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    const auto field = answer.find("Content-Length: ");
    if (field == std::string::npos || field > end) return true;
    return answer.size() >= end + 4 + std::strtoull(answer.c_str() + field + 16, nullptr, 10);
  }

  void trickle() {
    if (Clock::now() < next_byte_) return;
    next_byte_ += std::chrono::seconds(1);
    for (auto& file : slow_) {
      const char byte = slow_request_[std::min(slow_sent_, slow_request_.size() - 1)];
      if (::send(file, &byte, 1, MSG_NOSIGNAL) > 0) continue;
      ::close(file);  // the service had enough of it: come back
      file = open_connection(load_);
    }
    ++slow_sent_;
  }

  const Load& load_;
  int poll_;
  std::string request_, slow_request_;
  std::vector<Busy> busy_;
  std::vector<int> slow_;
  std::size_t slow_sent_ = 0;
  Clock::time_point next_byte_;
  std::vector<double> milliseconds_;
  std::map<std::string, std::size_t> statuses_;
  double seconds_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  Load load;
  if (argc < 4) {
    std::fprintf(stderr, "serve_load HOST:PORT PATH BODY_FILE|- [--connections N] [--requests N] [--slow N]\n");
    return 2;
  }
  const std::string place = argv[1];
  load.host = place.substr(0, place.find(':'));
  load.port = static_cast<std::uint16_t>(std::atoi(place.c_str() + place.find(':') + 1));
  load.path = argv[2];
  if (std::strcmp(argv[3], "-") != 0) {
    std::ifstream in(argv[3], std::ios::binary);
    load.body.assign(std::istreambuf_iterator<char>(in), {});
  }
  for (int i = 4; i + 1 < argc; i += 2) {
    const auto number = static_cast<std::size_t>(std::strtoull(argv[i + 1], nullptr, 10));
    if (std::strcmp(argv[i], "--connections") == 0) load.connections = number;
    if (std::strcmp(argv[i], "--requests") == 0) load.requests = number;
    if (std::strcmp(argv[i], "--slow") == 0) load.slow = number;
  }
  Run run(load);
  run.go();
  return run.report() ? 0 : 1;
}
