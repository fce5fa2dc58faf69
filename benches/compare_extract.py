"""Runs `misfire extract` and DuckDB on one log in turn, prints medians, ratio and peak memory, and holds their rows
against each other: plain, as one `.zst`, as one `.gz` and as eight `.gz` files. Started by compare.sh; needs the Python
package `duckdb`, and the program `zstd` for the `.zst` (left out with a word where it is missing).

    python compare_extract.py MISFIRE WORK ROUNDS
"""

import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys

import duckdb

from measure import ROOT, in_turn, okta_kinds, printed, quoted

# Types whose kind depends on more than their name.
DEPENDS = "user.risk analytics.feedback user.account.update_profile update_user_lifecycle_from_master".split()
# Share of lines that some workflow can use, as in a real quarter.
USEFUL = 0.03
PIECES = 8
SIGN_IN = b'"eventType":"user.session.start"'


def thinned(log, to):
    """Writes the log with so many of its sign-ins left out that `USEFUL` of its lines are of use, and says so."""
    names = [f'"eventType":"{name}"'.encode() for name in okta_kinds()]
    lines = sign_ins = useful = 0
    with log.open("rb") as file:
        for line in file:
            lines += 1
            if SIGN_IN in line:
                sign_ins += 1
            elif any(name in line for name in names):
                useful += 1
    others = lines - sign_ins
    keep = min(sign_ins, max(0, round((USEFUL * others - useful) / (1 - USEFUL))))
    seen = 0
    with log.open("rb") as file, to.open("wb") as out:
        for line in file:
            if SIGN_IN in line:
                seen += 1
                if seen * keep // max(1, sign_ins) == (seen - 1) * keep // max(1, sign_ins):
                    continue
            out.write(line)
    share = (useful + keep) / (others + keep)
    print(f"extract: {others + keep} lines, {share:.1%} of use; of the {sign_ins} sign-ins among the simulator's {lines} "
          f"lines {sign_ins - keep} were left out to reach that share")


def packed(plain, work):
    """The same log in four forms: name and folder."""
    forms = {"plain": [plain]}
    if shutil.which("zstd"):
        forms["one .zst"] = [work / "zst" / f"{plain.name}.zst"]
        forms["one .zst"][0].parent.mkdir()
        subprocess.run(["zstd", "-q", "-3", str(plain), "-o", str(forms["one .zst"][0])], check=True)
    else:
        print("  no `zstd` here: the form `one .zst` is left out")
    size = plain.stat().st_size
    forms["one .gz"] = pieces(plain, work / "gz", size, 1)
    forms["eight .gz"] = pieces(plain, work / "gz8", size, PIECES)
    return {name: files[0].parent for name, files in forms.items()}


def pieces(plain, folder, size, count):
    """The lines of the log, in order, in so many `.gz` files of about one length."""
    folder.mkdir()
    paths = []
    with plain.open("rb") as file:
        for number in range(count):
            paths.append(folder / f"okta-log-{number + 1}.ndjson.gz")
            end = size * (number + 1) // count
            with gzip.open(paths[-1], "wb", compresslevel=6) as out:
                while file.tell() < end and (line := file.readline()):
                    out.write(line)
    return paths


def compare(misfire, work, name, folder, rounds):
    """Measures one form in turn and prints it; then its rows."""
    logs = sorted(folder.glob("okta*"))
    (folder / "misfire.toml").write_text(
        '[organisation]\nname = "Bench"\ntime_zone = "UTC"\n[[source]]\npath = "okta*"\n')
    query = (ROOT / "benches/extract.sql").read_text()
    query = query.replace("LOG", str(folder / "okta*")).replace("OUT", str(work / "duckdb.parquet"))
    (work / "query.sql").write_text(query.replace("TYPES", quoted(okta_kinds())))
    run_query = [sys.executable, "-c",
                 f"import duckdb; duckdb.connect().execute(open({str(work / 'query.sql')!r}).read())"]
    extract = [misfire, "extract", str(folder), "--quiet", "--out", str(work / "extract")]
    commands = {"misfire": extract, "misfire, every line": [*extract, "--validate", "all"], "duckdb": run_query}
    runs = in_turn(commands, rounds, lambda _: shutil.rmtree(work / "extract", ignore_errors=True))
    plain = (work / "plain/okta-log.ndjson").stat().st_size
    size = sum(log.stat().st_size for log in logs)
    print(f"{name}: {size / 1e9:.2f} GB in {len(logs)} file(s), {plain / 1e9:.2f} GB unpacked; {rounds} rounds in turn after a "
          f"warm-up (warm file cache), medians; GB/s of unpacked log; DuckDB {duckdb.__version__}, {os.cpu_count()} processors")
    printed(runs, plain)
    return same_rows(misfire, work, folder)


def same_rows(misfire, work, folder):
    """Both must have taken out the same events; types whose kind depends on more than their name are left out."""
    shutil.rmtree(work / "extract", ignore_errors=True)
    subprocess.run([misfire, "extract", str(folder), "--quiet", "--out", str(work / "extract")], check=True,
                   stdout=subprocess.DEVNULL)
    depends = " or ".join(f"contains(name, '{part}')" for part in DEPENDS)
    ours = f"select event_id as id, raw_kind as name from '{work}/extract/events/*/*.parquet'"
    theirs = (f"select uuid as id, eventType as name from '{work}/duckdb.parquet' "
              "where eventType <> 'user.session.start' or outcome.result = 'SUCCESS'")
    sets = [set(duckdb.sql(f"select id, name from ({query}) where not ({depends})").fetchall())
            for query in (ours, theirs)]
    lost, more = sets[1] - sets[0], sets[0] - sets[1]
    if lost or more:
        print(f"  rows DIFFER: {len(lost)} only with DuckDB, {len(more)} only with misfire: "
              + json.dumps(sorted(lost | more)[:5]))
        return False
    print(f"  rows: {len(sets[0])} events in both")
    return True


def main():
    misfire, work, rounds = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    log = next((work / "folder/exports/identity").glob("okta*"))
    (work / "plain").mkdir()
    plain = work / "plain/okta-log.ndjson"
    thinned(log, plain)
    good = [compare(misfire, work, name, folder, rounds) for name, folder in packed(plain, work).items()]
    if not all(good):
        sys.exit(1)


if __name__ == "__main__":
    main()
