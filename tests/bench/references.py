#!/usr/bin/env python3
"""references.py DIR [--verbose]: field F1 of the citations that fonds reads in public reference strings.

DIR holds anystyle-core.xml (AnyStyle's training set), linkedbooks-valid.jsonl (LinkedBooks) and the annotated footnotes of
bibliographic-tei (*.xml with <instance>); sets that are not there are passed over. Needs the example `references`, built with
`cargo build --release --example references` (REFERENCES names another program), and nothing but Python 3. A field is right
where its words are, without labels, marks and the words that tie names.
"""
import collections
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.environ.get("REFERENCES", os.path.join(HERE, "../../target/release/examples/references"))
TIES = set("and et und i e y in ed eds edited by hrsg hg the dir pp p s vol vols no nr bd n u al others amp herausgegeben von".split())
TEI = "{http://www.tei-c.org/ns/1.0}"


def plain(words):
    """The words that count."""
    return " ".join(w for w in re.findall(r"\w+", words.lower()) if w not in TIES)


def read(lines, *flags):
    """What fonds finds in each line."""
    done = subprocess.run([PROGRAM, *flags], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def fields(citations, rename):
    """Field name and words, names of one field put together."""
    together = collections.defaultdict(list)
    for citation in citations:
        for name, words in citation["fields"]:
            name = rename.get(name, name)
            if name:
                together[name].append(words)
    return together


def score(title, cases, verbose):
    """Prints F1 by field; a case is (line, gold fields, found fields), fields a dict of lists of words."""
    right, gold, found = collections.Counter(), collections.Counter(), collections.Counter()
    for line, want, have in cases:
        for name in sorted(set(want) | set(have)):
            wanted = collections.Counter(filter(None, map(plain, want.get(name, []))))
            given = collections.Counter(filter(None, map(plain, have.get(name, []))))
            right[name] += sum((wanted & given).values())
            gold[name] += sum(wanted.values())
            found[name] += sum(given.values())
            if verbose and wanted != given:
                print(f"{name}: {sorted((wanted - given).elements())} read as {sorted((given - wanted).elements())}\n    {line}")
    f1 = lambda tp, s, g: 2 * tp / (s + g) if s + g else 0
    whole = f1(sum(right.values()), sum(found.values()), sum(gold.values()))
    print(f"{title}: {len(cases)} lines, field F1 {whole:.3f}")
    for name in sorted(gold, key=lambda n: -gold[n]):
        print(f"    {name:10} {f1(right[name], found[name], gold[name]):.3f}  ({gold[name]})")


def anystyle(path, verbose):
    names = {"author": "author", "editor": "editor", "date": "date", "pages": "pages", "publisher": "publisher", "location": "place", "volume": "volume", "title": "title", "journal": "title", "container-title": "title"}
    mine = {"title.m": "title", "title.a": "title", "title.j": "title", "pubPlace": "place", "page": "pages", "issue": "volume", "author": "author", "editor": "editor", "publisher": "publisher", "date": "date", "volume": "volume"}
    lines, wants = [], []
    for sequence in ET.parse(path).getroot():
        line, want = [], collections.defaultdict(list)
        for field in sequence:
            words = (field.text or "").strip()
            line.append(words)
            if field.tag in names:
                want[names[field.tag]].append(words)
        lines.append(" ".join(line))
        wants.append(want)
    found = read(lines, "--entries")
    cases = []
    for line, want, citations in zip(lines, wants, found):
        have = fields(citations, {**collections.defaultdict(str), **{k: mine.get(k, "") for c in citations for k, _ in c["fields"]}})
        for name in ("author", "editor", "volume", "place", "publisher"):
            for side in (want, have):
                if side.get(name):
                    side[name] = [" ".join(side[name])]
        cases.append((line, want, have))
    score("AnyStyle core", cases, verbose)


def linkedbooks(path, verbose):
    names = {"author": "author", "title": "title", "publicationplace": "place", "year": "date", "publisher": "publisher", "pagination": "pages", "archive_lib": "archive", "archivalreference": "archive", "volume": "volume"}
    mine = {"title.m": "title", "title.a": "title", "title.j": "title", "pubPlace": "place", "page": "pages", "author": "author", "publisher": "publisher", "date": "date", "volume": "volume", "repository": "archive"}
    lines, wants = [], []
    for row in open(path, encoding="utf-8"):
        case = json.loads(row)
        want = collections.defaultdict(list)
        before = None
        for token, tag in zip(case["tokens"], case["tags"]):
            if tag == before:
                want[names.get(tag, "")][-1] += " " + token
            else:
                want[names.get(tag, "")].append(token)
            before = tag
        want.pop("", None)
        lines.append(case["text"])
        wants.append(want)
    found = read(lines, "--entries")
    cases = []
    for line, want, citations in zip(lines, wants, found):
        have = fields(citations, {k: mine.get(k, "") for c in citations for k, _ in c["fields"]})
        for side in (want, have):
            for name in ("author", "title"):
                if side.get(name):
                    side[name] = [" ".join(side[name])]
        cases.append((line, want, have))
    score("LinkedBooks", cases, verbose)


def footnotes(path, verbose):
    mine = {"title.m": "title", "title.a": "title", "title.j": "title", "pubPlace": "place", "page": "pages", "issue": "volume", "author": "author", "editor": "editor", "publisher": "publisher", "date": "date", "volume": "volume", "chapter": "chapter"}
    root = ET.parse(path).getroot()
    space = root.tag.split("}")[0] + "}"
    lines, wants = [], []
    for instance in root.iter(space + "instance"):
        line = re.sub(r"^\s*\d+\s+", "", "".join(instance.find(space + "input").itertext()).strip())
        want = collections.defaultdict(list)
        for output in instance.findall(space + "output")[:1]:
            for field in output.iter():
                name = field.tag.replace(TEI, "")
                words = "".join(field.itertext())
                if name in ("author", "editor", "title", "date", "publisher"):
                    want[name].append(words)
                elif name == "pubPlace":
                    want["place"].append(words)
                elif name in ("biblScope", "citedRange"):
                    unit = field.get("unit")
                    want[{"page": "pages", "volume": "volume", "issue": "volume", "chapter": "chapter"}.get(unit, "other")].append(words)
        want.pop("other", None)
        lines.append(re.sub(r"\s+", " ", line))
        wants.append(want)
    found = read(lines)
    cases = [(line, want, fields(citations, {k: mine.get(k, "") for c in citations for k, _ in c["fields"]})) for line, want, citations in zip(lines, wants, found)]
    score(os.path.basename(path), cases, verbose)


def main():
    folder, verbose = next((a for a in sys.argv[1:] if not a.startswith("-")), "."), "--verbose" in sys.argv
    sets = {"anystyle-core.xml": anystyle, "linkedbooks-valid.jsonl": linkedbooks}
    for name in sorted(os.listdir(folder)):
        if name in sets:
            sets[name](os.path.join(folder, name), verbose)
        elif name.endswith(".xml"):
            footnotes(os.path.join(folder, name), verbose)


if __name__ == "__main__":
    main()
