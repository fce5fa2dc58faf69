#!/usr/bin/env bash
# Extraction side by side with DuckDB, in one run: benches/compare.sh [PEOPLE] [NOISE] [none|gz|zst] [ROUNDS]
# Needs python3; the package `duckdb` is installed into a folder of its own when it is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

people="${1:-2000}"
noise="${2:-8}"
compression="${3:-none}"
rounds="${4:-5}"
target="${CARGO_TARGET_DIR:-$PWD/target}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

cargo build --release --locked --quiet
python=python3
if ! "$python" -c 'import duckdb' 2>/dev/null; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet duckdb
    python="$work/venv/bin/python"
fi
"$target/release/misfire" simulate "$work/folder" --people "$people" --period 2026-Q3 --seed 1 --noise "$noise" \
    --set identity_compression="$compression" --set identity_file=one >/dev/null 2>&1
"$python" benches/compare.py "$target/release/misfire" "$work" "$rounds"
