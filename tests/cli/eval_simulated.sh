#!/usr/bin/env bash
# eval --calibration and --interview: patients drawn from the model, and those of vignettes.
. "$(dirname "$0")/common.bash"
limit=${NOSO_TIME_LIMIT:-30}

accepted eval --calibration --sampled 1500
printed 'first condition: expected calibration error 0\.0'
accepted eval --calibration --sampled 1500 --json
json 'd["calibration"]["cases"] == 1500 and d["calibration"]["refused"] == 0'
json 'd["calibration"]["first"]["ece"] < 0.04 and len(d["calibration"]["first"]["bins"]) == 10'
first=$out
accepted eval --calibration --sampled 1500 --json
[ "$out" = "$first" ] || fail "$said: another answer to the same question"

accepted eval --interview --sampled 20 --pack "$pack" --json
json '[i["policy"] for i in d["interview"]["drawn"]] == ["engine", "most frequent first", "random"]'
json 'all(i["conversations"] == 20 for i in d["interview"]["drawn"])'
json 'd["interview"]["vignettes"][0]["found"] >= d["interview"]["vignettes"][1]["found"]'

seeds=$here/../fuzz/seeds
accepted compile "$seeds/obo/seizure.obo" "$seeds/annotations/fits.hpoa" -o annotated.noso
refused 3 'no-causal-model' --kb annotated.noso eval --interview

refused 2 'give one of --cases' eval
refused 2 'give one of --cases' eval --cases cases.jsonl --calibration
finish
