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
import smtplib
import ssl
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

import yaml

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
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(
            [Fault(path.name, None, None, Message("expected-yaml"), str(error).split("\n")[0])]
        ) from None
    if not isinstance(content, dict):
        expected = Message("expected-entries", choices="success, failure, server")
        raise InputError([Fault(path.name, None, None, expected, type(content).__name__)])
    faults = _unknown(path.name, "", content, ("success", "failure", "server"))
    for kind in ("success", "failure"):
        entry = content.get(kind) or {}
        faults += _unknown(path.name, kind, entry, ("mail", "command"))
        faults += [
            Fault(path.name, None, f"{kind}.mail", Message("expected-address"), repr(address))
            for address in _list(entry, "mail")
            if not _is_address(address)
        ]
        faults += [
            Fault(path.name, None, f"{kind}.{name}", Message("expected-texts"), repr(entry[name]))
            for name in ("mail", "command")
            if isinstance(entry, dict) and not _is_texts(entry.get(name))
        ]
    server = content.get("server")
    mailed = any(_list(content.get(kind) or {}, "mail") for kind in ("success", "failure"))
    if isinstance(server, dict):
        faults += _server_faults(path.name, server)
    elif mailed or server:
        faults.append(
            Fault(path.name, None, "server", Message("expected-mail-server"), repr(server))
        )
    if faults:
        raise InputError(faults)
    recipients = {
        kind: Recipients(tuple(_list(entry, "mail")), tuple(_list(entry, "command")))
        for kind in ("success", "failure")
        if (entry := content.get(kind) or {}) is not None
    }
    return Hooks(**recipients, server=Server(**server) if server else None)


def _server_faults(file: str, server: dict[str, Any]) -> list[Fault]:
    """Find what would fail only when the first message is sent."""
    faults = _unknown(file, "server", server, ("host", "port", "sender", "user", "password"))
    port, user, password = server.get("port", 25), server.get("user"), server.get("password")
    checks = [
        ("host", Message("expected-value"), _is_text(server.get("host"))),
        ("sender", Message("expected-address"), _is_address(str(server.get("sender", "")))),
        ("port", Message("expected-port"), type(port) is int and 0 < port < 65536),
        ("user", Message("expected-value"), user is None or _is_text(user)),
        (
            "password",
            Message("expected-credential-name"),
            (password is None and not user)
            or (isinstance(password, str) and bool(CREDENTIAL_NAME.fullmatch(password))),
        ),
    ]
    return faults + [
        Fault(file, None, f"server.{name}", expected, _found(server, name))
        for name, expected, good in checks
        if not good
    ]


def _found(server: dict[str, Any], name: str) -> str | Message:
    """Return what is shown of an entry: what stands for the name of a password may be one."""
    if not server.get(name):
        return Message("found-none")
    return Message("found-other-value") if name == "password" else repr(server[name])


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _is_texts(value: object) -> bool:
    """Tell whether an entry is none, a text, or a list of texts."""
    if not value or isinstance(value, str):
        return True
    return isinstance(value, list) and all(isinstance(one, (str, int)) for one in value)


def _unknown(file: str, place: str, entry: Any, known: Sequence[str]) -> list[Fault]:
    if not isinstance(entry, dict):
        expected = Message("expected-entries", choices=", ".join(known))
        return [Fault(file, None, place, expected, repr(entry))]
    expected, found = (
        Message("expected-one-of", choices=", ".join(known)),
        Message("found-this-entry"),
    )
    return [
        Fault(file, None, f"{place}.{name}".strip("."), expected, found)
        for name in entry
        if name not in known
    ]


def _list(entry: Any, name: str) -> list[str]:
    found = entry.get(name) if isinstance(entry, dict) else None
    return (
        [str(part) for part in found] if isinstance(found, list) else [str(found)] if found else []
    )


def _is_address(text: str) -> bool:
    name, at, host = text.partition("@")
    return bool(name and at and host) and not any(sign in text for sign in " \r\n,;<>")


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
