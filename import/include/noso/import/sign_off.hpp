/// Sign-offs: who has reviewed which statement of a pack, when, and what exactly was there then (section `reviews`).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "noso/base/date.hpp"
#include "noso/base/result.hpp"

namespace noso {

/// One entry of the section `reviews`.
struct SignOff {
  std::string of;        ///< path of the element, such as `rules/x01`
  std::string reviewer;  ///< a name
  std::string date;      ///< `2026-01-31`
  std::string digest;    ///< SHA-256 of the element in its canonical compact form, 64 hexadecimal digits
  Location where;
  std::uint32_t layer = 0;  ///< the pack in which it stands: 0 the outermost base

  bool operator==(const SignOff&) const = default;
};

/// `voided`: it was signed, and has changed since.
enum class SignOffState : std::uint8_t { not_signed, voided, signed_off };
std::string_view to_string(SignOffState state);

/// An element that a clinician can sign, as it is now.
struct ReviewedElement {
  std::string path, digest;
  Location where;
  SignOffState state = SignOffState::not_signed;
  std::vector<SignOff> by;  ///< what makes the state; empty when not signed
};

/// The file of a pack in which sign-offs are written.
inline constexpr std::string_view kReviewsFile = "reviews.json";

/// Puts a sign-off of each of `elements` into `reviews.json` of the pack, in place of earlier ones of this reviewer for
/// them. The file is replaced in one step, in canonical form; what else stands in it stays. Errors: those of reading
/// it as a pack file, `cannot-write`.
Status sign(const std::filesystem::path& pack, const std::vector<ReviewedElement>& elements, std::string_view reviewer,
            Date date);

}  // namespace noso
