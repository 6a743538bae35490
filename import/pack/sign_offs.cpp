#include "pack/sign_offs.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "noso/base/digest.hpp"
#include "noso/base/text.hpp"
#include "noso/import/pack_format.hpp"
#include "pack/acceptance.hpp"

namespace noso {

namespace {

/// The sections that state something, in the order in which they are reviewed.
constexpr auto kReviewed =
    std::to_array<std::string_view>({"conditions", "findings", "risk_factors", "interventions", "finding_frequencies",
                                     "dependent_groups", "risk_effects", "treatments", "cautions", "rules", "scores",
                                     "populations", "properties", "stages", "prevention", "safety_net"});

bool is_digest(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string digest_of(JsonValue element) {
  Sha256 hash;
  hash.add(canonical_json(element));
  return hash.hex();
}

std::unordered_map<std::string_view, std::vector<const SignOff*>> by_path(const std::vector<SignOff>& sign_offs) {
  std::unordered_map<std::string_view, std::vector<const SignOff*>> out;
  for (const auto& s : sign_offs) out[s.of].push_back(&s);
  return out;
}

}  // namespace

std::string_view to_string(SignOffState state) {
  switch (state) {
    case SignOffState::not_signed: return "unsigned";
    case SignOffState::voided: return "void";
    case SignOffState::signed_off: return "signed";
  }
  return "";
}

std::vector<SignOff> read_sign_offs(const PackElements& elements, Diagnostics& out) {
  std::vector<SignOff> list;
  elements.each("reviews", [&](const PackElement& entry) {
    JsonFields fields(entry.value, out, "a review");
    const auto of = fields.text_required("of"), reviewer = fields.text_required("reviewer");
    const auto date = fields.text_required("date"), digest = fields.text_required("digest");
    fields.finish();
    if (date && !parse_date(*date))
      out.error(fields.where("date"), "bad-date", "'" + *date + "' is no date", "write it as 2026-01-31");
    if (digest && !is_digest(*digest))
      out.error(fields.where("digest"), "bad-word", "'" + *digest + "' is no digest",
                "sign with 'noso review sign'; a digest has 64 digits from 0 to f");
    if (of && reviewer && date && digest)
      list.push_back({*of, *reviewer, *date, *digest, fields.where("of"), entry.layer});
  });
  return list;
}

std::vector<ReviewedElement> reviewed_elements(const PackElements& elements, const std::vector<SignOff>& sign_offs) {
  std::vector<ReviewedElement> out;
  const auto entries = by_path(sign_offs);
  const auto add = [&](const PackElement& element, std::string path) {
    ReviewedElement reviewed{std::move(path), digest_of(element.value), element.value.where(), {}, {}};
    if (const auto found = entries.find(reviewed.path); found != entries.end()) {
      for (const auto* s : found->second)
        if (s->digest == reviewed.digest) reviewed.by.push_back(*s);
      if (!reviewed.by.empty()) {
        reviewed.state = SignOffState::signed_off;
      } else {
        // What was said of the element that this one replaces says nothing of this one.
        for (const auto* s : found->second)
          if (s->layer >= element.layer) reviewed.by.push_back(*s);
        if (!reviewed.by.empty()) reviewed.state = SignOffState::voided;
      }
    }
    out.push_back(std::move(reviewed));
  };
  for (const auto section : kReviewed) {
    std::size_t position = 0;
    elements.each(section, [&](const PackElement& element) {
      add(element, std::string(section) + "/" + element_name(element.value, position++));
    });
  }
  Diagnostics ignored;
  if (const auto scope = elements.single("scope", ignored)) add(*scope, "scope");
  // What is withdrawn is a statement too.
  elements.each("withdraws", [&](const PackElement& element) {
    const auto at = element.value.find("at");
    add(element, "withdraws/" + (at && at->is(JsonType::string) ? std::string(at->string()) : std::string()));
  });
  return out;
}

void report_sign_offs(const PackElements& elements, const std::vector<ReviewedElement>& reviewed,
                      const std::vector<SignOff>& sign_offs, bool active, Diagnostics& out) {
  std::unordered_map<std::string_view, std::size_t> paths;
  for (const auto& element : reviewed) {
    ++paths[element.path];
    if (element.state == SignOffState::voided) {
      const auto& last = element.by.back();
      out.warning(element.where, "void-review",
                  "'" + element.path + "' has changed since " + last.reviewer + " signed it on " + last.date + " (" +
                      last.where.file + ":" + std::to_string(last.where.line) + ")",
                  "have it reviewed again, then sign it with 'noso review sign'");
    } else if (active && element.state == SignOffState::not_signed) {
      out.warning(element.where, "unsigned-statement",
                  "the pack is active, and nobody has signed '" + element.path + "'",
                  "have it reviewed, then sign it with 'noso review sign'; or set the status to draft");
    }
  }
  std::vector<std::string_view> names;
  for (const auto& s : sign_offs) {
    if (paths.contains(s.of) || s.layer != elements.top()) continue;
    if (names.empty())
      for (const auto& [path, count] : paths) names.push_back(path);
    const auto near = did_you_mean(s.of, names);
    out.warning(s.where, "review-of-nothing", "there is no '" + s.of + "' any more that was signed",
                near.empty() ? "remove the entry" : near + " Else remove the entry");
  }
}

}  // namespace noso
