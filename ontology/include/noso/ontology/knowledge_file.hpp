/// The knowledge file: one SQLite file with the tables as blocks, the manifest, and the full-text index.
/// Layout, checksums and versions: docs/knowledge-file.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "noso/base/result.hpp"
#include "noso/ontology/knowledge.hpp"
#include "noso/ontology/signature.hpp"

namespace noso {

/// Writes a new file in place of `path`, which is untouched unless everything succeeded. Sets the manifest's digest.
/// Equal content gives equal bytes. Errors: `cannot-write` and those of `Knowledge::make`.
Status write_knowledge_file(const std::filesystem::path& path, Tables tables, Manifest manifest);

struct SearchHit {
  ConceptId found;
  double score = 0;       ///< larger is better; from 5 on the label is the query, from 3 on another name is
  std::string_view name;  ///< the name that answers best; empty where only the definition does
  NameScope scope{};      ///< of that name
  std::string snippet;    ///< why it was found: the name, or the part of the definition that answers
  std::vector<std::pair<std::size_t, std::size_t>> marked;  ///< the words of the snippet that answer: half-open bytes
};

/// An open file. Reading is safe from several threads (searches take turns).
class KnowledgeFile {
 public:
  /// Opens read-only and reads the tables; every page is checked as it is read. Errors: those of `read_file`,
  /// `not-a-knowledge-file`, `wrong-format-version`, `truncated-file`, `damaged-file`, `damaged-knowledge`; where keys
  /// are given, also those of `verify_content`: the whole file is then read and held against its signature first.
  static Result<KnowledgeFile> open(const std::filesystem::path& path, const TrustedKeys* signed_by = nullptr);
  /// Knowledge that was never on disk. Its search index is built, in memory, by the first search.
  static Result<KnowledgeFile> in_memory(Tables tables, Manifest manifest);

  KnowledgeFile(KnowledgeFile&&) noexcept;
  KnowledgeFile& operator=(KnowledgeFile&&) noexcept;
  ~KnowledgeFile();

  const Knowledge& knowledge() const;
  /// Concepts, of `kind` alone where given, whose names, definition or codes answer the query, best first: the label
  /// itself, another name itself, a name of just these words, then the rest. Words count in all their inflections and
  /// spellings, the last one as a beginning too; misspelt ones are corrected, abbreviations found by the initials of
  /// names. Where nothing has all the words, some suffice. `query` is data, never query syntax. Names borrow from this
  /// file. Errors: `damaged-file`, and `out-of-memory` where an index has to be built first.
  Result<std::vector<SearchHit>> search(std::string_view query, std::size_t limit,
                                        std::optional<ConceptKind> kind = {}) const;

 private:
  struct Impl;
  explicit KnowledgeFile(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Reads the whole file: all page checksums, SQLite's own structure, the content digest, and the search index against
/// the tables. Errors as for `open`, and `digest-mismatch`.
Status verify_knowledge_file(const std::filesystem::path& path);

}  // namespace noso
