// What is signed is a short text that names the kind of content and the SHA-256 of its bytes.
#include "noso/ontology/signature.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "noso/base/digest.hpp"
#include "noso/base/file_io.hpp"
#include "noso/base/json.hpp"
#include "noso/base/json_writer.hpp"

namespace noso {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFormat = "nosograph-signature/1";
constexpr std::string_view kFileKind = "file";
constexpr std::string_view kPackKind = "pack";
constexpr std::string_view kPackSignature = "pack.sig";
constexpr std::size_t kMostSignatureBytes = 4096;
constexpr std::size_t kMostPackFiles = 10000;
constexpr std::size_t kMostPackFileBytes = std::size_t{256} << 20;

/// What a signature is about.
struct Subject {
  std::string_view kind;
  std::string sha256;

  std::string message() const { return std::string(kFormat) + "\n" + std::string(kind) + "\n" + sha256 + "\n"; }
};

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

/// Empty where the text is not hexadecimal.
std::string from_hex(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  if (text.size() % 2 != 0) return out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = kDigits.find(text[i]), low = kDigits.find(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return {};
    out += static_cast<char>(high << 4 | low);
  }
  return out;
}

Result<std::string> digest_of_file(const fs::path& file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> open(std::fopen(file.c_str(), "rbe"), &std::fclose);
  if (!open)
    return error("cannot-open", "cannot open the file: " + std::string(std::strerror(errno)),
                 "check the path and its permissions", {file.string()});
  Sha256 digest;
  std::vector<char> part(std::size_t{1} << 16);
  for (std::size_t n; (n = std::fread(part.data(), 1, part.size(), open.get())) > 0;) digest.add({part.data(), n});
  if (std::ferror(open.get()))
    return error("cannot-read", "cannot read the file: " + std::string(std::strerror(errno)),
                 "check the disk or connection it is on", {file.string()});
  return digest.hex();
}

/// Every file below the folder but the signature, by name; links and devices are refused, as they can change what they
/// stand for.
Result<std::vector<std::string>> files_of_pack(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code failure;
  fs::recursive_directory_iterator entry(folder, failure);
  for (const auto end = fs::recursive_directory_iterator(); !failure && entry != end; entry.increment(failure)) {
    const auto status = entry->symlink_status(failure);
    if (failure) break;
    if (fs::is_directory(status)) continue;
    if (!fs::is_regular_file(status))
      return error("not-a-plain-file", "a signed pack holds plain files only", "copy what it stands for in its place",
                   {entry->path().string()});
    auto name = entry->path().lexically_relative(folder).generic_string();
    if (name != kPackSignature) names.push_back(std::move(name));
    if (names.size() > kMostPackFiles)
      return error("too-large", "the pack has more than " + std::to_string(kMostPackFiles) + " files",
                   "check that it is the right folder", {folder.string()});
  }
  if (failure)
    return error("cannot-open", "cannot list the folder: " + failure.message(), "check the path and its permissions",
                 {folder.string()});
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::string> digest_of_pack(const fs::path& folder) {
  const auto names = files_of_pack(folder);
  if (!names.ok()) return names.errors();
  Sha256 digest;
  for (const auto& name : *names) {
    const auto text = read_file(folder / name, kMostPackFileBytes);
    if (!text.ok()) return text.errors();
    digest.add(std::to_string(name.size()) + ":" + name + std::to_string(text->size()) + ":");
    digest.add(*text);
  }
  return digest.hex();
}

Result<Subject> subject_of(const fs::path& content) {
  std::error_code ignored;
  const bool pack = fs::is_directory(content, ignored);
  auto digest = pack ? digest_of_pack(content) : digest_of_file(content);
  if (!digest.ok()) return digest.errors();
  return Subject{pack ? kPackKind : kFileKind, std::move(*digest)};
}

Diagnostic bad_signature(const fs::path& file, const std::string& what) {
  return error("bad-signature", what, "get content and signature again from whoever signed it", {file.string()});
}

Status verify_subject(const fs::path& content, const Subject& subject, const TrustedKeys& keys) {
  const auto file = signature_path(content);
  const auto text = read_file(file, kMostSignatureBytes);
  if (!text.ok() && text.errors().front().code == "cannot-open")
    return error("not-signed", "a signature is required, and there is none at '" + file.string() + "'",
                 "get it from whoever made the content, or sign it with 'noso sign'", {content.string()});
  if (!text.ok()) return text.errors();
  const auto document = JsonDocument::parse(*text, file.string());
  if (!document.ok()) return bad_signature(file, "the signature cannot be read");
  const auto root = document->root();
  const auto key = root.member_text("key");
  if (root.member_text("format") != kFormat) return bad_signature(file, "the signature has an unknown format");
  if (!keys.has(key))
    return error("untrusted-key", "it is signed with the key '" + key + "', which is none of the trusted keys",
                 "add the public key to the trusted ones if you trust who holds it", {content.string()});
  if (root.member_text("kind") != subject.kind || root.member_text("sha256") != subject.sha256)
    return bad_signature(content, "the content is not what was signed");
  if (!keys.verify(key, subject.message(), from_hex(root.member_text("signature"))))
    return bad_signature(file, "the signature was not made with the key that it names");
  return success();
}

}  // namespace

fs::path signature_path(const fs::path& content) {
  std::error_code ignored;
  if (fs::is_directory(content, ignored)) return content / kPackSignature;
  auto path = content;
  return path += ".sig";
}

Status sign_content(const fs::path& content, const SigningKey& key) {
  const auto subject = subject_of(content);
  if (!subject.ok()) return subject.errors();
  JsonWriter out;
  out.begin_object().member("format", kFormat).member("kind", subject->kind);
  out.member("sha256", std::string_view(subject->sha256)).member("key", std::string_view(key.id()));
  out.member("signature", std::string_view(to_hex(key.sign(subject->message())))).end_object();
  const auto text = out.text() + "\n";
  const auto place = signature_path(content);
  return write_atomically(place, [&](const fs::path& path) -> Status {
    std::FILE* file = std::fopen(path.c_str(), "we");
    const bool written = file && std::fwrite(text.data(), 1, text.size(), file) == text.size();
    if ((file && std::fclose(file) != 0) || !written)
      return error("cannot-write", "cannot write the signature: " + std::string(std::strerror(errno)),
                   "is the disk full?", {place.string()});
    return success();
  });
}

Status verify_content(const fs::path& content, const TrustedKeys& keys) {
  const auto subject = subject_of(content);
  if (!subject.ok()) return subject.errors();
  return verify_subject(content, *subject, keys);
}

Status verify_file_digest(const fs::path& file, const std::string& sha256, const TrustedKeys& keys) {
  return verify_subject(file, {kFileKind, sha256}, keys);
}

}  // namespace noso
