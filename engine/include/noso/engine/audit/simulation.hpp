/// Patients drawn from the model of a knowledge: whether the probabilities mean what they say, and how many questions
/// it takes to find out what the patient has.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "noso/engine/audit/vignette.hpp"
#include "noso/engine/engine.hpp"

namespace noso::audit {

/// A case of whose patient everything is known.
struct SimulatedCase {
  Case told;
  std::vector<ConceptId> conditions;  ///< that the patient has; none: it comes from something else
};

/// Patients with a complaint: population and risk factors are chosen at random, conditions drawn from the priors,
/// findings from the noisy-OR of the conditions. Told are up to `findings` of the findings, present or absent; none of
/// them a kind of another or of one dependent group with it, since only then they are independent given the
/// conditions, which is what the model takes them for. Equal input gives equal output.
std::vector<SimulatedCase> draw_cases(const Knowledge& knowledge, std::size_t count, std::uint64_t seed,
                                      std::size_t findings = 12);

struct ReliabilityBin {
  double low = 0, high = 0;  ///< of the probability told
  std::size_t count = 0;
  double mean_probability = 0, share = 0;  ///< told, and how often the condition was there
};

/// Expected calibration error: the mean distance of told probability and share over the bins, weighted by count.
struct Reliability {
  std::vector<ReliabilityBin> bins;  ///< ten of equal width
  std::size_t count = 0;
  double calibration_error = 0;
};

struct SimulatedCalibration {
  std::size_t cases = 0, refused = 0;
  Reliability first;  ///< of the first condition of each case
  Reliability all;    ///< of every condition of each case
  Reliability none;   ///< of "none of these"
};

SimulatedCalibration calibration(const Engine& engine, const std::vector<SimulatedCase>& cases);

/// Who chooses the next question.
enum class Policy : std::uint8_t {
  engine,         ///< the first of `Answer::ask_next`
  most_frequent,  ///< findings in order of their frequency over all conditions
  random
};
std::string_view to_string(Policy policy);

struct InterviewOptions {
  std::size_t most_questions = 60;
  double found_at = 0.8;  ///< probability from which on a condition that ranks first counts as found
  std::uint64_t seed = 1;
};

struct Interviews {
  Policy policy = Policy::engine;
  std::vector<std::size_t> questions;  ///< of each conversation; `most_questions` where the diagnosis was not found
  std::vector<bool> found;

  std::size_t found_count() const;
  double mean() const;
  double median() const;
};

/// Conversations with the patients of a knowledge: each begins with the complaint, and every question is answered from
/// the patient's findings. The diagnosis is found when one of the patient's conditions ranks first with `found_at`.
Interviews interview_drawn(const Engine& engine, std::size_t patients, Policy policy, const InterviewOptions& options);

/// The same with the patients of vignettes that state which condition comes first: what the vignette does not say is
/// answered with "unknown". Each begins with the complaint, age, sex and risk factors.
Interviews interview_vignettes(const Engine& engine, const std::vector<Vignette>& vignettes, Policy policy,
                               const InterviewOptions& options);

}  // namespace noso::audit
