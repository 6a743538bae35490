#include "render/difference.hpp"

#include "noso/base/json_writer.hpp"
#include "render/findings.hpp"
#include "render/page.hpp"

namespace noso::cli {

namespace {

using audit::ChangeKind;

std::string quoted(const std::string& text) { return text.empty() ? "nothing" : text; }

void change_text(const audit::Change& c, Page& page) {
  const auto name = c.element + ' ' + page.ink(Ink::bold, c.id);
  switch (c.kind) {
    case ChangeKind::added: page.paragraph(page.ink(Ink::green, "+ "), name + "  " + c.after); break;
    case ChangeKind::removed: page.paragraph(page.ink(Ink::red, "- "), name + "  " + c.before); break;
    case ChangeKind::renamed: page.paragraph(page.ink(Ink::yellow, "~ "), name + " is now " + c.after); break;
    case ChangeKind::changed:
      page.paragraph(page.ink(Ink::yellow, "~ "), name + "  " + c.field);
      page.paragraph("    was ", quoted(c.before));
      page.paragraph("    is  ", quoted(c.after));
      break;
  }
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& text : list) out += (out.empty() ? "" : ", ") + text;
  return out.empty() ? "nothing" : out;
}

std::string behaviour_text(const audit::Behaviour& b) {
  if (!b.error.empty()) return "refused: " + b.error;
  return (b.top.empty() ? std::string("no ranking") : b.top) + "; level " + b.level + ", at most " + b.at_most +
         "; advised " + joined(b.advised);
}

void behaviour_json(JsonWriter& out, std::string_view key, const audit::Behaviour& b) {
  out.key(key).begin_object();
  if (!b.error.empty())
    out.member("error", std::string_view(b.error));
  else
    out.member("top", std::string_view(b.top))
        .member("level", std::string_view(b.level))
        .member("at_most", std::string_view(b.at_most))
        .texts("advised", b.advised);
  out.end_object();
}

}  // namespace

std::string difference_text(const Difference& difference, const std::string& color) {
  Page page(color);
  for (const auto& d : difference.findings) page.paragraph("", to_string(d));
  for (const auto& c : difference.changes) change_text(c, page);
  page.paragraph("", std::to_string(difference.changes.size()) + " changes in what is stated");
  if (!difference.behaviour.empty()) page.heading("BEHAVIOUR");
  for (const auto& b : difference.behaviour) {
    page.paragraph("", page.ink(Ink::bold, b.probe.name));
    page.line("  case " + page.ink(Ink::dim, b.probe.case_json));
    page.paragraph("  was  ", behaviour_text(b.before));
    page.paragraph("  is   ", behaviour_text(b.after));
  }
  page.paragraph("", std::to_string(difference.behaviour.size()) + " of " + std::to_string(difference.probes) +
                         " cases are answered differently");
  return page.text();
}

std::string difference_json(const Difference& difference) {
  JsonWriter out;
  out.begin_object().key("diagnostics").begin_array();
  for (const auto& d : difference.findings) {
    out.begin_object();
    write_diagnostic(out, d);
    out.end_object();
  }
  out.end_array().key("changes").begin_array();
  for (const auto& c : difference.changes) {
    out.begin_object().member("change", to_string(c.kind)).member("element", std::string_view(c.element));
    out.member("id", std::string_view(c.id));
    if (!c.field.empty()) out.member("field", std::string_view(c.field));
    if (c.kind != ChangeKind::added) out.member("before", std::string_view(c.before));
    if (c.kind != ChangeKind::removed) out.member("after", std::string_view(c.after));
    out.end_object();
  }
  out.end_array().member("cases", static_cast<std::uint64_t>(difference.probes)).key("behaviour").begin_array();
  for (const auto& b : difference.behaviour) {
    out.begin_object().member("from", std::string_view(b.probe.name)).key("case").raw(b.probe.case_json);
    behaviour_json(out, "before", b.before);
    behaviour_json(out, "after", b.after);
    out.end_object();
  }
  out.end_array().end_object();
  return out.text() + "\n";
}

}  // namespace noso::cli
