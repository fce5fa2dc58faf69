"""Runs `misfire extract` and DuckDB on one log in turn, prints medians, ratio and peak memory, and holds their rows
against each other. Started by compare.sh; needs the Python package `duckdb`."""

import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time

import duckdb

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEPENDS = "user.risk analytics.feedback user.account.update_profile update_user_lifecycle_from_master".split()


def types():
    """Every event type that misfire reads, out of its own table."""
    table = (ROOT / "src/ingest/formats/okta/event_types.rs").read_text()
    return re.findall(r'^\s*\("([a-z_.]+)",', table, re.M)


def measured(command):
    """Wall seconds and peak MiB of a command."""
    before = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"failed: {command}")
    return time.monotonic() - before, usage.ru_maxrss / 1024


def main():
    misfire, work, rounds = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    log = next((work / "folder/exports/identity").glob("okta*"))
    only = work / "only"
    only.mkdir(exist_ok=True)
    (only / log.name).unlink(missing_ok=True)
    os.link(log, only / log.name)
    (only / "misfire.toml").write_text(
        f'[organisation]\nname = "Bench"\ntime_zone = "UTC"\n[[source]]\npath = "{log.name}"\n')
    quoted = ", ".join(f"'{name}'" for name in types())
    query = (ROOT / "benches/extract.sql").read_text()
    query = query.replace("LOG", str(only / log.name)).replace("OUT", str(work / "duckdb.parquet"))
    (work / "query.sql").write_text(query.replace("TYPES", quoted))
    run_query = [sys.executable, "-c",
                 f"import duckdb; duckdb.sql(open({str(work / 'query.sql')!r}).read())"]
    runs = {"misfire": [], "misfire, every line": [], "duckdb": []}
    extract = [misfire, "extract", str(only), "--quiet", "--out", str(work / "extract")]
    for turn in range(rounds + 1):
        for name, command in [("misfire", extract), ("misfire, every line", [*extract, "--validate", "all"]),
                              ("duckdb", run_query)]:
            shutil.rmtree(work / "extract", ignore_errors=True)
            if turn or measured(command) is None:
                runs[name].append(measured(command))
    size = log.stat().st_size
    print(f"{log.name}: {size / 1e9:.2f} GB, {rounds} rounds, medians")
    slow = statistics.median(run[0] for run in runs["duckdb"])
    for name, got in runs.items():
        wall = statistics.median(run[0] for run in got)
        print(f"  {name:<20} {wall:7.2f} s {size / wall / 1e9:6.2f} GB/s {max(run[1] for run in got):7.0f} MiB"
              f"   {slow / wall:5.2f} times DuckDB's speed")
    same_rows(misfire, work, only)


def same_rows(misfire, work, only):
    """Both must have taken out the same events; types whose kind depends on more than their name are left out."""
    shutil.rmtree(work / "extract", ignore_errors=True)
    subprocess.run([misfire, "extract", str(only), "--quiet", "--out", str(work / "extract")], check=True,
                   stdout=subprocess.DEVNULL)
    depends = " or ".join(f"contains(name, '{part}')" for part in DEPENDS)
    ours = f"select event_id as id, raw_kind as name from '{work}/extract/events/*/*.parquet'"
    theirs = (f"select uuid as id, eventType as name from '{work}/duckdb.parquet' "
              "where eventType <> 'user.session.start' or outcome.result = 'SUCCESS'")
    sets = [set(duckdb.sql(f"select id, name from ({query}) where not ({depends})").fetchall())
            for query in (ours, theirs)]
    lost, more = sets[1] - sets[0], sets[0] - sets[1]
    print(f"  rows: {len(sets[0])} events in both" if not lost and not more
          else f"  rows DIFFER: {len(lost)} only with DuckDB, {len(more)} only with misfire: "
               + json.dumps(sorted(lost | more)[:5]))
    if lost or more:
        sys.exit(1)


main()
