"""What servers receive of a message, what is tried again, and what no failing channel stops."""

import hashlib
import hmac
import json
import logging
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from statusladder.delivery.announcing import Patience, Told, announce
from statusladder.delivery.orders import read_orders
from statusladder.delivery.posting import REPEAT, SIGNATURE

NEWEST = "2026-07-14-exports-late/03-resolved"


class Mailbox:
    """A mail server that answers RCPT with `answer`."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], bytes]] = []
        self.answers: list[str] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()
    with _listening(box) as port:
        yield box, port


@contextmanager
def _listening(box: Mailbox, **settings: Any) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **settings)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def _send(folder: Path, patience: Patience, addresses: Mapping[str, str]) -> tuple[Told, ...]:
    environment = {f"STATUSLADDER_CHANNEL_{name}": address for name, address in addresses.items()}
    orders = read_orders(folder, environment)
    newest = tuple(order for order in orders.sent if f"{order.row.incident}/{order.row.id}" == NEWEST)
    return announce(newest, None, patience, lambda told: None)


def _at(server: HTTPServer, path: str, scheme: str = "http") -> str:
    return server.url_for(path).replace("http", scheme, 1)


@pytest.mark.parametrize(
    ("channel", "scheme", "file"),
    [
        ("team", "slack+http", "slack.json"),
        ("team", "teams+http", "teams.json"),
        ("hook", "http", "webhook.json"),
        ("hook", "push+http", "push.json"),
    ],
)
def test_json_is_posted_as_it_was_written(
    messages: Path, clock: Any, httpserver: HTTPServer, channel: str, scheme: str, file: str
) -> None:
    httpserver.expect_request("/in", method="POST").respond_with_data("ok")

    told = _send(messages, clock.patience, {channel.upper(): _at(httpserver, "/in?sig=a%2Bb", scheme)})

    request = httpserver.log[0][0]
    assert [one.reason for one in told] == [None]
    assert request.get_data() == (messages / NEWEST / channel / file).read_bytes()
    assert request.query_string == b"sig=a%2Bb"
    assert request.content_type == "application/json; charset=utf-8"


def test_a_message_has_the_same_key_each_time_and_another_than_every_other(
    messages: Path, clock: Any, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/in").respond_with_data("ok")
    orders = read_orders(messages, {"STATUSLADDER_CHANNEL_HOOK": _at(httpserver, "/in")}).sent

    for _ in range(2):
        announce(orders, None, clock.patience, lambda told: None)

    keys = [request.headers[REPEAT] for request, _ in httpserver.log]
    assert keys[: len(orders)] == keys[len(orders) :]
    assert len(set(keys)) == len(orders)


def test_a_secret_signs_the_body_and_is_not_sent(messages: Path, clock: Any, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/in").respond_with_data("ok")

    _send(messages, clock.patience, {"HOOK": _at(httpserver, "/in?a=1&secret=tern%20key&b=2")})

    request = httpserver.log[0][0]
    expected = hmac.new(b"tern key", request.get_data(), hashlib.sha256).hexdigest()
    assert request.headers[SIGNATURE] == f"sha256={expected}"
    assert request.query_string == b"a=1&b=2"
    assert "tern" not in "".join(value for name, value in request.headers.items() if name != "User-Agent")


def test_mastodon_gets_the_post_that_was_made_for_it(messages: Path, clock: Any, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/api/v1/statuses").respond_with_json({"id": "1"})

    told = _send(messages, clock.patience, {"POSTS": _at(httpserver, "/", "mastodon").replace("//", "//tok3n@")})

    posted = json.loads(httpserver.log[-1][0].get_data())
    assert [one.reason for one in told] == [None]
    assert posted["status"] == (messages / NEWEST / "posts/mastodon.txt").read_text().rstrip("\n")


def test_a_service_without_a_file_of_its_own_gets_the_text_of_the_channel(
    messages: Path, clock: Any, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/in").respond_with_data("ok")

    _send(messages, clock.patience, {"TEXTS": _at(httpserver, "/in", "json"), "MAIL": _at(httpserver, "/in", "json")})

    mail, text = (json.loads(request.get_data()) for request, _ in httpserver.log)
    assert text["message"] == (messages / NEWEST / "texts/sms.txt").read_text().rstrip("\n")
    assert mail["title"] == (messages / NEWEST / "mail/subject.txt").read_text().strip()
    assert mail["message"] == (messages / NEWEST / "mail/body.txt").read_text().rstrip("\n")


def test_an_email_goes_to_the_receivers_of_its_address(
    messages: Path, clock: Any, mailbox: tuple[Mailbox, int]
) -> None:
    box, port = mailbox

    told = _send(messages, clock.patience, {"MAIL": f"smtp://127.0.0.1:{port}/?from=a@b.example&to=c@d.example"})

    written = message_from_bytes((messages / NEWEST / "mail/message.eml").read_bytes())
    sender, receivers, data = box.mails[0]
    got = message_from_bytes(data)
    assert [one.reason for one in told] == [None]
    assert (sender, receivers, got["From"], got["To"]) == ("a@b.example", ["c@d.example"], "a@b.example", "c@d.example")
    kept = [name for name in written if name not in ("From", "To")]
    assert [got[name] for name in kept] == [written[name] for name in kept]
    raw = (messages / NEWEST / "mail/message.eml").read_bytes().splitlines()
    assert [line for line in raw if line not in data.splitlines() and not line.startswith((b"From: ", b"To: "))] == []
    assert [part.get_payload(decode=True) for part in got.walk()] == [
        part.get_payload(decode=True) for part in written.walk()
    ]


def test_an_email_goes_where_it_says_itself_when_its_address_does_not(
    messages: Path, clock: Any, mailbox: tuple[Mailbox, int]
) -> None:
    box, port = mailbox

    _send(messages, clock.patience, {"MAIL": f"smtp://127.0.0.1:{port}"})

    assert box.mails[0][:2] == ("updates@tern.example", ["list@tern.example"])


def test_mail_is_not_sent_in_the_clear_where_encryption_is_required(
    messages: Path, clock: Any, mailbox: tuple[Mailbox, int]
) -> None:
    box, port = mailbox

    told = _send(messages, clock.patience, {"MAIL": f"smtp://127.0.0.1:{port}/?starttls=required"})

    assert [one.reason for one in told] == ["the server does not offer STARTTLS"]
    assert (box.mails, clock.slept) == ([], [])


@pytest.mark.parametrize(
    ("asked", "reason", "logins"),
    [
        ("", "the server does not offer STARTTLS, and the password would be readable on the way", []),
        ("starttls=required", "the server does not offer STARTTLS", []),
        ("starttls=no", None, ["us@er"]),
    ],
)
def test_a_password_is_sent_in_the_clear_only_where_the_address_says_so(
    messages: Path, clock: Any, asked: str, reason: str | None, logins: list[str]
) -> None:
    box = Mailbox()
    seen: list[str] = []

    def know(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        seen.append(data.login.decode())
        return AuthResult(success=data.password == b"s3cret/")

    with _listening(box, authenticator=know, auth_require_tls=False) as port:
        told = _send(messages, clock.patience, {"MAIL": f"smtp://us%40er:s3cret%2F@127.0.0.1:{port}/?{asked}"})

    assert [one.reason for one in told] == [reason]
    assert (seen, len(box.mails), clock.slept) == (logins, len(logins), [])


@pytest.mark.parametrize("goodbye", ["221 bye", "250 ok", "421 too many connections", "554 no"])
def test_an_email_that_was_taken_is_not_sent_again_however_the_server_says_goodbye(
    messages: Path, clock: Any, goodbye: str
) -> None:
    class Rude(Mailbox):
        async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:
            return goodbye

    box = Rude()

    with _listening(box) as port:
        told = _send(messages, clock.patience, {"MAIL": f"smtp://127.0.0.1:{port}"})

    assert [one.reason for one in told] == [None]
    assert (len(box.mails), clock.slept) == (1, [])


@pytest.mark.parametrize(("code", "slept"), [("451 later", [2.0]), ("550 no", [])])
def test_a_mail_server_is_asked_again_only_after_a_refusal_for_now(
    messages: Path, clock: Any, mailbox: tuple[Mailbox, int], code: str, slept: list[float]
) -> None:
    box, port = mailbox
    box.answers = [code]

    _send(messages, clock.patience, {"MAIL": f"smtp://127.0.0.1:{port}"})

    assert clock.slept == slept
    assert len(box.mails) == len(slept)


def test_who_has_the_email_does_not_get_it_again_for_one_who_is_refused(
    messages: Path, clock: Any, mailbox: tuple[Mailbox, int]
) -> None:
    box, port = mailbox
    box.answers = ["451 later"]

    told = _send(messages, clock.patience, {"MAIL": f"smtp://127.0.0.1:{port}/?to=a@b.example&to=c@d.example"})

    assert [one.reason for one in told] == ["the server refuses 1 of 2 receivers"]
    assert ([to for _, to, _ in box.mails], clock.slept) == ([["c@d.example"]], [])


@pytest.mark.parametrize(
    ("answers", "slept", "reason"),
    [
        ([(503, ""), (500, ""), (200, "")], [2.0, 8.0], None),
        ([(429, "5"), (200, "")], [5.0], None),
        ([(429, "1"), (200, "")], [2.0], None),
        ([(429, "3600")], [], "the server answers 429"),
        ([(429, "nan"), (429, "-1"), (429, "Tue, 14 Jul 2026 09:00:00 GMT"), (200, "")], [2.0, 8.0, 30.0], None),
        ([(503, "")] * 4, [2.0, 8.0, 30.0], "the server answers 503"),
        ([(400, "")], [], "the server answers 400"),
        ([(501, "")], [], "the server answers 501"),
        ([(302, "")], [], "the server answers 302"),
    ],
)
def test_only_what_may_pass_is_tried_again(
    messages: Path,
    clock: Any,
    httpserver: HTTPServer,
    answers: list[tuple[int, str]],
    slept: list[float],
    reason: str | None,
) -> None:
    waiting = list(answers)

    def answer(request: Request) -> Response:
        code, after = waiting.pop(0)
        elsewhere = {"Location": httpserver.url_for("/elsewhere")} if code == 302 else {}
        return Response("", code, headers=({"Retry-After": after} if after else {}) | elsewhere)

    httpserver.expect_request("/in").respond_with_handler(answer)

    told = _send(messages, clock.patience, {"HOOK": _at(httpserver, "/in")})

    assert ([one.reason for one in told], clock.slept, waiting) == ([reason], slept, [])


@pytest.mark.parametrize(("code", "attempts"), [(503, 4), (422, 1)])
def test_apprise_too_is_asked_again_only_after_what_may_pass(
    messages: Path, clock: Any, httpserver: HTTPServer, code: int, attempts: int
) -> None:
    httpserver.expect_request("/in").respond_with_data("", code)

    told = _send(messages, clock.patience, {"TEXTS": _at(httpserver, "/in", "json")})

    assert ([one.reason for one in told], len(httpserver.log)) == ([f"the server answers {code}"], attempts)


def test_a_dead_channel_stops_no_other_and_its_later_messages_wait(
    messages: Path, clock: Any, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/in").respond_with_data("ok")
    dead = "slack+http://127.0.0.1:1/T0/s3cret"
    environment = {"STATUSLADDER_CHANNEL_TEAM": dead, "STATUSLADDER_CHANNEL_HOOK": _at(httpserver, "/in")}

    told = announce(read_orders(messages, environment).sent, None, clock.patience, lambda one: None)

    team = [one for one in told if one.order.row.channel == "team"]
    assert [one.reason for one in told if one.order.row.channel == "hook"] == [None] * len(httpserver.log)
    assert len(httpserver.log) == 4
    assert (team[0].reason or "").startswith("no connection")
    assert {one.reason for one in team[1:]} == {"not tried, since an earlier message to this address did not arrive"}
    assert clock.slept == [2.0, 8.0, 30.0]


def test_no_reason_and_no_log_repeats_a_secret(
    messages: Path,
    clock: Any,
    httpserver: HTTPServer,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    httpserver.expect_request("/", method="POST").respond_with_data("s3cret", 400)
    dead = "127.0.0.1:1"
    told = _send(
        messages,
        clock.patience,
        {
            "MAIL": f"smtp://us3cret:s3cret@{dead}/?to=a@b.example smtp://[s3cret",
            "TEAM": f"slack+http://{dead}/s3cret",
            "HOOK": f"http://{dead}/s3cret?secret=s3cret",
            "POSTS": f"mastodon://s3cret@{dead} bluesky://s3cret mastodon://s3cret@127.0.0.1:{httpserver.port}",
            "TEXTS": f"twilio://s3cret json://s3cret:s3cret@{dead}/s3cret",
        }
        | {"MAIL": f"smtp://us3cret:s3cret@{dead}/?to=a@b.example"},
    )

    assert len(told) == 8
    assert all(one.reason is not None for one in told)
    printed = capfd.readouterr()
    assert "s3cret" not in f"{[str(one) for one in told]}{caplog.text}{printed.out}{printed.err}".replace("apprise", "")
    assert logging.getLogger("apprise").propagate
