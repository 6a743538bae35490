// Sources: SNOMED CT Release File Specification, "SNOMED CT identifiers" and "Check-digit" (Verhoeff 1969); LOINC
// Users' Guide, "Mod 10 check digit"; ICD-10-CM Official Guidelines, section I.A.2; WHO ATC classification structure.
#include "pack/codes.hpp"

#include <algorithm>
#include <array>

namespace noso {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool are_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }
unsigned digit(char c) { return static_cast<unsigned>(c - '0'); }

/// Product in the dihedral group of order 10: 0–4 turn a pentagon, 5–9 mirror it too.
unsigned dihedral(unsigned a, unsigned b) {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + (a + b) % 5;
  return b < 5 ? 5 + (a - b) % 5 : (a - b + 5) % 5;
}

/// Verhoeff's check over all digits, the last one the check digit. Catches every single wrong digit and every swap of
/// neighbours.
bool passes_verhoeff(std::string_view digits) {
  constexpr std::array<unsigned, 10> kPermutation{1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  unsigned check = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    unsigned value = digit(digits[digits.size() - 1 - i]);
    for (std::size_t times = i % 8; times > 0; --times) value = kPermutation[value];
    check = dihedral(check, value);
  }
  return check == 0;
}

/// The check digit that makes every second digit from the right, doubled, and the others add up to a multiple of ten.
unsigned mod_10_digit(std::string_view digits) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const unsigned value = digit(digits[digits.size() - 1 - i]) * (i % 2 == 0 ? 2 : 1);
    sum += value / 10 + value % 10;
  }
  return (10 - sum % 10) % 10;
}

std::string snomed_problem(std::string_view code) {
  if (!are_digits(code) || code.size() < 6 || code.size() > 18 || code[0] == '0')
    return "a SNOMED CT identifier has 6 to 18 digits and does not start with 0";
  const auto partition = code.substr(code.size() - 3, 2);
  if (partition != "00" && partition != "10")
    return "the two digits before the last one are 00 or 10 in a concept (others are descriptions and relations)";
  return passes_verhoeff(code) ? "" : "its check digit is wrong";
}

std::string loinc_problem(std::string_view code) {
  if (code.size() < 3 || code.size() > 9 || code[code.size() - 2] != '-' || !is_digit(code.back()) ||
      !are_digits(code.substr(0, code.size() - 2)))
    return "a LOINC code is a number, '-' and a check digit";
  return mod_10_digit(code.substr(0, code.size() - 2)) == digit(code.back()) ? "" : "its check digit is wrong";
}

/// A letter, a digit, then `third` and perhaps a point and up to `most` further characters.
template <class Third, class Further>
bool has_icd_shape(std::string_view code, Third third, std::size_t most, Further further) {
  if (code.size() < 3 || !is_upper(code[0]) || !is_digit(code[1]) || !third(code[2])) return false;
  if (code.size() == 3) return true;
  const auto rest = code.substr(4);
  return code[3] == '.' && !rest.empty() && rest.size() <= most && std::all_of(rest.begin(), rest.end(), further);
}

bool has_atc_shape(std::string_view code) {
  constexpr std::string_view kShape = "A00AA00";
  const bool whole_level =
      code.size() == 1 || code.size() == 3 || code.size() == 4 || code.size() == 5 || code.size() == 7;
  return whole_level && std::equal(code.begin(), code.end(), kShape.begin(),
                                   [](char c, char shape) { return shape == 'A' ? is_upper(c) : is_digit(c); });
}

}  // namespace

std::string code_problem(std::string_view system, std::string_view code) {
  const auto letter_or_digit = [](char c) { return is_upper(c) || is_digit(c); };
  const auto when = [](bool wrong, const char* what) { return std::string(wrong ? what : ""); };
  if (system == "SNOMED-CT") return snomed_problem(code);
  if (system == "LOINC") return loinc_problem(code);
  if (system == "ICD-10-CM")
    return when(!has_icd_shape(code, letter_or_digit, 4, letter_or_digit),
                "an ICD-10-CM code is like M72.2 or M84.374A, with the point");
  if (system == "ICD-10")
    return when(!has_icd_shape(code, is_digit, 2, is_digit), "an ICD-10 code is like M72 or M72.2, with the point");
  if (system == "ATC") return when(!has_atc_shape(code), "an ATC code is like M, M01, M01A, M01AE or M01AE01");
  if (system == "HPO")
    return when(code.size() != 10 || !code.starts_with("HP:") || !are_digits(code.substr(3)),
                "an HPO code is 'HP:' and seven digits");
  if (system == "RxNorm")
    return when(!are_digits(code) || code.size() > 8, "an RxNorm identifier has up to eight digits");
  return {};
}

}  // namespace noso
