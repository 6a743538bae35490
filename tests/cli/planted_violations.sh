#!/usr/bin/env bash
# A fault of each kind is planted into a copy of the heel-pain pack: every one is found, and the counterexample, run
# through `noso assess`, shows it.
source "$(dirname "$0")/common.bash"
limit=60  # the whole pack has a minute

mkdir faulty
cp "$pack"/*.json faulty/
python3 - <<'PY'
import json

def change(file, do):
    path = "faulty/" + file
    content = json.load(open(path))
    do(content)
    json.dump(content, open(path, "w"))

def rule(content, section, id):
    return next(r for r in content[section] if r["id"] == id)

def rules(content):
    rule(content, "rules", "x13")["level"] = "soon"                                  # level_at_least
    rule(content, "rules", "x01")["level"] = "soon"                                  # not_advised, with k12a below
    rule(content, "rules", "x17")["when"] = {"any": ["night-pain"]}                  # an expression
    basis = {"mark": "estimate", "sources": ["EST"]}
    content["rules"].append({"id": "never", "label": "never", "level": "soon", "action": "none", "basis": basis,
                             "when": {"age": {"above": "20 a", "below": "10 a"}}})   # dead-rule

def cautions(content):
    rule(content, "cautions", "k02b")["when"]["any"].remove("anticoagulant")         # warned
    rule(content, "cautions", "k01")["when"]["any"].remove("heart-failure")          # avoided
    rule(content, "cautions", "k12a")["interventions"].remove("eccentric-heel-drop")
    basis = {"mark": "estimate", "sources": ["EST"]}
    content["cautions"].append({"id": "always", "interventions": ["heel-cup"], "effect": "avoid", "because": "planted",
                                "when": {"age": {"at_least": "0 a"}}, "basis": basis})  # contradictory-advice

def populations(content):
    for population in content["populations"]:
        if population["id"] != "child": population["age"] = {"at_least": "20 a"}     # exactly_one

def properties(content):
    basis = {"mark": "estimate", "sources": ["EST"]}                                 # a rule asks for its absence
    content["properties"].append({"id": "p-planted", "claim": "pain with impact never lowers the level", "basis": basis,
                                  "then": {"not_lowered_by": ["worse-with-impact"]}})

change("properties.json", properties)
change("red-flags.json", rules)
change("cautions.json", cautions)
change("pack.json", populations)
PY
run validate faulty --prove --format json
[ "$status" = 1 ] || fail "$said: exit $status, expected 1 for refuted properties"
json '{"dead-rule", "contradictory-advice", "finding-lowers-level", "population-gap"} <= {x["code"] for x in d["diagnostics"]}'
json 'any(x["code"] == "dead-rule" and "never" in x["message"] for x in d["diagnostics"])'

# The case of a refuted property, or the one after it where there are two, as a file.
counterexample() {
  python3 - "$1" "$2" <<PY
import json, sys
found = [d for d in json.load(open("$work/report.json"))["diagnostics"]
         if d["code"] == "property-refuted" and "'%s'" % sys.argv[1] in d["message"]]
sys.exit("%s is not refuted" % sys.argv[1]) if not found else None
json.dump(found[0]["counterexamples"][int(sys.argv[2])]["case"], open("case.json", "w"))
PY
}
cp "$work/.out" report.json
accepted compile faulty -o faulty.noso

# shows PROPERTY WHICH EXPRESSION FLAGS…: the answer to the counterexample fulfils the expression.
shows() {
  counterexample "$1" "$2" || { fail "$1 was not refuted"; return; }
  accepted --kb faulty.noso assess --case case.json "${@:4}" --json
  json "$3"
}
below_urgent='d["escalation"]["level"] in ("none", "routine", "soon")'
not_said='"%s" not in [x["intervention"] for x in d["care"].get("avoid", []) + d["care"].get("caution", [])]'
shows p-embolism 0 "$below_urgent"
# shellcheck disable=SC2059
{
  shows p-anticoagulant 0 "$(printf "$not_said" oral-nsaid)" --present heel-pain
  shows p-nsaid-ulcer 0 "$(printf "$not_said" oral-nsaid)" --present heel-pain
  shows p-loading-rupture 0 "$below_urgent and $(printf "$not_said" eccentric-heel-drop)"
}
shows p-adult-population 0 'd["scope"] == "outside" and "age" in d["scope_reason"]' --present heel-pain
shows p-night-ache 0 '"x17" in [x["rule"] for x in d["escalation"]["fired"]]'
shows p-planted 0 'd["escalation"]["level"] == "urgent"'
shows p-planted 1 "$below_urgent"
finish
