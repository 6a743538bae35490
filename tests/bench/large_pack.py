#!/usr/bin/env python3
"""large_pack.py FOLDER [CONCEPTS [STATEMENTS]]: writes a valid pack of that size (100,000 and 1,000,000), always the same.

Half of the concepts are findings in a tree, two fifths conditions, the rest risk factors and interventions. Of 100
statements 85 are frequencies, 5 the leaks of their rows, 5 effects of risk factors and 5 treatments. One rule for every
hundred concepts, each over a few findings and an age. Numbers are spread by a fixed formula, without clinical meaning.
"""
import json
import sys
from pathlib import Path

BASIS = {"mark": "estimate", "sources": ["GENERATED"]}


def spread(i, salt):
    """A fixed number from 0 to 1 that looks arbitrary."""
    return ((i * 2654435761 + salt * 40503) % 1000003) / 1000003


class Section:
    """One file with one section, an element a line."""

    def __init__(self, folder, name):
        self.file = open(folder / f"{name}.json", "w", encoding="utf-8")
        self.file.write('{"%s": [\n' % name)
        self.separator = ""

    def add(self, element):
        self.file.write(self.separator + json.dumps(element))
        self.separator = ",\n"

    def close(self):
        self.file.write("\n]}\n")
        self.file.close()


def write_concepts(folder, counts):
    conditions, findings, risks, interventions = counts
    for name, prefix, count in (("conditions", "condition", conditions), ("findings", "finding", findings),
                                ("risk_factors", "risk", risks), ("interventions", "care", interventions)):
        section = Section(folder, name)
        for i in range(count):
            concept = {"id": f"{prefix}-{i}", "label": f"{prefix} number {i}", "synonyms": [f"{prefix} no. {i} again"]}
            if name == "findings" and i > 0:
                concept["is_a"] = [f"finding-{i // 8}"]
            if name == "interventions":
                concept["class"] = "exercise"
            section.add(concept)
        section.close()


def write_statements(folder, counts, statements):
    conditions, findings, risks, interventions = counts
    rows = statements // 20
    cells = statements * 85 // 100
    section = Section(folder, "finding_frequencies")
    for row in range(rows):
        width = cells // rows + (1 if row < cells % rows else 0)
        first = int(spread(row, 1) * conditions)
        section.add({"finding": f"finding-{row}", "leak": 0.01, "basis": BASIS, "conditions": {
            f"condition-{(first + k * 7) % conditions}": round(0.05 + 0.9 * spread(row * 97 + k, 2), 3)
            for k in range(width)}})
    section.close()
    section = Section(folder, "risk_effects")
    for i in range(statements // 20):
        section.add({"risk_factor": f"risk-{i % risks}", "condition": f"condition-{(i // risks * 13 + i) % conditions}",
                     "odds_ratio": round(1.1 + 4 * spread(i, 3), 2), "basis": BASIS})
    section.close()
    section = Section(folder, "treatments")
    for i in range(statements // 20):
        section.add({"intervention": f"care-{i % interventions}",
                     "condition": f"condition-{(i // interventions * 17 + i) % conditions}", "strength": "expert",
                     "stage": [f"stage-{i % 4}"], "basis": BASIS})
    section.close()


def write_rules(folder, findings, rules):
    section = Section(folder, "rules")
    for i in range(rules):
        names = [f"finding-{int(spread(i * 5 + k, 4) * findings)}" for k in range(4)]
        section.add({"id": f"rule-{i}", "label": f"rule {i}", "level": ("routine", "soon", "urgent")[i % 3],
                     "action": "act", "basis": BASIS, "when": {"any": [
                         {"all": [names[0], names[1], {"age": {"at_least": f"{20 + i % 60} a"}}]},
                         {"all": names[2:4]}]}})
    section.close()


def main():
    folder = Path(sys.argv[1])
    concepts = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    statements = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    counts = (concepts * 2 // 5, concepts // 2, concepts // 20, concepts - concepts * 2 // 5 - concepts // 2 - concepts // 20)
    folder.mkdir(parents=True, exist_ok=True)
    head = {
        "pack": {"id": "generated", "version": "1.0.0", "title": "Generated", "description": "For measuring only",
                 "status": "draft", "date": "2026-01-31", "publisher": "tests", "language": "en", "licence": "CC0-1.0"},
        "scope": {"entry_findings": ["finding-0"], "outside": "outside", "basis": BASIS},
        "sources": [{"id": "GENERATED", "citation": "large_pack.py"}],
        "populations": [{"id": "all", "label": "all", "none_share": 0.5, "shares": {"condition-0": 0.5}, "basis": BASIS}],
        "stages": [{"id": f"stage-{i}", "label": f"stage {i}", "conditions": ["any"], "basis": BASIS} for i in range(4)],
    }
    (folder / "pack.json").write_text(json.dumps(head), encoding="utf-8")
    write_concepts(folder, counts)
    write_statements(folder, counts, statements)
    write_rules(folder, counts[1], concepts // 100)


if __name__ == "__main__":
    main()
