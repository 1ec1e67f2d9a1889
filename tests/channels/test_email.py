"""Emails as their readers get them: sent to a real server of mail, and read back from what it was given."""

import re
import smtplib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import in_process
from mail_readers import receiving
from message_site import CHANNELS, LANGUAGES, NOW, TOLD, message_site, write_messages
from night import examples
from published_site import ONE, SECOND, THREE, TWO, edit, write
from statusladder.channels.email import CHANNEL, LONGEST_SUBJECT, MOST_HTML, subject_of
from statusladder.channels.interface import MessageFile, Sending
from statusladder.content.reader import read_library
from statusladder.model.reach import ChannelKind
from statusladder.publish.composing import Message
from statusladder.publish.messages import compose_messages
from statusladder.publish.news import News
from statusladder.publish.theme import find_theme
from statusladder.views.bulletins import Bulletin
from statusladder.voice.voice import speak_for


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return message_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def told(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_messages(site, tmp_path_factory.mktemp("told"))


@pytest.fixture(scope="module")
def messages(site: Path) -> list[Message]:
    return _composed(site)


def _composed(site: Path) -> list[Message]:
    library = read_library(site).library
    assert library is not None
    theme = find_theme(site, "default")
    every = compose_messages(library, datetime.fromisoformat(NOW), theme, News({}))
    return [one for one in every if one.channel.kind is ChannelKind.EMAIL]


def _received(mails: Iterator[Path]) -> list[EmailMessage]:
    """What a server of mail was given of these files, in their order."""
    with receiving() as box:
        with smtplib.SMTP("127.0.0.1", box.port) as client:
            for mail in mails:
                client.sendmail("bounces@tern.example", ["reader@example.com"], mail.read_bytes())
        return list(box.mails)


@pytest.fixture(scope="module")
def received(told: Path) -> list[EmailMessage]:
    """The English emails about one incident, in the order in which they are sent."""
    return _received(told / name / "email-en" / "message.eml" for name in TOLD)


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def _bare(text: str) -> str:
    """What is printed of a text: without blanks and signs of direction, which each form has where it needs them."""
    return re.sub(r"[\s\u200e\u200f\u2066-\u2069]", "", text)


def _words_of_html(html: str) -> str:
    return _bare(unescape(re.sub(r"<[^>]+>", "", html.partition("<body")[2])))


def test_an_incident_is_one_thread(received: list[EmailMessage]) -> None:
    ids = [str(mail["Message-ID"]) for mail in received]

    assert len(set(ids)) == 4
    assert [mail["References"] and str(mail["References"]).split() for mail in received] == [
        None, ids[:1], ids[:2], ids[:3],
    ]  # fmt: skip
    assert [mail["In-Reply-To"] and str(mail["In-Reply-To"]) for mail in received] == [None, *ids[:3]]


def test_the_subject_says_the_state_and_what(received: list[EmailMessage]) -> None:
    assert [str(mail["Subject"]) for mail in received] == [
        "[Investigating] Exports are late",
        "[Identified] Exports are late",
        "[Resolved] Exports are late",
        "[Correction] Exports are late",
    ]


def test_an_email_says_who_sends_it_to_whom_and_how_to_leave(received: list[EmailMessage]) -> None:
    mail = received[1]

    assert {name: str(mail[name]) for name in mail if name not in ("Content-Type", "Message-ID")} == {
        "MIME-Version": "1.0",
        "From": "Tern status <updates@tern.example>",
        "To": "status-en@lists.tern.example",
        "Subject": "[Identified] Exports are late",
        "Date": "Tue, 14 Jul 2026 09:30:00 +0000",
        "In-Reply-To": str(received[0]["Message-ID"]),
        "References": str(received[0]["Message-ID"]),
        "List-Id": "Tern status <email-en.status.tern.example>",
        "List-Unsubscribe": "<https://lists.tern.example/en>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en",
    }
    assert str(mail["Message-ID"]).endswith("@status.tern.example>")


def test_a_channel_that_says_no_more_sends_from_the_host_of_themessage_site(tmp_path: Path) -> None:
    site = message_site(tmp_path / "site", "channels:\n  - id: email\n    kind: email\n")

    mail = message_from_bytes((write_messages(site, tmp_path / "out") / "02-identified/email/message.eml").read_bytes())

    assert mail["From"] == '"Tern status" <status@status.tern.example>'
    assert [mail["To"], mail["List-Unsubscribe"]] == [None, None]


def test_where_readers_leave_may_be_written_in_any_letters(tmp_path: Path) -> None:
    url = "https://lists.tern.example/état?list=status&lang=fr"
    site = message_site(tmp_path / "site", f"channels:\n  - id: email\n    kind: email\n    url: {url}\n")

    folder = write_messages(site, tmp_path / "out") / "02-identified/email"

    mail = message_from_bytes((folder / "message.eml").read_bytes())
    assert mail["List-Unsubscribe"] == "<https://lists.tern.example/%C3%A9tat?list=status&lang=fr>"
    assert (folder / "body.txt").read_text().endswith(f"\n{url}\n")


def test_both_parts_and_both_files_say_every_core_line(messages: list[Message]) -> None:
    assert len(messages) == 15
    for message in messages:
        files = {file.name: file.data for file in message.files}
        mail = message_from_bytes(files["message.eml"], policy=policy.default)
        assert isinstance(mail, EmailMessage)
        plain, html = _part(mail, "plain"), _part(mail, "html")
        assert plain.replace("\r\n", "\n") == files["body.txt"].decode()
        assert html.replace("\r\n", "\n") == files["body.html"].decode()
        assert mail["Subject"] == files["subject.txt"].decode().strip()
        for line in message.bulletin.core:
            assert _bare(line.text) in _bare(plain)
            assert _bare(line.text) in _words_of_html(html)


def test_the_text_leads_to_the_update_and_to_where_it_ends(told: Path) -> None:
    assert (told / "02-identified/email-en/body.txt").read_text() == (
        """\
[Identified] Exports are late
09:30 UTC, 14 July 2026

Next update by 10:00 UTC

A queue is full, so exports wait.

We are making room: 3 to 5 % of you are affected.

- What you can do: No action needed. There is no workaround.
- Status: Identified, degraded
- Severity: Major
- Affected components: Exports (degraded)
- What customers see: Exports come late
- Affected: 3–5% of customers, measured
- Recovery expected: not known yet
- Impact began: 08:50 UTC, 14 July 2026
- Data: No data was lost
- Known: No export is lost; Dashboards work
- Not yet known: Why they wait
- What we are doing: Looking at the queue
- Urgent? Support portal

View on the status page:
https://status.tern.example/incidents/2026-07-14-exports-late/#02-identified
All updates:
https://status.tern.example/incidents/2026-07-14-exports-late/

-- """
        """
You are receiving this email because you subscribed to updates from Tern
status.
Manage your subscription:
https://lists.tern.example/en
"""
    )


def test_lines_of_text_are_short_and_lines_of_an_email_are_what_every_server_takes(messages: list[Message]) -> None:
    for message in messages:
        files = {file.name: file.data for file in message.files}
        for line in files["body.txt"].decode().splitlines():
            assert len(line) <= 72 or "://" in line
        mail = files["message.eml"]
        assert mail.isascii()
        assert max(map(len, mail.split(b"\r\n"))) <= 78
        assert mail.count(b"\n") == mail.count(b"\r\n") == mail.count(b"\r")


def test_an_address_in_arabic_text_ends_where_it_ends(tmp_path: Path) -> None:
    site = message_site(tmp_path / "site")
    contact = "  - text: Support portal"
    edit(site, "site.yaml", contact, f"{contact}\n    url: https://help.tern.example/now")
    edit(site, TWO, "cause: A", "title: Exports fail, see https://help.tern.example/new\ncause: A")

    told = write_messages(site, tmp_path / "out") / "02-identified/email-ar"

    text, html = (told / "body.txt").read_text(), (told / "body.html").read_text().partition("<h1")[2]
    assert text.count("https://help.tern.example/new") == 2
    assert text.count("https://help.tern.example/now") == 1
    assert '<a href="https://help.tern.example/now">' in html
    assert not re.search('https?://[^\\s<"]*\u2069', text + html)


def test_an_email_in_another_language_marks_what_is_in_that_of_the_company(told: Path) -> None:
    html = {language: (told / f"02-identified/email-{language}/body.html").read_text() for language in LANGUAGES}

    assert '<html lang="de" dir="ltr">' in html["de"]
    assert '<div class="text" lang="en">' in html["de"]
    assert '<html lang="ar" dir="rtl">' in html["ar"]
    assert '<span class="title ink" style' in html["ar"]
    assert 'dir="auto" lang="en">Exports are late</span>' in html["ar"]
    assert html["en"].count('lang="en"') == html["en"].count('lang="en" dir="ltr"') == 2


def test_an_email_loads_nothing(messages: list[Message]) -> None:
    for message in messages:
        (html,) = (file.data.decode() for file in message.files if file.name == "body.html")
        assert not re.search(r"\bsrc\s*=|url\(|@import|<(?:img|script|link|iframe|form)\b", html)
        assert len(html) < MOST_HTML


def test_a_picture_is_a_link_with_its_words(tmp_path: Path) -> None:
    site = message_site(tmp_path / "site")
    edit(site, TWO, "A queue is full, so", "![The queue](queue.png)\n\nA queue is full, so")
    (site / TWO).with_name("queue.png").write_bytes((Path(__file__).parent / "queue.png").read_bytes())

    told = write_messages(site, tmp_path / "out") / "02-identified/email-en"

    address = "https://status.tern.example/incidents/2026-07-14-exports-late/queue.png"
    assert f'<a href="{address}" rel="noopener">The queue</a>' in (told / "body.html").read_text()
    assert f"The queue\n({address})\n" in (told / "body.txt").read_text()


def test_a_maintenance_is_called_one(site: Path, tmp_path: Path) -> None:
    folder = write_messages(site, tmp_path, of="2026-07-20-upgrade") / "01-scheduled"
    subjects = {language: (folder / f"email-{language}/subject.txt").read_text() for language in LANGUAGES}
    assert subjects["en"] == "[Scheduled maintenance] Database upgrade\n"
    assert subjects["de"] == "[Geplante Wartung] Database upgrade\n"
    assert _bare(subjects["ar"]) == "[صيانةمجدولة]Databaseupgrade"


def test_when_a_maintenance_takes_place_stands_above_its_text(site: Path, tmp_path: Path) -> None:
    email = write_messages(site, tmp_path, of="2026-07-20-upgrade") / "01-scheduled/email-en"

    assert (email / "body.txt").read_text().split("\n\n")[1] == "Window: 01:00 to 02:30 UTC, 20 July 2026"
    html = (email / "body.html").read_text()
    assert html.count("Window: 01:00 to 02:30 UTC, 20 July 2026") == 2
    assert '">Window: 01:00 to 02:30 UTC, 20 July 2026. Exports are slow during the upgrade.</div>' in html


def test_a_reopening_is_called_one(tmp_path: Path) -> None:
    site = message_site(tmp_path / "site")
    reopened = SECOND.replace("at: 2026-07-14T09:30:00Z", "at: 2026-07-14T11:40:00Z\nreopened: true")
    write(site, {THREE.replace("03-resolved", "04-identified"): reopened})

    told = write_messages(site, tmp_path / "out")

    assert (told / "04-identified/email-en/subject.txt").read_text() == "[Re-opened] Exports are late\n"


def test_of_an_update_that_is_too_long_an_email_has_the_beginning_and_the_way_to_all_of_it(tmp_path: Path) -> None:
    site = message_site(tmp_path / "site")
    edit(
        site,
        TWO,
        "We are making room",
        "\n\n".join(["The queue is full of exports."] * 2000) + "\n\nWe are making room",
    )

    told = write_messages(site, tmp_path / "out") / "02-identified/email-en"

    html, text = (told / "body.html").read_text(), (told / "body.txt").read_text()
    assert len(html.encode()) < MOST_HTML
    assert "Read the full update" in html
    assert "#02-identified)" in text
    assert "Next update by 10:00 UTC" in html


def test_the_same_email_is_the_same_bytes(site: Path, told: Path, tmp_path: Path) -> None:
    again = write_messages(site, tmp_path, now="2026-07-15T08:00:00Z")

    mails = sorted(told.rglob("message.eml"))
    assert len(mails) == 12
    assert all((again / mail.relative_to(told)).read_bytes() == mail.read_bytes() for mail in mails)


def test_two_lists_are_two_threads(told: Path) -> None:
    mails = [message_from_bytes((told / f"02-identified/email-{one}/message.eml").read_bytes()) for one in LANGUAGES]

    assert len({mail["Message-ID"] for mail in mails}) == len({mail["References"] for mail in mails}) == 3


def test_a_subject_that_strings_of_the_site_make_too_long_is_a_problem(tmp_path: Path) -> None:
    long = "strings:\n  message.subject: '{stage}, which is what our status page says right now about this: {title}'\n"
    site = message_site(tmp_path / "site", CHANNELS + long)

    done = in_process.run(
        "messages", "--incident", "exports", "-o", "out", "--site", str(site), "--now", NOW, cwd=tmp_path
    )

    assert done.returncode == 1
    assert f"{ONE}:1: X005 the subject of the email has 88 characters, of 78 at most" in done.stderr


def test_a_theme_replaces_the_template(tmp_path: Path) -> None:
    site = message_site(tmp_path / "site", CHANNELS + "theme: ours\n")
    write(
        site,
        {
            "themes/ours/theme.yaml": "name: ours\nextends: default\n",
            "themes/ours/templates/messages/email.html": "<p>{{ email.title }}, {{ email.label }}</p>",
        },
    )

    told = write_messages(site, tmp_path / "out") / "02-identified/email-en"

    assert (told / "body.html").read_text() == "<p>Exports are late, Identified</p>\n"
    assert "<p>Exports are late, Identified</p>" in (told / "message.eml").read_text()


TITLES = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=300
) | st.sampled_from(
    [
        '"><script>alert(1)</script>',
        "=?utf-8?q?Calm=0ABcc:_all@tern.example?=",
        "\u202eevitceffe\u202c \u2067x",
        "🧑‍🚒🔥 " * 70,
        "x" * 300,
        'Sign-in \\ "fails", for; some <all@tern.example>',
        "تسجيل الدخول إلى Exports API لا يعمل " * 9,
    ]
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_title_breaks_a_header_or_the_html(messages: list[Message], site: Path, language: str) -> None:
    channel = f"email-{language}"
    (message,) = (one for one in messages if one.bulletin.id == "02-identified" and one.channel.id == channel)
    sending = _sending(site, message, language)
    usual = _headers(_files(message.bulletin, sending))

    @settings(max_examples=examples(by_night=300, by_day=25))
    @given(TITLES)
    def holds(title: str) -> None:
        files = _files(replace(message.bulletin, title=title, headline=title), sending)
        mail = message_from_bytes(files["message.eml"].data, policy=policy.default)
        subject = files["subject.txt"].data.decode().removesuffix("\n")

        assert _headers(files) == usual
        assert len(subject) <= LONGEST_SUBJECT
        assert files["subject.txt"].faults == ()
        assert " ".join(str(mail["Subject"]).split()) == " ".join(subject.split())
        assert files["body.html"].data.count(b"<script") == 0
        assert max(map(len, files["message.eml"].data.split(b"\r\n"))) <= 78

    holds()


def _sending(site: Path, message: Message, language: str) -> Sending:
    library, theme = read_library(site).library, find_theme(site, "default")
    assert library is not None
    told = library.settings.site.model_copy(update={"language": language})
    spoken = library.settings.model_copy(update={"site": told})
    voice = speak_for(spoken, theme.catalogue_for(language), message.bulletin.moment)
    return Sending(message.channel, library.settings, voice, theme)


def _files(bulletin: Bulletin, sending: Sending) -> dict[str, MessageFile]:
    return {file.name: file for file in CHANNEL.compose(bulletin, sending)}


def _headers(files: dict[str, MessageFile]) -> list[str]:
    return message_from_bytes(files["message.eml"].data).keys()


def test_a_long_title_is_cut_alike_at_each_stage(messages: list[Message], site: Path) -> None:
    title = "Exports of bookings to spreadsheets are late or incomplete for customers in the EU"
    subjects = [
        subject_of(replace(one.bulletin, title=title), _sending(site, one, "en").voice)
        for one in messages
        if one.channel.id == "email-en" and one.bulletin.severity is not None and not one.bulletin.is_correction
    ]

    assert {subject.partition("] ")[2] for subject in subjects} == {
        "Exports of bookings to spreadsheets are late or incomplete…"
    }
