#include "serve/openapi.hpp"

#include <string_view>

namespace noso::serve {

extern const std::string_view kOpenApiText;

std::string openapi(const std::string& base) {
  constexpr std::string_view kPlace = "http://127.0.0.1:8080";
  std::string out(kOpenApiText);
  out.replace(out.find(kPlace), kPlace.size(), base);
  return out;
}

}  // namespace noso::serve
