"""What ocr.sh, scans.py and memory.py share: how texts are compared, and how a command is run and measured."""
import re
import resource
import subprocess
import time
import unicodedata


def plain(text):
    """Writes a text as it is compared."""
    text = unicodedata.normalize("NFKC", text.replace("\u00ad", "-"))
    text = re.sub("[‘’‛`´′]", "'", text)
    text = re.sub("[“”„«»″]|''", '"', text)
    text = re.sub("[‐‑–—―−]+|--+", "-", text)
    text = re.sub(r"(\w)-[ \t]*\n\s*(?=[^\W\dA-Z])", r"\1", text)
    text = re.sub(r"\s*-\s*", "-", text)
    return " ".join(text.split())


def distance(a, b):
    """Returns the edit distance of two sequences (Myers 1999, bit-parallel)."""
    if not a or not b:
        return max(len(a), len(b))
    where = {}
    for at, item in enumerate(a):
        where[item] = where.get(item, 0) | 1 << at
    top, mask = 1 << len(a) - 1, (1 << len(a)) - 1
    plus, minus, score = mask, 0, len(a)
    for item in b:
        same = where.get(item, 0)
        across = same | minus
        same |= ((same & plus) + plus) ^ plus
        up, down = minus | ~(same | plus) & mask, plus & same
        score += bool(up & top) - bool(down & top)
        up = up << 1 | 1
        plus, minus = (down << 1 | ~(across | up)) & mask, up & across & mask
    return score


def run(command, **more):
    """Runs a command; returns its output, its CPU seconds and its wall seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout, cpu, time.time() - start


def error_rates(pairs):
    """Returns character and word error rate, in per cent, of pairs of truth and reading."""
    characters = sum(distance(a, b) for a, b in pairs) / sum(len(a) for a, _ in pairs)
    words = sum(distance(a.split(), b.split()) for a, b in pairs) / sum(len(a.split()) for a, _ in pairs)
    return 100 * characters, 100 * words
