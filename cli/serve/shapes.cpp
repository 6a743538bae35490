#include "serve/shapes.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "noso/base/date.hpp"
#include "noso/base/text.hpp"

namespace noso::serve {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Two digits at `at` that are at most `most`.
bool two_digits(std::string_view text, std::size_t at, int most) {
  return at + 2 <= text.size() && is_digit(text[at]) && is_digit(text[at + 1]) &&
         (text[at] - '0') * 10 + (text[at + 1] - '0') <= most;
}

bool is_offset(std::string_view text) {
  if (text == "Z" || text == "z") return true;
  return text.size() == 6 && (text[0] == '+' || text[0] == '-') && two_digits(text, 1, 23) && text[3] == ':' &&
         two_digits(text, 4, 59);
}

/// What FHIR or the client defines.
bool is_foreign(std::string_view name) {
  constexpr std::array kNames{"resource", "context", "extension", "prefetch", "appContext"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool is_empty_value(JsonValue value) {
  switch (value.type()) {
    case JsonType::null: return true;
    case JsonType::string:
      return fold(value.string()).empty() && value.string().find_first_not_of(" \t\r\n") == std::string_view::npos;
    case JsonType::array:
    case JsonType::object: return value.size() == 0;
    case JsonType::boolean:
    case JsonType::number: return false;
  }
  return false;
}

}  // namespace

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  return true;
}

bool is_absolute_url(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  if (std::isalpha(static_cast<unsigned char>(text[0])) == 0) return false;
  const auto scheme = text.substr(0, colon), rest = text.substr(colon + 1);
  const auto plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.';
  };
  if (!std::all_of(scheme.begin(), scheme.end(), plain)) return false;
  if ((scheme == "http" || scheme == "https") && (!rest.starts_with("//") || rest.size() < 3)) return false;
  return std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '{' || c == '}' || c == '<' || c == '>' || c == '"';
  });
}

bool is_time(std::string_view text) {
  if (text.size() < 20 || !parse_date(text.substr(0, 10)) || (text[10] != 'T' && text[10] != 't')) return false;
  if (!two_digits(text, 11, 23) || text[13] != ':' || !two_digits(text, 14, 59) || text[16] != ':' ||
      !two_digits(text, 17, 60))
    return false;
  auto rest = text.substr(19);
  if (rest.starts_with('.')) {
    const auto end = rest.find_first_not_of("0123456789", 1);
    if (end == std::string_view::npos || end == 1) return false;
    rest.remove_prefix(end);
  }
  return is_offset(rest);
}

bool is_semantic_version(std::string_view text) {
  for (int part = 0; part < 3; ++part) {
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    if (end == 0) return false;
    text.remove_prefix(end);
    if (part < 2) {
      if (!text.starts_with('.')) return false;
      text.remove_prefix(1);
    }
  }
  return text.empty() || ((text[0] == '-' || text[0] == '+') && text.size() > 1);
}

void check_uuid(JsonValue object, std::string_view name, Severity severity, Diagnostics& out) {
  const auto value = object.find(name);
  if (!value || !value->is(JsonType::string) || is_uuid(value->string())) return;
  auto found = error("bad-uuid", "'" + std::string(name) + "' is no UUID", "write it as 8-4-4-4-12 hexadecimal digits",
                     value->where());
  found.severity = severity;
  out.add(std::move(found));
}

void check_url(JsonValue object, std::string_view name, Severity severity, Diagnostics& out) {
  const auto value = object.find(name);
  if (!value || !value->is(JsonType::string) || is_absolute_url(value->string())) return;
  auto found = error("bad-url", "'" + std::string(name) + "' is no absolute URL",
                     "write all of it, from its scheme on, such as https://example.org/page", value->where());
  found.severity = severity;
  out.add(std::move(found));
}

void check_time(std::string_view text, const Location& where, Diagnostics& out) {
  if (!is_time(text))
    out.error(where, "bad-time", "this is no date and time with an offset", "write it as 2026-01-31T08:15:30Z");
}

void check_word(std::string_view word, std::initializer_list<std::string_view> words, const Location& where,
                Diagnostics& out) {
  if (std::find(words.begin(), words.end(), word) == words.end())
    out.error(where, "bad-word", "'" + std::string(word) + "' is none of the words that may stand here",
              choose_from(word, {words.begin(), words.size()}));
}

Coding read_coding(JsonValue value, bool display, Diagnostics& out) {
  Coding coding;
  JsonFields fields(value, out, "a coding");
  coding.system = fields.text_required("system").value_or("");
  coding.code = fields.text_required("code").value_or("");
  coding.display = (display ? fields.text_required("display") : fields.text("display")).value_or("");
  if (fields.is_object()) check_url(value, "system", Severity::error, out);
  allow_extension(fields);
  fields.finish();
  return coding;
}

void allow_extension(JsonFields& fields) { (void)fields.any("extension"); }

void check_no_empty_fields(JsonValue root, Diagnostics& out) {
  std::vector<JsonValue> open{root};
  while (!open.empty()) {
    const auto value = open.back();
    open.pop_back();
    for (std::size_t i = 0; i < value.size(); ++i) {
      const bool member = value.is(JsonType::object);
      const auto name = member ? value.key(i) : std::string_view();
      if (is_foreign(name)) continue;
      const auto part = value.at(i);
      const bool list_may_be_empty = (name == "cards" || name == "services") && part.is(JsonType::array);
      if (is_empty_value(part) && !list_may_be_empty)
        out.error(part.where(), "empty-field",
                  member ? "'" + std::string(name) + "' is empty" : std::string("an element of the list is empty"),
                  "leave it out");
      else
        open.push_back(part);
    }
  }
}

}  // namespace noso::serve
