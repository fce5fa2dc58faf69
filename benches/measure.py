"""What both comparisons share: the names misfire knows, and wall time and memory of a child."""

import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def okta_kinds():
    """Every Okta event type that misfire reads with its kind, out of its own table."""
    table = (ROOT / "src/ingest/formats/okta/event_types.rs").read_text()
    found = re.findall(r'^\s*\("([a-z_.]+)", (?:Kind\(K::(\w+)\)|Meaning::(\w+))', table, re.M)
    return {name: snake(kind or meaning) for name, kind, meaning in found}


def command_kinds():
    """Every Jamf command that misfire knows, folded, with its kind or `routine`, out of its own tables."""
    table = (ROOT / "src/ingest/formats/jamf_vocabulary.rs").read_text()
    kinds = {name: snake(kind) for name, kind in re.findall(r'^\s*\("([a-z]+)", ActionKind::(\w+)\)', table, re.M)}
    routine = re.search(r"const ROUTINE[^=]*= \[(.*?)\];", table, re.S).group(1)
    return kinds | dict.fromkeys(re.findall(r'"([a-z]+)"', routine), "routine")


def snake(name):
    """`AccountDisabled` as the contract writes it."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def quoted(names):
    """Names as a list of SQL literals."""
    return ", ".join("'" + name.replace("'", "''") + "'" for name in names)


def in_turn(commands, rounds, clear):
    """What every command took in every round, one after the other after a warm-up; `clear` takes old output away."""
    runs = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            clear(name)
            got = measured(command)
            if turn:
                runs[name].append(got)
    return runs


def printed(runs, size=None):
    """One line for each program: medians of wall and processor time, memory at most, and the ratio to DuckDB."""
    medians = {name: [statistics.median(column) for column in zip(*got)] for name, got in runs.items()}
    slow_wall, _, slow_cpu = medians["duckdb"]
    for name, (wall, _, cpu) in medians.items():
        speed = f" {size / wall / 1e9:6.2f} GB/s" if size else ""
        spread = f"({min(run[0] for run in runs[name]):.2f} to {max(run[0] for run in runs[name]):.2f})"
        print(f"  {name:<20} {wall:7.2f} s {spread:<18}{speed} {cpu:7.2f} s of processor "
              f"{max(run[1] for run in runs[name]):6.0f} MiB at most; {slow_wall / wall:5.2f} times DuckDB's speed, "
              f"{slow_cpu / cpu:5.2f} by processor time")


def measured(command):
    """Wall seconds, peak MiB and processor seconds of a command."""
    before = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"failed: {command}")
    return time.monotonic() - before, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime
