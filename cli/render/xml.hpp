/// Text in XML.
#pragma once

#include <string>
#include <string_view>

namespace noso::cli {

/// For text and attributes alike. Control characters other than tab and line ends cannot stand in XML 1.0 at all.
std::string xml_escaped(std::string_view text);
/// ` name="value"`
std::string xml_attribute(std::string_view name, std::string_view value);

}  // namespace noso::cli
