/// Which diseases are forms of one disease, by their names.
#pragma once

#include <string>
#include <string_view>

namespace noso {

/// The name without what numbers its forms: "Spastic paraplegia 38, autosomal dominant" → "spastic paraplegia". Folded;
/// empty when nothing is left. Left out are numbers of forms (12, 4C, IIa), single letters, "type", modes of
/// inheritance, "susceptibility to", and everything from "with or without" on.
std::string series_stem(std::string_view name);

}  // namespace noso
