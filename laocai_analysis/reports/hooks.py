"""Messages about a run that ended: success and failure go to different people, by a command or by
e-mail.

The file of hooks is YAML::

    success:
      mail: [analyst@example.org]
    failure:
      mail: [operator@example.org]
      command: [/usr/local/bin/page-operator, laocai]
    server: {host: smtp.example.org, port: 587, sender: laocai@example.org, user: laocai, password:
    smtp-password}

`password` is the name of a credential and not the password. A command gets the message as JSON on
its standard input.
"""

from __future__ import annotations

import json
import re
import smtplib
import ssl
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

from laocai_analysis.entries import FILLED, TEXT, Form, Value, entry_faults, parse
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.reports.credentials import CREDENTIAL_NAME, credential, redact

#: How long a command or a mail server may take, in seconds.
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one report of a run ended, or the run itself.

    Parameters
    ----------
    report : str
        The name of the report and its file: ``commune-coverage/2008-vi``; or that of the run.
    state : {"good", "unchanged", "failed"}
        How it ended.
    reason : str
        Why it failed, in one line; blank otherwise.
    page : str
        The page that readers see now: the new one, or the last good one; blank where there is
        none.
    last_good : str
        The date of that page, ``YYYY-MM-DD``; blank where there is none.
    """

    report: str
    state: Literal["good", "unchanged", "failed"]
    reason: str = ""
    page: str = ""
    last_good: str = ""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Addresses and a command, with its arguments, that receive one kind of message."""

    mail: tuple[str, ...] = ()
    command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server; `password` is the name of a credential."""

    host: str
    sender: str
    port: int = 25
    user: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Hooks:
    """The recipients of success and of failure, and the mail server."""

    success: Recipients = field(default_factory=Recipients)
    failure: Recipients = field(default_factory=Recipients)
    server: Server | None = None


def load_hooks(path: Path) -> Hooks:
    """Read and check a file of hooks.

    Raises
    ------
    InputError
        With every fault: an entry that is not known, an address that is none, mail without a
        server, a password in place of the name of a credential.
    """
    content = parse(path)
    faults = entry_faults(content, _FORM, file=path.name)
    faults += _server_faults(content, file=path.name) if isinstance(content, dict) else []
    if faults:
        raise InputError(faults)
    to = {kind: _recipients(content.get(kind) or {}) for kind in ("success", "failure")}
    server = {name: held for name, held in (content.get("server") or {}).items() if held}
    port = {"port": int(server["port"])} if "port" in server else {}
    return Hooks(**to, server=Server(**server | port) if server else None)


def _server_faults(content: Mapping[str, Any], *, file: str) -> list[Fault]:
    """Find what would fail only when the first message is sent: mail without a server, a user
    without a password.
    """
    server, recipients = content.get("server"), map(content.get, ("success", "failure"))
    mailed = any(isinstance(entry, dict) and entry.get("mail") for entry in recipients)
    if mailed and not server:
        expected = Message("expected-mail-server")
        return [Fault(file, None, "server", expected, Message("found-none"))]
    if isinstance(server, dict) and server.get("user") and not server.get("password"):
        return [Fault(file, None, "server.password", _PASSWORD.expected, Message("found-none"))]
    return []


def _recipients(entry: Mapping[str, Any]) -> Recipients:
    given = {name: held for name, held in entry.items() if held}
    texts = {name: (held,) if isinstance(held, str) else held for name, held in given.items()}
    return Recipients(**{name: tuple(several) for name, several in texts.items()})


def _is_address(text: object) -> bool:
    name, at, host = str(text).partition("@")
    return bool(name and at and host) and not any(sign in str(text) for sign in " \r\n,;<>{}")


_ADDRESS = Value(Message("expected-address"), _is_address)
_PORT = Value(
    Message("expected-port"),
    lambda held: bool(re.fullmatch(r"[0-9]{1,5}", str(held))) and 0 < int(held) < 65536,
)
_PASSWORD = Value(
    Message("expected-credential-name"),
    lambda held: isinstance(held, str) and bool(CREDENTIAL_NAME.fullmatch(held)),
    secret=True,
)
_PRINTED = Value(FILLED.expected, lambda held: FILLED.holds(held) and held.isprintable())
_TO: Form = {"mail?": (_ADDRESS,), "command?": (TEXT,)}
_SERVER: Form = {
    "host": _PRINTED,
    "sender": _ADDRESS,
    "port?": _PORT,
    "user?": _PRINTED,
    "password?": _PASSWORD,
}
#: The form of a file of hooks.
_FORM: Form = {"success?": _TO, "failure?": _TO, "server?": _SERVER}


def tell(hooks: Hooks, outcomes: Sequence[Outcome]) -> list[str]:
    """Send each kind of message to its recipients.

    Those of `failure` receive every report that failed, with the reason and the last good page.
    Those of `success` receive every new report; a run in which nothing changed sends nothing.

    Returns
    -------
    list of str
        What could not be sent, one line each, without secrets; empty where all went well.
    """
    troubles = []
    for to, state in ((hooks.failure, "failed"), (hooks.success, "good")):
        about = [report for report in outcomes if report.state == state]
        if about and to.command:
            troubles += _run(to.command, about, state)
        if about and to.mail and hooks.server:
            troubles += _mail(hooks.server, to.mail, about, state)
    return [redact(trouble) for trouble in troubles]


def _run(command: Sequence[str], about: Sequence[Outcome], state: str) -> list[str]:
    message = redact(
        json.dumps(
            {"state": state, "reports": [asdict(report) for report in about]}, ensure_ascii=False
        )
    )
    try:
        subprocess.run(
            list(command),
            input=message.encode(),
            check=True,
            timeout=PATIENCE,
            stdout=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return [f"{command[0]}: {error}"]
    return []


def _mail(server: Server, to: Sequence[str], about: Sequence[Outcome], state: str) -> list[str]:
    try:
        with smtplib.SMTP(server.host, server.port, timeout=PATIENCE) as connection:
            if server.user:  # a password goes over an encrypted line, or not at all
                connection.starttls(context=ssl.create_default_context())
                connection.login(server.user, credential(server.password))
            connection.send_message(message(server.sender, to, about, state))
    except (OSError, smtplib.SMTPException, InputError) as error:
        return [f"{server.host}:{server.port}: {error}"]
    return []


def message(sender: str, to: Sequence[str], about: Sequence[Outcome], state: str) -> EmailMessage:
    """Return the e-mail about some reports, in the language of the process.

    Examples
    --------
    >>> failed = [Outcome("annual-review/2008-vi", "failed", "cell 3")]
    >>> message("a@b.vn", ["c@d.vn"], failed, "failed")["Subject"]
    'laocai: failed reports: 1'
    """
    mail = EmailMessage()
    mail["Subject"] = f"laocai: {Message(f'hook-{state}', count=len(about))}"
    mail["From"], mail["To"] = sender, ", ".join(to)
    shown = "hook-last-good" if state == "failed" else "hook-page"
    lines = []
    for report in about:
        lines.append(f"{report.report}: {report.reason}" if report.reason else report.report)
        if report.page:
            day = f" ({report.last_good})" if report.last_good else ""
            lines.append(f"    {Message(shown, page=report.page + day)}")
        elif state == "failed":
            lines.append(f"    {Message('hook-no-page')}")
    mail.set_content(redact("\n".join(lines)) + "\n")
    return mail
