#!/usr/bin/env python3
"""references.py DIR [--verbose]: field F1 of the citations that fonds reads in public reference strings, by set.

DIR holds anystyle-core.xml (AnyStyle's training set), linkedbooks-valid.jsonl (LinkedBooks) and the annotated footnotes of
bibliographic-tei (*.xml with <instance>); sets that are not there are passed over. Needs the example `references`, built with
`cargo build --release --example references` (REFERENCES names another program), and nothing but Python 3. A field is right
where its words are, without labels, marks and the words that tie names.

A table tells for each field how many there are, the F1 of fonds, that of refextract (PyPI, 1.1.7) where it is installed beside this
Python, and what became of those that fonds missed: `longer` or `shorter` than they are, read as another field, or in no field.
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


def refextract():
    """What refextract finds in a line, as field name and words; None where it is not installed."""
    try:
        from refextract import extract_references_from_string
    except ImportError:
        return None
    names = {"author": "author", "year": "date", "title": "title", "journal_title": "title", "publisher": "publisher", "journal_volume": "volume", "journal_issue": "volume", "journal_page": "pages"}

    def extract(line):
        have = collections.defaultdict(list)
        for found in extract_references_from_string(line, is_only_references=True):
            for key, name in names.items():
                have[name] += [str(words) for words in found.get(key, [])]
        return have

    return extract


def missed(want, have):
    """Why fields that are wanted are not there: of each wrong one its name and what became of it."""
    for name, words in want.items():
        wanted = collections.Counter(filter(None, map(plain, words)))
        given = collections.Counter(filter(None, map(plain, have.get(name, []))))
        for lost in (wanted - given).elements():
            others = ((other, plain(w)) for other, ws in have.items() if other != name for w in ws)
            where = next((f"in {other}" for other, w in others if lost in w), None)
            if any(lost in w for w in given):
                where = "longer"
            elif any(w in lost for w in given):
                where = "shorter"
            yield name, where or "in none"


def score(title, cases, verbose):
    """Prints a table of the fields; a case is (line, gold fields, found fields), fields a dict of lists of words."""
    peer = refextract()
    tallies = {"fonds": collections.defaultdict(collections.Counter), "refextract": collections.defaultdict(collections.Counter)}
    gold, why = collections.Counter(), collections.defaultdict(collections.Counter)
    for line, want, have in cases:
        readings = {"fonds": have}
        if peer:
            readings["refextract"] = peer(line)
            for name, words in want.items():
                # Where the truth has one field of its kind, so has the reading.
                if len(words) == 1 and readings["refextract"].get(name):
                    readings["refextract"][name] = [" ".join(readings["refextract"][name])]
        for name in want:
            gold[name] += len(list(filter(None, map(plain, want[name]))))
        for who, reading in readings.items():
            for name in sorted(set(want) | set(reading)):
                wanted = collections.Counter(filter(None, map(plain, want.get(name, []))))
                given = collections.Counter(filter(None, map(plain, reading.get(name, []))))
                tallies[who][name].update(right=sum((wanted & given).values()), gold=sum(wanted.values()), found=sum(given.values()))
                if verbose and who == "fonds" and wanted != given:
                    print(f"{name}: {sorted((wanted - given).elements())} read as {sorted((given - wanted).elements())}\n    {line}")
        for name, where in missed(want, have):
            why[name][where] += 1
    f1 = lambda t: 2 * t["right"] / (t["found"] + t["gold"]) if t["found"] + t["gold"] else 0
    total = {who: f1(sum(tally.values(), collections.Counter())) for who, tally in tallies.items()}
    beside = f", refextract {total['refextract']:.3f}" if peer else ""
    print(f"{title}: {len(cases)} lines, field F1 {total['fonds']:.3f}{beside}")
    for name in sorted(gold, key=lambda n: (-gold[n], n)):
        beside = f"{f1(tallies['refextract'][name]):10.3f}" if peer else ""
        reasons = ", ".join(f"{where} {n}" for where, n in sorted(why[name].items(), key=lambda r: (-r[1], r[0]))[:4])
        print(f"    {name:10} {gold[name]:5} {f1(tallies['fonds'][name]):7.3f}{beside}   missed: {reasons or 'none'}")


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
