"""What is kept, where it is not, and that erased means erased: the bytes of the file are searched."""

from __future__ import annotations

import ast
import logging
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from advisor.common.errors import InputError
from advisor.common.resources import data_dir
from advisor.dossier import Answer, Dossier
from advisor.lint.extra_files import lint_personal_data_folder
from advisor.report.letterhead import Letterhead
from advisor.rules.aside import FILE, PERSONAL_DATA, load_personal_data
from advisor.rules.load import Knowledge
from advisor.web import store as store_
from advisor.web.app import create_app
from advisor.web.guard import DOSSIER, VISIT
from advisor.web.room.browser import SCREEN, SEAT, TRAINER
from advisor.web.serve import GUIDE, Discreet
from advisor.web.settings import Settings
from advisor.web.site import Site
from advisor.web.store import SiteStore, VisitPlace
from tests.support.unbroken import check_unbroken
from tests.support.web_visitor import BASE, Visitor, site, site_of

MARK = "Zyxomatique"
MONEY = "918273645"


def stored_bytes(data: Path) -> bytes:
    """Every byte of the database and of the files SQLite keeps beside it."""
    found = [file for file in data.parent.iterdir() if file.name.startswith(data.name)]
    assert data in found
    return b"".join(file.read_bytes() for file in sorted(found))


def marked(size: int = 1) -> Dossier:
    """A dossier whose answers can be told among any bytes; long, it spills over several pages of the file."""
    notes = {
        "situation": Answer(value="projet", note=(f"{MARK} " * 20 * size).strip() or MARK),
        "siege": Answer(value="france", note=MARK),
    }
    return Dossier(name=f"Société {MARK}", notes=MONEY, answers=notes)


def statements() -> Iterator[str]:
    """What the store asks of SQLite, as its source has it: each text given to a method that executes."""
    for node in ast.walk(ast.parse(Path(store_.__file__).read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr.startswith(("execute", "_row"))
        ):
            yield ast.unparse(node.args[0])


def test_no_statement_of_the_store_has_a_numbered_placeholder() -> None:
    """Python 3.12.0 to 3.12.3 warn about those that a sequence fills, and a warning is an error of the tests."""
    found = list(statements())
    assert len(found) > 15 and [one for one in found if re.search(r"\?\d", one)] == []


# -- the logs ---------------------------------------------------------------------------------------------------------


def test_the_server_in_front_is_told_to_log_no_address() -> None:
    """A private link is an address: whoever reads it in a log opens the dossier, whatever page it was typed for."""
    paths = [route.path for route in create_app().routes if isinstance(route, Route)]
    assert [path for path in paths if "{secret}" in path], "no page has a secret in its address: log what you like"
    (block,) = re.findall(r"```nginx\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    ((name, line),) = re.findall(r"log_format (\w+) '([^']*)';", block)
    harmless = {"remote_addr", "time_iso8601", "request_method", "status", "body_bytes_sent", "request_time"}
    assert set(re.findall(r"\$\{?(\w+)", line)) <= harmless
    servers = block.split("server {")[1:]
    assert len(servers) == 2
    for server in servers:
        logs = re.findall(r"(access_log|error_log) ([^;]+);", server)
        assert logs == [("access_log", f"/var/log/nginx/ess-advisor.log {name}"), ("error_log", "/dev/null")]


# -- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_says_what_is_kept_how_long_by_whom_and_names_every_cookie() -> None:
    settings = Settings(keep_days=12, letterhead=Letterhead("CRESS des Deux Rives", ("12 quai Neuf",)))
    with site(settings) as client:
        visitor = Visitor(client)
        assert "12 jours après votre dernière visite" in visitor.go("/confidentialite").words
        assert "CRESS des Deux Rives" in visitor.words and "12 quai Neuf" in visitor.words
        visitor.go("/").send("/commencer")
        names = {cookie.name for cookie in client.cookies.jar}
        assert names == {VISIT, DOSSIER}
        words = visitor.go("/confidentialite").words
        assert all(name in words for name in (*names, SEAT, TRAINER, SCREEN))
    with site(Settings(rooms=False)) as client:
        assert "séance" not in Visitor(client).go("/confidentialite").words


def test_the_page_tells_the_rights_of_a_person_each_with_its_text_and_whom_to_ask(knowledge: Knowledge) -> None:
    data = load_personal_data()
    with site(Settings(host="127.0.0.1")) as client:
        words = Visitor(client).go("/confidentialite").words.replace("’", "'")
        # What stands between brackets is told in the words of the rules.
        levels = {one.id: one.meaning for one in knowledge.base.confidences}
        for rule in (load_personal_data().cookies, *load_personal_data().rights):
            assert f"{rule.confidence} : {levels[rule.confidence][:1].lower()}" in words
    for one in (*data.rights, data.cookies):
        assert one.text in words and one.reference in words, one.reference
        assert one.confidence != "M", "from memory only, nothing is told of rights"
    articles = " ".join(one.reference for one in data.rights)
    assert all(f"{number}" in articles for number in (13, 15, 21, 77)) and "CNIL" in words
    # Nobody can promise that no copy is left anywhere.
    assert "Personne ne pourra" not in words and "sauvegarde" in words


def test_broken_personal_data_say_what_where(tmp_path: Path, knowledge: Knowledge) -> None:
    assert lint_personal_data_folder(data_dir("rules"), "rules", knowledge) == []
    assert lint_personal_data_folder(tmp_path, "rules", knowledge) == []
    text = (data_dir("rules") / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(text.replace("la raison.", "la raison"), encoding="utf-8")
    (found,) = lint_personal_data_folder(tmp_path, "rules", knowledge)
    assert "ne finit pas par un point" in str(found) and found.line
    (tmp_path / FILE).write_text(text.replace("    reference: RGPD, art. 12\n", ""), encoding="utf-8")
    with pytest.raises(InputError, match="reference"):
        PERSONAL_DATA.read(tmp_path, "rules")


def test_the_page_says_what_is_true_of_this_site(tmp_path: Path) -> None:
    def words(settings: Settings) -> str:
        with site(settings) as client:
            return Visitor(client).go("/confidentialite").words

    memory, saved = words(Settings()), words(Settings(data=tmp_path / "w.sqlite3", keep_days=1))
    assert "disparaissent quand il s’arrête" in memory and "n’est pas chiffré" not in memory
    assert "n’est pas chiffré" in saved and "1 jour après" in saved
    # The memory of the process does hold the links; the file does not.
    assert "liens privés n’y sont pas écrits" in saved and "liens privés n’y sont pas écrits" not in memory
    assert "sans chiffrement" not in saved
    assert "sans chiffrement" in words(Settings(host="0.0.0.0"))
    assert "sans chiffrement" not in words(Settings(host="0.0.0.0", public_url="https://a.example"))


# -- the file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, 40])
def test_what_is_erased_is_no_longer_in_any_byte_of_the_file(tmp_path: Path, size: int) -> None:
    data = tmp_path / "w.sqlite3"
    store = SiteStore(data, 30)
    others = [store.create(Dossier(name=f"Autre {n}", notes="o" * 500), VisitPlace()) for n in range(20)]
    secret = store.create(marked(size), VisitPlace())
    # Changed again and again, so that older states lie in the log of SQLite.
    for _ in range(30):
        store.save(secret, marked(size), VisitPlace(going_on=True))
    assert MARK.encode() in stored_bytes(data) and MONEY.encode() in stored_bytes(data)
    assert secret.encode() not in stored_bytes(data)
    store.erase(secret)
    for word in (MARK, MONEY):
        assert word.encode() not in stored_bytes(data)
    assert store.load(secret) is None and store.save(secret, marked(), VisitPlace()) is None
    assert all(store.load(one) for one in others)
    store.close()
    assert MARK.encode() not in stored_bytes(data)
    assert data.stat().st_mode & 0o077 == 0


def test_an_answer_that_was_changed_leaves_with_the_dossier_too(tmp_path: Path) -> None:
    data = tmp_path / "w.sqlite3"
    store = SiteStore(data, 30)
    secret = store.create(marked(5), VisitPlace())
    with closing(sqlite3.connect(data)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.save(secret, Dossier(name="Plus rien"), VisitPlace())
    store.erase(secret)
    assert MARK.encode() not in stored_bytes(data)


def test_what_is_erased_while_another_program_reads_the_file_leaves_it_as_soon_as_may_be(tmp_path: Path) -> None:
    """A backup, or whoever looks at the file, keeps SQLite from emptying its log."""
    data = tmp_path / "w.sqlite3"
    store = SiteStore(data, 30)
    secret = store.create(marked(5), VisitPlace())
    reader = sqlite3.connect(data)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM dossier").fetchone()
    begun = time.monotonic()
    store.erase(secret)
    # All other visitors wait meanwhile.
    assert time.monotonic() - begun < 2
    assert MARK.encode() in stored_bytes(data) and store.load(secret) is None
    reader.close()
    store.purge()
    assert MARK.encode() not in stored_bytes(data)
    store.close()


def test_dossiers_nobody_came_back_to_are_erased_and_a_visit_keeps_them(tmp_path: Path) -> None:
    today = [date(2026, 1, 1)]
    data = tmp_path / "w.sqlite3"
    served = Site(Settings(data=data, keep_days=30))
    served.store.today = lambda: today[0]
    left = served.store.create(marked(), VisitPlace())
    visited = served.store.create(Dossier(name="Visitée"), VisitPlace())
    for _ in range(3):
        today[0] += timedelta(days=29)
        # Read only, from memory: that is a visit all the same, told once a day.
        opened = served.talks.open(visited)
        assert opened is not None and opened.first_today
        opened.first_today = False
        opened = served.talks.open(visited)
        assert opened is not None and not opened.first_today
        served.talks.purge()
    assert served.talks.open(left) is None and served.talks.open(visited) is not None
    assert MARK.encode() not in stored_bytes(data)
    served.close()


def test_a_second_browser_and_a_download_first_take_nothing_from_the_cookie() -> None:
    today = [date(2026, 1, 1)]
    with site() as client:
        site_of(client).store.today = lambda: today[0]
        Visitor(client).send("/commencer")
        secret = client.cookies[DOSSIER]
        today[0] += timedelta(days=1)
        # A file carries no cookie: the page that follows does.
        assert client.get("/dossier.yaml").status_code == 200
        assert f"{DOSSIER}={secret}" in client.get("/reponses").headers.get("set-cookie", "")
        assert "set-cookie" not in client.get("/reponses").headers
        # An adviser's browser, opened again, though it is not the first of the day.
        client.cookies.clear()
        client.cookies.set(DOSSIER, secret, domain="127.0.0.1")
        given = client.get("/reponses").headers.get_list("set-cookie")
        assert any(one.startswith(f"{DOSSIER}={secret}") and "Max-Age" in one for one in given)


def test_the_cookie_is_given_again_each_day_so_that_it_lasts_as_long_as_the_dossier() -> None:
    today = [date(2026, 1, 1)]
    with site() as client:
        site_of(client).store.today = lambda: today[0]
        Visitor(client).send("/commencer")

        def cookies() -> str:
            """The cookies of a visit, to whichever page it leads."""
            page = client.get("/question")
            return " ".join(one.headers.get("set-cookie", "") for one in (*page.history, page)).strip()

        cookies()
        assert not cookies()
        today[0] += timedelta(days=1)
        # The home page, which often comes first, is no page of the dossier.
        assert "set-cookie" not in client.get("/").headers
        assert DOSSIER in cookies()
        assert not cookies()


def test_what_is_too_old_is_erased_while_the_site_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.web.app.PURGE_SECONDS", 0.01)
    today = [date(2026, 1, 1)]
    with site(Settings(data=tmp_path / "w.sqlite3")) as client:
        site_of(client).store.today = lambda: today[0]
        visitor = Visitor(client).send("/commencer")
        today[0] += timedelta(days=31)
        with sqlite3.connect(tmp_path / "w.sqlite3") as base:
            for _ in range(500):
                if base.execute("SELECT count(*) FROM dossier").fetchone() == (0,):
                    break
                client.get("/sante")
        base.close()
        assert visitor.go("/question").page.status_code == 404


# -- the log, the addresses -------------------------------------------------------------------------------------------


def test_nothing_personal_is_in_the_log_nor_in_an_address_even_when_we_fail(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    caplog.set_level(logging.DEBUG)

    def broken(*arguments: object, **options: object) -> object:
        raise ValueError(f"« {MARK} » n'est pas {MONEY}")

    app = create_app()
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        client.event_hooks["request"].append(lambda request: asked.append(str(request.url)))
        visitor = Visitor(client).send("/commencer").send("/question", situation=MARK)
        assert visitor.page.status_code == 422
        secret, name = client.cookies[DOSSIER], client.cookies[VISIT]
        visitor.send("/question", situation="projet")
        visitor.go("/mon-dossier").send("/mon-dossier", nom=f"Société {MARK}", note=f"Chiffre d’affaires : {MONEY}")
        assert MARK in visitor.page.text
        assert MARK in visitor.go("/dossier.yaml").page.text and MARK not in str(visitor.page.headers)
        for path in ("/resultat", "/reponses", "/prediagnostic"):
            assert visitor.go(path).page.headers["cache-control"] == "no-store"
        visitor.go("/question")
        client.get(f"/question/{MARK}")
        client.get(f"/{secret}")
        with monkeypatch.context() as patch:
            patch.setattr("advisor.web.journey.pages.record", broken)
            page = client.post("/question", data=visitor.form("/question").data())
        assert page.status_code == 500 and MARK not in page.text
        check_unbroken(page.text)
        assert page.headers["content-security-policy"] and page.headers["cache-control"] == "no-store"
        assert visitor.go("/question").page.status_code == 200
    formatter = Discreet("%(name)s %(message)s")
    # What the libraries of the test log about its own requests is not the site's.
    logged = "\n".join(formatter.format(one) for one in caplog.records if not one.name.startswith(("http", "asyncio")))
    assert "POST /question 303" in logged and "GET /question/{slug} 422" in logged and "ValueError" in logged
    for word in (MARK, MONEY, secret, name, "projet", "127.0.0.1", "testclient"):
        assert word not in logged, word
    sent = [url for url in asked if MARK not in url and not url.endswith(secret)]
    assert len(sent) >= 8 and not any("projet" in url or MONEY in url for url in sent)


def test_an_exception_is_logged_by_its_place_alone() -> None:
    def fail() -> None:
        try:
            int(MARK)
        except ValueError as error:
            raise RuntimeError(MARK) from error

    try:
        fail()
    except RuntimeError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "Exception in ASGI application", None, None)
        record.exc_info = (type(error), error, error.__traceback__)
        logged = Discreet().format(record)
    assert "RuntimeError" in logged and "in fail" in logged and MARK not in logged
