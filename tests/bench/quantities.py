#!/usr/bin/env python3
"""quantities.py DIR [--verbose]: the figures that fonds finds in the sentences of quantulum3, as far as its policy is ours.

DIR holds `quantities/quantities.json`. Left out are units of physics and of computing, units with `per`, powers of ten,
years, numbers that are names (`Voyager 2`), and numbers in words that count nothing. A range there is its middle.
"""
import collections, json, re, sys

from annotations import annotate, pair

UNITS = {"dimensionless": "count fraction", "dollar": "USD", "euro": "EUR", "pound sterling": "GBP", "percentage": "percent", "tonne": "ton", "pound-mass": "pound", "degree Celsius": "degree", "degree fahrenheit": "degree"}
PLAIN = "metre mile inch year day month week hour kilometre gallon litre ton milligram kilogram cent penny foot acre hectare minute".split() + ["square kilometre", "square mile", "cubic kilometre"]


def is_ours(result, sentence):
    """Tells whether an edition would tag a quantity too."""
    surface, unit = result["surface"], result["unit"]
    if unit not in UNITS and unit not in PLAIN or re.search(r"\^|×|e[-+]?\d|absolute|\bper\b|/[a-z]", surface):
        return False
    if unit == "dimensionless":
        before = sentence[: sentence.find(surface)].split(" ")
        named = len(before) > 1 and before[-2][:1].isupper() and len(before) > 2
        return bool(re.match(r"[0-9]", surface)) and not named and not re.fullmatch(r"[12][0-9]{3}|[0-9]+s?-?century", surface)
    return True


def middle(value):
    """The number that a value of fonds stands for."""
    if "min" in value:
        return (float(value["min"]) + float(value["max"])) / 2
    return float(next(value[k] for k in ("quantity", "atLeast", "atMost") if k in value))


def main(folder, verbose):
    sentences = json.load(open(f"{folder}/quantities/quantities.json", encoding="utf-8"))
    found, seconds = annotate([[s["req"]] for s in sentences])
    totals = collections.Counter()
    for sentence, hits in zip(sentences, found):
        wanted, others, at = [], [], 0
        for result in sentence["res"]:
            start = sentence["req"].find(result["surface"], at)
            start = start if start >= 0 else sentence["req"].find(result["surface"])
            at = start + len(result["surface"]) if start >= 0 else at
            want = {"paragraph": 0, "start": start, "end": start + len(result["surface"]), **result}
            (wanted if is_ours(result, sentence["req"]) else others).append(want)
        pairs, extra = pair(wanted, [h for h in hits if h["kind"] == "figure"])
        # What is no quantity of ours may still be one.
        extra = [h for h in extra if not any(o["start"] < h["end"] and h["start"] < o["end"] for o in others)]
        totals.update(wanted=len(pairs), hit=sum(1 for _, h in pairs if h), found=sum(1 for _, h in pairs if h) + len(extra))
        for want, hit in pairs:
            units = UNITS.get(want["unit"], want["unit"]).split(" ") if " " not in want["unit"] else [UNITS.get(want["unit"], want["unit"])]
            right = bool(hit) and abs(middle(hit["value"]) - want["value"]) <= 1e-4 * abs(want["value"]) and hit["value"]["unit"] in units
            totals["right"] += right
            if verbose and not right:
                print(f"{want['surface']!r} {want['value']} {want['unit']} -> {hit and (hit['text'], hit['value'])}\n      {sentence['req']}")
        if verbose:
            for hit in extra:
                print(f"not there: {hit['text']!r} {hit['value']}\n      {sentence['req']}")
    both = totals["wanted"] + totals["found"]
    print(f"quantities: {totals['wanted']}, overlap F1 {2 * totals['hit'] / both:.3f}, value F1 {2 * totals['right'] / both:.3f}, {seconds:.2f} s")


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    if len(arguments) != 1:
        sys.exit(__doc__)
    main(arguments[0], "--verbose" in sys.argv)
