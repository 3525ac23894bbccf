"""Puts the example together: four workbooks that are imported in the order of their names."""

from datetime import date
from pathlib import Path

from xueer.exchange.example.book import write_book
from xueer.exchange.example.branches import BranchYear
from xueer.exchange.example.changes import all_people
from xueer.exchange.example.columns import Sheets
from xueer.exchange.example.committees import (
    coordination_meetings,
    online_evenings,
    reports_upward,
    study_group_sessions,
    training_days,
)
from xueer.exchange.example.groups import COORDINATION, cast, make_groups, role_rows
from xueer.exchange.example.office import friday_lectures
from xueer.exchange.example.people import person_row, post_rows
from xueer.exchange.example.plans import plan_rows
from xueer.exchange.example.requirements import requirement_rows
from xueer.exchange.example.roster import Roster, roster_of
from xueer.exchange.example.rulebook import clause_rows, rulebook_rows, type_rows
from xueer.exchange.example.sessions import Session, number_sessions
from xueer.exchange.example.units import BRANCHES, placement_rows, unit_rows


def _organisation(today: date, roster: Roster) -> Sheets:
    people = list(all_people(today))
    return {
        "单位": unit_rows(today),
        "隶属": placement_rows(today),
        "人员": [person_row(person) for person in people],
        "任职": post_rows(people),
        "小组": [member for group in make_groups(roster) for member in group.rows()],
        "角色": role_rows(roster, today),
    }


def _rules(today: date) -> Sheets:
    return {
        "事项": type_rows(),
        "制度": rulebook_rows(today),
        "条款": clause_rows(),
        "要求": requirement_rows(today),
    }


def sessions_of(year: int, today: date, roster: Roster) -> list[Session]:
    """Everything that the district does or means to do in a year, numbered."""
    sessions = [session for unit in BRANCHES for session in BranchYear(unit, year, roster).sessions(today)]
    for group in make_groups(roster):
        if group.kind == "中心组":
            sessions += study_group_sessions(group, year)
        elif group.code == COORDINATION:
            sessions += coordination_meetings(group, year)
    sessions += friday_lectures(roster, year)
    sessions += training_days(roster, year)
    sessions += online_evenings(roster, year)
    sessions += reports_upward(year, today)
    number_sessions(sessions, year)
    return sorted(sessions, key=lambda session: session.code)


def _year(year: int, today: date, roster: Roster) -> Sheets:
    sessions = sessions_of(year, today, roster)
    plans = plan_rows(sessions, year)
    entered = [session for session in sessions if session.is_entered(today)]
    return {
        "计划": plans,
        "活动": [session.row(today) for session in entered],
        "签到": [line for session in entered for line in session.roll(today)],
    }


def district(today: date) -> dict[str, Sheets]:
    """The sheets of every workbook, by the name of its file without the suffix."""
    roster = roster_of(today)
    return {
        "01-组织": _organisation(today, roster),
        "02-制度": _rules(today),
        "03-去年": _year(today.year - 1, today, roster),
        "04-今年": _year(today.year, today, roster),
    }


def write_district(folder: Path, today: date) -> list[Path]:
    """Write the workbooks into `folder` and name them in the order in which they are to be imported."""
    folder.mkdir(parents=True, exist_ok=True)
    return [write_book(folder / f"{name}.xlsx", sheets, today) for name, sheets in district(today).items()]


def accounts(today: date) -> list[tuple[str, str]]:
    """The six people to sign in as: the word for their role and their 工号."""
    return [(role, person.code) for role, person in cast(roster_of(today)).items()]
