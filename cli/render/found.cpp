#include "render/found.hpp"

#include "render/page.hpp"

namespace noso::cli {

namespace {

/// The snippet with the words that answer in bold.
std::string marked(const FoundConcept& found, const Page& page) {
  std::string out;
  std::size_t at = 0;
  for (const auto& [begin, end] : found.marked) {
    out += found.snippet.substr(at, begin - at) + page.ink(Ink::bold, found.snippet.substr(begin, end - begin));
    at = end;
  }
  return out + found.snippet.substr(at);
}

}  // namespace

std::string render_found(const Knowledge& knowledge, const std::vector<FoundConcept>& found, const std::string& color) {
  Page page(color);
  for (const auto& f : found) {
    page.paragraph("", page.ink(Ink::bold, knowledge.label(f.found)) + "  " +
                           std::string(to_string(knowledge[f.found].kind)) + "  " +
                           page.ink(Ink::dim, knowledge.id(f.found)));
    if (!f.snippet.empty() && f.matched_in != "label")
      page.paragraph("    " + std::string(f.matched_in) + ": ", marked(f, page));
  }
  return page.text();
}

}  // namespace noso::cli
