"""The review as DuckDB does it: `python run.py FOLDER OUT [--times]`. Makes the small tables, then runs the SQL files."""

import datetime
import json
import pathlib
import sys
import time
import tomllib
import zoneinfo
from xml.etree import ElementTree

import duckdb

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from measure import command_kinds, okta_kinds, quoted  # noqa: E402

PERIOD = ((2026, 7, 1), (2026, 10, 1))
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def utc(stamp, zone):
    """A date or stamp of the control map in UTC, without a zone; `None` stays."""
    if not stamp:
        return None
    read = datetime.datetime.fromisoformat(stamp.replace("Z", "+00:00"))
    read = read if read.tzinfo else read.replace(tzinfo=zone)
    return read.astimezone(datetime.timezone.utc).replace(tzinfo=None)


def table(con, name, columns, rows):
    """A small table."""
    con.execute(f"create temp table {name}({columns})")
    marks = ", ".join("?" * (columns.count(",") + 1))
    con.executemany(f"insert into {name} values ({marks})", rows)


def small_tables(con, folder):
    """The control map, the names of misfire's tables and the settings of the folder."""
    config = tomllib.loads((folder / "misfire.toml").read_text())
    zone_name = config["organisation"]["time_zone"]
    zone = zoneinfo.ZoneInfo(zone_name)
    sources = {source["format"]: source for source in config["source"]}
    flows = tomllib.loads((folder / "registers/workflows.toml").read_text())["workflow"]
    rows = [(number, flow["id"], flow["triggers"], flow.get("objects", []), flow["actions"],
             [name.lower() for name in flow["initiators"]], int(flow["max_delay"][:-1]) * UNITS[flow["max_delay"][-1]],
             utc(flow["valid_from"], zone), utc(flow.get("valid_to"), zone), flow.get("control_owner"),
             flow.get("execution_owner"), flow.get("exception_owner")) for number, flow in enumerate(flows)]
    table(con, "workflow", "number int, id varchar, triggers varchar[], objects varchar[], actions varchar[], "
          "initiators varchar[], max_delay int, valid_from timestamp, valid_to timestamp, control_owner varchar, "
          "execution_owner varchar, exception_owner varchar", rows)
    table(con, "okta_kind", "name varchar, kind varchar", list(okta_kinds().items()))
    table(con, "command_kind", "name varchar, kind varchar", list(command_kinds().items()))
    hr = sources["csv-events"]["columns"]
    table(con, "hr_kind", "name varchar, kind varchar",
          [(key[5:], kind) for key, kind in hr.items() if key.startswith("kind:")])
    edges = [datetime.datetime(*day, tzinfo=zone).astimezone(datetime.timezone.utc).replace(tzinfo=None)
             for day in PERIOD]
    for name, value in [("folder", str(folder)), ("zone", zone_name), ("period_from", edges[0]), ("period_to", edges[1]),
                        ("ticket_zone", sources["servicenow-csv"]["time_zone"])]:
        literal = f"timestamp '{value}'" if isinstance(value, datetime.datetime) else quoted([value])
        con.execute(f"set variable {name} = {literal}")


def xml_histories(folder, out):
    """The few histories exported as XML, as lines of JSON: DuckDB does not read XML."""
    lists = {"commands": ["completed", "pending", "failed"], "policy_logs": None, "user_location": None}
    lines = []
    for path in sorted((folder / "exports/jamf").glob("computerhistory-*.xml")):
        root = ElementTree.parse(path).getroot()
        record = {"general": entry(root.find("general"))}
        for name, inner in lists.items():
            found = root.find(name)
            record[name] = ([entry(item) for item in found] if inner is None
                            else {part: [entry(item) for item in found.find(part)] for part in inner})
        lines.append(json.dumps({"computer_history": record}) + "\n")
    (out / "xml-histories.ndjson").write_text("".join(lines), encoding="utf-8")


def entry(element):
    """The children of an element by name."""
    return {child.tag: child.text for child in element}


def main():
    folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect()
    # DuckDB reads Windows-1252 only with an extension from the network.
    tickets = (folder / "exports/tickets/servicenow-incidents.csv").read_bytes()
    (out / "incidents.csv").write_text(tickets.decode("cp1252", "replace"), encoding="utf-8", newline="")
    xml_histories(folder, out)
    small_tables(con, folder)
    for part in sorted(HERE.glob("*.sql")):
        before = time.monotonic()
        con.execute(part.read_text().replace("TYPES", quoted(okta_kinds())).replace("OUT/", f"{out}/"))
        if "--times" in sys.argv:
            print(f"{part.name} {time.monotonic() - before:.2f} s", file=sys.stderr)


main()
