// The C interface over the engine: handles, and a wall that no exception passes.
#include "noso.h"

#include <new>
#include <string>

#include "noso/base/diagnostic_json.hpp"
#include "noso/engine/fhir.hpp"
#include "options.hpp"

struct noso_engine {
  explicit noso_engine(noso::KnowledgeFile file) : engine(std::move(file)), charts(engine.knowledge()) {}

  noso::Engine engine;
  noso::fhir::Reader charts;

  /// Native, phenopacket or FHIR, told apart by its shape.
  noso::Result<noso::Case> read_case(noso::JsonValue value) const {
    if (!noso::fhir::is_fhir(value)) return noso::read_case(value);
    auto reading = charts.read(value);
    if (!reading.ok()) return reading.errors();
    return std::move(reading->patient);
  }
};

struct noso_text {
  std::string bytes;
};

namespace {

using noso::Diagnostic;
using noso::Result;

void give(noso_text** text, std::string bytes) {
  if (text) *text = new noso_text{std::move(bytes)};
}

noso_status refuse(noso_status status, const std::vector<Diagnostic>& why, noso_text** text) {
  if (!text) return status;
  noso::JsonWriter out;
  out.begin_object();
  noso::write_diagnostics(out, why);
  out.end_object();
  give(text, out.text());
  return status;
}

noso_status bad_argument(const std::string& message, noso_text** text) {
  return refuse(NOSO_BAD_ARGUMENT, {noso::error("bad-argument", message, "correct the call; see noso.h")}, text);
}

/// Runs the body of a call. Whatever is thrown ends here, also while a message is being made.
template <class Body>
noso_status guarded(noso_text** text, Body body) noexcept {
  if (text) *text = nullptr;
  try {
    try {
      return body();
    } catch (const std::bad_alloc&) {
      return NOSO_OUT_OF_MEMORY;
    } catch (const std::exception& e) {
      return refuse(NOSO_INTERNAL, {noso::error("internal", e.what(), "this is a defect, please report it")}, text);
    }
  } catch (...) {
    return NOSO_INTERNAL;
  }
}

bool is_text(const char* bytes, size_t size) { return bytes || size == 0; }
std::string_view view(const char* bytes, size_t size) {
  return size == 0 ? std::string_view() : std::string_view(bytes, size);
}

std::string manifest_json(const noso::Knowledge& knowledge) {
  noso::JsonWriter out;
  out.begin_object();
  for (const auto& [name, value] : knowledge.manifest().facts()) out.member(name, std::string_view(value));
  out.member("notice", std::string_view(noso::notice(knowledge)));
  out.end_object();
  return out.text();
}

Result<noso::KnowledgeFile> open_file(std::string_view path, const noso::capi::OpenOptions& options) {
  if (options.trusted_keys.empty()) return noso::KnowledgeFile::open(path);
  const auto keys = noso::TrustedKeys::read(options.trusted_keys);
  if (!keys.ok()) return keys.errors();
  return noso::KnowledgeFile::open(path, &*keys);
}

Result<noso::Answer> answer_to(const noso_engine& asked, std::string_view json,
                               const noso::capi::CaseOptions& options) {
  const auto document = noso::JsonDocument::parse(json, "<case>", {.max_bytes = noso::kMostCaseBytes});
  if (!document.ok()) return document.errors();
  const auto told = asked.read_case(document->root());
  if (!told.ok()) return told.errors();
  if (options.before) return asked.engine.reassess(*told, *options.before, options.assess);
  if (!options.condition.empty()) return asked.engine.explain(*told, options.condition, options.assess);
  return asked.engine.assess(*told, options.assess);
}

}  // namespace

extern "C" {

int noso_abi_version(void) { return NOSO_ABI_VERSION; }

const char* noso_version(void) { return noso::kEngineVersion.data(); }

const char* noso_status_name(noso_status status) {
  switch (status) {
    case NOSO_OK: return "ok";
    case NOSO_BAD_ARGUMENT: return "bad argument";
    case NOSO_BAD_INPUT: return "bad input";
    case NOSO_OUT_OF_MEMORY: return "out of memory";
    case NOSO_INTERNAL: return "internal error";
  }
  return "unknown status";
}

noso_status noso_open(const char* path, size_t path_size, const char* options, size_t options_size,
                      noso_engine** engine, noso_text** text) {
  if (engine) *engine = nullptr;
  return guarded(text, [&] {
    if (!engine || !path || path_size == 0 || !is_text(options, options_size))
      return bad_argument("noso_open needs a path and a place for the engine", text);
    if (view(path, path_size).find('\0') != std::string_view::npos)
      return bad_argument("the path holds a zero byte", text);
    const auto chosen = noso::capi::read_open_options(view(options, options_size));
    if (!chosen.ok()) return refuse(NOSO_BAD_ARGUMENT, chosen.errors(), text);
    auto file = open_file(view(path, path_size), *chosen);
    if (!file.ok()) return refuse(NOSO_BAD_INPUT, file.errors(), text);
    auto made = std::make_unique<noso_engine>(std::move(*file));
    if (text) give(text, manifest_json(made->engine.knowledge()));
    *engine = made.release();
    return NOSO_OK;
  });
}

void noso_close(noso_engine* engine) { delete engine; }

noso_status noso_knowledge(const noso_engine* engine, noso_text** text) {
  return guarded(text, [&] {
    if (!engine) return bad_argument("noso_knowledge needs an engine", text);
    if (text) give(text, manifest_json(engine->engine.knowledge()));
    return NOSO_OK;
  });
}

noso_status noso_assess(const noso_engine* engine, const char* case_json, size_t case_size, const char* options,
                        size_t options_size, noso_text** text) {
  return guarded(text, [&] {
    if (!engine || !is_text(case_json, case_size) || !is_text(options, options_size))
      return bad_argument("noso_assess needs an engine and a case", text);
    const auto chosen = noso::capi::read_case_options(view(options, options_size),
                                                      [&](noso::JsonValue told) { return engine->read_case(told); });
    if (!chosen.ok()) return refuse(NOSO_BAD_ARGUMENT, chosen.errors(), text);
    const auto answer = answer_to(*engine, view(case_json, case_size), *chosen);
    if (!answer.ok()) return refuse(NOSO_BAD_INPUT, answer.errors(), text);
    if (text) give(text, noso::to_json(*answer));
    return NOSO_OK;
  });
}

noso_status noso_search(const noso_engine* engine, const char* query, size_t query_size, const char* options,
                        size_t options_size, noso_text** text) {
  return guarded(text, [&] {
    if (!engine || !is_text(query, query_size) || !is_text(options, options_size))
      return bad_argument("noso_search needs an engine and a query", text);
    const auto chosen = noso::capi::read_search_options(view(options, options_size));
    if (!chosen.ok()) return refuse(NOSO_BAD_ARGUMENT, chosen.errors(), text);
    const auto found = engine->engine.search(view(query, query_size), chosen->kind, chosen->limit);
    if (!found.ok()) return refuse(NOSO_BAD_INPUT, found.errors(), text);
    if (text) give(text, noso::to_json(engine->engine.knowledge(), *found));
    return NOSO_OK;
  });
}

const char* noso_text_data(const noso_text* text) { return text ? text->bytes.c_str() : ""; }

size_t noso_text_size(const noso_text* text) { return text ? text->bytes.size() : 0; }

void noso_text_free(noso_text* text) { delete text; }

}  // extern "C"
