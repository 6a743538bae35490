// Guidelines fed from a case: what the case settles goes in, what it leaves open stays missing.
#include <catch2/catch.hpp>

#include "noso/engine/bound_guidelines.hpp"
#include "noso/import/guidelines.hpp"
#include "support/folder.hpp"
#include "support/guideline_world.hpp"
#include "support/minimal_pack.hpp"
#include "support/world.hpp"

namespace {

using namespace noso;
using test::GuidelineText;

GuidelineText fever_score() {
  return {.rules = {{"gt0030", 2, {"$gt0003>=38,Cel", "$gt0004!=null"}, {"$gt0010=1+$gt0004.value"}},
                    {"gt0031", 1, {"$gt0010>=2"}, {"$gt0011=$gt0020.term"}}}};
}

const char* const kTemperature = R"("gt0003":{"measure":"body-temperature","unit":"Cel"})";
const char* const kRash = R"("gt0004":{"findings":["rash"],"present":"1|local::at1|Yes|","absent":"0|local::at2|No|"})";

std::string bindings(const std::string& inputs) {
  return R"({"bindings":[{"guideline":"small score.V1","inputs":{)" + inputs + "}}]}";
}

/// The minimal pack with one guideline, bound.
class BoundWorld {
 public:
  BoundWorld(const GuidelineText& guideline, const std::string& bound) {
    auto content = test::pack_content(test::kMinimalPack);
    TableBuilder builder(std::move(content.tables));
    if (!add_guideline(builder, guideline.json(), "small.gdl2.json").ok()) FAIL("the guideline is refused");
    const auto document = JsonDocument::parse(bound, "bindings.json");
    REQUIRE(document.ok());
    const auto added = add_guideline_bindings(builder, *document, &warnings_);
    code_ = added.ok() ? "" : added.errors().front().code;
    if (!added.ok()) return;
    auto file = KnowledgeFile::in_memory(builder.finish(), std::move(content.manifest));
    if (!file.ok()) FAIL(to_string(file.errors().front()));
    engine_.emplace(std::move(*file));
  }

  const std::string& code() const { return code_; }
  const std::vector<Diagnostic>& warnings() const { return warnings_; }

  /// `given → outputs; missing …; assumed …`, or nothing where the answer does not hold the guideline.
  std::string tell(const Case& told) const {
    const auto answer = engine_->assess(told, {.as_of = parse_date("2026-01-31")});
    if (!answer.ok()) FAIL(to_string(answer.errors().front()));
    if (answer->guidelines.empty()) return "";
    const auto& result = answer->guidelines.front();
    const auto& tables = engine_->knowledge().tables();
    const auto first = tables.guidelines.guidelines[result.guideline].elements.first;
    const auto id = [&](std::uint32_t e) {
      return std::string(engine_->knowledge().text(tables.guidelines.elements[first + e].id));
    };
    std::string out;
    for (const auto& v : result.inputs) out += id(v.element) + '=' + to_string(v.value) + ' ';
    out += "->";
    for (const auto& v : result.run.outputs) out += ' ' + id(v.element) + '=' + to_string(v.value);
    for (const auto e : result.run.missing) out += "; missing " + id(e);
    for (const auto& v : result.run.assumed) out += "; assumed " + id(v.element) + '=' + to_string(v.value);
    CHECK(to_json(*answer).find("\"guidelines\"") != std::string::npos);
    CHECK(result.is_complete() == (out.find(';') == out.npos));
    return out;
  }

 private:
  std::optional<Engine> engine_;
  std::vector<Diagnostic> warnings_;
  std::string code_;
};

Case temperature(double value) {
  Case out;
  out.present.push_back({.name = "heel-pain"});
  out.measurements.push_back({.finding = "body-temperature", .value = value, .unit = "Cel"});
  return out;
}

}  // namespace

TEST_CASE("a guideline is fed from the case, and the answer holds what it comes to") {
  const BoundWorld world(fever_score(), bindings(std::string(kTemperature) + ',' + kRash));
  auto told = temperature(39);
  told.present.push_back({.name = "rash"});
  CHECK(world.tell(told) == "gt0003=39,Cel gt0004=1|local::at1|Yes| -> gt0010=2 gt0011=Rest the leg");
  told.present.pop_back();
  told.absent.push_back({.name = "rash"});
  CHECK(world.tell(told) == "gt0003=39,Cel gt0004=0|local::at2|No| -> gt0010=1");
}

TEST_CASE("what is unknown is missing, never absent") {
  const BoundWorld world(fever_score(), bindings(std::string(kTemperature) + ',' + kRash));
  CHECK(world.tell(temperature(39)) == "gt0003=39,Cel ->; missing gt0004");
  CHECK(world.tell(test::present("rash") + test::present("heel-pain")) ==
        "gt0004=1|local::at1|Yes| ->; missing gt0003");
}

TEST_CASE("a guideline of which the case says nothing but age and sex is not told of") {
  const BoundWorld world(fever_score(), bindings(std::string(kTemperature) + R"(,"gt0005":{"age":true})"));
  auto told = test::present("heel-pain");
  told.age = Interval::exactly(45 * kDaysPerYear);
  CHECK(world.tell(told).empty());
}

TEST_CASE("what a default action says of the person does not stand for what is unknown") {
  auto guideline = fever_score();
  guideline.defaults = {"$gt0011='no fever'", "$gt0004=0|local::at2|No|"};
  const BoundWorld world(guideline, bindings(std::string(kTemperature) + ',' + kRash));
  CHECK(world.tell(temperature(39)) == "gt0003=39,Cel -> gt0010=1; assumed gt0004=0|local::at2|No|");
  auto told = temperature(37);
  told.absent.push_back({.name = "rash"});
  CHECK(world.tell(told) == "gt0003=37,Cel gt0004=0|local::at2|No| -> gt0011=no fever");
}

TEST_CASE("a number goes into the band in which it lies as a whole") {
  const BoundWorld world(
      fever_score(), bindings(kRash + std::string(R"(,"gt0003":{"measure":"body-temperature","unit":"Cel","bands":[)"
                                                  R"({"below":38,"value":"37,Cel"},{"value":"38,Cel"}]})")));
  CHECK(world.tell(temperature(37.9)) == "gt0003=37,Cel ->; missing gt0004");
  CHECK(world.tell(temperature(38)) == "gt0003=38,Cel ->; missing gt0004");
  auto told = temperature(38);
  told.measurements.front().finding = "fever";
  told.measurements.clear();
  CHECK(world.tell(told).empty());
}

TEST_CASE("sex and severity are sources too") {
  auto guideline = fever_score();
  guideline.rules = {{"gt0030", 1, {"$gt0003>=7", "$gt0004==local::at1|Female|"}, {"$gt0010=$gt0003"}}};
  const BoundWorld world(guideline,
                         bindings(R"("gt0003":{"severity":"heel-pain"},"gt0004":{"sex":{"female":"local::at1|Female|",)"
                                  R"("male":"local::at2|Male|"}})"));
  auto told = test::present("heel-pain");
  told.present.front().severity = 8;
  told.sex = Sex::female;
  CHECK(world.tell(told) == "gt0003=8 gt0004=local::at1|Female| -> gt0010=8");
  told.sex = Sex::male;
  CHECK(world.tell(told) == "");
  told.sex = Sex::unknown;
  CHECK(world.tell(told) == "gt0003=8 ->; missing gt0004");
}

TEST_CASE("sources of one input that say different values leave it open") {
  auto guideline = fever_score();
  guideline.rules = {{"gt0030", 1, {"$gt0004!=null"}, {"$gt0010=$gt0004.value"}}};
  const BoundWorld world(guideline, bindings(R"("gt0004":[{"findings":["rash"],"present":"1|local::at1|Skin|"},)"
                                             R"({"findings":["fever"],"present":"2|local::at2|Heat|"}])"));
  CHECK(world.tell(test::present("heel-pain", "rash")) == "gt0004=1|local::at1|Skin| -> gt0010=1");
  CHECK(world.tell(test::present("heel-pain", "fever")) == "gt0004=2|local::at2|Heat| -> gt0010=2");
  CHECK(world.tell(test::present("heel-pain", "fever", "rash")).empty());
}

TEST_CASE("bindings that are wrong are refused, those that meet nothing are named") {
  const auto code = [](const std::string& inputs) { return BoundWorld(fever_score(), bindings(inputs)).code(); };
  CHECK(code(R"("gt0003":{"measure":"body-temperature","age":true,"unit":"Cel"})") == "bad-binding");
  CHECK(code(R"("gt0003":{})") == "bad-binding");
  CHECK(code(R"("gt0003":{"measure":"body-temperature","unit":"furlong"})") == "unknown-unit");
  CHECK(code(R"("gt0003":{"measure":"body-temperature","unit":"kg"})") == "bad-binding");
  CHECK(code(R"("gt0003":{"measures":"body-temperature"})") == "bad-binding");
  CHECK(BoundWorld(fever_score(), R"({"bindings":[{"guideline":"Small_score.v1","inputs":{}},)"
                                  R"({"guideline":"Small score.v1","inputs":{}}]})")
            .code() == "bad-binding");
  const BoundWorld element(fever_score(), bindings(R"("gt9999":{"findings":["rash"]})"));
  REQUIRE(element.warnings().size() == 1);
  CHECK(element.warnings().front().code == "unmatched-binding");
  const BoundWorld finding(fever_score(), bindings(R"("gt0004":{"findings":["rush"]})"));
  CHECK(finding.warnings().size() == 1);
  CHECK(BoundWorld(fever_score(), R"({"bindings":[{"guideline":"Other.v1","inputs":{"gt1":{"findings":["rash"]}}}]})")
            .warnings()
            .empty());
}

TEST_CASE("bindings stay through a knowledge file, and a file without any keeps its digest") {
  test::Folder folder;
  auto content = test::pack_content(test::kMinimalPack);
  const auto plain = content_digest(content.tables, content.manifest);
  REQUIRE(write_knowledge_file(folder / "plain.noso", content.tables, content.manifest).ok());
  folder.write("small.gdl2.json", fever_score().json());
  folder.write("bindings.json", bindings(kRash));
  const auto added = extend_with_guidelines(content.tables, {folder / "small.gdl2.json"}, folder / "bindings.json");
  REQUIRE(added.ok());
  CHECK((added->read == 1 && added->bound == 1));
  CHECK(content_digest(content.tables, content.manifest) != plain);
  REQUIRE(write_knowledge_file(folder / "bound.noso", content.tables, content.manifest).ok());
  for (const std::string name : {"plain", "bound"}) {
    auto file = KnowledgeFile::open(folder / (name + ".noso"));
    REQUIRE(file.ok());
    const Engine engine(std::move(*file));
    const auto answer = engine.assess(test::present("heel-pain", "rash"), {.as_of = parse_date("2026-01-31")});
    REQUIRE(answer.ok());
    CHECK(answer->guidelines.size() == (name == "bound" ? 1 : 0));
  }
}
