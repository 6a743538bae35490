#include <algorithm>

#include "audit/elements.hpp"
#include "noso/base/text.hpp"
#include "noso/engine/audit/difference.hpp"

namespace noso::audit {

namespace {

/// An element in one line: the fields that say most of it.
std::string summary(const Element& element) {
  std::string out;
  for (const auto* name : {"label", "citation", "text", "value", "strength", "level", "when"}) {
    const auto found = element.fields.find(name);
    if (found == element.fields.end()) continue;
    if (!out.empty()) out += "; ";
    if (found->first != "label") out += found->first + ' ';
    out += found->second.text;
  }
  return out;
}

bool is_concept(const std::string& kind) {
  const auto kinds = words_of<ConceptKind>();
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

std::string folded_label(const Element& element) {
  const auto found = element.fields.find("label");
  return found == element.fields.end() ? std::string() : fold(found->second.text);
}

/// New ids of concepts that kept their label, by kind and old id.
std::map<std::pair<std::string, std::string>, std::string> renamed(const Elements& before, const Elements& after) {
  std::map<std::pair<std::string, std::string>, std::string> added, out;
  for (const auto& [key, element] : after)
    if (is_concept(key.first) && before.count(key) == 0) added[{key.first, folded_label(element)}] = key.second;
  for (const auto& [key, element] : before) {
    if (!is_concept(key.first) || after.count(key) != 0) continue;
    const auto found = added.find({key.first, folded_label(element)});
    if (found != added.end()) out[key] = found->second;
  }
  return out;
}

/// The text of a field, or its exact form where the texts of both versions are the same.
std::string shown(const Field& field, const Field* other) {
  return other && other->text == field.text ? field.key : field.text;
}

void compare_fields(const std::string& kind, const std::string& id, const Element& before, const Element& after,
                    std::vector<Change>& out) {
  auto fields = before.fields;
  fields.insert(after.fields.begin(), after.fields.end());
  for (const auto& [name, unused] : fields) {
    const auto find = [&](const Element& e) {
      const auto found = e.fields.find(name);
      return found == e.fields.end() ? nullptr : &found->second;
    };
    const auto *was = find(before), *is = find(after);
    if (was && is && was->key == is->key) continue;
    out.push_back({ChangeKind::changed, kind, id, name, was ? shown(*was, is) : std::string(),
                   is ? shown(*is, was) : std::string()});
  }
}

}  // namespace

std::string_view to_string(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::added: return "added";
    case ChangeKind::removed: return "removed";
    case ChangeKind::renamed: return "renamed";
    case ChangeKind::changed: return "changed";
  }
  return "";
}

std::vector<Change> changes(const Knowledge& before, const Knowledge& after) {
  const auto was = elements(before), is = elements(after);
  const auto new_ids = renamed(was, is);
  std::vector<Change> out;
  auto keys = was;
  keys.insert(is.begin(), is.end());
  for (const auto& [key, unused] : keys) {
    const auto old_one = was.find(key), new_one = is.find(key);
    const auto& [kind, id] = key;
    if (old_one != was.end() && new_one != is.end()) {
      compare_fields(kind, id, old_one->second, new_one->second, out);
    } else if (const auto now = new_ids.find(key); now != new_ids.end()) {
      out.push_back({ChangeKind::renamed, kind, id, "id", id, now->second});
      compare_fields(kind, now->second, old_one->second, is.at({kind, now->second}), out);
    } else if (old_one != was.end()) {
      out.push_back({ChangeKind::removed, kind, id, {}, summary(old_one->second), {}});
    } else {
      const bool is_renamed = std::any_of(new_ids.begin(), new_ids.end(), [&](const auto& entry) {
        return entry.first.first == kind && entry.second == id;
      });
      if (!is_renamed) out.push_back({ChangeKind::added, kind, id, {}, {}, summary(new_one->second)});
    }
  }
  return out;
}

}  // namespace noso::audit
