"""`statusladder announce`, as it is called."""

import shutil
import subprocess
import sys
from pathlib import Path

from pytest_httpserver import HTTPServer

import in_process
from message_site import NOW
from statusladder.model.routes import ROUTES

UPDATES = ("01-investigating", "02-identified", "03-resolved", "03-resolved-correction-1")


def test_without_send_it_only_says_what_would_go_where(messages: Path) -> None:
    done = in_process.run(
        "announce", str(messages), STATUSLADDER_CHANNEL_HOOK="https://hooks.tern.example/s3cret?secret=s3cret"
    )

    said = done.stderr.splitlines()
    first = "2026-07-14-exports-late/01-investigating"
    last = "2026-07-14-exports-late/03-resolved-correction-1"
    assert done.returncode == 0
    assert f"{first}: hook: would send webhook.json to https://hooks.tern.example/…." in said
    assert f"{first}: mail: no address (STATUSLADDER_CHANNEL_MAIL is not set)." in said
    assert f"{first}: strip: not sent: the site shows it, or a colleague passes it on." in said
    assert f"{last}: texts: silent (same stage)." in said
    assert said[-1] == f"Next: 'statusladder announce {messages} --send' sends 4 messages."
    assert "s3cret" not in done.stderr


def test_what_did_not_arrive_is_listed_with_the_command_that_sends_it(messages: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/good").respond_with_data("ok")
    httpserver.expect_request("/s3cret").respond_with_data("s3cret", 403)

    done = in_process.run(
        *("announce", str(messages), "--send"),
        STATUSLADDER_CHANNEL_HOOK=httpserver.url_for("/good"),
        STATUSLADDER_CHANNEL_TEAM=f"slack+{httpserver.url_for('/s3cret')}",
    )

    assert done.returncode == 1
    assert "error: 4 messages of 8 did not arrive" in done.stderr
    assert f"run statusladder announce {messages} --send --only team; " in done.stderr
    assert "Without --ledger, nothing is remembered" in done.stderr
    assert "s3cret" not in done.stderr


def test_with_a_ledger_a_second_run_sends_nothing(messages: Path, tmp_path: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/in").respond_with_data("ok")
    words = ("announce", str(messages), "--send", "--only", "hook", "--ledger", str(tmp_path / "ledger"))

    first, second = (in_process.run(*words, STATUSLADDER_CHANNEL_HOOK=httpserver.url_for("/in")) for _ in range(2))

    assert (first.returncode, second.returncode, len(httpserver.log)) == (0, 0, len(UPDATES))
    assert second.stderr.count("was sent before.") == len(UPDATES)
    assert httpserver.url_for("/in") not in (tmp_path / "ledger").read_text()


def test_a_length_that_is_none_sends_nothing(messages: Path, httpserver: HTTPServer) -> None:
    address = httpserver.url_for("/in")

    done = in_process.run("announce", str(messages), "--send", "--wait", "0m", STATUSLADDER_CHANNEL_HOOK=address)

    assert done.returncode == 2
    assert "'0m' is not a length of time" in done.stderr
    assert httpserver.log == []


def test_the_page_that_the_messages_name_is_asked_before_anything_is_sent(
    messages: Path, site: Path, httpserver: HTTPServer, tmp_path: Path
) -> None:
    public, out = tmp_path / "public", tmp_path / "out"
    assert in_process.run("build", "-o", str(public), "--now", NOW, "--site", str(site)).returncode == 0
    shutil.copytree(messages, out)
    here = httpserver.url_for("").rstrip("/")
    (out / ROUTES).write_text((out / ROUTES).read_text().replace("https://status.tern.example", here))
    for name in ("manifest.json", "manifest/2026.json"):
        httpserver.expect_request(f"/{name}").respond_with_data((public / name).read_bytes())
    httpserver.expect_request("/in").respond_with_data("ok")

    address = httpserver.url_for("/in")
    done = in_process.run("announce", str(out), "--send", "--wait", "10m", STATUSLADDER_CHANNEL_HOOK=address)

    assert done.returncode == 0, done.stderr
    asked = [request.path for request, _ in httpserver.log]
    assert asked == ["/manifest.json", "/manifest/2026.json", *["/in"] * len(UPDATES)]


def test_usage_that_means_nothing_is_refused(messages: Path) -> None:
    assert in_process.run("announce", str(messages), "--wait", "10m").returncode == 2
    assert in_process.run("announce", str(messages), "--ledger", "x").returncode == 2


def test_a_channel_that_no_message_is_for_is_refused_with_the_near_miss(messages: Path) -> None:
    done = in_process.run("announce", str(messages), "--only", "hok")

    assert done.returncode == 1
    assert "the folder has no messages for a channel 'hok'" in done.stderr
    assert "hook" in done.stderr


def test_it_works_without_apprise_until_an_address_needs_it(messages: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/in").respond_with_data("ok")
    without = "import sys; sys.modules['apprise'] = None; from statusladder.cli.main import main; main()"

    def run(**addresses: str) -> "subprocess.CompletedProcess[str]":
        environment = {f"STATUSLADDER_CHANNEL_{name}": place for name, place in addresses.items()}
        words = [sys.executable, "-c", without, "announce", str(messages), "--send", "--quiet"]
        return subprocess.run(words, capture_output=True, text=True, env=_environment() | environment)

    native = run(HOOK=httpserver.url_for("/in"))
    by_apprise = run(HOOK=httpserver.url_for("/in"), TEXTS="json://127.0.0.1:1/")

    assert (native.returncode, native.stderr) == (0, "")
    assert by_apprise.returncode == 1
    assert "pip install 'statusladder[announce]'" in by_apprise.stderr
    assert len(httpserver.log) == len(UPDATES)


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(sys.path)}
