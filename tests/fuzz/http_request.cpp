#include <cstdint>

#include "noso/base/json.hpp"
#include "noso/import/pack.hpp"
#include "serve/service.hpp"
#include "temporary_file.hpp"

namespace {

noso::serve::Service& service() {
  static noso::serve::Service out = [] {
    auto pack = noso::read_pack(NOSO_PACK_DIR);
    if (!pack.ok() || !pack->content) __builtin_trap();
    const auto path = temporary_folder().path() / "served.noso";
    auto& [tables, manifest, places] = *pack->content;
    if (!noso::write_knowledge_file(path, std::move(tables), std::move(manifest)).ok()) __builtin_trap();
    auto knowledge = noso::serve::ServedKnowledge::open(path, true);
    auto feedback = noso::serve::FeedbackStore::open(":memory:");
    auto log = noso::serve::RequestLog::open("/dev/null");
    if (!knowledge.ok() || !feedback.ok() || !log.ok()) __builtin_trap();
    noso::serve::ServeOptions options{.knowledge = path.string(), .origins = {"https://ehr.example"}};
    options.deadline_ms = 50;
    options.as_of = noso::Date{};
    return noso::serve::Service(options, "https://noso.example", std::move(*knowledge), nullptr, std::move(*feedback),
                                std::move(*log));
  }();
  return out;
}

/// What stands before `mark`, which `rest` then begins behind.
std::string_view cut(std::string_view& rest, char mark) {
  const auto part = rest.substr(0, rest.find(mark));
  rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  return part;
}

}  // namespace

/// A request as it is sent (method and target, header lines, an empty line, the body) gets an answer that is none of
/// the service's own failures, in JSON where it says so.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  auto first = cut(rest, '\n');
  const auto method = cut(first, ' ');
  noso::serve::HttpRequest request;
  for (auto line = cut(rest, '\n'); !line.empty(); line = cut(rest, '\n')) {
    const auto name = cut(line, ':');
    request.headers.emplace(name, line);
  }
  request.body = rest;
  const auto answer = service().answer(method, first, std::move(request));
  if (answer.status == 500) __builtin_trap();
  if (answer.content_type == "application/json" && !answer.body.empty() &&
      !noso::JsonDocument::parse(answer.body, "answer").ok())
    __builtin_trap();
  return 0;
}
