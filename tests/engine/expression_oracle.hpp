/// Expressions as trees, written as pack JSON and evaluated in the plain two-valued way under a complete assignment:
/// what three-valued evaluation must agree with. Tests only.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "noso/base/quantity.hpp"

namespace noso::oracle {

/// Everything known: each finding is there or not, each number is one number.
struct World {
  std::map<std::string, bool> findings;
  std::map<std::string, double> numbers;  ///< measured values by finding; "age" in days
};

struct Expression {
  enum class Kind {
    present,
    all,
    any,
    negate,
    at_least,
    compare,
    literal,
    age,
    measure,
    count,
    points,
    sum,
    difference,
    product,
    quotient,
    choose,
    bands
  };

  Kind kind = Kind::present;
  std::string name;   ///< of a finding; of the comparison
  double number = 0;  ///< of a literal, a count, or the right side of a comparison
  std::string unit;   ///< of the right side of a comparison
  std::vector<Expression> arguments;
  std::vector<double> values;  ///< points of each argument, or of each band
  std::vector<double> limits;  ///< of all bands but the last: how much the argument may be at most

  std::string json() const {
    const auto op = [&](const char* key) { return std::string("{\"") + key + "\": " + list() + "}"; };
    switch (kind) {
      case Kind::present: return quoted(name);
      case Kind::all: return op("all");
      case Kind::any: return op("any");
      case Kind::negate: return "{\"not\": " + arguments[0].json() + "}";
      case Kind::at_least: return "{\"at_least\": {\"count\": " + format_number(number) + ", \"of\": " + list() + "}}";
      case Kind::compare: {
        const auto right = unit.empty() ? format_number(number) : quoted(format_number(number) + " " + unit);
        return "{\"number\": {\"of\": " + arguments[0].json() + ", " + quoted(name) + ": " + right + "}}";
      }
      case Kind::literal: return format_number(number);
      case Kind::age: return "{\"age\": true}";
      case Kind::measure: return "{\"measure\": " + quoted(name) + "}";
      case Kind::count: return op("count");
      case Kind::points: {
        std::string out;
        for (std::size_t i = 0; i < arguments.size(); ++i)
          out += (i ? ", " : "") + std::string("{\"when\": ") + arguments[i].json() +
                 ", \"value\": " + format_number(values[i]) + "}";
        return "{\"points\": [" + out + "]}";
      }
      case Kind::sum: return op("sum");
      case Kind::difference: return op("difference");
      case Kind::product: return op("product");
      case Kind::quotient: return op("quotient");
      case Kind::choose:
        return "{\"if\": {\"when\": " + arguments[0].json() + ", \"then\": " + arguments[1].json() +
               ", \"else\": " + arguments[2].json() + "}}";
      case Kind::bands: {
        std::string out;
        for (std::size_t i = 0; i < values.size(); ++i)
          out += (i ? ", {" : "{") +
                 (i < limits.size() ? "\"at_most\": " + format_number(limits[i]) + ", " : std::string()) +
                 "\"value\": " + format_number(values[i]) + "}";
        return "{\"bands\": {\"of\": " + arguments[0].json() + ", \"points\": [" + out + "]}}";
      }
    }
    return {};
  }

  bool holds(const World& world) const {
    switch (kind) {
      case Kind::present: return world.findings.at(name);
      case Kind::all: return how_many(world) == arguments.size();
      case Kind::any: return how_many(world) > 0;
      case Kind::negate: return !arguments[0].holds(world);
      case Kind::at_least: return static_cast<double>(how_many(world)) >= number;
      case Kind::compare: {
        const double left = arguments[0].value(world), right = make_quantity(number, unit).value().value;
        return name == "at_least"  ? left >= right
               : name == "above"   ? left > right
               : name == "at_most" ? left <= right
               : name == "below"   ? left < right
                                   : left == right;
      }
      default: return false;
    }
  }

  double value(const World& world) const {
    switch (kind) {
      case Kind::literal: return number;
      case Kind::age: return world.numbers.at("age");
      case Kind::measure: return world.numbers.at(name);
      case Kind::count: return static_cast<double>(how_many(world));
      case Kind::points: {
        double total = 0;
        for (std::size_t i = 0; i < arguments.size(); ++i) total += arguments[i].holds(world) ? values[i] : 0;
        return total;
      }
      case Kind::sum: {
        double total = 0;
        for (const auto& a : arguments) total += a.value(world);
        return total;
      }
      case Kind::difference: return arguments[0].value(world) - arguments[1].value(world);
      case Kind::product: {
        double total = 1;
        for (const auto& a : arguments) total *= a.value(world);
        return total;
      }
      case Kind::quotient: return arguments[0].value(world) / arguments[1].value(world);
      case Kind::choose: return arguments[0].holds(world) ? arguments[1].value(world) : arguments[2].value(world);
      case Kind::bands: {
        std::size_t band = 0;
        while (band < limits.size() && arguments[0].value(world) > limits[band]) ++band;
        return values[band];
      }
      default: return 0;
    }
  }

 private:
  static std::string quoted(const std::string& text) { return '"' + text + '"'; }
  std::string list() const {
    std::string out;
    for (const auto& a : arguments) out += (out.empty() ? "" : ", ") + a.json();
    return "[" + out + "]";
  }
  std::size_t how_many(const World& world) const {
    std::size_t n = 0;
    for (const auto& a : arguments) n += a.holds(world) ? 1 : 0;
    return n;
  }
};

}  // namespace noso::oracle
