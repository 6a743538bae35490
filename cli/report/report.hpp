/// The page for the chart.
#pragma once

#include <string>

#include "noso/engine/answer.hpp"

namespace noso::cli {

struct ReportInput {
  const Answer& answer;
  const Case& told;
  std::string picture;  ///< SVG of the explanation; empty: none
};

/// One HTML page that needs nothing else: no script, no network, no fonts. Urgency first, then what was understood, the
/// differential with its picture, questions, plan, sources and versions. Prints on paper.
std::string render_report(const ReportInput& input);

}  // namespace noso::cli
