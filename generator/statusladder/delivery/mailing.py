"""Mails a message as it was written, with the sender and receivers that its address names."""

import smtplib
import ssl
from contextlib import closing, suppress
from email import message_from_bytes
from email.policy import SMTP
from email.utils import getaddresses
from urllib.parse import parse_qs, unquote, urlsplit

from statusladder.delivery.addresses import Address
from statusladder.delivery.failure import Failure, of_connection

SECONDS = 20
"""How long a server may take for each answer."""

_PORTS = {"smtp": 587, "smtps": 465}


def mail(address: Address, data: bytes) -> None:
    """Sends an email to all its receivers. Raises Failure, also where a server takes it for some of them only."""
    parts = urlsplit(address.url)
    asked = parse_qs(parts.query)
    sender, receivers, data = _addressed(data, asked.get("from", []), asked.get("to", []))
    context = ssl.create_default_context()
    host, port = parts.hostname or "", parts.port or _PORTS[address.scheme]
    try:
        with closing(_connect(address.scheme, host, port, context)) as server:
            asks_for = asked.get("starttls", [""])[0]
            is_encrypted = _encrypt(server, address.scheme, asks_for, context)
            if parts.username is not None:
                if not (is_encrypted or asks_for == "no"):
                    sentence = "the server does not offer STARTTLS, and the password would be readable on the way"
                    raise Failure(sentence, may_pass=False)
                server.login(unquote(parts.username), unquote(parts.password or ""))
            refused = server.sendmail(sender, receivers, data)
            # The server has the email: however it says goodbye, another attempt would send it twice.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
    except smtplib.SMTPRecipientsRefused as all_refused:
        raise _of_code(max(code for code, _ in all_refused.recipients.values()), "every receiver") from None
    except smtplib.SMTPResponseException as answer:
        raise _of_code(answer.smtp_code, "the email") from None
    except smtplib.SMTPServerDisconnected:
        raise Failure("the server ended the connection", may_pass=True) from None
    except smtplib.SMTPNotSupportedError:
        raise Failure("the server lacks what is asked of it (login or STARTTLS)", may_pass=False) from None
    except smtplib.SMTPException as failure:
        raise Failure(f"the email cannot be sent ({type(failure).__name__})", may_pass=False) from None
    except OSError as failure:
        raise of_connection(failure) from None
    except UnicodeError:
        raise Failure(
            "the user, password or a mailbox has a character that mail does not take", may_pass=False
        ) from None
    if refused:
        # Those who were taken have it: another attempt would reach them twice.
        raise Failure(f"the server refuses {len(refused)} of {len(receivers)} receivers", may_pass=False)


def _connect(scheme: str, host: str, port: int, context: ssl.SSLContext) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    return smtplib.SMTP(host, port, timeout=SECONDS)


def _encrypt(server: smtplib.SMTP, scheme: str, starttls: str, context: ssl.SSLContext) -> bool:
    """Encrypts the connection wherever that can be done; whether it is encrypted."""
    server.ehlo()
    if scheme == "smtps":
        return True
    if starttls != "no" and server.has_extn("starttls"):
        server.starttls(context=context)
        server.ehlo()
        return True
    if starttls == "required":
        raise Failure("the server does not offer STARTTLS", may_pass=False)
    return False


def _addressed(data: bytes, senders: list[str], receivers: list[str]) -> tuple[str, list[str], bytes]:
    """The mailboxes of an email, and the email with those that its address names in From and To."""
    message = message_from_bytes(data, policy=SMTP.clone(max_line_length=None, refold_source="none"))
    if senders:
        del message["From"]
        message["From"] = senders[0]
    if receivers:
        del message["To"]
        message["To"] = ", ".join(receivers)
    to = [box for _, box in getaddresses([str(one) for one in message.get_all("To", [])]) if "@" in box]
    sender = next((box for _, box in getaddresses([str(message["From"] or "")]) if "@" in box), "")
    if not to or not sender:
        sentence = "the email says not to whom it goes, or from whom: add ?from=…&to=… to the address"
        raise Failure(sentence, may_pass=False)
    return sender, to, message.as_bytes()


def _of_code(code: int, what: str) -> Failure:
    return Failure(f"the server refuses {what} ({code})", may_pass=400 <= code < 500)
