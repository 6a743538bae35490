#include "source/text_source.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <vector>

namespace noso {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 16;
constexpr std::string_view kGzipMagic{"\x1f\x8b", 2};
constexpr int kGzipWindow = 15 + 16;  // zlib: the largest window, gzip wrapping

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

struct TextSource::Impl {
  std::string name;
  std::unique_ptr<std::FILE, CloseFile> file;  ///< none: `bytes` is all there is
  std::string bytes;                           ///< compressed or plain: the raw piece at hand
  std::string_view raw;                        ///< what of `bytes` is not used yet
  std::vector<char> text;                      ///< the decompressed piece
  std::uint64_t given = 0;
  bool started = false, gzip = false, member_open = false;
  z_stream inflater{};
  std::optional<Diagnostic> failure;

  ~Impl() {
    if (gzip) inflateEnd(&inflater);
  }

  void fail(std::string code, std::string message, std::string help) {
    if (!failure) failure = error(std::move(code), std::move(message), std::move(help), {name});
  }

  /// Makes `raw` non-empty; false at the end of the file.
  bool refill() {
    if (!raw.empty()) return true;
    if (!file) return false;
    bytes.resize(kPieceBytes);
    const auto n = std::fread(bytes.data(), 1, bytes.size(), file.get());
    if (n == 0 && std::ferror(file.get()))
      fail("cannot-read", "cannot read the file: " + std::string(std::strerror(errno)), "check the disk");
    raw = std::string_view(bytes).substr(0, n);
    return n > 0;
  }

  void start() {
    started = true;
    if (!refill() || !raw.starts_with(kGzipMagic)) return;
    gzip = inflateInit2(&inflater, kGzipWindow) == Z_OK;
    if (!gzip) return fail("cannot-read", "there is not enough memory to decompress", "free some memory");
    member_open = true;
    text.resize(kPieceBytes);
  }

  std::string_view plain() {
    if (!refill()) return {};
    const auto piece = raw.substr(0, kPieceBytes);
    raw.remove_prefix(piece.size());
    return piece;
  }

  /// A gzip file is a sequence of members; bytes after the last one that start none are damage.
  std::string_view inflated() {
    inflater.next_out = reinterpret_cast<Bytef*>(text.data());
    inflater.avail_out = static_cast<uInt>(text.size());
    while (inflater.avail_out > 0) {
      if (!refill()) {
        if (member_open && !failure)
          fail("truncated-gzip", "the compressed text ends before its end", "copy or download the file again");
        break;
      }
      if (!member_open) {
        inflateReset(&inflater);
        member_open = true;
      }
      inflater.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(raw.data()));
      inflater.avail_in = static_cast<uInt>(std::min<std::size_t>(raw.size(), std::size_t{1} << 30));
      const auto offered = inflater.avail_in;
      const int status = inflate(&inflater, Z_NO_FLUSH);
      raw.remove_prefix(offered - inflater.avail_in);
      if (status == Z_STREAM_END) {
        member_open = false;
      } else if (status != Z_OK) {
        fail("damaged-gzip", "the compressed text is damaged", "copy or download the file again");
        break;
      }
    }
    return {text.data(), text.size() - inflater.avail_out};
  }

  std::string_view next() {
    if (!started) start();
    if (failure) return {};
    const auto piece = gzip ? inflated() : plain();
    given += piece.size();
    if (given > kMaxSourceBytes) {
      fail("too-large", "the text is larger than " + std::to_string(kMaxSourceBytes >> 20) + " MiB",
           "no valid source is that large; check that it is the right file");
      return {};
    }
    return piece;
  }
};

TextSource::TextSource(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TextSource::TextSource(TextSource&&) noexcept = default;
TextSource& TextSource::operator=(TextSource&&) noexcept = default;
TextSource::~TextSource() = default;

Result<TextSource> TextSource::open(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return error("is-a-directory", "this is a directory, a file is expected", "name a file in it", {path.string()});
  auto impl = std::make_unique<Impl>();
  impl->name = path.string();
  impl->file.reset(std::fopen(path.c_str(), "rb"));
  if (!impl->file)
    return error("cannot-open", "cannot open the file: " + std::string(std::strerror(errno)),
                 "check the path and its permissions", {path.string()});
  return TextSource(std::move(impl));
}

TextSource TextSource::of(std::string bytes, std::string name) {
  auto impl = std::make_unique<Impl>();
  impl->name = std::move(name);
  impl->bytes = std::move(bytes);
  impl->raw = impl->bytes;
  return TextSource(std::move(impl));
}

const std::string& TextSource::name() const { return impl_->name; }
std::string_view TextSource::next() { return impl_->next(); }
const std::optional<Diagnostic>& TextSource::failure() const { return impl_->failure; }

bool LineReader::next(std::string_view& line) {
  joined_.clear();
  was_cut_ = false;
  bool any = false, joining = false;
  for (;;) {
    if (piece_.empty()) piece_ = source_.next();
    if (piece_.empty()) break;
    any = true;
    const auto end = piece_.find('\n');
    const auto part = piece_.substr(0, end);
    const bool complete = end != std::string_view::npos;
    if (complete && !joining && part.size() <= kMaxLineBytes) {
      line = part;
    } else {
      joining = true;
      const auto room = kMaxLineBytes - joined_.size();
      was_cut_ = was_cut_ || part.size() > room;
      joined_ += part.substr(0, room);
      line = joined_;
    }
    piece_.remove_prefix(complete ? end + 1 : piece_.size());
    if (complete) break;
  }
  if (!any) return false;
  ++number_;
  if (line.ends_with('\r')) line.remove_suffix(1);
  return true;
}

Location LineReader::where(std::string_view line, std::size_t offset) const {
  std::uint32_t column = 1;
  for (const char c : line.substr(0, offset)) column += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return {source_.name(), number_, column};
}

}  // namespace noso
