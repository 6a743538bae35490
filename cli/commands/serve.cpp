#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "commands/commands.hpp"
#include "serve/server.hpp"

namespace noso::cli {

namespace {

void run(Program& program, serve::ServeOptions options) {
  options.knowledge = program.kb.empty() ? built_in_knowledge() : program.kb;
  options.as_of = program.as_of;
  options.signed_by = program.signed_by ? &*program.signed_by : nullptr;
  const auto served =
      serve::serve(options, [](const std::string& url) { std::cout << "serving " << url << std::endl; });
  if (served.ok()) return;
  program.report(served.errors());
  if (served.errors().front().code == "unprotected") program.exit = Exit::wrong_usage;
}

}  // namespace

void add_serve(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("serve", "Answer over HTTP: CDS Hooks 2.0.1, cases, search");
  const auto o = std::make_shared<serve::ServeOptions>();
  const auto mebibytes = std::make_shared<double>(8);
  command->add_option("--host", o->host, "address to listen on (default: 127.0.0.1)")->type_name("ADDRESS");
  command->add_option("--port", o->port, "port (default: 8080; 0: any free one)");
  command->add_flag("--allow-unauthenticated", o->allow_unauthenticated, "let anybody call, from other machines too");
  command->add_flag("--allow-draft", o->allow_draft, "serve content that no clinician has signed");
  command->add_option("--public-url", o->public_url, "the service as clients see it, which tokens must name")
      ->type_name("URL");
  command->add_option("--jwks", o->jwks, "public keys of the clients (JWK Set): every call needs a token")
      ->type_name("FILE");
  command->add_option("--issuer", o->issuers, "an issuer of tokens that is trusted (repeat for more; default: all)")
      ->allow_extra_args(false)
      ->type_name("URI");
  auto* certificate =
      command->add_option("--tls-cert", o->tls_certificate, "certificate chain (PEM)")->type_name("FILE");
  auto* key = command->add_option("--tls-key", o->tls_key, "its private key (PEM)")->type_name("FILE");
  certificate->needs(key);
  key->needs(certificate);
  command->add_option("--allow-origin", o->origins, "browsers of this origin may call (repeat for more; *: all)")
      ->allow_extra_args(false)
      ->type_name("ORIGIN");
  command->add_option("--feedback", o->feedback, "keep what became of cards in this SQLite file")->type_name("FILE");
  command->add_option("--log", o->log, "request log (default: standard error)")->type_name("FILE");
  command->add_option("--deadline-ms", o->deadline_ms, "when an answer is due; red flags are told in any case")
      ->check(CLI::Range(0.0, 1e5));
  command->add_option("--max-body-mb", *mebibytes, "largest body of a request, in MiB")
      ->check(CLI::Range(0.001, 256.0));
  command->add_option("--max-connections", o->max_connections, "open at once; more are turned away")
      ->check(CLI::Range(1, 100000));
  command->add_option("--request-seconds", o->request_seconds, "until a request must have arrived")
      ->check(CLI::Range(1, 3600));
  command->add_option("--threads", o->threads, "threads that answer (default: one for each processor, at least two)")
      ->check(CLI::Range(1, 256));
  command->callback([&program, o, mebibytes] {
    o->max_body = static_cast<std::size_t>(*mebibytes * (1 << 20));
    while (o->public_url.ends_with('/')) o->public_url.pop_back();
    run(program, *o);
  });
}

}  // namespace noso::cli
