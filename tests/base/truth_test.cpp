#include <catch2/catch.hpp>

#include "noso/base/interval.hpp"
#include "noso/base/probability.hpp"

using namespace noso;

namespace {

constexpr Truth kAll[] = {Truth::no, Truth::unknown, Truth::yes};

/// The values that an unknown may turn out to have.
std::vector<bool> outcomes(Truth t) {
  if (t == Truth::unknown) return {false, true};
  return {t == Truth::yes};
}

/// What is certain over all outcomes: the meaning of Kleene's logic.
template <class F>
Truth over(Truth a, Truth b, F f) {
  bool can_be_true = false, can_be_false = false;
  for (const bool x : outcomes(a))
    for (const bool y : outcomes(b)) (f(x, y) ? can_be_true : can_be_false) = true;
  return can_be_true && can_be_false ? Truth::unknown : truth(can_be_true);
}

/// A comparison of intervals by all whole numbers inside.
template <class F>
Truth over(Interval a, Interval b, F f) {
  bool can_be_true = false, can_be_false = false;
  for (double x = a.low; x <= a.high; ++x)
    for (double y = b.low; y <= b.high; ++y) (f(x, y) ? can_be_true : can_be_false) = true;
  return can_be_true && can_be_false ? Truth::unknown : truth(can_be_true);
}

}  // namespace

TEST_CASE("truth has three values and says what is certain whatever the unknowns turn out to be") {
  for (const auto a : kAll) {
    CHECK((!!a) == a);
    CHECK((!a) == over(a, Truth::yes, [](bool x, bool) { return !x; }));
    for (const auto b : kAll) {
      CAPTURE(to_string(a), to_string(b));
      CHECK((a && b) == over(a, b, [](bool x, bool y) { return x && y; }));
      CHECK((a || b) == over(a, b, [](bool x, bool y) { return x || y; }));
      CHECK((a && b) == (b && a));
      CHECK((!(a && b)) == (!a || !b));
      for (const auto c : kAll) {
        CHECK((a && (b || c)) == ((a && b) || (a && c)));
        CHECK(((a && b) && c) == (a && (b && c)));
      }
    }
  }
  CHECK(to_string(Truth::yes) == "true");
  CHECK(to_string(Truth::no) == "false");
  CHECK(to_string(Truth::unknown) == "unknown");
}

TEST_CASE("comparisons of intervals are certain only where every pair of numbers agrees") {
  for (int al = 0; al <= 4; ++al)
    for (int ah = al; ah <= 4; ++ah)
      for (int bl = 0; bl <= 4; ++bl)
        for (int bh = bl; bh <= 4; ++bh) {
          const Interval a{double(al), double(ah)}, b{double(bl), double(bh)};
          CAPTURE(al, ah, bl, bh);
          CHECK(at_least(a, b) == over(a, b, [](double x, double y) { return x >= y; }));
          CHECK(above(a, b) == over(a, b, [](double x, double y) { return x > y; }));
          CHECK(equal(a, b) == over(a, b, [](double x, double y) { return x == y; }));
        }
}

TEST_CASE("a number of which nothing is known decides nothing") {
  const Interval nothing;
  CHECK_FALSE(nothing.knows_something());
  CHECK_FALSE(nothing.is_exact());
  for (const auto b : {Interval::exactly(3), Interval{1, 2}, Interval{}}) {
    CHECK(at_least(nothing, b) == Truth::unknown);
    CHECK(above(nothing, b) == Truth::unknown);
    CHECK(equal(nothing, b) == Truth::unknown);
  }
  CHECK(Interval{5, std::numeric_limits<double>::infinity()}.knows_something());
  CHECK(at_least(Interval{5, std::numeric_limits<double>::infinity()}, Interval::exactly(5)) == Truth::yes);
}

TEST_CASE("odds and probabilities turn into each other") {
  for (const double p : {1e-12, 0.001, 0.1, 0.5, 0.9, 0.999999}) {
    CHECK(probability(log_odds({p})).value == Approx(p).epsilon(1e-9));
    CHECK(scale_odds({p}, 1).value == Approx(p));
    const double scaled = scale_odds({p}, 3).value;
    CHECK(scaled / (1 - scaled) == Approx(3 * p / (1 - p)).epsilon(1e-9));
  }
  CHECK(scale_odds({0}, 5).value == 0);
  CHECK(scale_odds({1}, 5).value == 1);
  CHECK(scale_odds({0.5}, 0).value == 0);
  CHECK(probability({800}).value == 1);
  CHECK(probability({-800}).value == 0);
}
