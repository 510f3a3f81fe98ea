"""Who is told of success and of failure: real commands, and a real SMTP server on loopback."""

import json
import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from laocai_analysis.errors import InputError
from laocai_analysis.reports.hooks import Hooks, Outcome, Recipients, Server, load_hooks, tell

GOOD = Outcome(
    "commune-coverage/2008-vi",
    "good",
    page="/reports/commune-coverage/2008-vi.html",
    last_good="2009-02-01",
)
BAD = Outcome(
    "annual-review/2008-vi",
    "failed",
    reason="cell 3: KeyError: 'F99'",
    page="/reports/annual-review/2008-vi.html",
    last_good="2009-01-20",
)
SAME = Outcome("annual-review/2008-en", "unchanged", page="/reports/annual-review/2008-en.html")


class Box:
    """Keeps what a mail server takes in."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], object]] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((envelope.rcpt_tos, mail))
        return "250 OK"


@pytest.fixture
def box():
    kept = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        kept.port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    yield kept
    controller.stop()


def hooks(port: int, **more) -> Hooks:
    return Hooks(
        success=Recipients(mail=("analyst@example.org",)),
        failure=Recipients(mail=("operator@example.org",)),
        server=Server("127.0.0.1", "laocai@example.org", port=port, **more),
    )


def test_success_and_failure_go_to_different_people_with_reason_and_last_good_page(box):
    assert tell(hooks(box.port), [GOOD, BAD, SAME]) == []
    ((to_failure, failure), (to_success, success)) = box.mails
    assert to_failure == ["operator@example.org"]
    assert failure["Subject"] == "laocai: failed reports: 1"
    assert failure.get_content().replace("\r\n", "\n") == (
        "annual-review/2008-vi: cell 3: KeyError: 'F99'\n"
        "    last good page: /reports/annual-review/2008-vi.html (2009-01-20)\n"
    )
    assert to_success == ["analyst@example.org"]
    assert (
        success.get_content()
        .replace("\r\n", "\n")
        .startswith("commune-coverage/2008-vi\n    page: /reports/commune-coverage/")
    )
    assert "annual-review" not in success.get_content()


def test_a_run_in_which_nothing_changed_tells_nobody(box):
    assert tell(hooks(box.port), [SAME]) == []
    assert box.mails == []


def test_a_password_is_never_sent_over_a_line_in_the_clear(box, monkeypatch):
    monkeypatch.setenv("LAOCAI_SMTP_PASSWORD", "hunter2hunter2")
    (trouble,) = tell(hooks(box.port, user="laocai", password="smtp-password"), [BAD])
    assert "STARTTLS" in trouble
    assert box.mails == []


def test_a_server_that_does_not_answer_is_one_line(box):
    (trouble,) = tell(
        Hooks(
            failure=Recipients(mail=("o@example.org",)),
            server=Server("127.0.0.1", "l@example.org", port=1),
        ),
        [BAD],
    )
    assert trouble.startswith("127.0.0.1:1: ")


def test_a_command_gets_the_message_and_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("LAOCAI_SMTP_PASSWORD", "hunter2hunter2")
    script = tmp_path / "told"
    script.write_text(f"#!/bin/sh\ncat > '{tmp_path}/message.json'\n", encoding="utf-8")
    script.chmod(0o755)
    leaky = Outcome("a/b", "failed", reason="no login as hunter2hunter2")
    assert tell(Hooks(failure=Recipients(command=(str(script),))), [leaky]) == []
    told = json.loads((tmp_path / "message.json").read_text(encoding="utf-8"))
    assert told["reports"][0]["reason"] == "no login as [LAOCAI_SMTP_PASSWORD]"


def test_a_command_that_fails_is_said(tmp_path):
    (trouble,) = tell(Hooks(failure=Recipients(command=("/bin/false",))), [BAD])
    assert trouble.startswith("/bin/false: ")


def test_every_fault_of_a_file_of_hooks_at_once(tmp_path):
    path = tmp_path / "hooks.yml"
    path.write_text("success: {mail: [nobody, a@b.vn], sms: 1}\nfailed: {}\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_hooks(path)
    assert [(fault.column, str(fault.found)) for fault in raised.value.faults] == [
        ("success.mail.1", "'nobody'"),
        ("success.sms", "this entry"),
        ("failed", "this entry"),
        ("server", "none"),
    ]


def test_a_file_of_hooks(tmp_path):
    path = tmp_path / "hooks.yml"
    path.write_text(
        "failure:\n  mail: o@b.vn\n  command: [/bin/true]\nserver: {host: h, sender: l@b.vn}\n",
        encoding="utf-8",
    )
    assert load_hooks(path) == Hooks(
        failure=Recipients(("o@b.vn",), ("/bin/true",)), server=Server("h", "l@b.vn")
    )


@pytest.mark.parametrize(
    ("server", "faults"),
    [
        ("{host: h, sender: l@b.vn, port: smtp}", ["server.port"]),
        ("{host: h, sender: l@b.vn, port: 70000}", ["server.port"]),
        ("{host: [h], sender: nobody}", ["server.host", "server.sender"]),
        ("{host: h, sender: l@b.vn, user: laocai}", ["server.password"]),
        ("{host: h, sender: l@b.vn, user: laocai, password: 'my password!'}", ["server.password"]),
        ("smtp.example.org", ["server"]),
    ],
)
def test_settings_that_could_only_fail_later_are_refused_when_they_are_loaded(
    tmp_path, server, faults
):
    path = tmp_path / "hooks.yml"
    path.write_text(f"failure: {{command: {{a: 1}}}}\nserver: {server}\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_hooks(path)
    assert [fault.column for fault in raised.value.faults] == ["failure.command", *faults]
    assert "my password" not in str(raised.value)
