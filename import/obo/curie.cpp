#include <algorithm>

#include "noso/base/text.hpp"
#include "obo/ontology_document.hpp"

namespace noso {

std::string to_curie(std::string_view iri) {
  if (iri.find("://") == std::string_view::npos) return std::string(iri);
  const auto last = iri.substr(iri.find_last_of("/#") + 1);
  const auto underscore = last.find('_');
  if (underscore == std::string_view::npos || underscore == 0) return std::string(iri);
  return std::string(last.substr(0, underscore)) + ':' + std::string(last.substr(underscore + 1));
}

bool is_curie(std::string_view id) {
  const auto colon = id.find(':');
  return colon != std::string_view::npos && colon > 0 && colon + 1 < id.size() &&
         id.find("://") == std::string_view::npos &&
         std::all_of(id.begin(), id.end(), [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7F; }) &&
         !first_invalid_utf8(id);
}

}  // namespace noso
