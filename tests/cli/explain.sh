#!/usr/bin/env bash
# explain: why and why not a condition, and what would change the answer; bounds where the budget is small; five turns of next.
. "$(dirname "$0")/common.bash"
limit=${NOSO_TIME_LIMIT:-20}
case_flags=(--present first-step-pain --present medial-tubercle-tenderness --absent fever --age 45)

accepted explain "${case_flags[@]}" --condition 'Bone tumour of the heel'
printed 'place [0-9]+ of 30'
printed 'why not'
printed 'behind Plantar fasciitis'
printed 'another first'
printed 'more urgent'
accepted explain "${case_flags[@]}" --condition bone-tumour --json
is_json
json 'd["explanation"]["id"] == "bone-tumour" and d["explanation"]["rank"] > 10'
json 'd["explanation"]["flips"]["other_top"]["found"] and d["explanation"]["flips"]["higher_urgency"]["found"]'
json 'all({"finding", "before", "after"} <= set(c) for c in d["explanation"]["flips"]["other_top"]["changes"])'
json 'abs(sum(h["log10_difference"] for h in d["explanation"]["against_top"]) - (d["explanation"]["log10_posterior_odds"] - d["differential"]["conditions"][0]["log10_posterior_odds"])) < 1e-9'

refused 3 'unknown-name.*no condition .heel tumour' explain "${case_flags[@]}" --condition 'heel tumour xyz'
refused 2 'condition' explain "${case_flags[@]}"
refused 2 'budget-ms' differential "${case_flags[@]}" --budget-ms -1

# Outside scope the urgency is still explained.
accepted explain --present chest-pain --age 45 --condition gout --json
json 'd["explanation"].get("rank") is None and "other_top" not in d["explanation"]["flips"]'

accepted differential "${case_flags[@]}" --present night-pain --present load-jump --present cannot-hop --present low-back-pain \
  --present worse-with-impact --present windlass-positive --budget-ms 0.01 --json
json 'd["differential"]["method"] == "noisy-OR between bounds" and d["differential"]["error_bound"] > 0'
json 'all(c["range"][0] <= c["probability"] <= c["range"][1] for c in d["differential"]["conditions"])'

# Five turns: each answer is taken from a patient who denies everything; no question comes twice.
asked=()
for turn in 1 2 3 4 5; do
  flags=()
  for finding in "${asked[@]}"; do flags+=(--absent "$finding"); done
  accepted next --present heel-pain --age 45 "${flags[@]}" --json
  json 'd["ask_next"][0]["question"].endswith("?") and d["ask_next"][0]["why"] and "now" in d["stop_asking"]'
  question=$(python3 -c 'import json, sys; print(json.load(sys.stdin)["ask_next"][0]["finding"])' <<<"$out")
  for finding in "${asked[@]}"; do [ "$finding" != "$question" ] || fail "turn $turn asks $question again"; done
  asked+=("$question")
done
finish
