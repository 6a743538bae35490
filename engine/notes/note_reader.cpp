#include "noso/engine/note.hpp"

#include <algorithm>

#include "noso/base/text.hpp"
#include "notes/context.hpp"
#include "notes/quantities.hpp"

namespace noso {

using namespace notes;

std::string_view to_string(NoteState state) {
  switch (state) {
    case NoteState::present: return "present";
    case NoteState::absent: return "absent";
    case NoteState::possible: return "possible";
    case NoteState::past: return "past";
    case NoteState::family: return "family";
    case NoteState::hypothetical: return "hypothetical";
    case NoteState::requested: return "requested";
    case NoteState::attributed: return "attributed";
    case NoteState::tried: return "tried";
    case NoteState::mentioned: return "mentioned";
  }
  return "";
}

std::string place_in_note(std::size_t begin, std::size_t end) {
  return "text " + std::to_string(begin) + ".." + std::to_string(end);
}

struct NoteReader::Impl {
  explicit Impl(const Knowledge& kb) : knowledge(kb), recogniser(kb, language), phrases(language) {}
  const Knowledge& knowledge;
  const Language& language = Language::english();
  Recogniser recogniser;
  PhraseFinder phrases;
};

NoteReader::NoteReader(const Knowledge& knowledge) : impl_(std::make_unique<const Impl>(knowledge)) {}
NoteReader::NoteReader(NoteReader&&) noexcept = default;
NoteReader& NoteReader::operator=(NoteReader&&) noexcept = default;
NoteReader::~NoteReader() = default;

namespace {

Status readable(std::string_view text) {
  if (text.size() > NoteReader::kMostBytes)
    return error(
        "note-too-large",
        "the note has " + std::to_string(text.size()) + " bytes, more than " + std::to_string(NoteReader::kMostBytes),
        "give the part that is about the complaint");
  if (const auto at = first_invalid_utf8(text))
    return error("bad-utf8", "the note is no UTF-8 text: the byte at offset " + std::to_string(*at) + " is invalid",
                 "save the note as UTF-8");
  return success();
}

Response response_of(PhraseUse use) {
  switch (use) {
    case PhraseUse::none: return Response::none;
    case PhraseUse::better: return Response::better;
    case PhraseUse::worse: return Response::worse;
    case PhraseUse::resolved: return Response::resolved;
    case PhraseUse::trigger: break;
  }
  return Response::unknown;
}

/// A treatment, or a drug of which giving it is one.
bool is_given(const Knowledge& knowledge, ConceptId what) {
  if (knowledge[what].kind == ConceptKind::intervention) return true;
  if (knowledge[what].kind != ConceptKind::risk_factor) return false;
  const auto& above = knowledge.graph().ancestors(what);
  return knowledge[what].refers_to.exists() ||
         std::any_of(above.begin(), above.end(), [&](ConceptId c) { return knowledge[c].refers_to.exists(); });
}

class Reading {
 public:
  Reading(std::string_view text, const Knowledge& knowledge, const Language& language, const Recogniser& recogniser,
          const PhraseFinder& phrases)
      : kb_(knowledge),
        language_(language),
        recogniser_(recogniser),
        words_(split_words(text, language)),
        used_(words_.size()),
        triggers_(phrases.find(words_)) {}

  NoteReading read(std::string_view text) {
    read_values(words_, language_, kb_, used_, out_);
    read_person(words_, language_, used_, out_);
    const auto times = read_times(words_, language_, used_);
    for (const auto& time : times)
      if (time.ago) words_[time.last + 1].means = time.days.high <= language_.recent_days ? "recent" : "previous";
    matches_ = recogniser_.find(words_);
    std::erase_if(matches_, [&](const Match& match) { return names_a_value(match); });
    for (const auto& match : matches_) concept_of(match);
    for (const auto& time : times) attach(time);
    severities();
    responses();
    list_rest(text);
    for (auto* at : {&out_.age_at, &out_.sex_at, &out_.side_at}) at->text = text.substr(at->begin, at->end - at->begin);
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kFar = 40;  ///< words between a concept and what is said of it

  /// The name of what was measured, read together with its value.
  bool names_a_value(const Match& match) const {
    return kb_.has_flag(recogniser_.pattern(match.pattern).owner, kMeasured) && used_[match.first];
  }

  /// A treatment, or a drug of which the knowledge knows what giving it is.
  bool is_treatment(std::size_t i) const { return is_given(kb_, out_.concepts[i].found); }

  void concept_of(const Match& match) {
    const auto& pattern = recogniser_.pattern(match.pattern);
    NotedConcept noted{.found = pattern.owner, .begin = words_[match.first].begin, .end = words_[match.last].end};
    const auto kind = kb_[pattern.owner].kind;
    const auto type = static_cast<FindingType>(kb_[pattern.owner].type);
    noted.state = state_of(match, words_, triggers_, kind == ConceptKind::finding && type == FindingType::test);
    if (noted.state == NoteState::tried && kind != ConceptKind::intervention) noted.state = NoteState::present;
    if (noted.state == NoteState::present && kind == ConceptKind::intervention) noted.state = NoteState::mentioned;
    if (noted.state == NoteState::past &&
        (kind == ConceptKind::risk_factor || (kind == ConceptKind::finding && type == FindingType::history)))
      noted.state = NoteState::present;
    if (noted.state == NoteState::attributed && kind != ConceptKind::condition) noted.state = NoteState::present;
    if (pattern.reversed && (noted.state == NoteState::present || noted.state == NoteState::absent))
      noted.state = is_denied_twice(match) ? NoteState::present : NoteState::absent;
    for (std::uint32_t k = 0; k < match.count; ++k) used_[match.at[k]] = true;
    out_.concepts.push_back(noted);
  }

  /// "Not able to": of the opposite of a name.
  bool is_denied_twice(const Match& match) const {
    return match.first > 0 && !words_[match.first].starts_clause &&
           language_.direct_denials.contains(words_[match.first - 1].text);
  }

  /// A time belongs to the concept before it in its sentence, else to the one after it.
  void attach(const NotedTime& time) {
    if (time.ago) return;
    std::ptrdiff_t chosen = -1;
    for (std::size_t i = first_match_near(time.first); i < matches_.size(); ++i) {
      if (matches_[i].first > time.last + kFar) break;
      const auto kind = kb_[out_.concepts[i].found].kind;
      if (kind != ConceptKind::finding && kind != ConceptKind::intervention) continue;
      if (out_.concepts[i].state == NoteState::absent || !same_sentence(matches_[i], time)) continue;
      const bool before = matches_[i].last < time.first;
      if (before || chosen < 0) chosen = static_cast<std::ptrdiff_t>(i);
      if (!before) break;
    }
    if (chosen < 0) return;
    auto& noted = out_.concepts[static_cast<std::size_t>(chosen)];
    if (!noted.duration.knows_something()) noted.duration = time.days;
    if (noted.state == NoteState::mentioned) noted.state = NoteState::tried;
  }

  /// The first match that may end less than `kFar` words before this word; matches are ordered by their begin.
  std::size_t first_match_near(std::size_t word) const {
    const auto near = std::partition_point(matches_.begin(), matches_.end(),
                                           [&](const Match& m) { return m.first + 2 * kFar < word; });
    return static_cast<std::size_t>(near - matches_.begin());
  }

  bool same_sentence(const Match& match, const NotedTime& time) const {
    const auto from = std::min<std::size_t>(match.last, time.first), to = std::max<std::size_t>(match.first, time.last);
    if (to - from > kFar) return false;
    for (auto w = from + 1; w <= to; ++w)
      if (words_[w].starts_sentence) return false;
    return true;
  }

  /// "4/10", "7 out of 10": of the last finding before it.
  void severities() {
    std::size_t m = 0;
    NotedConcept* last = nullptr;
    for (std::size_t w = 0; w + 1 < words_.size(); ++w) {
      for (; m < matches_.size() && matches_[m].first < w; ++m)
        if (kb_[out_.concepts[m].found].kind == ConceptKind::finding && out_.concepts[m].state == NoteState::present)
          last = &out_.concepts[m];
      if (!words_[w].is_number || words_[w].number > 10 || used_[w]) continue;
      const bool stroke = words_[w + 1].text == "10" && words_[w + 1].mark_before == '/';
      const bool spelled = w + 3 < words_.size() && words_[w + 1].text == "out" && words_[w + 2].text == "of" &&
                           words_[w + 3].text == "10";
      if ((stroke || spelled) && last) last->severity = words_[w].number;
    }
  }

  /// "No relief from ice or insoles": all that is named after it in a few words.
  bool response_of_what_follows(const Trigger& t, Response response) {
    constexpr std::size_t kNear = 8;  // words
    const auto end = t.last + 1 + kNear;
    if (t.last + 1 >= words_.size() || words_[t.last + 1].starts_clause ||
        !language_.response_of.contains(words_[t.last + 1].text))
      return false;
    bool any = false;
    for (auto i = first_match_near(t.last); i < matches_.size() && matches_[i].first <= end; ++i) {
      if (matches_[i].first <= t.last || !is_treatment(i)) continue;
      if (std::any_of(words_.begin() + static_cast<std::ptrdiff_t>(t.last) + 1, words_.begin() + matches_[i].first + 1,
                      [](const Word& w) { return w.starts_sentence; }))
        break;
      set_response(out_.concepts[i], response);
      any = true;
    }
    return any;
  }

  void set_response(NotedConcept& noted, Response response) {
    if (kb_[noted.found].kind == ConceptKind::intervention) noted.state = NoteState::tried;
    noted.response = response;
  }

  /// What was tried takes the first response after it in its sentence; so an intervention is known to be tried.
  void responses() {
    for (const auto& t : triggers_) {
      const auto response = response_of(t.phrase->use);
      if (response == Response::unknown || response_of_what_follows(t, response)) continue;
      for (auto i = first_match_near(t.first + 2 * kFar); i-- > 0 && matches_[i].first + 2 * kFar >= t.first;) {
        auto& noted = out_.concepts[i];
        if (matches_[i].last >= t.first || !is_treatment(i)) continue;
        bool here = t.first - matches_[i].last < 30;
        for (auto w = matches_[i].last + 1; here && w <= t.first; ++w) here = !words_[w].starts_sentence;
        if (!here || noted.response != Response::unknown) break;
        if (noted.state != NoteState::tried && noted.state != NoteState::mentioned && noted.state != NoteState::present)
          continue;
        set_response(noted, response);
      }
    }
  }

  void list_rest(std::string_view text_of_note) {
    for (const auto& t : triggers_)
      for (auto w = t.first; w <= t.last; ++w) used_[w] = true;
    const auto canonical = recogniser_.canonical(words_);
    for (std::size_t w = 0; w < words_.size(); ++w) {
      const auto& text = words_[w].text;
      if (used_[w] || text.size() < 4 || words_[w].is_number || canonical[w] == Recogniser::kStop) continue;
      const bool named = canonical[w] != Recogniser::kUnknown;
      const bool ends = std::any_of(language_.clinical_endings.begin(), language_.clinical_endings.end(),
                                    [&](const std::string& ending) { return text.ends_with(ending); });
      if (!named && !ends) continue;
      const auto [begin, end] = std::pair{words_[w].begin, words_[w].end};
      out_.not_understood.push_back({begin, end, std::string(text_of_note.substr(begin, end - begin))});
    }
  }

  const Knowledge& kb_;
  const Language& language_;
  const Recogniser& recogniser_;
  std::vector<Word> words_;
  std::vector<bool> used_;
  std::vector<Trigger> triggers_;
  std::vector<Match> matches_;
  NoteReading out_;
};

}  // namespace

Result<NoteReading> NoteReader::read(std::string_view text) const {
  if (const auto checked = readable(text); !checked.ok()) return checked.errors();
  return Reading(text, impl_->knowledge, impl_->language, impl_->recogniser, impl_->phrases).read(text);
}

Result<std::vector<NamedConcept>> NoteReader::mentions(std::string_view text, ConceptKind kind) const {
  if (const auto checked = readable(text); !checked.ok()) return checked.errors();
  const auto words = split_words(text, impl_->language);
  std::vector<NamedConcept> out;
  for (const auto& match : impl_->recogniser.find(words, {.kind = kind})) {
    const auto& pattern = impl_->recogniser.pattern(match.pattern);
    if (!pattern.reversed) out.push_back({pattern.owner, words[match.first].begin, words[match.last].end});
  }
  return out;
}

void add_reading(Case& told, const NoteReading& reading, const Knowledge& knowledge) {
  told.lenient = true;
  if (!told.age.knows_something()) told.age = reading.age;
  if (told.sex == Sex::unknown) told.sex = reading.sex;
  for (const auto& noted : reading.concepts) {
    const auto& record = knowledge[noted.found];
    const std::string id(knowledge.id(noted.found));
    Mention mention{.name = id, .from = place_in_note(noted.begin, noted.end)};
    if (noted.duration.knows_something()) mention.duration = noted.duration;
    mention.severity = noted.severity;
    switch (record.kind) {
      case ConceptKind::finding:
        if (noted.state == NoteState::present && static_cast<FindingType>(record.type) == FindingType::symptom)
          mention.side = reading.side;
        [[fallthrough]];
      case ConceptKind::risk_factor:
        if ((record.flags & kMeasured) != 0) break;
        if (noted.state == NoteState::present)
          (record.kind == ConceptKind::finding ? told.present : told.risk_factors).push_back(mention);
        if (noted.state == NoteState::absent) told.absent.push_back(mention);
        if (noted.state == NoteState::present && noted.response != Response::unknown &&
            is_given(knowledge, noted.found))
          told.tried.push_back({.intervention = id, .response = noted.response, .read_at = mention.from});
        break;
      case ConceptKind::condition:
        if (noted.state != NoteState::past || !record.refers_to.exists()) break;
        mention.name = knowledge.id(record.refers_to);
        told.risk_factors.push_back(mention);
        break;
      case ConceptKind::intervention:
        if (noted.state == NoteState::absent) told.not_tried.push_back(id);
        if (noted.state != NoteState::tried) break;
        told.tried.push_back({.intervention = id, .response = noted.response, .read_at = mention.from});
        if (noted.duration.knows_something()) told.tried.back().duration = noted.duration;
        break;
      case ConceptKind::guideline: break;
    }
  }
  for (const auto& value : reading.values)
    told.measurements.push_back({.finding = std::string(knowledge.id(value.finding)),
                                 .value = value.value,
                                 .unit = value.unit,
                                 .read_at = place_in_note(value.begin, value.end)});
}

}  // namespace noso
