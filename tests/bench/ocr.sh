#!/usr/bin/env bash
# tests/bench/ocr.sh CORPUS [--pages N] [--book NAME] [--two] [--correct]: character recognition of fonds beside `tesseract` and
# `ocrmypdf` + `pdftotext -layout`, on the pages of a folder, in one table.
#
# CORPUS/pdf/NAME.pdf are scans, CORPUS/pdf/NAME.pages.tsv has a line "page<TAB>stem" a page, CORPUS/truth/STEM.txt is the text of
# a page. --pages N takes the first N pages of each book that have letters enough to count; --two measures two threads against two processes too;
# --correct the precision and recall of `fonds convert --correct` alone: a correction is right if it brings its page nearer to the truth, and recall is
# the share of right ones of all words that differ.
# Needs Python 3, tesseract, pdftoppm, pdftotext, and ocrmypdf where it is there; FONDS names the program to measure.
#
# CER and WER are edit distances to the page texts over their lengths, summed over a book. For all alike words broken at line
# ends are joined, quotation marks and dashes are written one way and white space counts once. CPU is user and system time of
# the processes over pages; tesseract gets its pages as images, and making them is not counted.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PYTHONPATH=tests/bench PYTHONDONTWRITEBYTECODE=1 OMP_THREAD_LIMIT=1 FONDS="${FONDS:-target/release/fonds}"
exec python3 - "$@" <<'PYTHON'
import os, re, shutil, subprocess, sys, tempfile, time
from ocr_score import distance, error_rates, plain, run

arguments = sys.argv[1:]
def option(name, default=None):
    return arguments[arguments.index(name) + 1] if name in arguments else default
corpus = arguments[0]
corrects = "--correct" in arguments
most, only, two = int(option("--pages", 10**6)), option("--book"), "--two" in arguments
FONDS = os.environ["FONDS"]

def by_fonds(pdf, pages, work):
    span = f"{pages[0]}-{pages[-1]}"
    _, cpu, wall = run([FONDS, "convert", pdf, "--lang", "en", "--pages", span, "--jobs", "1", "--force", "--output", work])
    edition = os.path.join(work, os.path.basename(pdf).replace(".pdf", ".xml"))
    text, _, _ = run([FONDS, "text", "--as-read", edition])
    return text.split("\f"), cpu, wall

def corrected(pdf, pages, truth, work):
    """Returns how many corrections are right, all of them, and how many words are wrong; prints the wrong ones."""
    span = f"{pages[0]}-{pages[-1]}"
    run([FONDS, "convert", pdf, "--lang", "en", "--pages", span, "--correct", "--force", "--output", work])
    edition = os.path.join(work, os.path.basename(pdf).replace(".pdf", ".xml"))
    text, _, _ = run([FONDS, "text", "--as-read", edition])
    with open(edition, encoding="utf-8") as file:
        parts = re.split(r'<pb [^>]*facs="#f(\d+)"', file.read())
    right, every, wrong = 0, 0, 0
    for page, read in zip(pages, text.split("\f")):
        read = plain(read)
        wrong += distance(truth[page].split(), read.split())
        body = "".join(parts[at + 1] for at in range(1, len(parts), 2) if int(parts[at]) == page)
        for sic, corr in re.findall(r"<choice><sic>(.*?)</sic><corr[^>]*>(.*?)</corr></choice>", body):
            put_right = re.sub(rf"\b{re.escape(sic)}\b", corr, read, count=1)
            nearer = distance(truth[page], put_right) < distance(truth[page], read)
            right, every = right + nearer, every + 1
            print(f"{os.path.basename(pdf)}, p. {page}: {sic} -> {corr}{'' if nearer else ' WRONG'}", file=sys.stderr)
    return right, every, wrong

def images(pdf, pages, work):
    made = []
    for page in pages:
        stem = os.path.join(work, f"p{page}")
        subprocess.run(["pdftoppm", "-r", "300", "-gray", "-png", "-singlefile", "-f", str(page), "-l", str(page), pdf, stem], check=True)
        made.append(stem + ".png")
    return made

def tesseract(pages, work, name):
    listed = os.path.join(work, name)
    with open(listed, "w") as file:
        file.write("\n".join(pages) + "\n")
    return ["tesseract", listed, "-", "-l", "eng"]

def by_tesseract(pages, work):
    text, cpu, wall = run(tesseract(pages, work, "list.txt"))
    return text.split("\f"), cpu, wall

def by_ocrmypdf(pdf, pages, work):
    layered = os.path.join(work, "layer.pdf")
    command = ["ocrmypdf", "--output-type", "pdf", "--jobs", "1", "-l", "eng", "--pages", f"{pages[0]}-{pages[-1]}", pdf, layered]
    _, cpu, wall = run(command)
    text, more, longer = run(["pdftotext", "-layout", "-f", str(pages[0]), "-l", str(pages[-1]), layered, "-"])
    return text.split("\f"), cpu + more, wall + longer

def side_by_side(first, second):
    start = time.time()
    running = [subprocess.Popen(c, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for c in (first, second)]
    for process in running:
        process.wait()
    return time.time() - start

if corrects:
    print("| book | pages | corrections | right | precision % | wrong words | recall % |\n|---|---|---|---|---|---|---|")
else:
    print("| book | pages | program | CER % | WER % | CPU s/page | of tesseract |")
    print("|---|---|---|---|---|---|---|")
for file in sorted(os.listdir(os.path.join(corpus, "pdf"))):
    book, extension = os.path.splitext(file)
    if extension != ".pdf" or only not in (None, book):
        continue
    pdf = os.path.join(corpus, "pdf", file)
    with open(os.path.join(corpus, "pdf", book + ".pages.tsv")) as table:
        rows = [line.split("\t")[:2] for line in table.read().splitlines() if line]
    truth = {int(page): plain(open(os.path.join(corpus, "truth", stem.strip() + ".txt"), encoding="utf-8-sig").read()) for page, stem in rows}
    pages = sorted(truth)[:most]
    with tempfile.TemporaryDirectory() as work:
        if corrects:
            right, every, wrong = corrected(pdf, pages, truth, work)
            rates = f"{100 * right / max(every, 1):.1f} | {wrong} | {100 * right / max(wrong, 1):.1f}"
            print(f"| {book} | {len(pages)} | {every} | {right} | {rates} |", flush=True)
            continue
        scans = images(pdf, pages, work)
        read = {"fonds": by_fonds(pdf, pages, work), "tesseract": by_tesseract(scans, work)}
        if shutil.which("ocrmypdf"):
            read["ocrmypdf"] = by_ocrmypdf(pdf, pages, work)
        base = read["tesseract"][1]
        for program, (texts, cpu, _) in read.items():
            texts = [plain(text) for text in texts] + [""] * len(pages)
            if keep := os.environ.get("KEEP"):
                os.makedirs(keep, exist_ok=True)
                for page, text in zip(pages, texts):
                    for name, words in ((program, text), ("truth", truth[page])):
                        open(os.path.join(keep, f"{book}-{page:03}.{name}.txt"), "w").write(words.replace(" ", "\n") + "\n")
            pairs = [(truth[page], text) for page, text in zip(pages, texts)]
            characters, words = error_rates(pairs)
            print(f"| {book} | {len(pages)} | {program} | {characters:.2f} | {words:.2f} | {cpu / len(pages):.2f} | {cpu / base:.2f} |", flush=True)
        if two:
            halves = [tesseract(scans[at::2], work, f"half{at}.txt") for at in (0, 1)]
            theirs = side_by_side(*halves)
            start = time.time()
            run([FONDS, "convert", pdf, "--lang", "en", "--pages", f"{pages[0]}-{pages[-1]}", "--jobs", "2", "--force", "--output", work])
            ours = time.time() - start
            print(f"| {book} | {len(pages)} | two threads: fonds {60 * len(pages) / ours:.1f} pages a minute, two tesseract processes {60 * len(pages) / theirs:.1f} | | | | {theirs / ours:.2f} |", flush=True)
PYTHON
