"""Secrets of the environment: where they are found, and that nothing that is written holds one."""

import base64
import io
import json
import zipfile
from urllib.parse import quote

import pytest

from laocai_analysis.errors import InputError, ReportError
from laocai_analysis.reports.credentials import credential, redact, refuse_secrets, secrets

SECRET = """p<a&s"s'w\\ờrd"""


def test_a_credential_of_systemd_comes_before_a_variable(tmp_path, monkeypatch):
    (tmp_path / "smtp-password").write_text("from systemd\n", encoding="utf-8")
    monkeypatch.setenv("LAOCAI_SMTP_PASSWORD", "from the shell")
    assert credential("smtp-password") == "from the shell"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert credential("smtp-password") == "from systemd"
    with pytest.raises(InputError, match="LoadCredential=other:"):
        credential("other")


def test_what_counts_as_a_secret(tmp_path, monkeypatch):
    for name in list(secrets()):
        monkeypatch.delenv(name)
    given = {
        "PGPASSWORD": "hunter2hunter2",
        "API_TOKEN": "abcdef123",
        "KEYBOARD": "vi-telex",
        "PIN_KEY": "1234",
    }
    for name, value in {**given, "SSH_KEY": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    assert set(secrets()) == {
        "PGPASSWORD",
        "API_TOKEN",
    }  # KEYBOARD is none, 1234 too short, the last one a path


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        json.dumps(SECRET),
        json.dumps(SECRET, ensure_ascii=False),
        repr(SECRET),
        json.dumps(repr(SECRET)),
        "p&lt;a&amp;s&quot;s&#x27;w\\ờrd",
        "p&lt;a&amp;s&quot;s&#39;w\\ờrd",
        quote(SECRET, safe=""),
        base64.b64encode(SECRET.encode()).decode(),
        base64.b64encode(b"x" + SECRET.encode() + b"y").decode(),
        base64.b64encode(b"xy" + SECRET.encode()).decode(),
    ],
)
def test_a_file_that_holds_a_secret_in_any_writing_is_not_published(written):
    with pytest.raises(ReportError, match=r"DB_PASSWORD → \.html") as raised:
        refuse_secrets({".html": written.encode(), ".json": b"{}"}, known={"DB_PASSWORD": SECRET})
    assert SECRET not in str(raised.value)
    refuse_secrets({".html": b"p<a&s"}, known={"DB_PASSWORD": SECRET})


def test_a_secret_in_a_workbook_is_found_before_it_is_zipped():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", "hunter2hunter2" * 99)
    with pytest.raises(ReportError, match=r"DB → \.xlsx"):
        refuse_secrets({".xlsx": stream.getvalue()}, known={"DB": "hunter2hunter2"})


def test_a_password_in_an_address_is_a_secret(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://laocai:hunter%402hunter@db/returns")
    assert secrets()["DATABASE_URL"] == "hunter@2hunter"


def test_a_longer_secret_is_replaced_before_the_one_within_it():
    assert redact("abcdefgh abcdef", known={"A": "abcdef", "B": "abcdefgh"}) == "[B] [A]"
