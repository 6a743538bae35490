#include "noso/import/versions.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

namespace noso {

namespace {

using Version = std::array<std::uint64_t, 3>;

std::optional<Version> parse_version(std::string_view text) {
  Version out{};
  const char* at = text.data();
  const char* end = at + text.size();
  for (std::size_t part = 0; part < out.size(); ++part) {
    const auto [stop, failure] = std::from_chars(at, end, out[part]);
    if (failure != std::errc{}) return std::nullopt;
    at = stop;
    if (part + 1 == out.size()) break;
    if (at == end || *at != '.') return std::nullopt;
    ++at;
  }
  return at == end ? std::optional(out) : std::nullopt;
}

struct Limit {
  std::string_view relation;
  std::string_view version;
};

std::vector<Limit> limits_of(std::string_view range) {
  std::vector<Limit> out;
  for (std::size_t begin = 0; begin <= range.size();) {
    const auto space = std::min(range.find(' ', begin), range.size());
    const auto part = range.substr(begin, space - begin);
    const auto digits = std::min(part.find_first_not_of("<>="), part.size());
    out.push_back({part.substr(0, digits), part.substr(digits)});
    begin = space + 1;
  }
  return out;
}

bool holds(int order, std::string_view relation) {
  if (relation == ">=") return order >= 0;
  if (relation == ">") return order > 0;
  if (relation == "<=") return order <= 0;
  if (relation == "<") return order < 0;
  return order == 0;
}

}  // namespace

bool is_version(std::string_view text) { return parse_version(text).has_value(); }

int compare_versions(std::string_view a, std::string_view b) {
  const auto left = parse_version(a), right = parse_version(b);
  if (!left || !right || *left == *right) return 0;
  return *left < *right ? -1 : 1;
}

bool is_version_range(std::string_view text) {
  for (const auto& [relation, version] : limits_of(text)) {
    const bool known = relation.empty() || relation == "=" || relation == ">=" || relation == ">" || relation == "<=" ||
                       relation == "<";
    if (!known || !is_version(version)) return false;
  }
  return true;
}

bool is_in_range(std::string_view version, std::string_view range) {
  for (const auto& [relation, limit] : limits_of(range))
    if (!holds(compare_versions(version, limit), relation)) return false;
  return true;
}

}  // namespace noso
