/// Detached signatures of knowledge files and packs: who answers for exactly these bytes. Format:
/// docs/knowledge-file.md.
#pragma once

#include <filesystem>
#include <string>

#include "noso/base/signature.hpp"

namespace noso {

/// `FILE.sig` beside a file, `pack.sig` in the folder of a pack.
std::filesystem::path signature_path(const std::filesystem::path& content);

/// Signs a knowledge file, or all files in the folder of a pack, and writes the signature to its place. Errors: those
/// of reading and writing, `not-a-plain-file`, `too-large`.
Status sign_content(const std::filesystem::path& content, const SigningKey& key);

/// Holds the content against its signature. Errors: `not-signed`, `bad-signature` (it cannot be read, or the content is
/// not what was signed), `untrusted-key`, those of reading, `not-a-plain-file`, `too-large`.
Status verify_content(const std::filesystem::path& content, const TrustedKeys& keys);

/// The same for a knowledge file whose bytes have just been read: `sha256` in 64 hexadecimal digits.
Status verify_file_digest(const std::filesystem::path& file, const std::string& sha256, const TrustedKeys& keys);

}  // namespace noso
