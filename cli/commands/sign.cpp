// sign and verify: who answers for a knowledge file or a pack, and whether every byte of it is as it was.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "commands/commands.hpp"
#include "noso/ontology/signature.hpp"

namespace noso::cli {

namespace {

struct SignOptions {
  std::string content, key;
};

void sign(Program& program, const SignOptions& options) {
  const auto key = SigningKey::read(options.key);
  if (!key.ok()) return program.report(key.errors());
  const auto written = sign_content(options.content, *key);
  if (!written.ok()) return program.report(written.errors());
  program.inform("signed with key " + key->id() + ": " + signature_path(options.content).string());
}

void verify(Program& program, const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::path(path) / "pack.json", ignored)) {
    if (!program.signed_by)
      return program.report({error("no-trusted-keys", "a pack is verified by its signature, and no key is trusted",
                                   "name the public keys with --require-signature FILE", {path})});
  } else if (const auto sound = verify_knowledge_file(path); !sound.ok()) {
    return program.report(sound.errors());
  }
  if (const auto trusted = program.check_signature(path); !trusted.ok()) return program.report(trusted.errors());
  program.inform(path + (program.signed_by ? " is sound, and signed by a trusted key" : " is sound"));
}

}  // namespace

void add_sign(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("sign", "Sign a knowledge file or the files of a pack");
  const auto options = std::make_shared<SignOptions>();
  command->add_option("content", options->content, "knowledge file, or folder of a pack")
      ->required()
      ->type_name("TARGET");
  command->add_option("--key", options->key, "Ed25519 private key in PEM")->required()->type_name("FILE");
  command->callback([&program, options] { sign(program, *options); });
}

void add_verify(CLI::App& app, Program& program) {
  auto* command =
      app.add_subcommand("verify", "Check every byte of a knowledge file, and its signature or that of a pack");
  const auto path = std::make_shared<std::string>();
  command->add_option("content", *path, "knowledge file (default: --kb or the built-in one), or folder of a pack")
      ->type_name("TARGET");
  command->callback([&program, path] {
    verify(program, !path->empty() ? *path : !program.kb.empty() ? program.kb : built_in_knowledge());
  });
}

}  // namespace noso::cli
