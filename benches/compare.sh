#!/usr/bin/env bash
# misfire side by side with DuckDB on a simulated folder, in turn, in one run:
#   benches/compare.sh extract [PEOPLE] [NOISE] [ROUNDS]   the identity log alone: plain, .zst, .gz, eight .gz
#   benches/compare.sh review  [PEOPLE] [NOISE] [ROUNDS]   the whole review of 2026-Q3 against the same joins as SQL
# MISFIRE=PATH takes that program instead of building one; TMPDIR says where the folder is written.
# Needs python3 (3.11 or newer); the package `duckdb` is installed into a folder of its own when it is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mode="${1:-extract}"
people="${2:-2000}"
rounds="${4:-5}"
case "$mode" in
extract) noise="${3:-10}" ;;
review) noise="${3:-7}" ;;
*)
    echo "unknown mode '$mode': extract or review" >&2
    exit 2
    ;;
esac
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

misfire="${MISFIRE:-}"
if [[ -z "$misfire" ]]; then
    cargo build --release --locked --quiet
    misfire="${CARGO_TARGET_DIR:-$PWD/target}/release/misfire"
fi
python="${PYTHON:-python3}"
if ! "$python" -c 'import duckdb' 2>/dev/null; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet duckdb
    python="$work/venv/bin/python"
fi
echo "simulating $people people, noise $noise" >&2
"$misfire" simulate "$work/folder" --people "$people" --period 2026-Q3 --seed 1 --noise "$noise" \
    --set identity_compression=none --set identity_file=one >/dev/null 2>&1
"$python" "benches/compare_$mode.py" "$misfire" "$work" "$rounds"
