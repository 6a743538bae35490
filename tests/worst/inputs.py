"""The worst inputs that we know of, one for each algorithm, and what is expected of each."""
import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

MIB = 1 << 20
DAY = ["--as-of", "2026-01-31"]
KNOWLEDGE = ["--kb", "pack.noso", *DAY]


@dataclass
class Worst:
    name: str
    make: Callable[[], None]
    arguments: list
    seconds: float  # of processor time
    mebibytes: int = 512
    status: int = 0
    says: str = ""
    then: list = field(default_factory=list)  # further commands, after the first one has done its work
    given: str = ""  # file that is standard input


def write(name, text):
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def write_json(name, value):
    write(name, json.dumps(value, separators=(",", ":")))


def elements(pack, section):
    found = []
    for path in sorted(pack.glob("*.json")):
        found += json.loads(path.read_text()).get(section, [])
    return found


# Cases


def of_findings(pack):
    names = [finding["id"] for finding in elements(pack, "findings")]
    million = 1000000

    def case(name, present, **more):
        return lambda: write_json(name, {"present": present, **more})

    assess = [*KNOWLEDGE, "assess", "--case", "case.json"]
    yield Worst("a finding said a million times", case("case.json", ["fever"] * million), assess, 8, 900)
    yield Worst("a million findings, each unknown to the knowledge",
                lambda: write_json("case.json", {"present": [f"f{i}" for i in range(million)]}), assess, 20, 900, 3, "unknown-name")
    yield Worst("half a million names that are almost one",
                lambda: write_json("case.json", {"present": [f"first step pan {i:x}" for i in range(500000)]}), assess, 20, 900, 3,
                "unknown-name")
    yield Worst("a million keys that no case has",
                lambda: write_json("case.json", {f"k{i}": 1 for i in range(million)}), assess, 10, 900, 3, "unknown-key")
    yield Worst("every finding of the pack present", case("case.json", names, age=45), assess, 10)
    yield Worst("every finding of the pack absent",
                lambda: write_json("case.json", {"present": ["heel-pain"], "age": 45, "absent": [
                    n for n in names if n not in ("heel-pain",)]}), assess, 10, 512, 3, "contradiction")
    yield Worst("a name of sixteen million letters", lambda: write_json("case.json", {"present": ["a" * (16 * MIB - 100)]}), assess,
                5, 512, 3, "unknown-name")
    yield Worst("a case of more bytes than any has", lambda: write_json("case.json", {"present": ["a" * (17 * MIB)]}), assess, 2,
                512, 3, "too-large")
    yield Worst("a measurement told two hundred thousand times", lambda: write_json("case.json", {
        "present": ["heel-pain"], "measurements": [
            {"finding": "body-temperature", "value": 38 + i % 10 / 10, "unit": "Cel"} for i in range(200000)]}), assess, 10, 900)
    yield Worst("a treatment tried a hundred thousand times", lambda: write_json("case.json", {
        "present": ["heel-pain"], "age": 45,
        "tried": [{"intervention": "calf-stretch", "duration": f"{i % 50 + 1} wk", "response": "none"} for i in range(100000)]}),
        assess, 20, 900)


# Notes


def of_notes(pack):
    names = [finding["label"] for finding in elements(pack, "findings")]
    most = 4 * MIB - 16
    ask = [*KNOWLEDGE, "ask", "-"]

    def note(text):
        return lambda: write("note.txt", (text * (most // len(text.encode()) + 1)).encode()[:most].decode(errors="ignore"))

    draw = random.Random(1)
    jumble = " ".join(draw.choice(names) for _ in range(2000)) + " "
    for name, text in (
            ("nothing but negations", "no "), ("nothing but one letter", "a"), ("nothing but letters of their own", "a "),
            ("one name again and again", "heel pain "), ("names that overlap", "pain of the heel of the foot of the "),
            ("all names without an end of a sentence", jumble), ("nothing but full stops", "."), ("nothing but digits", "1"),
            ("numbers with points", "1.1."), ("values of a measure", "temp 38.9 C "), ("dates", "since 2025-03-04 "),
            ("durations", "for 6 weeks "), ("conditions", "if pain then if "), ("brackets", "(["), ("line breaks", "\n"),
            ("accents on accents", "e\u0301\u0301\u0301"), ("other scripts", "足底筋膜炎"), ("and, or, and", "no pain and or "),
            ("denied lists", "denies fever, chills, rash, "), ("quotations", '"\'')):
        yield Worst(f"a note of {name}", note(text), ask, 12, 1500, given="note.txt")
    yield Worst("a note of more bytes than any has", lambda: write("note.txt", "a " * (2 * MIB + 8)), ask, 2, 512, 3,
                "too-large", given="note.txt")


# Search


def of_search(_pack):
    for name, query in (("one letter", "a"), ("all letters", " ".join("abcdefghijklmnopqrstuvwxyz")),
                        ("a word of a hundred thousand letters", "a" * 100000), ("fifty thousand words", "pa " * 40000),
                        ("misspelt words", "plantr fascits hel pian achiles tendnopathy burstis " * 100),
                        ("signs of a query language", '" OR NEAR( * ^ ' * 5000)):
        yield Worst(f"a search for {name}", lambda: None, [*KNOWLEDGE, "search", query], 3, 512, 1 if query == "a" * 100000 else 0)


# Packs

BASIS = {"mark": "estimate", "sources": ["S"]}
METADATA = {"id": "worst", "version": "0.1.0", "title": "Worst", "description": "Worst", "status": "draft", "date": "2026-01-31",
            "publisher": "none", "language": "en", "licence": "CC0-1.0"}


def pack_with(**sections):
    """A folder `worst` with a small pack and these sections, each made when it is needed."""
    def make():
        made = {"pack": METADATA, "sources": [{"id": "S", "citation": "made up"}],
                "scope": {"entry_findings": ["pain"], "outside": "outside", "basis": BASIS},
                "conditions": [{"id": "strain", "label": "Strain"}], "findings": [{"id": "pain", "label": "Pain"}],
                "populations": [{"id": "all", "label": "All", "scale": 1, "none_share": 0.1, "shares": {"strain": 0.5},
                                 "basis": BASIS}]}
        for name, value in sections.items():
            made[name] = made.get(name, []) + value() if isinstance(made.get(name), list) else value()
        write_json("worst/pack.json", made)
    return make


def findings(count, **more):
    return [{"id": f"f{i}", "label": f"Finding number {i}", **more} for i in range(count)]


def rule(when, id="x01"):
    return {"id": id, "label": "Rule", "level": "soon", "action": "none", "when": when, "basis": BASIS}


def nested(depth):
    expression = "pain"
    for _ in range(depth):
        expression = {"not": expression}
    return expression


def of_packs(_pack):
    """What is compiled: hierarchies, names, rules."""
    compiled = ["-q", "compile", "worst", "-o", "worst.noso"]
    checked = ["validate", "worst"]
    chain = lambda n: [{"id": f"f{i}", "label": f"Finding number {i}", **({"is_a": [f"f{i - 1}"]} if i else {})} for i in range(n)]
    dense = lambda n: [{"id": f"f{i}", "label": f"Finding number {i}", "is_a": [f"f{k}" for k in range(i)]} for i in range(n)]
    circle = lambda n: [{"id": f"f{i}", "label": f"Finding number {i}", "is_a": [f"f{(i + 1) % n}"]} for i in range(n)]
    yield Worst("a chain of five thousand kinds", pack_with(findings=lambda: chain(5000)), compiled, 20, 1500)
    yield Worst("a chain of fifty thousand kinds", pack_with(findings=lambda: chain(50000)), compiled, 20, 1500, 3,
                "too-many-kinds")
    yield Worst("six hundred findings, each a kind of all before it", pack_with(findings=lambda: dense(600)), compiled, 20, 1500)
    yield Worst("a circle of fifty thousand kinds", pack_with(findings=lambda: circle(50000)), compiled, 20, 1500, 3, "is-a-cycle")
    yield Worst("fifty thousand synonyms of one finding", pack_with(findings=lambda: [
        {"id": "f", "label": "Finding", "synonyms": [f"synonym {i:x}" for i in range(50000)]}]), compiled, 20, 1500)
    yield Worst("names that begin with one another", pack_with(findings=lambda: [
        {"id": f"f{i}", "label": " ".join(["heel"] * (i + 1))} for i in range(400)]), compiled, 20, 1500)
    yield Worst("ten thousand references to nothing", pack_with(
        rules=lambda: [rule({"any": [f"no-such-{i}" for i in range(10000)]})], findings=lambda: findings(2000)), compiled, 20, 1500,
        3, "unknown-concept")
    yield Worst("a rule of twenty thousand alternatives", pack_with(
        findings=lambda: findings(20000), rules=lambda: [rule({"any": [f"f{i}" for i in range(20000)]})]), compiled, 20, 1500)
    yield Worst("two thousand rules of twenty parts", pack_with(
        findings=lambda: findings(400),
        rules=lambda: [rule({"any": [{"all": [f"f{(i * 7 + k * 13 + j) % 400}" for j in range(5)]} for k in range(20)]}, f"r{i}")
                       for i in range(2000)]), checked, 60, 1500)
    yield Worst("an expression deeper than any", pack_with(rules=lambda: [rule(nested(70))]), compiled, 5, 512, 3, "json-too-deep")
    yield Worst("a hundred thousand faults", pack_with(findings=lambda: [
        {"id": f"Bad Id {i}", "label": ""} for i in range(100000)]), checked, 20, 1500, 1, "further findings are not shown")


def of_networks(_pack):
    """What is reckoned: causes and effects that all have to do with one another, rules that all are open."""
    size = 60

    def network():
        pack_with(
            conditions=lambda: [{"id": f"c{i}", "label": f"Condition number {i}"} for i in range(size)],
            findings=lambda: findings(size),
            populations=lambda: [{"id": "everyone", "label": "Everyone", "scale": 1, "none_share": 0.1,
                                  "shares": {f"c{i}": 0.8 / size for i in range(size)}, "basis": BASIS}],
            finding_frequencies=lambda: [
                {"finding": f"f{k}", "leak": 0.01, "basis": BASIS, "conditions": {
                    f"c{i}": {"frequency": (20 + (i * 7 + k * 11) % 70) / 100} for i in range(size)}} for k in range(size)])()
        made = json.loads(Path("worst/pack.json").read_text())
        made["populations"] = made["populations"][1:]
        made["conditions"] = made["conditions"][1:]
        write_json("worst/pack.json", made)
        write_json("case.json", {"present": ["pain"] + [f"f{i}" for i in range(size)]})

    yield Worst("sixty findings of sixty conditions, all linked", network, ["compile", "worst", "-o", "worst.noso"], 20, 1500,
                then=[["--kb", "worst.noso", *DAY, "--json", "assess", "--case", "case.json"]])

    def conjunctions():
        pack_with(findings=lambda: findings(400), rules=lambda: [
            rule({"all": [{"any": [f"f{(i + 20 * k) % 400}" for i in range(20)]} for k in range(20)]})])()
        write_json("case.json", {"present": ["pain"]})

    yield Worst("a rule that twenty to the power of twenty sets of findings decide", conjunctions,
                ["-q", "compile", "worst", "-o", "worst.noso"], 20, 1500,
                then=[["--kb", "worst.noso", *DAY, "--json", "assess", "--case", "case.json"]])

    def parity():
        pack_with(findings=lambda: findings(40), rules=lambda: [
            rule({"any": [{"all": [f"f{2 * i}", {"not": f"f{2 * i + 1}"}]} for i in range(20)] +
                         [{"all": [f"f{(3 * i) % 40}", {"not": f"f{(5 * i + 1) % 40}"}]} for i in range(40)]}, f"r{k}")
            for k in range(60)])()
        write_json("case.json", {"present": ["pain"]})

    yield Worst("sixty rules that contradict one another's findings", parity,
                ["-q", "compile", "worst", "-o", "worst.noso"], 20, 1500,
                then=[["--kb", "worst.noso", *DAY, "--json", "assess", "--case", "case.json"]])

    def nested_names():
        pack_with(findings=lambda: [{"id": f"f{n}-{m}", "label": " ".join(["heel"] * n + ["pain"] * m)}
                                    for n in range(1, 12) for m in range(1, 12)])()
        write("note.txt", "heel heel pain pain " * 50000)

    yield Worst("a note of names that stand inside one another", nested_names, ["-q", "compile", "worst", "-o", "worst.noso"], 20,
                1500, then=[["--kb", "worst.noso", *DAY, "ask", "-"]], given="note.txt")


# Charts


def of_charts(_pack):
    def bundle(entries):
        return lambda: write_json("case.json", {"resourceType": "Bundle", "type": "collection", "entry": [
            {"resource": {"resourceType": "Patient", "id": "p", "birthDate": "1980-05-01"}}] + [{"resource": e} for e in entries()]})

    assess = [*KNOWLEDGE, "assess", "--case", "case.json"]
    observation = lambda i: {
        "resourceType": "Observation", "id": f"o{i}", "status": "final", "subject": {"reference": "Patient/p"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]}, "effectiveDateTime": f"2026-01-{i % 28 + 1:02}",
        "valueQuantity": {"value": 36 + i % 40 / 10, "unit": "Cel", "system": "http://unitsofmeasure.org", "code": "Cel"}}
    yield Worst("a chart of forty thousand temperatures", bundle(lambda: [observation(i) for i in range(40000)]), assess, 20, 1500)
    condition = lambda i: {
        "resourceType": "Condition", "id": f"c{i}", "subject": {"reference": "Patient/p"},
        "verificationStatus": {"coding": [{"code": "confirmed" if i % 2 else "refuted"}]},
        "code": {"text": f"condition that nobody knows {i}"}}
    yield Worst("a chart of fifty thousand conditions without a code", bundle(lambda: [condition(i) for i in range(50000)]), assess,
                20, 1500)
    medication = lambda i: {
        "resourceType": "MedicationStatement", "id": f"m{i}", "status": "active", "subject": {"reference": "Patient/p"},
        "medicationCodeableConcept": {"text": " ".join(f"drug{i * k % 977}" for k in range(1, 8))}}
    yield Worst("a chart of fifty thousand drugs in words", bundle(lambda: [medication(i) for i in range(50000)]), assess, 20, 1500)


def cases(pack):
    for sort in (of_findings, of_notes, of_search, of_packs, of_networks, of_charts):
        yield from sort(pack)
