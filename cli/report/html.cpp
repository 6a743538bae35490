#include "report/html.hpp"

#include "noso/base/text.hpp"

namespace noso::cli {

std::string escaped(std::string_view text) {
  constexpr std::string_view kNoCharacter = "\xEF\xBF\xBD";
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto bad = first_invalid_utf8(text);
    for (const char c : text.substr(0, bad.value_or(text.size()))) {
      switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        case '\n':
        case '\t': out += c; break;
        default:
          if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            out += kNoCharacter;
          else
            out += c;
      }
    }
    if (!bad) break;
    out += kNoCharacter;
    text.remove_prefix(*bad + 1);
  }
  return out;
}

Html& Html::open(std::string_view tag, std::string_view classes) {
  (out_ += '<') += tag;
  if (!classes.empty()) ((out_ += " class=\"") += classes) += '"';
  out_ += '>';
  return *this;
}

Html& Html::close(std::string_view tag) {
  ((out_ += "</") += tag) += '>';
  if (tag != "b" && tag != "span") out_ += '\n';
  return *this;
}

Html& Html::text(std::string_view text) {
  out_ += escaped(text);
  return *this;
}

Html& Html::element(std::string_view tag, std::string_view content, std::string_view classes) {
  return open(tag, classes).text(content).close(tag);
}

Html& Html::raw(std::string_view markup) {
  out_ += markup;
  return *this;
}

}  // namespace noso::cli
