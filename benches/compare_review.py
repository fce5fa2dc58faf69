"""Runs `misfire review` and the same joins as DuckDB SQL (review/*.sql) on one folder in turn, prints medians, ratio and
peak memory, and holds their rows against each other. Started by compare.sh; needs the Python package `duckdb`.

    python compare_review.py MISFIRE WORK ROUNDS
"""

import csv
import os
import pathlib
import shutil
import sys

import duckdb

from measure import ROOT, in_turn, printed

# Below these shares of agreement the two do not do the same work, and the times mean nothing.
FLOORS = {"scope": 0.99, "trigger": 0.95}


def sizes(folder):
    """GB of the identity log and of everything else, and the number of files."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    log = sum(path.stat().st_size for path in files if path.name.startswith("okta"))
    return log / 1e9, (sum(path.stat().st_size for path in files) / 1e9) - log / 1e9, len(files)


def rows(path, key="action_id"):
    """A CSV table by its key."""
    with path.open(newline="", encoding="utf-8") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def agreement(name, same, of, examples):
    """Prints one comparison; false below its floor."""
    share = same / of if of else 1.0
    floor = FLOORS.get(name)
    told = f", floor {floor:.0%}" if floor else ""
    print(f"  {name:<12} {share:8.2%} of {of} agree, {of - same} differ{told}"
          + (f", for example {', '.join(examples[:3])}" if examples else ""))
    return floor is None or share >= floor


def same_rows(ours, theirs):
    """Scope, trigger, verdict and cause of both sides."""
    scopes = [{key for key, row in rows(side / "scope.csv").items() if row["in_scope"] == "true"}
              for side in (ours, theirs)]
    differ = sorted(scopes[0] ^ scopes[1])
    union = len(scopes[0] | scopes[1])
    good = agreement("scope", union - len(differ), union, differ)
    cases = [rows(side / "cases.csv") for side in (ours, theirs)]
    both = sorted(set(cases[0]) & set(cases[1]))
    for name, column in [("trigger", "trigger_event_id"), ("runner-up", "runner_up_event_id"), ("person", "person_id"),
                         ("verdict", "verdict"), ("cause", "cause")]:
        differ = [key for key in both if cases[0][key][column] != cases[1][key][column]]
        good &= agreement(name, len(both) - len(differ), len(both), differ)
    return good


def main():
    misfire, work, rounds = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    folder, ours, theirs = work / "folder", work / "misfire", work / "duckdb"
    commands = {
        "misfire": [misfire, "review", str(folder), "--period", "2026-Q3", "--quiet", "--out", str(ours)],
        "duckdb": [sys.executable, str(ROOT / "benches/review/run.py"), str(folder), str(theirs)],
    }
    log, rest, count = sizes(folder)
    print(f"review: identity log {log:.2f} GB, everything else {rest:.3f} GB, {count} files; {rounds} rounds in turn "
          f"after a warm-up (warm file cache), medians; DuckDB {duckdb.__version__}, {os.cpu_count()} processors")
    if (log + rest) * 2e9 > os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"):
        print("  the folder is larger than half of the memory: the file cache may be cold in part, for either of them")
    out = {"misfire": ours, "duckdb": theirs}
    runs = in_turn(commands, rounds, lambda name: shutil.rmtree(out[name], ignore_errors=True))
    printed(runs)
    print("  misfire also checks and hashes every input, reviews the period before, and writes pages and "
          "Parquet; what the SQL leaves out stands at its head")
    if not same_rows(ours / "tables", theirs):
        sys.exit("the rows do not agree: the times above compare different work")


if __name__ == "__main__":
    main()
