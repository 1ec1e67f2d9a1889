"""An email as it is sent (RFC 5322), the same bytes whenever it is written, in lines that every server takes.

The older half of the standard library's email package writes it. The newer one (`EmailMessage`) reads what looks like
an encoded word in a title as one, line ends in it included, and encodes an identifier that is longer than a line, so
that no mail program would put the email in its thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime
from hashlib import sha256
from urllib.parse import quote

MOST_REFERENCES = 20
"""Emails of its thread that one names: the first, and those before it. A header without end would be refused."""


@dataclass(frozen=True)
class Mail:
    """What an email says, and to whom.

    `to` is None where whoever sends it says so. `id` and `thread`, what was sent before it with the oldest first, are
    identifiers of `identify`. `subscription` is where readers end it. `text` and `html` say the same.
    """

    subject: str
    name: str
    sender: str
    to: str | None
    moment: datetime
    id: str
    thread: tuple[str, ...]
    list_name: str
    list_id: str
    subscription: str | None
    language: str
    text: str
    html: str


def identify(authority: str, *names: str) -> str:
    """The identifier of an email, the same for the same names: short enough for a line wherever it is named."""
    return f"<{_digest(*names)}@{authority}>"


def write_mail(mail: Mail) -> bytes:
    """The whole email. It makes no claim that one click ends a subscription: an address for all readers cannot."""
    whole = MIMEMultipart("alternative", boundary=f"={_digest(mail.id, mail.text, mail.html)}", policy=_POLICY)
    whole["From"] = _mailbox(mail.name, mail.sender)
    if mail.to is not None:
        whole["To"] = mail.to
    whole["Subject"] = _words(mail.subject, "Subject")
    whole["Date"] = format_datetime(mail.moment)
    whole["Message-ID"] = mail.id
    if mail.thread:
        whole["In-Reply-To"] = mail.thread[-1]
        whole["References"] = " ".join(_named_of(mail.thread))
    whole["List-Id"] = f"{_words(mail.list_name, 'List-Id')} <{mail.list_id}>"
    if mail.subscription is not None:
        whole["List-Unsubscribe"] = f"<{quote(mail.subscription, safe=_OF_ADDRESSES)}>"
    whole["Auto-Submitted"] = "auto-generated"
    whole["Content-Language"] = mail.language
    whole.attach(_part(mail.text, "plain"))
    whole.attach(_part(mail.html, "html"))
    return whole.as_bytes()


_END = "\r\n"
_OF_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
"""Signs that an address may have as they are (RFC 3986, 2.2); a header takes no letters but ASCII."""

_POLICY = compat32.clone(linesep=_END)


def _digest(*names: str) -> str:
    return sha256("\n".join(names).encode()).hexdigest()[:32]


def _named_of(thread: Sequence[str]) -> Sequence[str]:
    return thread if len(thread) <= MOST_REFERENCES else (thread[0], *thread[1 - MOST_REFERENCES :])


def _words(text: str, header: str) -> str:
    """Words as a header has them: as they are where they are ASCII and could not be read as encoded, else encoded."""
    is_plain = text.isascii() and "=?" not in text
    return Header(text, "us-ascii" if is_plain else _QUOTED, header_name=header).encode(linesep=_END)


def _mailbox(name: str, address: str) -> str:
    """`"Tern status" <status@tern.example>`."""
    if not name.isascii() or "=?" in name:
        return f"{_words(name, 'From')} <{address}>"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'


def _part(text: str, kind: str) -> MIMENonMultipart:
    part = MIMENonMultipart("text", kind, policy=_POLICY)
    part.set_payload(text, _QUOTED)
    return part


_QUOTED = Charset("utf-8")
_QUOTED.body_encoding = QP
