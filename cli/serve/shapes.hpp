/// Checks that the JSON of CDS Hooks needs in several places; each reports what does not fit.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "noso/base/json_fields.hpp"
#include "serve/feedback.hpp"

namespace noso::serve {

bool is_uuid(std::string_view text);
/// `scheme:` and something behind it; without spaces.
bool is_absolute_url(std::string_view text);
/// RFC 3339, section 5.6: date, time, offset.
bool is_time(std::string_view text);
/// `major.minor.patch`, with what may follow it.
bool is_semantic_version(std::string_view text);

/// `bad-uuid`, when the text of member `name` is none.
void check_uuid(JsonValue object, std::string_view name, Severity severity, Diagnostics& out);
/// `bad-url`, when the text of member `name` is no absolute one.
void check_url(JsonValue object, std::string_view name, Severity severity, Diagnostics& out);
/// `bad-time`.
void check_time(std::string_view text, const Location& where, Diagnostics& out);
/// `bad-word`, when `word` is not one of `words`.
void check_word(std::string_view word, std::initializer_list<std::string_view> words, const Location& where,
                Diagnostics& out);

/// A Coding; system and code are required, `display` where it says so.
Coding read_coding(JsonValue value, bool display, Diagnostics& out);
/// The member `extension` may stand in every object: an object of anything.
void allow_extension(JsonFields& fields);
/// `empty-field` for every null, empty text, empty list and empty object in what CDS Hooks defines: not in FHIR
/// resources, contexts and extensions, and not for `cards: []` or a null in `prefetch`.
void check_no_empty_fields(JsonValue root, Diagnostics& out);

}  // namespace noso::serve
