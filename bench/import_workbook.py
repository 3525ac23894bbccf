"""Importing a year: 2,000 people and 100,000 roll rows, against reading the file with the reader library and inserting
every row the import leaves behind with the driver alone, into the same tables with the same indexes."""

import os
import random
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import xlsxwriter
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from bench.context import Context
from bench.measure import Row, Timing, in_turn
from xueer.common.calendar import local_zone
from xueer.exchange.actions import import_workbook
from xueer.exchange.sheets import SHEETS_BY_NAME

UNITS, PEOPLE, ROLL = 100, 2_000, 100_000
ON_A_ROLL = 40
AT = datetime(2026, 1, 10, 12, 0, tzinfo=local_zone())
MEMORY_BAR = 400
Table = tuple[str, list[str], list[tuple]]


def run(context: Context) -> list[Row]:
    memory: list[float] = []

    def cost(scale: float) -> tuple[Timing, Timing]:
        path = write_year(context.home / "year.xlsx", scale)
        context.empty()
        memory.append(memory_of_import(path))
        rows = left_behind()
        jobs = (lambda: import_workbook(path, by=None, at=AT), lambda: read_and_insert(path, rows))
        ours, limit = in_turn(*jobs, before=context.empty)
        return ours, limit

    ours, limit, growth = context.grown(cost)
    size = f"{PEOPLE:,} people, {ROLL:,} roll rows"
    return [
        Row(
            what="import of a workbook",
            size=size,
            ours=ours,
            against="reading the file + driver's bulk insert",
            limit=limit,
            bar=4,
            exponent=growth,
        ),
        Row(
            what="memory of that import",
            size=size,
            ours=memory[-1],
            against="bar of 400 MB",
            limit=MEMORY_BAR,
            bar=1,
            unit="MB",
        ),
    ]


def write_year(path: Path, scale: float) -> Path:
    """A workbook with units, people, activities and rolls of this size; the same every time."""
    luck = random.Random(20250101)
    people = [f"P{n:05}" for n in range(int(PEOPLE * scale))]
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        write_sheet(book, "单位", ([f"U{n:03}", f"单位{n}", "U000" if n else "", "党支部"] for n in range(UNITS)))
        write_sheet(book, "人员", (person(luck, code, n) for n, code in enumerate(people)))
        sessions = int(ROLL * scale) // ON_A_ROLL
        write_sheet(book, "活动", (session(luck, n, moment) for n in range(sessions)))
        write_sheet(book, "签到", (row for n in range(sessions) for row in roll(luck, n, people)))
    return path


def person(luck: random.Random, code: str, number: int) -> list[Any]:
    born = date(1965, 1, 1) + timedelta(days=luck.randrange(14_000))
    return [code, f"人{number}", luck.choice("男女"), born, "本科", "中共党员", "", f"U{number % UNITS:03}"]


def session(luck: random.Random, number: int, moment: Any) -> list[Any]:
    start = datetime(2025, 1, 2, 9) + timedelta(days=luck.randrange(360))
    end = start + timedelta(minutes=luck.choice((60, 90, 120)))
    at = f"U{number % UNITS:03}"
    row = [f"S{number:05}", f"第{number}次学习", "支部党员大会、党课", at, "", "", (start, moment), (end, moment)]
    return [*row, "会议室", "集中", "基础性", f"P{luck.randrange(60):05}", "", "", "已举行"]


def roll(luck: random.Random, number: int, people: list[str]) -> list[list[Any]]:
    statuses = luck.choices(("出席", "迟到", "请假", "缺席", "补学"), (85, 4, 6, 2, 3), k=ON_A_ROLL)
    chosen = luck.sample(people, ON_A_ROLL)
    return [
        [f"S{number:05}", code, status, "出差" if status == "请假" else ""]
        for code, status in zip(chosen, statuses, strict=True)
    ]


def write_sheet(book: xlsxwriter.Workbook, name: str, rows: Any) -> None:
    page = book.add_worksheet(name)
    page.write_row(0, 0, SHEETS_BY_NAME[name].column_names)
    for line, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if isinstance(value, tuple):
                page.write_datetime(line, place, *value)
            elif isinstance(value, date):
                page.write_datetime(line, place, value)
            elif value != "":
                page.write_string(line, place, value)


def memory_of_import(path: Path) -> float:
    """Megabytes that a process holds at most which does nothing else."""
    script = (
        "import sys, resource, django; django.setup()\n"
        "from bench.import_workbook import AT, import_workbook\n"
        "import_workbook(sys.argv[1], by=None, at=AT)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    environment = dict(os.environ)
    if connection.vendor == "postgresql":
        name = settings.DATABASES["default"]["NAME"]
        environment["DATABASE_URL"] = urlsplit(environment["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    command = [sys.executable, "-c", script, str(path)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return int(done.stdout) / (1024 * 1024 if sys.platform == "darwin" else 1024)


def left_behind() -> list[Table]:
    """(table, columns, rows) of everything that is in the database now beyond what migrations put there."""
    tables = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if not model.__module__.startswith("xueer."):
                continue
            table = model._meta.db_table
            shipped = " WHERE NOT shipped" if table == "records_activitytype" else ""
            cursor.execute(f'SELECT * FROM "{table}"{shipped}')
            columns = [column[0] for column in cursor.description]
            if rows := cursor.fetchall():
                tables.append((table, columns, rows))
    return tables


def read_and_insert(path: Path, tables: list[Table]) -> None:
    """The least that can be done: the reader library reads every cell, the driver inserts every row."""
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
    with transaction.atomic():
        for table, columns, rows in tables:
            names = ", ".join(f'"{column}"' for column in columns)
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                        for row in rows:
                            copy.write_row(row)
                    continue
            marks = ", ".join("?" * len(columns))
            connection.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)
