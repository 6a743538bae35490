#include "noso/base/json_writer.hpp"
#include "noso/engine/engine.hpp"

namespace noso {

std::string to_json(const Knowledge& knowledge, std::span<const FoundConcept> found) {
  JsonWriter out;
  out.begin_object().key("results").begin_array();
  for (const auto& f : found) {
    out.begin_object().member("id", knowledge.id(f.found)).member("label", knowledge.label(f.found));
    out.member("kind", to_string(knowledge[f.found].kind)).member("score", f.score);
    out.member("matched", std::string_view(f.matched)).member("matched_in", f.matched_in);
    out.member("snippet", std::string_view(f.snippet)).key("marked").begin_array();
    for (const auto& [begin, end] : f.marked)
      out.begin_array().value(std::uint64_t{begin}).value(std::uint64_t{end}).end_array();
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return out.text();
}

}  // namespace noso
