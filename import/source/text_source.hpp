/// Text in pieces from a file or memory, plain or gzip: the one way in which large sources are read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "noso/base/result.hpp"

namespace noso {

inline constexpr std::uint64_t kMaxSourceBytes = std::uint64_t{1} << 30;  ///< of the text, after decompression

/// Not for use by several threads at once.
class TextSource {
 public:
  /// Errors: `cannot-open`, `is-a-directory`.
  static Result<TextSource> open(const std::filesystem::path& path);
  /// Bytes in memory, gzip or not.
  static TextSource of(std::string bytes, std::string name);

  TextSource(TextSource&&) noexcept;
  TextSource& operator=(TextSource&&) noexcept;
  ~TextSource();

  const std::string& name() const;
  /// The next piece, valid until the next call; empty at the end and after a failure. Memory is bounded, whatever the
  /// bytes expand to.
  std::string_view next();
  /// What ended the text early: `cannot-read`, `truncated-gzip`, `damaged-gzip`, `too-large`.
  const std::optional<Diagnostic>& failure() const;

 private:
  struct Impl;
  explicit TextSource(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Lines of a text source, without their ends (LF or CRLF).
class LineReader {
 public:
  static constexpr std::size_t kMaxLineBytes = std::size_t{1} << 20;

  explicit LineReader(TextSource& source) : source_(source) {}

  /// False at the end. The line is valid until the next call. What is longer than `kMaxLineBytes` is cut, and
  /// `was_cut()` says so.
  bool next(std::string_view& line);
  /// Number of the line that `next` gave last, from 1.
  std::uint32_t number() const { return number_; }
  bool was_cut() const { return was_cut_; }
  /// The place of byte `offset` of the present line, columns in code points.
  Location where(std::string_view line, std::size_t offset = 0) const;

 private:
  TextSource& source_;
  std::string_view piece_;
  std::string joined_;
  std::uint32_t number_ = 0;
  bool was_cut_ = false;
};

}  // namespace noso
