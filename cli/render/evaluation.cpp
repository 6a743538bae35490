#include "render/evaluation.hpp"

#include <cstdio>

#include "noso/base/json_writer.hpp"

namespace noso::cli {

namespace {

void write_rates(JsonWriter& out, const audit::Rates& r) {
  out.member("top1", r.top1).member("top3", r.top3).member("top5", r.top5).member("top10", r.top10);
  out.member("top20", r.top20).member("mrr", r.mean_reciprocal_rank);
}

void write_interval(JsonWriter& out, std::string_view name, audit::Interval95 i) {
  out.key(name).begin_array().value(i.low).value(i.high).end_array();
}

void write_summary(JsonWriter& out, const audit::Summary& s) {
  write_rates(out, s.micro);
  out.key("macro").begin_object().member("diagnoses", static_cast<std::uint64_t>(s.macro.count));
  write_rates(out, s.macro);
  write_interval(out, "top1_interval", s.macro_top1);
  write_interval(out, "top10_interval", s.macro_top10);
  out.end_object();
  out.key("series").begin_object();
  write_rates(out, s.series_micro);
  out.key("macro").begin_object();
  write_rates(out, s.series_macro);
  out.end_object().end_object();
}

std::string line(const char* format, auto... values) {
  char buffer[256];
  std::snprintf(buffer, sizeof buffer, format, values...);
  return std::string(buffer) + '\n';
}

std::string row(const std::string& name, const audit::Rates& r) {
  return line("  %-32s %6.1f %6.1f %6.1f %6.1f %6.1f   %5.3f", name.c_str(), 100 * r.top1, 100 * r.top3, 100 * r.top5,
              100 * r.top10, 100 * r.top20, r.mean_reciprocal_rank);
}

}  // namespace

std::string evaluation_json(const EvaluationReport& report) {
  JsonWriter out;
  out.begin_object().member("cases", std::uint64_t{report.read});
  out.member("ranked", static_cast<std::uint64_t>(report.summary.micro.count));
  out.member("protocol", std::string_view(report.protocol));
  write_summary(out, report.summary);
  out.member("ece", report.summary.calibration_error);
  out.key("by_findings").begin_array();
  for (const auto& group : report.summary.by_findings) {
    out.begin_object().member("from", std::uint64_t{group.from}).member("to", std::uint64_t{group.to});
    out.member("cases", static_cast<std::uint64_t>(group.rates.count));
    write_rates(out, group.rates);
    out.end_object();
  }
  out.end_array();
  out.key("not_ranked").begin_object();
  out.member("unknown_diagnosis", std::uint64_t{report.unknown_diagnosis});
  out.member("no_finding", std::uint64_t{report.no_finding}).end_object();
  out.member("unresolved_terms", std::uint64_t{report.unresolved_terms});
  if (report.calibration) {
    out.key("calibration").begin_object().member("cross_validated_ece", report.calibration->calibration_error);
    out.key("folds").begin_array();
    for (const auto& fold : report.calibration->folds)
      out.begin_object()
          .member("tempering", fold.tempering)
          .member("tempering_findings", fold.tempering_findings)
          .member("misfit_share", fold.misfit_share)
          .end_object();
    out.end_array().end_object();
  }
  if (!report.baselines.empty()) {
    out.key("baselines").begin_array();
    for (const auto& b : report.baselines) {
      out.begin_object().member("name", std::string_view(b.name));
      write_summary(out, b.summary);
      out.key("gain").begin_object().member("macro_top1", b.gain.top1).member("macro_top10", b.gain.top10);
      write_interval(out, "macro_top1_interval", b.gain.top1_interval);
      write_interval(out, "macro_top10_interval", b.gain.top10_interval);
      out.end_object().end_object();
    }
    out.end_array();
  }
  out.member("microseconds_per_case", report.microseconds_per_case);
  out.end_object();
  return out.text();
}

std::string evaluation_text(const EvaluationReport& report) {
  const auto& s = report.summary;
  std::string out = line(
      "%zu cases read, %.0f ranked (protocol %s); not ranked: %zu diagnosis not covered, %zu without "
      "a known finding",
      report.read, s.micro.count, report.protocol.c_str(), report.unknown_diagnosis, report.no_finding);
  out += line("  %-32s %6s %6s %6s %6s %6s   %5s", "%", "top-1", "top-3", "top-5", "top-10", "top-20", "MRR");
  out += row("by case", s.micro);
  out += row("by diagnosis (" + std::to_string(static_cast<int>(s.macro.count)) + ")", s.macro);
  out += line("    95 %%: top-1 %.1f to %.1f, top-10 %.1f to %.1f (bootstrap over diagnoses)", 100 * s.macro_top1.low,
              100 * s.macro_top1.high, 100 * s.macro_top10.low, 100 * s.macro_top10.high);
  out += row("right series, by case", s.series_micro);
  out += row("right series, by diagnosis", s.series_macro);
  for (const auto& group : s.by_findings)
    if (group.rates.count > 0)
      out += row((group.to > 1000 ? std::to_string(group.from) + " or more"
                                  : std::to_string(group.from) + " to " + std::to_string(group.to)) +
                     " findings (" + std::to_string(static_cast<int>(group.rates.count)) + ")",
                 group.rates);
  for (const auto& b : report.baselines) {
    out += row(b.name, b.summary.micro);
    out += row("  by diagnosis", b.summary.macro);
    out += line("    gain by diagnosis: top-1 %+.1f (%.1f to %.1f), top-10 %+.1f (%.1f to %.1f)", 100 * b.gain.top1,
                100 * b.gain.top1_interval.low, 100 * b.gain.top1_interval.high, 100 * b.gain.top10,
                100 * b.gain.top10_interval.low, 100 * b.gain.top10_interval.high);
  }
  out += line("calibration error of the top probability: %.3f", s.calibration_error);
  if (report.calibration) {
    out += line("  cross-validated over diagnoses: %.3f", report.calibration->calibration_error);
    for (const auto& fold : report.calibration->folds)
      out += line("    tempering %.1f/(1 + n/%.0f), misfits %.2f", fold.tempering, fold.tempering_findings,
                  fold.misfit_share);
  }
  out += line("%.1f microseconds a case", report.microseconds_per_case);
  return out;
}

}  // namespace noso::cli
