#include "ordered_pipeline.hpp"

#include <condition_variable>
#include <deque>
#include <future>
#include <istream>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace noso::cli {

namespace {

constexpr std::size_t kUnderWayPerThread = 8;

/// The next line that is not blank, or nothing at the end.
std::optional<NumberedLine> next_line(std::istream& in, std::size_t max_bytes, std::uint64_t& number) {
  auto& buffer = *in.rdbuf();
  constexpr auto kEnd = std::char_traits<char>::eof();
  for (auto c = buffer.sgetc(); c != kEnd; c = buffer.sgetc()) {
    NumberedLine line{.number = ++number};
    bool blank = true;
    for (c = buffer.sbumpc(); c != kEnd && c != '\n'; c = buffer.sbumpc()) {
      blank = blank && (c == ' ' || c == '\t' || c == '\r');
      if (line.text.size() < max_bytes)
        line.text += static_cast<char>(c);
      else
        line.too_long = true;
    }
    if (line.too_long) std::string().swap(line.text);
    if (!blank || line.too_long) return line;
  }
  return std::nullopt;
}

/// Lines that wait for a thread.
class LineQueue {
 public:
  struct Job {
    NumberedLine line;
    std::promise<std::string> result;
  };

  void put(Job job) {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    changed_.notify_one();
  }
  /// Nothing when the queue is closed; what still waits is dropped then.
  std::optional<Job> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !jobs_.empty(); });
    if (closed_) return std::nullopt;
    auto job = std::move(jobs_.front());
    jobs_.pop_front();
    return job;
  }
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool closed_ = false;
};

}  // namespace

void for_each_line(std::istream& in, std::size_t max_bytes, unsigned threads,
                   const std::function<std::string(const NumberedLine&)>& work,
                   const std::function<bool(std::string)>& write) {
  LineQueue queue;
  std::vector<std::jthread> workers;
  for (unsigned t = 0; t < threads; ++t)
    workers.emplace_back([&] {
      while (auto job = queue.take()) job->result.set_value(work(job->line));
    });
  std::deque<std::future<std::string>> under_way;
  std::uint64_t number = 0;
  bool going_on = true;
  const auto write_first = [&] {
    going_on = write(under_way.front().get());
    under_way.pop_front();
  };
  while (going_on) {
    // Whoever sends case by case and waits for each answer gets it before more is read.
    while (going_on && !under_way.empty() && in.rdbuf()->in_avail() <= 0) write_first();
    auto line = going_on ? next_line(in, max_bytes, number) : std::nullopt;
    if (!line) break;
    LineQueue::Job job{std::move(*line), {}};
    under_way.push_back(job.result.get_future());
    queue.put(std::move(job));
    if (under_way.size() >= kUnderWayPerThread * threads) write_first();
  }
  while (going_on && !under_way.empty()) write_first();
  queue.close();
}

}  // namespace noso::cli
