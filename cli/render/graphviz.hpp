/// Draws a graph with the program `dot` of Graphviz.
#pragma once

#include <string>
#include <string_view>

#include "noso/base/result.hpp"

namespace noso::cli {

/// The graph as SVG, from `<svg` on: no prolog, so that it can stand inside a page. `dot` is run with fixed arguments
/// and has the graph on its standard input. Errors: `no-graphviz` where it is not installed, `cannot-draw` where it
/// fails, takes longer than 20 s or writes more than 8 MiB.
Result<std::string> draw_svg(std::string_view dot);

}  // namespace noso::cli
