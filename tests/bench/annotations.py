"""What fonds and a truth hold of dates and figures, for the scripts beside this file.

Needs the example `annotations`, built with `cargo build --release --example annotations`; the environment variable
ANNOTATIONS names another build.
"""
import json, os, pathlib, re, subprocess, time

PROGRAM = os.environ.get("ANNOTATIONS") or pathlib.Path(__file__).parents[2] / "target/release/examples/annotations"


def annotate(texts, language="en"):
    """What fonds finds in each text, a list of paragraphs; and the seconds it took."""
    lines = [json.dumps({"lang": language, "paragraphs": text}) for text in texts]
    start = time.perf_counter()
    done = subprocess.run([PROGRAM], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    return [json.loads(line)["found"] for line in done.stdout.splitlines()], seconds


def pair(wanted, found):
    """Pairs what is wanted with what is found by overlap: (wanted, found or None), in order; and what is left over."""
    free, pairs = list(found), []
    for want in wanted:
        hit = next((f for f in free if f["paragraph"] == want["paragraph"] and f["start"] < want["end"] and f["end"] > want["start"]), None)
        if hit is not None and hit["end"] <= want["end"]:
            free.remove(hit)
        pairs.append((want, hit))
    used = [id(hit) for _, hit in pairs if hit]
    return pairs, [f for f in found if id(f) not in used]


def last_day(year, month):
    return 31 if month in (1, 3, 5, 7, 8, 10, 12) else 30 if month != 2 else 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28


def ends(value):
    """All moments that a value of fonds names."""
    return [value[k] for k in ("when", "from", "to", "notBefore", "notAfter") if k in value]
