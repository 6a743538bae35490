#include "noso/base/json_fields.hpp"

#include <algorithm>

#include "noso/base/text.hpp"

namespace noso {

bool expect_type(JsonValue value, JsonType type, std::string_view what, Diagnostics& out) {
  if (value.is(type)) return true;
  out.error(
      value.where(), "wrong-type",
      std::string(what) + " must be " + std::string(to_string(type)) + ", not " + std::string(to_string(value.type())),
      "write " + std::string(to_string(type)) + " here");
  return false;
}

JsonFields::JsonFields(JsonValue value, Diagnostics& out, std::string_view what)
    : value_(value), out_(out), what_(what), is_object_(expect_type(value, JsonType::object, what, out)) {}

std::optional<JsonValue> JsonFields::any(std::string_view name) {
  known_.push_back(name);
  return is_object_ ? value_.find(name) : std::nullopt;
}

std::optional<JsonValue> JsonFields::any_required(std::string_view name) {
  auto found = any(name);
  if (!found && is_object_)
    out_.error(value_.where(), "missing-key", what_ + " needs '" + std::string(name) + "'", "add it");
  return found;
}

std::optional<JsonValue> JsonFields::typed(std::string_view name, JsonType type, bool required) {
  auto found = required ? any_required(name) : any(name);
  if (!found || !expect_type(*found, type, "'" + std::string(name) + "'", out_)) return std::nullopt;
  return found;
}

std::optional<std::string> JsonFields::text(std::string_view name) {
  const auto found = typed(name, JsonType::string, false);
  if (!found) return std::nullopt;
  return std::string(found->string());
}

std::optional<std::string> JsonFields::text_required(std::string_view name) {
  const auto found = typed(name, JsonType::string, true);
  if (!found) return std::nullopt;
  if (found->string().empty()) {
    out_.error(found->where(), "empty-text", "'" + std::string(name) + "' is empty", "fill it in");
    return std::nullopt;
  }
  return std::string(found->string());
}

std::optional<double> JsonFields::number(std::string_view name) {
  const auto found = typed(name, JsonType::number, false);
  if (!found) return std::nullopt;
  return found->number();
}

std::optional<double> JsonFields::number_required(std::string_view name) {
  const auto found = typed(name, JsonType::number, true);
  if (!found) return std::nullopt;
  return found->number();
}

std::optional<bool> JsonFields::flag(std::string_view name) {
  const auto found = typed(name, JsonType::boolean, false);
  if (!found) return std::nullopt;
  return found->boolean();
}

std::vector<std::string> JsonFields::texts(std::string_view name) {
  const auto found = any(name);
  if (!found) return {};
  if (found->is(JsonType::string)) return {std::string(found->string())};
  std::vector<std::string> out;
  if (!expect_type(*found, JsonType::array, "'" + std::string(name) + "'", out_)) return out;
  for (std::size_t i = 0; i < found->size(); ++i)
    if (expect_type(found->at(i), JsonType::string, "an element of '" + std::string(name) + "'", out_))
      out.emplace_back(found->at(i).string());
  return out;
}

void JsonFields::list(std::string_view name, const std::function<void(JsonValue)>& each) {
  const auto found = typed(name, JsonType::array, false);
  if (!found) return;
  for (std::size_t i = 0; i < found->size(); ++i) each(found->at(i));
}

Location JsonFields::where(std::string_view name) const {
  const auto found = is_object_ ? value_.find(name) : std::nullopt;
  return found ? found->where() : value_.where();
}

void JsonFields::finish() {
  if (!is_object_) return;
  for (std::size_t i = 0; i < value_.size(); ++i) {
    const auto name = value_.key(i);
    if (name == "$schema" || std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    out_.error(value_.key_where(i), "unknown-key", what_ + " has no key '" + std::string(name) + "'",
               choose_from(name, known_));
  }
}

}  // namespace noso
