// Guidelines on the engine: values, order, unknowns, the trace.
#include <catch2/catch.hpp>

#include "noso/engine/guideline.hpp"
#include "noso/import/guidelines.hpp"
#include "noso/ontology/knowledge.hpp"
#include "support/guideline_world.hpp"

namespace {

using namespace noso;
using test::GuidelineText;

/// 2026-01-31T00:00, milliseconds.
const double kNow = *parse_date_time("2026-01-31");

class Guideline {
 public:
  explicit Guideline(const GuidelineText& text) {
    const auto added = add_guideline(builder_, text.json(), "small.gdl2.json");
    if (!added.ok()) FAIL(to_string(added.errors().front()));
    builder_.tables.scope.push_back({});
    tables_ = builder_.finish();
    REQUIRE(check(tables_).ok());
    runner_.emplace(tables_, 0);
  }

  /// `gt0003=90,/min` → the outputs as `gt0010=2`.
  std::vector<std::string> run(const std::vector<std::string>& inputs) {
    std::vector<ElementValue> values;
    for (const auto& input : inputs) {
      const auto equals = input.find('=');
      values.push_back({*runner_->find_element(input.substr(0, equals)),
                        parse_data_value(input.substr(equals + 1),
                                         runner_->element(*runner_->find_element(input.substr(0, equals))).type)});
    }
    last_ = runner_->run(values, kNow);
    std::vector<std::string> out;
    for (const auto& o : last_.outputs)
      out.push_back(std::string(runner_->text(runner_->element(o.element).id)) + '=' + to_string(o.value));
    return out;
  }
  const GuidelineRun& last() const { return last_; }
  const GuidelineRunner& runner() const { return *runner_; }

 private:
  TableBuilder builder_;
  Tables tables_;
  std::optional<GuidelineRunner> runner_;
  GuidelineRun last_;
};

using Outputs = std::vector<std::string>;

/// The value that an expression gives to the score.
std::string value_of(const std::string& expression, const std::vector<std::string>& inputs = {}) {
  Guideline g({.rules = {{"gt0030", 1, {}, {"$gt0010=" + expression}}}});
  const auto out = g.run(inputs);
  return out.empty() ? "nothing" : out.front().substr(7);
}

/// Whether a condition lets its rule fire.
bool holds(const std::string& condition, const std::vector<std::string>& inputs = {}) {
  Guideline g({.rules = {{"gt0030", 1, {condition}, {"$gt0010=1"}}}});
  return !g.run(inputs).empty();
}

}  // namespace

TEST_CASE("rules fire by priority, and what one assigns the next reads") {
  Guideline g({.rules = {{"gt0031", 1, {"$gt0010!=null", "$gt0010>=2"}, {"$gt0011=$gt0020.term"}},
                         {"gt0030", 2, {"$gt0003>=90,/min"}, {"$gt0010.magnitude=1+1"}}}});
  CHECK(g.run({"gt0003=90,/min"}) == Outputs{"gt0010=2", "gt0011=Rest the leg"});
  CHECK(g.last().fired == std::vector<std::uint32_t>{0, 1});
  CHECK(g.run({"gt0003=89,/min"}).empty());
  CHECK(g.run({}).empty());
  CHECK(g.last().missing == std::vector<std::uint32_t>{1});
}

TEST_CASE("fired() asks for the rules before") {
  Guideline g({.rules = {{"gt0030", 3, {"$gt0003>100,/min"}, {"$gt0010=1"}},
                         {"gt0031", 2, {"!fired($gt0030)"}, {"$gt0010=0"}},
                         {"gt0032", 1, {"fired($gt0030)||fired($gt0031)"}, {"$gt0011='done'"}}}});
  CHECK(g.run({"gt0003=101,/min"}) == Outputs{"gt0010=1", "gt0011=done"});
  CHECK(g.run({}) == Outputs{"gt0010=0", "gt0011=done"});
}

TEST_CASE("nothing is done unless the preconditions hold; defaults stand back for what is given") {
  Guideline g({.conditions = {"$gt0003>0,/min"},
               .defaults = {"$gt0011='none'", "$gt0004=0|local::at1|No|"},
               .rules = {{"gt0030", 1, {"$gt0004==1|local::at2|Yes|"}, {"$gt0011='limps'"}}}});
  CHECK(g.run({}).empty());
  CHECK_FALSE(g.last().conditions_hold);
  CHECK(g.run({"gt0003=80,/min"}) == Outputs{"gt0011=none"});
  CHECK(g.run({"gt0003=80,/min", "gt0004=1|local::at2|Ja|"}) == Outputs{"gt0011=limps"});
}

TEST_CASE("a value that is missing equals null alone, and no comparison with it holds") {
  CHECK(holds("$gt0003==null"));
  CHECK_FALSE(holds("$gt0003!=null"));
  CHECK(holds("$gt0004!=local::at1|x|"));
  CHECK_FALSE(holds("$gt0003>=0"));
  CHECK_FALSE(holds("$gt0003<0"));
  CHECK_FALSE(holds("!($gt0003<0)"));
  CHECK(holds("$gt0003<0||$gt0004==null"));
  CHECK(value_of("$gt0003.magnitude+1") == "nothing");
}

TEST_CASE("codes are the same whatever their labels, ordinals by number and code, texts by text") {
  CHECK(holds("$gt0004==local::at1|No|", {"gt0004=local::at1|Nej|"}));
  CHECK_FALSE(holds("$gt0004==local::at1|No|", {"gt0004=local::at2|No|"}));
  CHECK_FALSE(holds("$gt0004==1|local::at1|a|", {"gt0004=2|local::at1|a|"}));
  CHECK(holds("$gt0004.code=='at1'", {"gt0004=local::at1|Nej|"}));
  CHECK(holds("$gt0004=='some text'", {"gt0004=some text"}));
  CHECK(holds("$gt0004==true", {"gt0004=true"}));
  CHECK_FALSE(holds("$gt0004==true", {"gt0004=false"}));
}

TEST_CASE("quantities in other units of the same dimension are converted; others are not compared") {
  CHECK(holds("$gt0003>1,m", {"gt0003=101,cm"}));
  CHECK_FALSE(holds("$gt0003>1,m", {"gt0003=99,cm"}));
  CHECK_FALSE(holds("$gt0003>1,m", {"gt0003=5,kg"}));
  CHECK_FALSE(holds("$gt0003<1,m", {"gt0003=5,kg"}));
  CHECK(holds("$gt0003.unit=='umol/l'", {"gt0003=5,\u00B5mol/l"}));
}

TEST_CASE("arithmetic and functions") {
  CHECK(value_of("2+3*4^2/8-1") == "7");
  CHECK(value_of("2^3^0") == "2");
  CHECK(value_of("round(2.5)") == "3");
  CHECK(value_of("floor(0-2.5)") == "-3");
  CHECK(value_of("ceil(2.1)+abs(0-1)") == "4");
  CHECK(value_of("sqrt(9)+log10(100)+log(1)+exp(0)+log1p(0)") == "6");
  CHECK(value_of("log(0)") == "nothing");
  CHECK(value_of("1/0") == "nothing");
  CHECK(value_of("$gt0003.magnitude*'2'", {"gt0003=21,kg"}) == "42");
  CHECK(value_of("$gt0004.value+' '+$gt0003.unit", {"gt0003=21,kg", "gt0004=abc"}) == "abc kg");
}

TEST_CASE("a quantity is rounded to its precision, halves to even; a magnitude alone is a count") {
  const auto score = [](std::vector<std::string> then) {
    Guideline g({.rules = {{"gt0030", 1, {}, std::move(then)}}});
    const auto out = g.run({});
    return out.empty() ? std::string("nothing") : out.front().substr(7);
  };
  CHECK(score({"$gt0010.magnitude=6.25", "$gt0010.unit='l'", "$gt0010.precision=1"}) == "6.2,l");
  CHECK(score({"$gt0010.precision='1'", "$gt0010.unit='l'", "$gt0010.magnitude=6.35"}) == "6.3,l");
  CHECK(score({"$gt0010.unit='l'", "$gt0010.magnitude=6.25"}) == "6.25,l");
  CHECK(score({"$gt0010.magnitude=9.9"}) == "9");
  CHECK(score({"$gt0010=9.5"}) == "9.5");
  CHECK(score({"$gt0010=9.5", "$gt0010=null"}) == "nothing");
}

TEST_CASE("dates: years and months by the calendar") {
  CHECK(holds("$gt0005<=($currentDateTime-18,a)", {"gt0005=2008-01-31"}));
  CHECK_FALSE(holds("$gt0005<=($currentDateTime-18,a)", {"gt0005=2008-02-01"}));
  CHECK(value_of("$currentDateTime.year-$gt0005.year", {"gt0005=1980-12-31T23:59+02:00[Europe/Stockholm]"}) == "46");
  CHECK(value_of("($currentDateTime-$gt0005)/1,d", {"gt0005=2026-01-29T12:00Z"}) == "1.5");
  CHECK(value_of("$gt0005+1,mo", {"gt0005=2026-01-31"}) == "2026-02-28T00:00:00");
}

TEST_CASE("the trace tells what a rule asked for") {
  Guideline g({.rules = {{"gt0030", 1, {"$gt0003>=90,/min", "$gt0004==local::at1|No|"}, {"$gt0010=1"}}}});
  const auto because = [&](const std::vector<std::string>& inputs) {
    (void)g.run(inputs);
    return g.runner().trace(0).because;
  };
  using Reasons = std::vector<std::string>;
  CHECK(because({"gt0003=95,/min", "gt0004=local::at1|No|"}) == Reasons{"Heart rate 95,/min", "Limp local::at1|No|"});
  CHECK(g.runner().trace(0).truth == Truth::yes);
  // A rule that does not hold rests on what is against it, and on what is missing.
  CHECK(because({"gt0003=80,/min", "gt0004=local::at1|No|"}) == Reasons{"Heart rate 80,/min"});
  CHECK(because({"gt0003=95,/min"}).empty());
  CHECK(g.runner().trace(0).missing == std::vector<std::uint32_t>{2});
}

TEST_CASE("of alternatives the trace tells those that hold, as it does for rules of packs") {
  Guideline g({.rules = {{"gt0030", 1, {"$gt0003>=90,/min||$gt0004==local::at1|No|"}, {"$gt0010=1"}}}});
  (void)g.run({"gt0003=95,/min", "gt0004=local::at2|Yes|"});
  CHECK(g.runner().trace(0).because == std::vector<std::string>{"Heart rate 95,/min"});
}

TEST_CASE("a run leaves nothing behind for the next") {
  Guideline g({.rules = {{"gt0030", 1, {"$gt0004!=null"}, {"$gt0011.value='<'+$gt0004.value+'>'"}}}});
  for (int i = 0; i < 1000; ++i) {
    const auto text = "text " + std::to_string(i);
    REQUIRE(g.run({"gt0004=" + text}) == Outputs{"gt0011=<" + text + ">"});
  }
  CHECK(g.run({}).empty());
}

TEST_CASE("a duration moves dates by the calendar and compares with quantities of time") {
  const auto with_duration = [](std::vector<std::string> when, std::vector<std::string> then) {
    return Guideline(
        {.rules = {{"gt0030", 1, std::move(when), std::move(then)}}, .types = {{"gt0004", "DV_DURATION"}}});
  };
  const auto value = [&](const std::string& expression, const std::vector<std::string>& inputs) {
    const auto out = with_duration({}, {"$gt0010=" + expression}).run(inputs);
    return out.empty() ? std::string("nothing") : out.front().substr(7);
  };
  const auto fires = [&](const std::string& condition, const std::vector<std::string>& inputs) {
    return !with_duration({condition}, {"$gt0010=1"}).run(inputs).empty();
  };
  CHECK(value("$gt0005+$gt0004", {"gt0005=2026-01-31", "gt0004=P1M"}) == "2026-02-28T00:00:00");
  CHECK(value("$gt0005-$gt0004", {"gt0005=2026-01-31", "gt0004=P1Y1DT6H"}) == "2025-01-29T18:00:00");
  CHECK(value("$gt0004.magnitude", {"gt0004=PT1H30M"}) == "5400");
  CHECK(value("$gt0004", {"gt0004=P2W"}) == "P2W");
  CHECK(value("$gt0004.value+'!'", {"gt0004=P2W"}) == "P2W!");
  CHECK(fires("$gt0004>=2,wk", {"gt0004=P14D"}));
  CHECK_FALSE(fires("$gt0004>2,wk", {"gt0004=P14D"}));
  CHECK(fires("$gt0004<1,a", {"gt0004=P11M"}));
  CHECK_FALSE(fires("$gt0004<5,kg", {"gt0004=PT1S"}));
  CHECK(fires("($currentDateTime-$gt0005)<=$gt0004", {"gt0005=2026-01-29", "gt0004=P2D"}));
  CHECK_FALSE(fires("($currentDateTime-$gt0005)<$gt0004", {"gt0005=2026-01-29", "gt0004=P2D"}));
  CHECK(fires("$gt0004==null", {}));
}

TEST_CASE("a time has hours and minutes, a proportion its two parts") {
  const auto value = [&](const std::string& type, const std::string& expression, const std::string& input) {
    Guideline g({.rules = {{"gt0030", 1, {}, {"$gt0010=" + expression}}}, .types = {{"gt0004", type}}});
    const auto out = g.run({"gt0004=" + input});
    return out.empty() ? std::string("nothing") : out.front().substr(7);
  };
  CHECK(value("DV_TIME", "$gt0004.hour*60+$gt0004.minute", "13:45") == "825");
  CHECK(value("DV_TIME", "$gt0004", "13:45:10") == "13:45:10");
  CHECK(value("DV_TIME", "$gt0004.year", "13:45") == "nothing");
  CHECK(value("DV_TIME", "$gt0004.hour", "25:45") == "nothing");
  CHECK(value("DV_PROPORTION", "$gt0004.magnitude*4", "3/4") == "3");
  CHECK(value("DV_PROPORTION", "$gt0004.numerator+$gt0004.denominator*10", "3/4") == "43");
  CHECK(value("DV_PROPORTION", "$gt0004.numerator", "45%") == "45");
  CHECK(value("DV_PROPORTION", "$gt0004", "3/4") == "3/4");
  CHECK(value("DV_PROPORTION", "$gt0004.magnitude", "3/0") == "nothing");
  CHECK(value("DV_TEXT", "$gt0004", "3/4") == "3/4");
}

TEST_CASE("what is assigned to a duration, time or proportion as a text is one") {
  Guideline g({.rules = {{"gt0031", 2, {}, {"$gt0010='P1D'"}}, {"gt0030", 1, {"$gt0010==24,h"}, {"$gt0011='a day'"}}},
               .types = {{"gt0010", "DV_DURATION"}}});
  CHECK(g.run({}) == Outputs{"gt0010=P1D", "gt0011=a day"});
}

TEST_CASE("of the entries of a model the one with the least and the one with the greatest value are chosen") {
  Guideline g({.rules = {{"gt0030", 1, {}, {"$gt0010=$gt0003.magnitude", "$gt0011=$gt0003b.magnitude"}}},
               .predicates = {"min(/data[gt0005])", "max(/data[gt0005])"}});
  const Outputs first_to_last{"gt0010=1", "gt0011=2"};
  CHECK(g.run({"gt0003=1,kg", "gt0005=2026-01-01", "gt0003b=2,kg", "gt0005b=2026-01-02"}) == first_to_last);
  CHECK(g.run({"gt0003=2,kg", "gt0005=2026-01-02", "gt0003b=1,kg", "gt0005b=2026-01-01"}) == first_to_last);
  // Of entries of one time it is the first, for both.
  CHECK(g.run({"gt0003=1,kg", "gt0005=2026-01-01", "gt0003b=2,kg", "gt0005b=2026-01-01"}) ==
        Outputs{"gt0010=1", "gt0011=1"});
  // An entry without the time is not chosen.
  CHECK(g.run({"gt0003=1,kg", "gt0005=2026-01-01", "gt0003b=2,kg"}) == Outputs{"gt0010=1", "gt0011=1"});
}
