/// Tiny worlds of annotated diseases: OBO and hpoa text go the whole real way into a knowledge file in memory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "noso/engine/engine.hpp"
#include "noso/import/ontology.hpp"
#include "support/random.hpp"

namespace noso::test {

/// OBO text of terms, one a line: `HP:3 Absence seizure < HP:2, HP:1`.
std::string obo_text(std::string_view lines);
/// The text of a phenotype.hpoa, one row a line: `OMIM:1 "Name" [NOT] HP:2 3/7 [REFERENCE]`; `-` for no frequency.
std::string hpoa_text(std::string_view lines);

/// Compiled from these texts in this order. Throws std::runtime_error with the diagnostics when there are errors.
ImportedOntology annotated(const std::vector<std::string>& texts);
/// The same, ready to be asked.
Engine annotated_world(const std::vector<std::string>& texts);

/// A random ontology of `terms` findings under one root, and annotations of `diseases`.
std::vector<std::string> random_annotations(Random& random, std::size_t terms, std::size_t diseases);

}  // namespace noso::test
