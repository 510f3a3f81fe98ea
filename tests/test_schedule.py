"""Runs by the clock: units that systemd accepts, and a command that runs as written with an empty
environment.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import need
from typer.testing import CliRunner

from laocai_analysis import paths
from laocai_analysis.cli import app
from laocai_analysis.errors import InputError
from laocai_analysis.reports.schedule import Schedule, verify

run = CliRunner().invoke


@pytest.fixture
def odd(tmp_path) -> Path:
    """A folder whose name holds whatever a unit gives a meaning to."""
    folder = tmp_path / "báo cáo 100% $HOME"
    folder.mkdir()
    return folder


def plan(folder: Path, **more) -> Schedule:
    return Schedule("weekly", ("coverage",), "Mon *-*-* 06:00", folder, **more)


@pytest.mark.tools("systemd-analyze")
def test_systemd_accepts_the_units(odd, tmp_path):
    secret = odd / "smtp"
    secret.write_text("hunter2hunter2", encoding="utf-8")
    units = plan(
        odd,
        hooks=secret,
        variables={"LAOCAI_DATA": str(odd)},
        credentials={"smtp-password": secret},
    ).install(tmp_path / "units")
    assert [unit.name for unit in units] == [
        "laocai-weekly.service",
        "laocai-weekly.timer",
        "laocai-weekly-failed.service",
    ]
    verify(units)
    assert "hunter2hunter2" not in "".join(unit.read_text(encoding="utf-8") for unit in units)


def test_a_killed_batch_is_told_by_a_second_service(tmp_path):
    """The command of the unit, run as systemd runs it after the kernel has killed the batch."""
    told, hooks = tmp_path / "told.json", tmp_path / "hooks.yml"
    hooks.write_text(f"failure: {{command: [/bin/sh, -c, 'cat > {told}']}}", encoding="utf-8")
    scheduled = plan(tmp_path, hooks=hooks)
    assert "\nOnFailure=laocai-weekly-failed.service\n" in scheduled.service
    assert "OnFailure" not in plan(tmp_path).service
    assert "\nRuntimeDirectory=laocai-weekly\n" in scheduled.service
    assert "\nRuntimeDirectory=laocai-weekly-failed\n" in scheduled.failed_service
    command = exec_start(scheduled.failed_service)
    for code, status in (("exited", "1"), ("exited", "143")):  # the batch has run its hooks
        environment = {"MONITOR_EXIT_CODE": code, "MONITOR_EXIT_STATUS": status}
        subprocess.run(command, env=environment, check=True, timeout=60)
        assert not told.exists()
    for result, code, status in (("oom-kill", "killed", "KILL"), ("exit-code", "exited", "203")):
        environment = {"MONITOR_EXIT_CODE": code, "MONITOR_EXIT_STATUS": status}
        environment["MONITOR_SERVICE_RESULT"] = result
        subprocess.run(command, env=environment, check=True, timeout=60)
        (run,) = json.loads(told.read_text(encoding="utf-8"))["reports"]
        assert run["report"] == "laocai-weekly"
        assert run["reason"] == f"{result}: {code} {status}"


def test_formats_are_passed_to_the_batch(odd):
    given = ["--on-calendar", "daily", "-o", str(odd), "--to", "docx,xlsx"]
    printed = run(app, ["schedule", "coverage", *given])
    command = exec_start(printed.output)
    assert command[command.index("--to") + 1] == "docx,xlsx"
    refused = run(app, ["schedule", "coverage", *given[:-1], "odt"])
    assert (refused.exit_code, "found odt" in refused.output) == (1, True)


@pytest.mark.tools("systemd-analyze")
def test_a_calendar_that_systemd_does_not_know_is_refused_and_leaves_the_earlier_units(
    odd, tmp_path
):
    (good, timer) = plan(odd).install(tmp_path / "units")
    before = timer.read_text(encoding="utf-8")
    with pytest.raises(InputError, match=r"a unit that systemd accepts; found .*someday"):
        Schedule("weekly", (), "someday", odd).install(tmp_path / "units")
    assert (good.exists(), timer.read_text(encoding="utf-8")) == (True, before)


def exec_start(service: str) -> list[str]:
    """Take the command of a service apart as systemd.service(5) says: quotes, backslashes, doubled
    % and $.
    """
    (line,) = re.findall(r"^ExecStart=(.*)$", service, flags=re.MULTILINE)
    words = [
        re.sub(r"\\(.)", r"\1", quoted) if quoted else plain
        for quoted, plain in _WORD.findall(line)
    ]
    return [word.replace("%%", "%").replace("$$", "$") for word in words]


_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


def test_the_command_of_the_service_survives_the_quoting_of_systemd(odd):
    assert (
        exec_start(plan(odd, hooks=odd / "a b.yml").service)
        == plan(odd, hooks=odd / "a b.yml").command
    )


@pytest.mark.tools("systemd-analyze")
def test_systemd_itself_reads_the_command_as_it_was_meant(odd, tmp_path):
    """systemd-analyze prints nothing of a command; but it refuses a program that is not there."""
    unit = tmp_path / "laocai-broken.service"
    unit.write_text(plan(odd).service.replace(sys.executable, "/no/such/python"), encoding="utf-8")
    with pytest.raises(InputError, match="/no/such/python"):
        verify([unit])


def test_the_cron_line_is_five_fields_and_one_command(odd):
    line = Schedule("daily", ("coverage",), "0 6 * * *", odd).cron_line
    assert line.startswith("0 6 * * * ")
    assert r"100\%" in line
    words = shlex.split(line.removeprefix("0 6 * * * ").replace(r"\%", "%"))
    command = ["LAOCAI_LANGUAGE=en", sys.executable, "-m", "laocai_analysis", "batch"]
    assert words[:5] == command
    assert words[-2:] == [f">>{odd}/daily.log", "2>&1"]


def test_cron_is_handed_no_secret_and_no_calendar_of_systemd(odd):
    (odd / "smtp").write_text("hunter2hunter2", encoding="utf-8")
    with pytest.raises(InputError, match="cron cannot pass a secret"):
        assert Schedule(
            "daily", (), "0 6 * * *", odd, credentials={"smtp-password": odd / "smtp"}
        ).cron_line
    with pytest.raises(InputError, match="five fields of cron"):
        assert Schedule("daily", (), "Mon *-*-* 06:00", odd).cron_line


@pytest.mark.parametrize(
    ("given", "option"),
    [
        ({"on_calendar": "daily\nOnBootSec=1"}, "--on-calendar"),
        ({"on_calendar": "daily\x85"}, "--on-calendar"),
        ({"sites": ("coverage\n[Service]\nExecStartPre=/bin/x",)}, "SITE"),
        ({"formats": ("pdf\n",)}, "--to"),
        ({"user": "laocai\nUser=root"}, "--user"),
        ({"folder": Path("/srv/a\nUser=root")}, "--output"),
        ({"folder": Path("/srv/ends in \\")}, "--output"),
        ({"variables": {"LAOCAI_DATA": "/srv/a\tb"}}, "LAOCAI_DATA"),
        ({"hooks": Path("/srv/hooks.yml\n")}, "--hooks"),
    ],
)
def test_nothing_that_is_given_can_add_a_line(given, option, tmp_path):
    settings = {"sites": (), "on_calendar": "daily", "folder": tmp_path, **given}
    with pytest.raises(InputError, match=f"{option}: expected one line"):
        Schedule("weekly", **settings)


def test_blanks_and_quotes_of_a_folder_stay(tmp_path):
    folder = tmp_path / "two  blanks \"q\" 's' 100%"
    folder.mkdir()
    service = plan(folder, variables={"LAOCAI_DATA": str(folder)}).service
    written = str(folder).replace("%", "%%")
    quoted = written.replace('"', '\\"')
    assert f"\nWorkingDirectory={written}\n" in service
    assert f'\nReadWritePaths="-{quoted}"\n' in service
    assert f'\nEnvironment="LAOCAI_DATA={quoted}"\n' in service


@pytest.mark.parametrize("calendar", ["0 6 * * 1; rm x", "@reboot x", "0 6 * *\n1", "$(x) * * * *"])
def test_a_cron_line_holds_five_fields_and_nothing_else(odd, calendar):
    with pytest.raises(InputError):
        assert Schedule("daily", (), calendar, odd).cron_line


@pytest.mark.tools("systemd-analyze")
@pytest.mark.parametrize("hooked", [False, True])
def test_the_service_is_confined(tmp_path, hooked):
    """``systemd-analyze security`` gave 9.2, UNSAFE; below 4 is what it calls OK."""
    (tmp_path / "hooks.yml").write_text("{}", encoding="utf-8")
    hooks = {"hooks": tmp_path / "hooks.yml"} if hooked else {}
    (service, *_) = plan(tmp_path, user="laocai", **hooks).install(tmp_path / "units")
    command = [need("systemd-analyze"), "security", "--offline=yes", "--no-pager", str(service)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    (level,) = re.findall(r"Overall exposure level for .*: ([0-9.]+)", said)
    assert float(level) < 4
    assert ("PrivateNetwork=yes" in service.read_text(encoding="utf-8")) == (not hooked)


def test_a_unit_asks_of_each_manager_what_it_can_do(tmp_path):
    """Tried in a machine that systemd 252 had booted: the manager of a user ends a service that
    drops capabilities with 218, and confines it to no folder without a namespace of users; Chromium
    prints nothing where its sandbox is refused; a user of services alone writes no home.
    """
    own, whole = plan(tmp_path).service, plan(tmp_path, user="laocai").service
    for line in ("CapabilityBoundingSet=", "PrivateDevices=yes", "ProtectKernelLogs=yes"):
        assert (f"\n{line}\n" in own, f"\n{line}\n" in whole) == (False, True)
    assert ("\nPrivateUsers=yes\n" in own, "\nPrivateUsers=yes\n" in whole) == (True, False)
    for service in (own, whole):
        assert "\nRestrictNamespaces=user pid net\n" in service
        assert "\nSystemCallFilter=@system-service @pkey chroot seccomp\n" in service
        assert "\nSystemCallErrorNumber=EPERM\n" in service
        assert "\nCacheDirectory=laocai-weekly\n" in service
    assert f'ReadWritePaths="-{paths.cache()}"' in own
    assert '"XDG_CACHE_HOME=%C/laocai-weekly"' in whole
    assert str(paths.cache()) not in whole
    store = plan(tmp_path, variables={"LAOCAI_STORE": "postgresql://db/returns"}).service
    assert ("PrivateNetwork=yes" in own, "PrivateNetwork=yes" in store) == (True, False)


def test_a_schedule_keeps_the_project_in_which_it_is_made(tmp_path, monkeypatch):
    project, elsewhere = tmp_path / "a project", tmp_path / "www"
    run(app, ["init", str(project), "--province", "Yên Bái", "--year", "2008"])
    monkeypatch.chdir(project)
    given = ["schedule", "coverage", "--on-calendar", "0 6 * * 1", "-o", str(elsewhere)]
    assert f'\nEnvironment="LAOCAI_PROJECT={project}"\n' in run(app, given).output
    assert f" LAOCAI_PROJECT='{project}' " in run(app, [*given, "--cron"]).output


def test_the_key_of_public_pages_is_there_before_a_unit_that_could_not_write_it(
    tmp_path, monkeypatch
):
    project = tmp_path / "office"
    run(app, ["init", str(project), "--province", "Yên Bái", "--year", "2008"])
    monkeypatch.chdir(project)
    key = project / "data" / "returns" / ".key"
    for audience in ("office", "public"):
        (project / "sites.yml").write_text(
            f"open: {{reports: [{{report: commune-coverage, grid: {{audience: [{audience}]}}}}]}}\n"
        )
        done = run(app, ["schedule", "open", "--on-calendar", "Mon *-*-* 06:00"])
        assert done.exit_code == 0
        assert key.exists() == (audience == "public")


def test_a_user_who_cannot_run_the_service_is_refused(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("root alone names another user")
    tmp_path.chmod(0o700)
    for user in ("nobody", "no-such-user"):
        given = ["--on-calendar", "daily", "-o", str(tmp_path), "--user", user, "--install"]
        result = run(app, ["schedule", "coverage", *given])
        assert result.exit_code == 1
        assert "--user: expected a user who can run " in result.output
        assert f"; found {user}: " in result.output
    assert list(tmp_path.iterdir()) == []


def test_root_installs_no_service_that_runs_as_root(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    given = ["--on-calendar", "daily", "-o", str(tmp_path), "--install"]
    result = run(app, ["schedule", "coverage", *given])
    assert (result.exit_code, "--user: expected a user who is not root" in result.output) == (
        1,
        True,
    )


def test_all_faults_of_credentials_at_once(odd):
    with pytest.raises(InputError) as raised:
        plan(odd, credentials={"a b": odd / "none", "ok": odd / "neither"})
    assert [fault.column for fault in raised.value.faults] == ["a b", "ok", "a b"]


def test_the_command_prints_units_and_installs_nothing(odd):
    result = run(app, ["schedule", "coverage", "--on-calendar", "Mon *-*-* 06:00", "-o", str(odd)])
    assert result.exit_code == 0
    assert "[Timer]\nOnCalendar=Mon *-*-* 06:00\nPersistent=true\n" in result.stdout
    assert list(odd.iterdir()) == []


def test_a_site_that_is_not_there_is_refused_now_and_not_when_it_runs(odd):
    result = run(
        app, ["schedule", "coverage", "weather", "--on-calendar", "Mon *-*-* 06:00", "-o", str(odd)]
    )
    assert result.exit_code == 1
    assert result.output == "laocai: weather: no such site; valid: coverage, review, changes\n"


@pytest.mark.slow
def test_the_service_runs_as_written_with_an_empty_environment(tmp_path):
    printed = run(
        app, ["schedule", "review", "--on-calendar", "Mon *-*-* 06:00", "-o", str(tmp_path)]
    ).output
    command = shlex.split(re.search(r"^ExecStart=(.*)$", printed, flags=re.MULTILINE)[1])
    ended = subprocess.run(command, env={}, cwd="/", capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
    made = sorted(path.name for path in (tmp_path / "annual-review").glob("*.html"))
    assert made == ["2008_en.html", "2008_vi.html"]


@pytest.mark.slow
@pytest.mark.tools("cron", "crontab")
def test_a_real_cron_daemon_runs_the_line(tmp_path):
    """Debian's cron, run for this test in the foreground; the line lists the reports in place of
    running a batch.
    """
    if os.geteuid() != 0:
        pytest.skip("cron runs as root")
    daemon, crontab = need("cron"), need("crontab")
    line = Schedule("now", (), "* * * * *", tmp_path).cron_line
    assert "laocai_analysis batch" in line
    line = line.replace("laocai_analysis batch --continue-on-error", "laocai_analysis list #")
    before = subprocess.run([crontab, "-l"], capture_output=True, check=False).stdout
    log = tmp_path / "now.log"
    redirected = line.split(" #")[0] + f" >>{log} 2>&1\n"
    # first the line: cron does not see one that changes in the second in which it starts
    subprocess.run([crontab, "-"], input=redirected.encode(), check=True)
    process = subprocess.Popen([daemon, "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(150):
            if log.exists() and b"commune-coverage" in log.read_bytes():
                break
            time.sleep(1)
        assert "commune-coverage" in log.read_text(encoding="utf-8")
    finally:
        process.terminate()
        process.wait()
        subprocess.run([crontab, "-"], input=before, check=True)
