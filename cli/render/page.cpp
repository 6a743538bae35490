#include "render/page.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace noso::cli {

namespace {

constexpr std::size_t kNarrowest = 40, kWidest = 110, kUnknownWidth = 100;

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUnknownWidth;
  return std::clamp<std::size_t>(size.ws_col, kNarrowest, kWidest);
}

std::string_view code(Ink ink) {
  switch (ink) {
    case Ink::plain: return "";
    case Ink::bold: return "\x1b[1m";
    case Ink::dim: return "\x1b[2m";
    case Ink::red: return "\x1b[1;31m";
    case Ink::yellow: return "\x1b[1;33m";
    case Ink::green: return "\x1b[32m";
    case Ink::cyan: return "\x1b[36m";
  }
  return "";
}

}  // namespace

Page::Page(const std::string& color)
    : color_(color == "always" || (color == "auto" && ::isatty(STDOUT_FILENO) != 0 && !std::getenv("NO_COLOR"))),
      width_(terminal_width()) {}

std::size_t columns(std::string_view text) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (i < text.size() && text[i] != 'm') ++i;
      continue;
    }
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) ++n;
  }
  return n;
}

void Page::paragraph(std::string_view first, std::string_view text) {
  const auto word = text.substr(0, text.find(' '));
  const auto blanks = std::min(first.find_first_not_of(' '), first.size());
  if (columns(first) + columns(word) <= width_)
    wrap(std::string(first), text, columns(first));
  else  // no room beside the beginning: it is wrapped like the rest
    wrap(std::string(blanks, ' '), std::string(first.substr(blanks)) + std::string(text), blanks + 2);
}

void Page::wrap(std::string line, std::string_view text, std::size_t indent) {
  bool empty = true;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = std::min(text.find(' ', begin), text.size());
    const auto word = text.substr(begin, end - begin);
    begin = end + 1;
    if (word.empty()) continue;
    if (!empty && columns(line) + 1 + columns(word) > width_) {
      text_ += line + '\n';
      line.assign(std::min(indent, width_ / 2), ' ');
      empty = true;
    }
    if (!empty) line += ' ';
    line += word;
    empty = false;
  }
  text_ += line + '\n';
}

void Page::heading(std::string_view text) { text_ += '\n' + ink(Ink::bold, text) + '\n'; }

std::string Page::ink(Ink which, std::string_view text) const {
  if (!color_ || which == Ink::plain) return std::string(text);
  return std::string(code(which)) + std::string(text) + "\x1b[0m";
}

std::string bar(double share, std::size_t width) {
  const auto full = static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * static_cast<double>(width)));
  std::string out;
  for (std::size_t i = 0; i < width; ++i) out += i < full ? "█" : "░";
  return out;
}

std::string percent(double p) {
  if (p > 0 && p < 0.01) return "< 1 %";
  if (p < 1 && p > 0.99) return "> 99 %";
  return std::to_string(std::lround(p * 100)) + " %";
}

}  // namespace noso::cli
