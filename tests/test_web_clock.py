"""A clock that is wrong erases nothing; one that is right erases in time; and nothing is kept for ever after either."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.dossier import Dossier
from advisor.web import store as store_
from advisor.web.clock import BACK, LEAP, WEEK, Clock
from advisor.web.serve import told
from advisor.web.settings import Settings
from advisor.web.store import Place, Store

DAY = date(2026, 11, 25)
KEEP = 30
WRONG = [date(2099, 1, 1), date(2029, 1, 1), date(2000, 1, 1), date(1970, 1, 1)]


class Machine:
    """A computer whose clock may be set, and what it keeps."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, keep: int = KEEP) -> None:
        self.today, self.file, self.keep = DAY, folder / "w.sqlite3", keep
        patch.setattr(store_, "_today", lambda: self.today)
        self.store = Store(self.file, keep)
        self.start()

    def start(self, today: date | None = None) -> None:
        """Start the site again, the clock as it is or set."""
        self.today = today or self.today
        self.store.close()
        self.store = Store(self.file, self.keep)
        self.store.purge()

    def run(self, days: int) -> None:
        """Let days go by, the site being up."""
        for _ in range(days):
            self.today += timedelta(days=1)
            self.store.purge()

    def add(self) -> str:
        return self.store.create(Dossier(name="Une"), Place())

    def has(self, secret: str) -> bool:
        return self.store.load(secret) is not None


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_clock_at_start_erases_nothing_and_set_right_all_is_as_before(machine: Machine, wrong: date) -> None:
    left = machine.add()
    machine.run(10)
    before = machine.today
    machine.start(wrong)
    assert machine.has(left)
    # Answered or visited while the clock was wrong, and kept: from the day it is set right on, as any other.
    during, visited = machine.add(), machine.add()
    machine.run(2)
    machine.store.note(visited)
    machine.start(before + timedelta(days=1))
    assert machine.store.clock == Clock(machine.today)
    assert all(map(machine.has, (left, during, visited)))
    machine.run(20)
    assert not machine.has(left) and machine.has(during) and machine.has(visited)
    machine.run(KEEP)
    assert not machine.has(during) and not machine.has(visited)


@pytest.mark.parametrize("wrong", WRONG)
def test_a_clock_set_right_while_the_site_runs_erases_nothing_of_today(machine: Machine, wrong: date) -> None:
    """As a small computer without a battery does, which asks the network for the time once it is up."""
    old = machine.add()
    machine.start(wrong)
    during = machine.add()
    machine.today = DAY + timedelta(days=3)
    machine.run(1)
    assert machine.has(old) and machine.has(during)


@pytest.mark.parametrize("keep", [1, 3, 30])
@pytest.mark.parametrize("away", [LEAP + 1, 2000])
def test_a_computer_really_left_for_years_erases_after_a_week_and_keeps_nobody_new_longer_than_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, away: int, keep: int
) -> None:
    machine = Machine(tmp_path, monkeypatch, keep)
    old = machine.add()
    machine.start(DAY + timedelta(days=away))
    assert machine.has(old)
    new = machine.add()
    days = 0
    while machine.has(old):
        assert days <= min(WEEK, keep)
        machine.run(1)
        days += 1
    while machine.has(new):
        machine.run(1)
        days += 1
    assert days == keep + 1


def test_a_second_start_later_on_believes_the_clock_too(machine: Machine) -> None:
    old = machine.add()
    machine.start(DAY + timedelta(days=3 * LEAP))
    machine.start(machine.today + timedelta(days=WEEK - 1))
    assert machine.has(old)
    machine.start(machine.today + timedelta(days=1))
    assert not machine.has(old)


@given(st.lists(st.integers(-BACK, LEAP), max_size=12), st.integers(1, 3650))
def test_a_clock_that_goes_as_clocks_do_is_never_doubted(gone: list[int], keep: int) -> None:
    clock, today = Clock(DAY), DAY
    for days in gone:
        today = max(clock.known, today) + timedelta(days=days)
        before, clock = clock, clock.told(today, keep)
        # Nor does the last day believed go back, a day at a time.
        assert clock.doubted is None and clock.known >= max(today, before.known)


@given(st.lists(st.integers(-20_000, 20_000), max_size=8), st.integers(1, 3650))
def test_whatever_a_clock_said_it_is_believed_a_week_later(jumps: list[int], keep: int) -> None:
    clock, today = Clock(DAY), DAY
    for days in jumps:
        today = DAY + timedelta(days=days)
        clock = clock.told(today, keep)
        assert clock.day(today) >= clock.known
    for _ in range(WEEK + 1):
        clock = clock.told(today, keep)
        today += timedelta(days=1)
    assert clock.doubted is None


def test_a_file_from_before_days_were_noted_knows_its_last_visit(machine: Machine) -> None:
    old = machine.add()
    machine.store._base.execute("DELETE FROM site WHERE name <> 'key'")
    machine.start(DAY + timedelta(days=LEAP + 1))
    assert machine.has(old) and machine.store.clock.known == DAY


def test_where_the_day_cannot_be_noted_what_is_too_old_is_erased_all_the_same(machine: Machine) -> None:
    old = machine.add()
    machine.store._base.execute("DROP TABLE site")
    machine.run(KEEP + 1)
    assert not machine.has(old)


@pytest.mark.parametrize(("wrong", "word"), [(WRONG[0], "longtemps après"), (WRONG[2], "avant le dernier jour")])
def test_whoever_starts_the_site_is_told_what_to_do(machine: Machine, wrong: date, word: str) -> None:
    settings = Settings(data=machine.file)
    assert "horloge" not in told(settings, 1, "http://x/", machine.store.clock)
    machine.start(wrong)
    said = told(settings, 1, "http://x/", machine.store.clock)
    for expected in (word, "25 novembre 2026", f"8 janvier {wrong.year}", "mettez l'ordinateur à l'heure"):
        assert expected in said.replace("\u00a0", " ")
