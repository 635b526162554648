#!/usr/bin/env python3
"""heads.py DIR EDITIONS [--verbose] [--ready]: running heads, page numbers and line-end hyphens of scanned books against their page texts.

DIR holds pdf/BOOK.pdf with pdf/BOOK.pages.tsv (page, name of its text) and truth/NAME.txt, a page's text with its head in the
first line, its number there or in the last line, and no hyphens at line ends. EDITIONS/BOOK.xml is what fonds made of the book;
where it is not there the book is converted first (FONDS names the program), which takes minutes, or left out (--ready). Needs nothing but Python 3.

A head is a first line that another page of the book has too, but for its number, and no number of a chapter; it is right where at least four of five letters
are. A number is right as `pb/@n`, `read` where its `fw` has it. A hyphen is right where the page's text, or the next page's, has
the word as it was joined.
"""
import collections
import difflib
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.environ.get("FONDS", os.path.join(HERE, "../../target/release/fonds"))
TEI = "{http://www.tei-c.org/ns/1.0}"
NUMBER = r"(?:\d{1,3}|[ivxl]{1,7})"


def letters(line):
    """The letters of a line, in lower case, without a number at either end."""
    line = re.sub(rf"^\W*{NUMBER}\W+|\W+{NUMBER}\W*$", " ", line.strip())
    return "".join(re.findall(r"[^\W\d_]", line.lower()))


def alike(one, other):
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.8


def truth(folder, tsv):
    """Head (letters), number and words of each page."""
    with open(tsv, encoding="utf-8") as file:
        names = [line.split("\t")[1] for line in file if line.strip()]
    texts = [open(f"{folder}/truth/{name}.txt", encoding="utf-8").read() for name in names]
    lines = [[line.strip() for line in text.splitlines() if line.strip()] for text in texts]
    opens = re.compile(r"(chapter|part|book)\W+[\divxl]+\W*$", re.IGNORECASE)
    firsts = [letters(page[0]) if page and len(page[0]) < 70 and not opens.match(page[0]) else "" for page in lines]
    pages = []
    for at, page in enumerate(lines):
        shared = any(alike(firsts[at], other) for i, other in enumerate(firsts) if i != at and other)
        head = firsts[at] if len(firsts[at]) > 2 and shared else ""
        ends = [page[0], page[-1]] if page else []
        found = [re.fullmatch(rf"\W*({NUMBER})\W*", ends[1])] if ends else []
        if head:
            found += [re.match(rf"\W*({NUMBER})\W+", ends[0]), re.search(rf"\W({NUMBER})\W*$", ends[0])]
        number = next((m.group(1) for m in found if m), "")
        pages.append((head, number, words(" ".join(page)), names[at]))
    return pages


def words(text):
    return set(re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", text.lower().replace("’", "'")))


def edition(path):
    """Of each page: heads (letters), printed numbers, `pb/@n`, words broken at line ends."""
    pages, word, broken = [], "", False

    def close():
        nonlocal word, broken
        if broken and pages:
            pages[-1]["broken"].append(word.lower().replace("’", "'"))
        word, broken = "", False

    def text(string):
        nonlocal word
        for char in string or "":
            if char.isalnum() or (char in "-'’" and word):
                word += char
            else:
                close()

    def walk(element):
        nonlocal broken
        tag = element.tag.removeprefix(TEI)
        if tag == "pb":
            pages.append({"heads": [], "numbers": [], "n": element.get("n", ""), "broken": []})
        if tag in ("pb", "lb", "cb"):
            if element.get("break") == "no":
                broken = True
            else:
                close()
        elif tag == "fw":
            if pages:
                string = " ".join("".join(element.itertext()).split())
                pages[-1]["numbers" if element.get("type") == "pageNum" else "heads"].append(string)
        else:
            text(element.text)
            for child in element:
                walk(child)
            if tag in ("p", "head", "item", "note", "cell", "ab", "l"):
                close()
        text(element.tail)

    walk(ET.parse(path).getroot().find(f"{TEI}text"))
    return pages


def score(book, folder, editions, verbose):
    path = f"{editions}/{book}.xml"
    if not os.path.exists(path):
        command = [PROGRAM, "convert", f"{folder}/pdf/{book}.pdf", "--output", editions, "--timeout", "7200"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    counts = collections.Counter()
    pages, found = truth(folder, f"{folder}/pdf/{book}.pages.tsv"), edition(path)
    for at, (page, made) in enumerate(zip(pages, found)):
        head, number, own, name = page
        heads = [h for h in map(letters, made["heads"]) if len(h) > 2]
        right = [h for h in heads if head and alike(h, head)]
        counts["heads"] += bool(head)
        counts["made"] += len(heads)
        counts["right"] += bool(right)
        if head and not right:
            print(f"  {name}: no head {head!r}, but {made['heads']}") if verbose else None
        for h in heads:
            if h not in right:
                counts["false"] += 1
                print(f"  {name}: taken for a head {h!r}") if verbose else None
        counts["numbers"] += bool(number)
        counts["n"] += bool(number) and made["n"] == number
        counts["read"] += bool(number) and any(number in s.split() for s in made["numbers"] + made["heads"])
        if number and made["n"] != number:
            print(f"  {name}: number {number}, but {made['n']!r} {made['numbers']}") if verbose else None
        near = own | (pages[at + 1][2] if at + 1 < len(pages) else set())
        for word in made["broken"]:
            word = word.strip("-'")
            bare = word.replace("-", "")
            if word in near:
                counts["hyphens"] += 1
            elif any(bare == other.replace("-", "") for other in near):
                counts["hyphens wrong"] += 1
                print(f"  {name}: wrote {word!r}") if verbose else None
            else:
                # A letter misread, or no word of the page text.
                counts["hyphens misread"] += 1
    return len(found), counts


def main():
    folder, editions = [a for a in sys.argv[1:] if not a.startswith("--")]
    books = sorted(f.removesuffix(".pages.tsv") for f in os.listdir(f"{folder}/pdf") if f.endswith(".pages.tsv"))
    total = collections.Counter()
    for book in books:
        if "--ready" in sys.argv and not os.path.exists(f"{editions}/{book}.xml"):
            continue
        pages, counts = score(book, folder, editions, "--verbose" in sys.argv)
        total.update(counts)
        report(f"{book} ({pages} pages)", counts)
    report("all", total)


def report(name, c):
    print(
        f"{name}: heads {c['right']}/{c['heads']} found, {c['false']} of {c['made']} false; "
        f"numbers {c['n']}/{c['numbers']}, {c['read']} read; "
        f"hyphens {c['hyphens']} right, {c['hyphens wrong']} wrong, {c['hyphens misread']} in words misread"
    )


if __name__ == "__main__":
    main()
