#include "guideline/result_json.hpp"

namespace noso {

namespace {

class ResultWriter {
 public:
  ResultWriter(JsonWriter& out, const Tables& tables, const GuidelineResult& result)
      : out_(out), tables_(tables), guideline_(tables.guidelines.guidelines[result.guideline]), result_(result) {}

  void write() {
    out_.begin_object().member("guideline", text(guideline_.id)).member("title", text(guideline_.title));
    out_.member("conditions_hold", result_.run.conditions_hold).member("complete", result_.is_complete());
    values("given", result_.inputs);
    values("outputs", result_.run.outputs);
    fired();
    out_.key("missing").begin_array();
    for (const auto e : result_.run.missing) {
      out_.begin_object();
      name(e);
      out_.end_object();
    }
    out_.end_array();
    if (!result_.run.assumed.empty()) values("assumed", result_.run.assumed);
    out_.end_object();
  }

 private:
  std::string_view text(TextRef ref) const { return std::string_view(tables_.texts).substr(ref.offset, ref.length); }

  void name(std::uint32_t element) {
    const auto& record = tables_.guidelines.elements[guideline_.elements.first + element];
    out_.member("id", text(record.id)).member("label", text(record.label));
  }

  void values(std::string_view key, const std::vector<ElementValue>& list) {
    out_.key(key).begin_array();
    for (const auto& one : list) {
      out_.begin_object();
      name(one.element);
      out_.member("type", to_string(one.value.type)).member("value", std::string_view(to_string(one.value)));
      out_.end_object();
    }
    out_.end_array();
  }

  void fired() {
    out_.key("fired").begin_array();
    for (std::size_t i = 0; i < result_.run.fired.size(); ++i) {
      const auto& rule = tables_.guidelines.rules[guideline_.rules.first + result_.run.fired[i]];
      out_.begin_object().member("rule", text(rule.id)).member("label", text(rule.label));
      out_.texts("because", result_.traces[i].because).end_object();
    }
    out_.end_array();
  }

  JsonWriter& out_;
  const Tables& tables_;
  const GuidelineRecord& guideline_;
  const GuidelineResult& result_;
};

}  // namespace

void write_guideline_result(JsonWriter& out, const Tables& tables, const GuidelineResult& result) {
  ResultWriter(out, tables, result).write();
}

std::string to_json(const Tables& tables, const GuidelineResult& result) {
  JsonWriter out;
  write_guideline_result(out, tables, result);
  return out.text() + '\n';
}

}  // namespace noso
