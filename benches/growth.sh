#!/usr/bin/env bash
# How the whole review grows: people, actions, identity events and tickets together, 1×, 2×, 4× and 8×.
#
#   bash benches/growth.sh [PEOPLE] [BINARY]
#
# PEOPLE (default 2500) is the size of 1×, BINARY the release build (default target/release/misfire). Simulated
# folders with few log lines of no use (`--noise 0.2`) go to a temporary folder, or to $GROWTH_DIR, where they are
# kept for the next run. A warm-up run goes before. Printed per size: rows read, seconds by the clock, seconds of
# processor time, peak memory in MiB, and the last two against 1×, divided by the size: 1.00 is linear, and 1.20 at
# 8× the most that is accepted (then the script ends with 1). On a shared machine the processor time tells more than
# the clock; $GROWTH_RUNS runs are made of each size (default 3), in turn, and the fastest counts.
set -euo pipefail

base=${1:-2500}
binary=${2:-target/release/misfire}
runs=${GROWTH_RUNS:-3}
folder=${GROWTH_DIR:-$(mktemp -d)}
[[ -n ${GROWTH_DIR:-} ]] || trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder"

for times in 1 2 4 8; do
    people=$((base * times))
    [[ -d $folder/$people ]] ||
        "$binary" simulate "$folder/$people" --people "$people" --period 2026-Q3 --seed 1 --noise 0.2 >/dev/null
done

# seconds by the clock, seconds of the processor, KiB, rows
measure() {
    local people=$1 told=$folder/told
    /usr/bin/time -o "$folder/time" -f '%e %U %S %M' \
        "$binary" review "$folder/$people" --period 2026-Q3 --out "$folder/report" >/dev/null 2>"$told"
    awk -v rows="$(sed -n 's/^read \([0-9]*\) rows.*/\1/p' "$told")" '{ print $1, $2 + $3, $4, rows }' "$folder/time"
}

measure "$base" >/dev/null
: >"$folder/all"
for ((run = 0; run < runs; run++)); do
    for times in 1 2 4 8; do
        echo "$times $(measure $((base * times)))" >>"$folder/all"
    done
done

sort -k1,1n -k3,3n "$folder/all" | awk -v base="$base" '
    BEGIN { printf "%7s %9s %8s %8s %7s %10s %10s\n", "people", "rows", "clock", "cpu", "MiB", "cpu/1x", "MiB/1x" }
    seen[$1]++ { next }
    NR == 1 { cpu = $3; kib = $4 }
    {
        grown = $3 / cpu / $1; fatter = $4 / kib / $1
        printf "%7d %9d %8.2f %8.2f %7.0f %10.2f %10.2f\n", base * $1, $5, $2, $3, $4 / 1024, grown, fatter
        if ($1 == 8 && (grown > 1.2 || fatter > 1.2)) failed = 1
    }
    END { exit failed }'
