#!/usr/bin/env python3
"""dates.py DIR [--verbose]: recall and value accuracy of the dates that fonds finds in public texts.

DIR holds `dates/*.key.xml` (WikiWars, TIMEX2) and `frus/*.pages.jsonl` (diplomatic papers, the dates that their editors
tagged); sets that are not there are passed over. Of TIMEX2 only calendar expressions count: what names no year, month, decade or
century by itself (durations, `the next day`, weekdays, seasons without a year) is no date of an edition.
"""
import collections, glob, html, json, re, sys

from annotations import annotate, last_day, pair

MONTHS = "january february march april may june july august september october november december".split()
MONTH = "|".join(MONTHS) + "|" + "|".join(m[:3] for m in MONTHS) + "|sept"
DECADES = "twenties thirties forties fifties sixties seventies eighties nineties"
TAG = re.compile(r"<TIMEX2([^>]*)>|</TIMEX2>")


def timex(path):
    """The paragraphs of a key file, and its expressions with their places."""
    source = open(path, encoding="utf-8").read()
    source = source[source.index("<TEXT>") + 6 : source.index("</TEXT>")]
    paragraphs, wanted = [], []
    for block in re.split(r"\n\s*\n", source):
        block = block.strip()
        if not block:
            continue
        text, open_tags, at = "", [], 0
        for tag in TAG.finditer(block):
            text += html.unescape(re.sub(r"<[^>]*>", "", block[at : tag.start()])).replace("\n", " ")
            at = tag.end()
            if tag[0].startswith("</"):
                start, attributes = open_tags.pop()
                wanted.append({"paragraph": len(paragraphs), "start": start, "end": len(text), "text": text[start:], **attributes})
            else:
                open_tags.append((len(text), dict(re.findall(r'(\w+)="([^"]*)"', tag[1]))))
        text += html.unescape(re.sub(r"<[^>]*>", "", block[at:])).replace("\n", " ")
        paragraphs.append(text)
    wanted.sort(key=lambda w: (w["paragraph"], w["start"], -w["end"]))
    return paragraphs, wanted


def is_calendar(want):
    """Tells whether an expression names a time of the calendar by itself and is a single one."""
    words, value = want["text"].lower(), want.get("val", "")
    if want.get("set") or value.startswith(("P", "T")) or not re.match(r"(BC)?[0-9]", value) or "-W" in value:
        return False
    if re.search(r"\b(ago|later|earlier|previous|next|following|before|after|same|last|this|that year|coming|ensuing)\b", words):
        return False
    named = rf"\b({MONTH})\b|\b[12][0-9]{{3}}\b|[0-9]0s|\bb\.?c|century|centuries|\b({DECADES.replace(' ', '|')})\b"
    return bool(re.search(named, words)) or bool(re.fullmatch(r"[0-9]{1,4}", words))


def expected(want):
    """The values that an edition may give to an expression: pairs of the first and the last moment."""
    value, mod = want["val"], want.get("mod")
    value = re.sub(r"T.*", "", value)
    bc = value.startswith("BC")
    number = value.removeprefix("BC")
    window = {"START": 0, "EARLY": 0, "MID": 1, "END": 2, "LATE": 2}.get(mod)
    if bc and (m := re.fullmatch(r"\d{2,3}", number)):
        # Decades and centuries before our era count back.
        length = 10 if len(number) == 3 else 100
        first, last = (int(number) + 1) * length - (length == 10), int(number) * length + (length == 100)
        thirds = [(first, first - 3), (first - 4, last + 3), (last + 3, last)] if length == 10 else [(first, first - 32), (first - 33, last + 34), (last + 33, last)]
        a, b = thirds[window] if window is not None else (first, last)
        return [(f"-{a:04}", f"-{b:04}")]
    if bc:
        own = expected({"val": number, **({"mod": mod} if mod else {})})
        return [("-" + a.rjust(4, "0"), "-" + b.rjust(4, "0")) for a, b in own]
    if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", number):
        year, first = int(m[1]), {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[m[2]]
        last = f"{year + 1:04}-02" if first == 12 else f"{year:04}-{first + 2:02}"
        return [(f"{year:04}-{first:02}", last)]
    if m := re.fullmatch(r"(\d{4})-(Q|H)(\d)", number):
        length = 3 if m[2] == "Q" else 6
        last = int(m[3]) * length
        return [(f"{m[1]}-{last - length + 1:02}", f"{m[1]}-{last:02}")]
    if re.fullmatch(r"\d{3}", number):
        first = int(number) * 10
        parts = [(first, first + 3), (first + 4, first + 6), (first + 6, first + 9)]
        a, b = parts[window] if window is not None else (first, first + 9)
        return [(str(a), str(b))]
    if re.fullmatch(r"\d{2}", number):
        first = int(number) * 100 + 1
        parts = [(first, first + 32), (first + 33, first + 65), (first + 66, first + 99)]
        a, b = parts[window] if window is not None else (first, first + 99)
        return [(str(a), str(b))]
    if window is not None and re.fullmatch(r"\d{4}", number):
        a, b = [("01", "04"), ("05", "08"), ("09", "12")][window]
        return [(f"{number}-{a}", f"{number}-{b}")]
    if window is not None and (m := re.fullmatch(r"(\d{4})-(\d\d)", number)):
        a, b = [(1, 10), (11, 20), (21, last_day(int(m[1]), int(m[2])))][window]
        return [(f"{number}-{a:02}", f"{number}-{b:02}")]
    return [(number, number)]


def agrees(want, value):
    """Tells whether a value of fonds is the one wanted, or one end of a range is."""
    first = value.get("when") or value.get("from") or value.get("notBefore")
    last = value.get("when") or value.get("to") or value.get("notAfter")
    moments = [m for m in (first, last) if m]
    for a, b in expected(want):
        if (first or last, last or first) == (a, b) or a == b and a in moments:
            return True
    return False


def why(want, hit):
    """A word for the kind of miss."""
    words, value = want["text"].lower(), want["val"]
    if hit is None:
        if re.fullmatch(r"[0-9]{1,3}", words):
            return "missed: figures of one to three digits alone"
        if re.search(r"\bbc\b|b\.c|bce", words) or value.startswith("BC"):
            return "missed: before our era"
        if re.fullmatch(rf"(the )?({MONTH})", words):
            return "missed: month alone"
        if re.search(DECADES.replace(" ", "|"), words):
            return "missed: decade in words"
        return "missed: other"
    kind = "year inferred" if hit.get("cert") else "as written"
    if want.get("mod") and want["mod"] not in ("START", "MID", "END"):
        return f"value: modifier {want['mod']}"
    if not re.search(r"[12][0-9]{3}|bc", words):
        return "value: year inferred otherwise" if kind == "year inferred" else "value: year left open"
    return "value: " + kind


def wikiwars(folder, verbose):
    totals, table = collections.Counter(), collections.Counter()
    files = sorted(glob.glob(f"{folder}/dates/*.key.xml"))
    documents = [timex(path) for path in files]
    found, seconds = annotate([paragraphs for paragraphs, _ in documents])
    for path, (paragraphs, wanted), hits in zip(files, documents, found):
        calendar = [w for w in wanted if is_calendar(w)]
        # An expression inside a larger one, as the year of a day, is part of that.
        calendar = [w for w in calendar if not any(o is not w and o["paragraph"] == w["paragraph"] and o["start"] <= w["start"] and w["end"] <= o["end"] for o in calendar)]
        pairs, extra = pair(calendar, [h for h in hits if h["kind"] == "date"])
        right = sum(1 for w, h in pairs if h and agrees(w, h["value"]))
        hit = sum(1 for _, h in pairs if h)
        others = [w for w in wanted if w not in calendar]
        false = [h for h in extra if not any(w["paragraph"] == h["paragraph"] and w["start"] < h["end"] and h["start"] < w["end"] for w in others)]
        totals.update(wanted=len(pairs), hit=hit, right=right, false=len(false))
        for w, h in pairs:
            if not h or not agrees(w, h["value"]):
                table[why(w, h)] += 1
                if verbose:
                    around = paragraphs[w["paragraph"]][max(0, w["start"] - 60) : w["end"] + 40]
                    print(f"{why(w, h)}: {w['text']!r} {w['val']} {w.get('mod', '')} -> {h and (h['text'], h['value'])}\n      …{around}…")
        if verbose:
            for h in false:
                around = paragraphs[h["paragraph"]][max(0, h["start"] - 60) : h["end"] + 40]
                print(f"not tagged there: {h['text']!r} {h['value']}\n      …{around}…")
    report("WikiWars", totals, table, seconds)


def frus(folder, verbose):
    totals, table = collections.Counter(), collections.Counter()
    pages = []
    for path in sorted(glob.glob(f"{folder}/frus/*.pages.jsonl")):
        pages += [json.loads(line) for line in open(path, encoding="utf-8")]
    found, seconds = annotate([page["text"].split("\n") for page in pages])
    for page, hits in zip(pages, found):
        starts = [0]
        for line in page["text"].split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        # An empty line is no paragraph, but keeps its number here: none is made of it there.
        wanted = []
        for date in page["dates"]:
            line = max(i for i, start in enumerate(starts) if start <= date["start"])
            wanted.append({"paragraph": line, "start": date["start"] - starts[line], "end": date["end"] - starts[line], "text": date["text"], "val": date.get("when", "")})
        wanted = [w for w in wanted if re.match(r"\d{4}", w["val"])]
        pairs, _ = pair(wanted, [h for h in hits if h["kind"] == "date"])
        totals.update(wanted=len(pairs), hit=sum(1 for _, h in pairs if h), right=sum(1 for w, h in pairs if h and agrees(w, h["value"])))
        for w, h in pairs:
            if not h or not agrees(w, h["value"]):
                table["missed" if not h else "value"] += 1
                if verbose:
                    print(f"{w['text']!r} {w['val']} -> {h and (h['text'], h['value'])}")
    report("frus", totals, table, seconds)


def report(title, totals, table, seconds):
    if not totals["wanted"]:
        return
    hit, right, wanted = totals["hit"], totals["right"], totals["wanted"]
    print(f"{title}: {wanted} dates, recall {hit / wanted:.3f}, value accuracy {right / max(hit, 1):.3f} (of all {right / wanted:.3f}), not tagged there {totals['false']}, {seconds:.2f} s")
    for reason, count in table.most_common():
        print(f"    {count:4}  {reason}")


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    if len(arguments) != 1:
        sys.exit(__doc__)
    wikiwars(arguments[0], "--verbose" in sys.argv)
    frus(arguments[0], "--verbose" in sys.argv)
