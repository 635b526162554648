#!/usr/bin/env bash
# peers.sh [PDF] [RUNS]: the CPU time (user and system, median of RUNS, 7 unless told) and the peak memory (of the largest
# process) that `fonds convert`, pdftotext and, where it is installed, mutool take for one PDF, and the ratio to pdftotext.
#
# FONDS names another program than target/release/fonds. The programs take turns, so that a busy moment meets all of them.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
book="$here/../shared/corpus/bench/freeculture.pdf"
[ -f "$book" ] || book="$here/input/article.pdf"
pdf=${1:-$book}
runs=${2:-7}
fonds=${FONDS:-$here/target/release/fonds}

[ -f "$pdf" ] || { echo "there is no file $pdf" >&2; exit 2; }
[ -x "$fonds" ] || { echo "there is no $fonds; build it with: cargo build --release" >&2; exit 2; }
command -v pdftotext >/dev/null || {
  echo "pdftotext is missing (Debian: apt-get install poppler-utils, macOS: brew install poppler)" >&2
  exit 2
}
gnu_time=$(type -P time || true)
command -v gtime >/dev/null && gnu_time=$(type -P gtime)
if ! { [ -n "$gnu_time" ] && "$gnu_time" -f %M true >/dev/null 2>&1; }; then
  echo "GNU time is missing, so no memory is shown (Debian: apt-get install time, macOS: brew install gnu-time)" >&2
  gnu_time=
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# measure NAME COMMAND...: adds a line `user system kilobytes` to the file of that name
measure() {
  local name=$1
  shift
  if [ -n "$gnu_time" ]; then
    "$gnu_time" -q -o "$work/one" -f '%U %S %M' "$@" >/dev/null 2>"$work/said" || failed "$name" "$@"
    cat "$work/one" >>"$work/$name.times"
  else
    local TIMEFORMAT='%U %S 0'
    { time "$@" >/dev/null 2>"$work/said" || failed "$name" "$@"; } 2>>"$work/$name.times"
  fi
}

failed() {
  local name=$1
  shift
  echo "$name failed: $*" >&2
  tail -n 5 "$work/said" >&2
  exit 2
}

peers=(fonds pdftotext)
command -v mutool >/dev/null && peers+=(mutool)
for ((run = 0; run < runs; run++)); do
  measure fonds "$fonds" convert "$pdf" --output "$work/out-$run"
  measure pdftotext pdftotext "$pdf" "$work/text"
  if [ "${#peers[@]}" -eq 3 ]; then
    measure mutool mutool draw -q -F text -o "$work/text" "$pdf"
  fi
done

# Prints the medians of CPU seconds and the highest memory of a peer.
summary() {
  awk '{ print $1 + $2 }' "$work/$1.times" | sort -n | awk '{ t[NR] = $1 } END {
    print (NR % 2 ? t[(NR + 1) / 2] : (t[NR / 2] + t[NR / 2 + 1]) / 2) }'
  awk '$3 > most { most = $3 } END { printf "%.0f\n", most / 1024 }' "$work/$1.times"
}

echo "$(basename "$pdf"), $runs runs each"
printf '%-10s %14s %14s %14s\n' program "CPU s, median" "/ pdftotext" "peak MB"
read -r base < <(summary pdftotext)
for peer in "${peers[@]}"; do
  { read -r cpu; read -r memory; } < <(summary "$peer")
  [ -n "$gnu_time" ] || memory=–
  ratio=$(awk -v a="$cpu" -v b="$base" 'BEGIN { if (b > 0) printf "%.2f", a / b; else printf "–" }')
  printf '%-10s %14s %14s %14s\n' "$peer" "$cpu" "$ratio" "$memory"
done
