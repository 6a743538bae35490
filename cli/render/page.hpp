/// Text for a terminal: wrapped to its width, coloured only where it is seen.
#pragma once

#include <string>
#include <string_view>

namespace noso::cli {

enum class Ink { plain, bold, dim, red, yellow, green, cyan };

class Page {
 public:
  /// `color`: auto (a terminal without NO_COLOR), always or never.
  explicit Page(const std::string& color);

  /// One paragraph: `first` starts it, further lines are indented by the width of `first`.
  void paragraph(std::string_view first, std::string_view text);
  void heading(std::string_view text);
  /// One line, not wrapped: for what is copied from the terminal.
  void line(std::string_view text) { text_ += std::string(text) + '\n'; }
  void blank() { text_ += '\n'; }
  std::string ink(Ink ink, std::string_view text) const;
  const std::string& text() const { return text_; }
  std::size_t width() const { return width_; }

 private:
  /// The words of `text` after `line`; further lines begin with `indent` blanks, half the width at most.
  void wrap(std::string line, std::string_view text, std::size_t indent);

  bool color_;
  std::size_t width_;
  std::string text_;
};

/// Columns that the text takes on a terminal; escape sequences take none.
std::size_t columns(std::string_view text);
/// A bar of `width` columns filled to `share`.
std::string bar(double share, std::size_t width);
/// `81 %`, `< 1 %`, `> 99 %`.
std::string percent(double p);

}  // namespace noso::cli
