#!/usr/bin/env python3
"""The JSON Schema and the readers agree on packs and vignettes.

    agreement.py VERDICTS SCHEMA_FOLDER EVERY_KEY_PACK PACK…

1. Every file of every pack is valid by the schema.
2. Every key of the schema stands in EVERY_KEY_PACK, and at each of its objects the reader takes exactly the keys that the
   schema knows. The keys that are offered are all keys of the schema and all words in the readers' sources.
3. The canonical form of EVERY_KEY_PACK has the keys in the order of the schema.
4. Each value of EVERY_KEY_PACK, and one value for each place in the schema of the other packs, is changed in every way listed in
   `changes`; schema and reader must both accept or both refuse the changed file.

The reader refuses more than a schema can say: what a reference points to, units, sums, order, limits that depend on
another value. Only the errors in STRUCTURAL, and those in EITHER beside a refusal of the schema, count here.
"""
import copy
import json
import pathlib
import re
import subprocess
import sys

from jsonschema import Draft202012Validator

STRUCTURAL = {
    "bad-date", "bad-expression", "bad-id", "bad-version", "bad-word", "empty-dose", "empty-list",
    "empty-text", "expects-nothing", "missing-key", "missing-section", "no-source", "out-of-range", "small-group",
    "unknown-key", "unknown-operator", "unknown-section", "wrong-type",
}
# Codes for wrong form and for wrong meaning: they decide nothing where the schema accepts.
EITHER = {"bad-age", "bad-band"}
# Objects whose keys are ids of conditions.
MAPS = {"scores", "conditions", "shares"}
READERS = ["import/pack/*.cpp", "engine/case_reader.cpp", "engine/audit/vignette_reader.cpp"]
UNKNOWN_KEY = "zzz"

failures = 0


def fail(text):
    global failures
    failures += 1
    if failures <= 40:
        print("FAILED:", text, file=sys.stderr)


class Schema:
    """All schema files as one document, so that any validator can follow the references."""

    def __init__(self, folder):
        self.files = {f.name: self.rebased(json.loads(f.read_text()), f.name) for f in sorted(folder.glob("*.json"))}
        for file in self.files.values():
            Draft202012Validator.check_schema(file)
        self.validators = {}

    def rebased(self, node, file):
        if isinstance(node, list):
            return [self.rebased(item, file) for item in node]
        if not isinstance(node, dict):
            return node
        out = {key: self.rebased(value, file) for key, value in node.items()
               if not (key == "$schema" and isinstance(value, str))}
        if isinstance(node.get("$ref"), str):
            name, _, pointer = node["$ref"].partition("#")
            out["$ref"] = f"#/$defs/{name or file}{pointer}"
        return out

    def validator(self, name):
        if name not in self.validators:
            self.validators[name] = Draft202012Validator({"$defs": self.files, "$ref": f"#/$defs/{name}"})
        return self.validators[name]

    def resolved(self, node):
        """The schema nodes that `node` stands for: itself, what it refers to, its alternatives."""
        out, open_nodes = [], [node]
        while open_nodes:
            node = open_nodes.pop()
            if not isinstance(node, dict):
                continue
            out.append(node)
            if "$ref" in node:
                target = self.files
                for part in node["$ref"].removeprefix("#/$defs/").split("/"):
                    target = target[part]
                open_nodes.append(target)
            for word in ("anyOf", "oneOf", "allOf"):
                open_nodes += node.get(word, [])
        return out

    def at(self, name, path):
        """The schema nodes for the value at `path` of a document."""
        nodes = self.resolved(self.files[name])
        for step in path:
            found = []
            for node in nodes:
                if isinstance(step, int):
                    found += self.resolved(node.get("items"))
                elif step in node.get("properties", {}):
                    found += self.resolved(node["properties"][step])
                elif "additionalProperties" in node:
                    found += self.resolved(node["additionalProperties"])
            nodes = found
        return nodes

    def keys_at(self, name, path):
        return {key for node in self.at(name, path) for key in node.get("properties", {})}

    def all_keys(self):
        keys = set()

        def walk(node):
            if isinstance(node, dict):
                if isinstance(node.get("properties"), dict):
                    keys.update(node["properties"])
                for value in node.values():
                    walk(value)
            elif isinstance(node, list):
                for value in node:
                    walk(value)

        walk(self.files)
        return keys


class Pack:
    def __init__(self, folder, verdicts):
        self.folder, self.program = folder, verdicts
        self.documents = {str(f.relative_to(folder)): json.loads(f.read_text())
                          for pattern in ("*.json", "vignettes/*.json") for f in sorted(folder.glob(pattern))}

    def verdicts(self, requests):
        """The errors [code, message] that the reader finds, for each (file, document)."""
        lines = "".join(f"{name}\t{json.dumps(document)}\n" for name, document in requests)
        run = subprocess.run([self.program, self.folder], input=lines, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            sys.exit(f"{self.program} {self.folder}: {run.stderr}")
        return [json.loads(line) for line in run.stdout.splitlines()]


def schema_of(file):
    return "vignettes.schema.json" if file.startswith("vignettes/") else "pack.schema.json"


def values(node, path=()):
    """All values of a document with their paths."""
    yield path, node
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from values(value, path + (key,))


def with_change(document, path, change):
    """A copy of the document in which `change(parent, key)` was made at `path`."""
    out = {"": copy.deepcopy(document)}
    parent, key = out, ""
    for step in path:
        parent, key = parent[key], step
    change(parent, key)
    return out[""]


def put_in(parent, key, value):
    parent[key] = value


def is_map(path, value):
    return isinstance(value, dict) and len(path) > 0 and path[-1] in MAPS


def changes(path, value):
    """Name and action of every change that is made to a value."""

    def put(new):
        return lambda parent, key: put_in(parent, key, copy.deepcopy(new))

    for new in (None, True, 17.5, -1, "", "zzz", [], {}):
        if type(new) is not type(value) or new != value:
            yield f"becomes {json.dumps(new)}", put(new)
    if isinstance(value, dict):
        for name in value:
            yield f"loses '{name}'", lambda parent, key, name=name: parent[key].pop(name)
        if not is_map(path, value):
            yield "gets an unknown key", lambda parent, key: parent[key].update({UNKNOWN_KEY: 1})
    if isinstance(value, list):
        for new in (None, 17.5, True, "zzz", [], {}):
            yield f"gets {json.dumps(new)}", lambda parent, key, new=new: parent[key].append(new)


def check_valid(schema, pack):
    for file, document in pack.documents.items():
        for error in schema.validator(schema_of(file)).iter_errors(document):
            fail(f"{pack.folder / file}: {error.json_path}: {error.message[:200]}")


def check_order(schema, pack):
    """In the canonical form (in which EVERY_KEY_PACK is) keys stand in the order of the schema."""
    for file, document in pack.documents.items():
        for path, value in values(document):
            if isinstance(value, dict) and not is_map(path, value):
                for node in schema.at(schema_of(file), path):
                    order = [key for key in node.get("properties", {}) if key in value]
                    if order and order != [key for key in value if key in order]:
                        fail(f"{pack.folder / file} {list(path)}: the schema has the order {order}")


def check_keys(schema, pack, words):
    """Reader and schema take the same keys at every object; every key of the schema is met."""
    requests, places, operators = [], [], set()
    for file, document in pack.documents.items():
        for path, value in values(document):
            if not isinstance(value, dict) or is_map(path, value):
                continue
            known = schema.keys_at(schema_of(file), path)
            if any(node.get("maxProperties") == 1 for node in schema.at(schema_of(file), path)):
                # One operator only: another name for it, one at a time; one object of each kind will do.
                if frozenset(known) in operators:
                    continue
                operators.add(frozenset(known))
                for word in words:
                    requests.append((file, with_change(document, path, lambda p, k, w=word: put_in(p, k, {w: 1}))))
                    places.append((file, path, known, word))
            else:
                offered = {word: 1 for word in words if word not in value}
                requests.append((file, with_change(document, path, lambda p, k: p[k].update(offered))))
                places.append((file, path, known, None))
    for (file, path, known, word), errors in zip(places, pack.verdicts(requests), strict=True):
        codes = ("unknown-operator", "bad-age") if word else ("unknown-key", "unknown-section")
        unknown = {word for code, _ in errors if code in codes} if word else {
            re.search(r"'([^']*)'$", message)[1] for code, message in errors if code in codes}
        for name in [word] if word else sorted(words):
            if name != "$schema" and (name in known) == (name in unknown):
                by = "the schema" if name in known else "the reader"
                fail(f"{file} {list(path)}: only {by} knows '{name}'")
    met = {key for document in pack.documents.values() for _, value in values(document) if isinstance(value, dict)
           for key in value}
    for key in sorted(schema.all_keys() - met):
        fail(f"no file of {pack.folder} has the key '{key}'")
    return len(requests)


def check_changes(schema, pack, every_value, done):
    requests, names = [], []
    for file, document in pack.documents.items():
        for path, value in values(document):
            if len(path) == 0 or path[-1] == "$schema":
                continue
            position = frozenset(id(node) for node in schema.at(schema_of(file), path)), type(value)
            if position in done and not every_value:
                continue
            done.add(position)
            for name, change in changes(path, value):
                requests.append((file, with_change(document, path, change), path))
                names.append(name)
    refused = 0
    verdicts = pack.verdicts([(file, document) for file, document, _ in requests])
    for (file, document, path), name, errors in zip(requests, names, verdicts, strict=True):
        by_reader = sorted({code for code, _ in errors} & STRUCTURAL)
        by_schema = not schema.validator(schema_of(file)).is_valid(around(document, path))
        if by_schema:
            by_reader += [code for code, _ in errors if code in EITHER]
            refused += 1
        if by_schema != bool(by_reader):
            who = "the schema" if by_schema else f"the reader ({', '.join(by_reader)})"
            fail(f"{pack.folder.name}/{file} {list(path)} {name}: only {who} refuses it")
    return len(requests), refused


def around(document, path):
    """The part of a document that a change at `path` can concern, as validating is slow: its section, of a list its element."""
    section = path[0]
    if section not in document:
        return document
    part = document[section]
    if len(path) > 1 and isinstance(part, list) and isinstance(path[1], int):
        part = part[path[1]:path[1] + 1]
    return {section: part}


def main():
    program, schema_folder, every_key, *packs = sys.argv[1:]
    schema = Schema(pathlib.Path(schema_folder))
    root = pathlib.Path(__file__).resolve().parents[2]
    words = schema.all_keys() | {"$schema", UNKNOWN_KEY}
    for pattern in READERS:
        for file in root.glob(pattern):
            words |= set(re.findall(r'"([a-z][a-z0-9_]*)"', file.read_text()))
    every = Pack(pathlib.Path(every_key), program)
    others = [Pack(pathlib.Path(folder), program) for folder in packs]
    for pack in [every, *others]:
        check_valid(schema, pack)
    print(f"{check_keys(schema, every, words)} files with {len(words)} words as keys")
    check_order(schema, every)
    done = set()
    for pack in [every, *others]:
        changed, refused = check_changes(schema, pack, pack is every, done)
        print(f"{pack.folder.name}: {changed} changed files, {refused} refused by both")
    if failures:
        sys.exit(f"{failures} checks failed")


main()
