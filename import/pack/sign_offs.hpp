/// Sign-offs of a pack held against what stands in it now.
#pragma once

#include <vector>

#include "pack/elements.hpp"

namespace noso {

/// The entries of the section `reviews` of all layers; reports what is wrong with their form.
std::vector<SignOff> read_sign_offs(const PackElements& elements, Diagnostics& out);

/// Every element that can be signed, in the order of the sections. An element is signed when an entry with its path
/// carries its digest, voided when entries with its path carry others only.
std::vector<ReviewedElement> reviewed_elements(const PackElements& elements, const std::vector<SignOff>& sign_offs);

/// Reports `void-review`, `review-of-nothing` and, for an active pack, `unsigned-statement`.
void report_sign_offs(const PackElements& elements, const std::vector<ReviewedElement>& reviewed,
                      const std::vector<SignOff>& sign_offs, bool active, Diagnostics& out);

}  // namespace noso
