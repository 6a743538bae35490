#include "noso/base/diagnostic.hpp"

#include <algorithm>
#include <tuple>

namespace noso {

namespace {

constexpr std::size_t kMostText = 2000;

/// Names of the input stand in messages: a long one is cut off between two characters, with dots.
std::string shortened(std::string text) {
  if (text.size() <= kMostText) return text;
  auto end = kMostText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text + "…";
}

}  // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "error";
}

std::string to_string(const Location& where) {
  std::string out = where.file;
  if (where.line > 0) out += ':' + std::to_string(where.line);
  if (where.line > 0 && where.column > 0) out += ':' + std::to_string(where.column);
  return out;
}

std::string to_string(const Diagnostic& d) {
  std::string out;
  if (!d.where.file.empty()) out = to_string(d.where) + ": ";
  out += to_string(d.severity);
  if (!d.code.empty()) out += '[' + d.code + ']';
  out += ": " + d.message;
  if (!d.help.empty()) out += "; " + d.help;
  return out;
}

Diagnostic error(std::string code, std::string message, std::string help, Location where) {
  return {Severity::error, std::move(code), shortened(std::move(message)), shortened(std::move(help)),
          std::move(where)};
}

void Diagnostics::add(Diagnostic diagnostic) {
  diagnostic.message = shortened(std::move(diagnostic.message));
  diagnostic.help = shortened(std::move(diagnostic.help));
  if (diagnostic.severity == Severity::error) ++errors_;
  if (all_.size() >= kMax) {
    if (dropped_++ == 0) first_dropped_ = diagnostic.where;
    // An error is never dropped for the sake of a warning or note.
    if (diagnostic.severity != Severity::error) return;
    const auto lesser =
        std::find_if(all_.rbegin(), all_.rend(), [](const Diagnostic& d) { return d.severity != Severity::error; });
    if (lesser != all_.rend()) *lesser = std::move(diagnostic);
    return;
  }
  all_.push_back(std::move(diagnostic));
}

void Diagnostics::error(Location where, std::string code, std::string message, std::string help) {
  add({Severity::error, std::move(code), std::move(message), std::move(help), std::move(where)});
}

void Diagnostics::warning(Location where, std::string code, std::string message, std::string help) {
  add({Severity::warning, std::move(code), std::move(message), std::move(help), std::move(where)});
}

std::vector<Diagnostic> Diagnostics::take() {
  std::stable_sort(all_.begin(), all_.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.where < b.where; });
  if (dropped_ > 0)
    all_.push_back({Severity::note, "more-findings", std::to_string(dropped_) + " further findings are not shown",
                    "mend these first", std::move(first_dropped_)});
  errors_ = dropped_ = 0;
  return std::move(all_);
}

}  // namespace noso
