"""A register of 100,000 devices: read, judged, imported and updated by the command line, in processes of their own."""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlcipher3 import dbapi2

from app.assets.tables import Asset
from app.bootstrap import create_workspace, open_workspace
from app.directory.commands import AddCustomer
from app.foundation.home import Home
from app.storage.schema import spec_of
from tests.benchmarks.comparing import Pair, absolute, seconds
from tests.benchmarks.figure import Figure

ROWS = 100_000
WANTED_SECONDS, WANTED_MEGABYTES = 60, 300
GOAL = 20
"""Beside the rows themselves a file is read and judged, and what was meant is kept for the server, twice."""
_DEPARTMENTS = (("KJC", "科技处"), ("RSC", "人事处"), ("BGS", "办公室"), ("XXZX", "信息中心"), ("CWC", "财务处"))
_TYPES = ("COM", "NBK", "PRN", "NET")
_HEADER = (
    "资产编号",
    "名称",
    "部门",
    "地点",
    "具体位置",
    "品牌",
    "型号",
    "序列号",
    "使用人",
    "购置日期",
    "价格",
    "保修至",
)
_PEAK = """
import resource, time
from ui.main import main
try:
    main()
finally:
    print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time())
"""
"""Runs the program, and tells the kilobytes that it came to and the seconds that it computed."""


def measure(rows: int = ROWS) -> Iterator[Figure]:
    """Time and memory of a first import, beside the same rows inserted with plain SQL."""
    with tempfile.TemporaryDirectory() as folder:
        file, home = Path(folder) / "register.csv", Home(Path(folder) / "ours")
        moved = Path(folder) / "moved.csv"
        _write(file, rows)
        _write(moved, rows, room="室（新）")
        _begin(home)
        said: list[str] = []
        ours = seconds(lambda: said.append(_import(home, file)))
        floor = _insert(home, Home(Path(folder) / "twin"))
        pair = Pair(ours, floor)
        updated = seconds(lambda: said.append(_import(home, moved, "--update", "code")))
    of = f"{rows:,} devices from a CSV file of twelve columns"
    yield from _figures("imports", ours, said[0], of)
    yield from _figures("imports: updates", updated, said[1], f"another room for {of}")
    against = "the same rows inserted with plain SQL into another encrypted workspace, one transaction with FULL"
    yield pair.figure("imports: beside plain SQL", against=against, goal=GOAL)


def _figures(name: str, taken: float, said: str, of: str) -> Iterator[Figure]:
    """Seconds, those of one processor, and memory at its peak, of an import that `said` how much it needed."""
    kilobytes, computed = said.split()
    yield absolute(f"{name}: whole", taken * 1000, WANTED_SECONDS * 1000, f"{WANTED_SECONDS} s wanted for {of}")
    yield absolute(
        f"{name}: computing", float(computed) * 1000, WANTED_SECONDS * 1000, f"the same, of one processor: {of}"
    )
    peak, most = int(kilobytes) * 1024, WANTED_MEGABYTES * 10**6
    wanted = f"{WANTED_MEGABYTES} MB wanted for the whole process at its peak, for {of}"
    yield Figure(name=f"{name}: memory", value=peak, unit="B", against=wanted, ratio=round(peak / most, 2), goal=1)


def _write(file: Path, rows: int, room: str = "室") -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out)
        table.writerow(_HEADER)
        for number in range(rows):
            code, department = _DEPARTMENTS[number % len(_DEPARTMENTS)]
            asset_code = f"{code}-{_TYPES[number % len(_TYPES)]}-{number // len(_TYPES) + 1:05}"
            where = (department, f"{number % 20 + 1}号楼", f"{number % 300 + 1}{room}")
            what = ("联想", "ThinkCentre M90", f"PF{number:08}", f"张{number % 1000}")
            bought = (f"2023-{number % 12 + 1:02}-{number % 28 + 1:02}", "5999.00", "2026-12-31")
            table.writerow((asset_code, f"设备 {number}", *where, *what, *bought))


def _begin(home: Home) -> None:
    workspace = create_workspace(home, "王芳")
    workspace.runner.run(AddCustomer(id="customer", name="第一人民医院"))
    workspace.close()


def _import(home: Home, file: Path, *options: str) -> str:
    """Import the file; tells the kilobytes that the process came to, and the seconds that it computed."""
    given = ["--home", str(home.folder), "assets", "import", str(file), "--customer", "第一人民医院", *options]
    ran = subprocess.run([sys.executable, "-c", _PEAK, *given], check=True, capture_output=True, text=True)
    return ran.stdout.rpartition("peak ")[2].strip()


def _insert(home: Home, twin: Home) -> float:
    """The seconds that it takes to insert by hand what the import left of devices."""
    workspace = open_workspace(home)
    with workspace.store.read() as reader:
        rows = [tuple(row) for row in reader.plain.rows("SELECT * FROM assets", ())]
    workspace.close()
    create_workspace(twin, "王芳").close()
    connection = dbapi2.connect(str(twin.database), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{twin.read_key().hex()}'\"")
    marks = ", ".join("?" * len(spec_of(Asset).columns))

    def insert() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT INTO assets VALUES ({marks})", rows)
        connection.execute("COMMIT")

    taken = seconds(insert)
    connection.close()
    return taken
