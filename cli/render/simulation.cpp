#include "render/simulation.hpp"

#include <cstdio>

#include "noso/base/json_writer.hpp"

namespace noso::cli {

namespace {

std::string line(const char* format, auto... values) {
  char buffer[256];
  std::snprintf(buffer, sizeof buffer, format, values...);
  return std::string(buffer) + '\n';
}

void write(JsonWriter& out, std::string_view name, const audit::Reliability& r) {
  out.key(name).begin_object().member("ece", r.calibration_error).member("count", std::uint64_t{r.count});
  out.key("bins").begin_array();
  for (const auto& bin : r.bins)
    out.begin_object()
        .member("low", bin.low)
        .member("high", bin.high)
        .member("count", std::uint64_t{bin.count})
        .member("mean_probability", bin.mean_probability)
        .member("share", bin.share)
        .end_object();
  out.end_array().end_object();
}

/// How many fewer questions the engine asks, as a share of those of the policy.
double fewer(const std::vector<audit::Interviews>& list, const audit::Interviews& than) {
  return than.mean() > 0 ? 1 - list.front().mean() / than.mean() : 0;
}

void write(JsonWriter& out, std::string_view name, const std::vector<audit::Interviews>& list) {
  if (list.empty()) return;
  out.key(name).begin_array();
  for (const auto& i : list)
    out.begin_object()
        .member("policy", to_string(i.policy))
        .member("conversations", std::uint64_t{i.questions.size()})
        .member("found", std::uint64_t{i.found_count()})
        .member("mean_questions", i.mean())
        .member("median_questions", i.median())
        .member("engine_asks_fewer", fewer(list, i))
        .end_object();
  out.end_array();
}

std::string table(const std::string& of, const audit::Reliability& r) {
  auto out = line("%s: expected calibration error %.4f over %zu", of.c_str(), r.calibration_error, r.count);
  for (const auto& bin : r.bins)
    if (bin.count > 0)
      out += line("  told %3.0f to %3.0f %%  mean %6.2f %%  there %6.2f %%  (%zu)", 100 * bin.low, 100 * bin.high,
                  100 * bin.mean_probability, 100 * bin.share, bin.count);
  return out;
}

std::string table(const std::string& of, const std::vector<audit::Interviews>& list) {
  if (list.empty()) return {};
  auto out = line("%zu conversations with %s; not found counts as the most questions", list.front().questions.size(),
                  of.c_str());
  for (const auto& i : list)
    out += line("  %-20s found %5zu  questions: mean %5.1f, median %4.1f%s", std::string(to_string(i.policy)).c_str(),
                i.found_count(), i.mean(), i.median(),
                i.policy == audit::Policy::engine
                    ? ""
                    : (", the engine asks " + std::to_string(static_cast<int>(100 * fewer(list, i) + 0.5)) + " % fewer")
                          .c_str());
  return out;
}

}  // namespace

std::string simulation_json(const SimulationReport& report) {
  JsonWriter out;
  out.begin_object();
  if (report.calibration) {
    out.key("calibration").begin_object().member("cases", std::uint64_t{report.calibration->cases});
    out.member("refused", std::uint64_t{report.calibration->refused});
    write(out, "first", report.calibration->first);
    write(out, "all", report.calibration->all);
    write(out, "none_of_these", report.calibration->none);
    out.end_object();
  }
  if (!report.drawn.empty()) {
    out.key("interview").begin_object();
    write(out, "drawn", report.drawn);
    write(out, "vignettes", report.vignettes);
    out.end_object();
  }
  out.end_object();
  return out.text();
}

std::string simulation_text(const SimulationReport& report) {
  std::string out;
  if (report.calibration) {
    out +=
        line("%zu patients drawn from the model, %zu refused", report.calibration->cases, report.calibration->refused);
    out += table("first condition", report.calibration->first);
    out += table("every condition", report.calibration->all);
    out += table("none of these", report.calibration->none);
  }
  out += table("patients drawn from the model", report.drawn);
  out += table("patients of vignettes", report.vignettes);
  return out;
}

}  // namespace noso::cli
