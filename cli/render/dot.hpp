/// Pictures as graphs in the DOT language of Graphviz. All text of the knowledge is quoted.
#pragma once

#include <string>

#include "noso/engine/answer.hpp"

namespace noso::cli {

/// Why the first conditions stand where they stand: what was found on one side, the conditions on the other, and on
/// each edge by how much the finding multiplies (×) or divides (÷) the odds of the condition. Findings that move
/// nothing are left out.
std::string explanation_dot(const Answer& answer);

/// A concept and what is stated of it, with its kinds. Of very many statements the first.
std::string concept_dot(const Knowledge& knowledge, ConceptId shown);

}  // namespace noso::cli
