/// The tables behind single-cause inference: what annotations say beside their frequency, and what is precomputed from
/// them. Empty in knowledge that is meant for several causes at once. Meaning of the numbers: likelihood.hpp.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "noso/ontology/ids.hpp"
#include "noso/ontology/vocabulary.hpp"

namespace noso {

/// Beside the statement `condition has finding` of the same position: how often, in whom, when.
struct AnnotationRecord {
  float affected = 0, examined = 0;  ///< patients, summed over the rows that count them; 0 of m: it was absent
  float share = 0;                   ///< mean of the `stated` rows
  std::uint8_t stated = 0;           ///< rows with a category or percentage
  std::uint8_t unstated = 0;         ///< rows without any frequency
  Aspect aspect = Aspect::phenotype;
  Sex sex = Sex::unknown;  ///< in whom, when all rows say the same
  ConceptId onset;         ///< when it begins; none: not said
  Range modifiers;         ///< in `modifiers`
};

/// Beside the condition of the same position.
struct TraitRecord {
  float onset_from = std::numeric_limits<float>::quiet_NaN();  ///< years; NaN: not known
  float onset_until = std::numeric_limits<float>::quiet_NaN();
  std::uint32_t publications = 0;       ///< different PubMed ids among its references
  std::uint32_t series = 0xFFFFFFFF;    ///< in `series`; none: it is in no series
  std::uint32_t expected_mentions = 0;  ///< sum of the weights of its mentions
  std::uint8_t inheritance = 0;         ///< bits of `Inheritance`
  std::uint8_t reserved[3] = {};
};

/// Conditions that are forms of one disease.
struct SeriesRecord {
  TextRef label;
  Range members;  ///< in `series_members`
};

/// A finding of a condition as inference takes it.
struct FeatureRecord {
  ConceptId finding;
  float frequency = 0;          ///< shrunk P(finding | condition), > 0
  StatementId statement;        ///< on which it rests; none: the name of the condition
  std::uint16_t condition = 0;  ///< see `kMostConditions`
  FeatureOrigin origin = FeatureOrigin::stated;
  std::uint8_t reserved = 0;
};

/// An entry of a posting list: a condition and a weight in units of 1 / kWeightUnit nats.
struct PostingRecord {
  std::uint16_t condition = 0;
  std::uint16_t weight = 0;
};

static_assert(sizeof(AnnotationRecord) == 28 && sizeof(TraitRecord) == 24 && sizeof(SeriesRecord) == 16);
static_assert(sizeof(FeatureRecord) == 16 && sizeof(PostingRecord) == 4);

/// Lists of postings for each concept, one after the other, each by condition: those of concept c are
/// `items[starts[c]]` up to `items[starts[c + 1]]`.
struct PostingLists {
  std::vector<std::uint32_t> starts;  ///< empty, or one more than there are concepts
  std::vector<PostingRecord> items;
};

struct LikelihoodTables {
  std::vector<AnnotationRecord> annotations;  ///< empty, or one for each statement `has_finding`
  std::vector<ConceptId> modifiers;
  std::vector<TraitRecord> traits;  ///< empty, or one for each condition; conditions are then the first concepts
  std::vector<SeriesRecord> series;
  std::vector<ConceptId> series_members;
  std::vector<FeatureRecord> features;  ///< by condition, then finding
  std::vector<float> backgrounds;       ///< of each concept: mean P(finding) over the conditions; empty, or all
  /// Presence of the finding: ln LR above the floor. By far the most; those of an open file are left there, `items` is
  /// empty then. Read them through `Knowledge::gains`.
  PostingLists gains;
  PostingLists mentions;  ///< what its being mentioned takes from the not-mentioned penalty
  PostingLists losses;    ///< absence of the finding: −ln LR
};

inline constexpr std::string_view kGains = "gains";  ///< name of the table that a file keeps list by list

/// Calls `visit(name, table)` for every table in a fixed order.
template <class TablesLike, class Visit>
void for_each_likelihood_table(TablesLike& tables, Visit visit) {
  visit("annotations", tables.annotations);
  visit("modifiers", tables.modifiers);
  visit("traits", tables.traits);
  visit("series", tables.series);
  visit("series_members", tables.series_members);
  visit("features", tables.features);
  visit("backgrounds", tables.backgrounds);
  visit("gain_starts", tables.gains.starts);
  visit(kGains, tables.gains.items);
  visit("mention_starts", tables.mentions.starts);
  visit("mentions", tables.mentions.items);
  visit("loss_starts", tables.losses.starts);
  visit("losses", tables.losses.items);
}

}  // namespace noso
