/// Writes HTML in which no text can become markup.
#pragma once

#include <string>
#include <string_view>

namespace noso::cli {

/// The text with everything that means something in HTML escaped. Control characters and bytes that are no UTF-8 become
/// U+FFFD.
std::string escaped(std::string_view text);

class Html {
 public:
  /// `<tag class="classes">` … `</tag>`; tags and classes are literals of the program. A line ends
  /// after it unless it stands within text (`b`, `span`).
  Html& open(std::string_view tag, std::string_view classes = {});
  Html& close(std::string_view tag);
  /// Text, escaped.
  Html& text(std::string_view text);
  /// An element that holds text alone.
  Html& element(std::string_view tag, std::string_view content, std::string_view classes = {});
  /// As it is: literals of the program, and pictures drawn from escaped text.
  Html& raw(std::string_view markup);
  const std::string& str() const { return out_; }

 private:
  std::string out_;
};

}  // namespace noso::cli
