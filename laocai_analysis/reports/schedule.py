"""Runs by the clock: a timer and a service of systemd, or a line for cron, that run a batch of
reports.

What is written holds only absolute paths, so that it runs with an empty environment. A secret is
passed by LoadCredential; it is neither in the unit nor in its command. A batch runs its hooks
itself; a second service runs them where systemd or the kernel has killed the batch.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

from laocai_analysis import paths
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message, process_language
from laocai_analysis.reports.credentials import CREDENTIAL_NAME
from laocai_analysis.text.keys import slug
from laocai_analysis.writing import write_whole

#: How long a batch may take before systemd ends it, and then to stop its reports and run its hooks.
LONGEST, CLEAN_UP = "6h", "5min"
#: systemd's own exit statuses, for a program that it could not start, begin here.
_NOT_STARTED = 200
#: What a batch needs is left to it; everything else of the machine is out of its reach. Chromium,
#: which prints the PDF, makes a sandbox of namespaces, `chroot` and `seccomp`.
_CONFINED = (
    "NoNewPrivileges=yes",
    "PrivateTmp=yes",
    "ProtectSystem=strict",
    "ProtectHome=read-only",
    "ProtectProc=invisible",
    "RestrictNamespaces=user pid net",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
    "LockPersonality=yes",
    "SystemCallArchitectures=native",
    "SystemCallFilter=@system-service @pkey chroot seccomp",
    "SystemCallErrorNumber=EPERM",  # libraries try what is new, and go on without it
    "RemoveIPC=yes",
    "KeyringMode=private",
    "UMask=0027",
)
#: What systemd's own manager can take away as well. The manager of a user may not, and the user has
#: none of it; it confines to folders in a namespace of users only, and would start programs outside
#: of it for whoever reaches its sockets.
_OF_MACHINE = (
    "PrivateDevices=yes",
    "ProtectKernelTunables=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelLogs=yes",
    "ProtectControlGroups=yes",
    "ProtectClock=yes",
    "ProtectHostname=yes",
    "CapabilityBoundingSet=",
)
_OF_USER = ("PrivateUsers=yes", "InaccessiblePaths=-%t/bus -%t/systemd")
_LAOCAI = (sys.executable, "-m", "laocai_analysis")


@dataclass(frozen=True, slots=True)
class Schedule:
    """A batch that runs by the clock.

    Parameters
    ----------
    name : str
        The units are ``laocai-<name>.service``, ``.timer``, and ``laocai-<name>-failed.service``
        where there are hooks.
    sites : sequence of str
        The sites of ``sites.yml`` to run; none for all of them.
    on_calendar : str
        When, as systemd writes it: ``Mon *-*-* 06:00``; or as cron does: ``0 6 * * 1``.
    folder : Path
        Where the reports are published.
    formats : sequence of str
        The formats of every report beside its page.
    hooks : Path, optional
        The file of hooks: see `hooks`.
    variables : mapping of str to str
        What the batch needs of the environment: ``LAOCAI_PROJECT`` and others, with absolute paths.
    credentials : mapping of str to Path
        The file that holds each secret, by the name under which the hooks ask for it.
    user : str
        The user of a service of the whole machine; blank for the service of a user.
    """

    name: str
    sites: Sequence[str]
    on_calendar: str
    folder: Path
    formats: Sequence[str] = ()
    hooks: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    credentials: Mapping[str, Path] = field(default_factory=dict)
    user: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", self.name):
            expected = Message("expected-unit-name")
            raise InputError([Fault("--name", None, None, expected, repr(self.name))])
        faults = [
            Fault("--credential", None, name, Message("expected-file"), repr(str(path)))
            for name, path in self.credentials.items()
            if not path.is_file()
        ]
        faults += [
            Fault("--credential", None, name, Message("expected-credential-name"), repr(name))
            for name in self.credentials
            if not CREDENTIAL_NAME.fullmatch(name)
        ]
        places = {"--output": self.folder, "--hooks": self.hooks}
        texts = [("--on-calendar", self.on_calendar), ("--user", self.user)]
        texts += self.variables.items()
        texts += [("SITE", site) for site in self.sites] + [("--to", form) for form in self.formats]
        texts += [(name, str(path.resolve())) for name, path in places.items() if path]
        texts += [("--credential", str(path.resolve())) for path in self.credentials.values()]
        faults += [
            Fault(name, None, None, Message("expected-one-line"), repr(text))
            for name, text in texts
            if not text.isprintable() or text != text.strip() or text.endswith("\\")
        ]
        if faults:
            raise InputError(faults)

    @property
    def command(self) -> list[str]:
        """The command that runs the batch, with absolute paths only."""
        hooks = ["--hooks", str(self.hooks.resolve())] if self.hooks else []
        formats = ["--to", ",".join(self.formats)] if self.formats else []
        output = ["--output", str(self.folder.resolve())]
        return [*_LAOCAI, "batch", *self.sites, "--continue-on-error", *formats, *output, *hooks]

    @property
    def service(self) -> str:
        """The text of the service, as systemd.service(5) describes it."""
        on_failure = [f"OnFailure=laocai-{self.name}-failed.service"] if self.hooks else []
        lines = [
            "[Unit]",
            f"Description=laocai_analysis: {_value(', '.join(self.sites) or 'all reports')}",
            *on_failure,
            "",
            *self._run(self.command, f"laocai-{self.name}"),
            f"TimeoutStartSec={LONGEST}",
            f"TimeoutStopSec={CLEAN_UP}",
            "KillMode=mixed",  # the batch ends its own processes, then runs the hooks
            "Nice=10",
        ]
        return "\n".join(lines) + "\n"

    @property
    def failed_service(self) -> str:
        """The text of the service that runs the hooks of failure for a batch that was killed."""
        assert self.hooks is not None
        command = [*_LAOCAI, "notify", self.name, "--hooks", str(self.hooks.resolve())]
        lines = ["[Unit]", f"Description=laocai_analysis: {_value(self.name)} failed", ""]
        return "\n".join([*lines, *self._run(command, f"laocai-{self.name}-failed")]) + "\n"

    @property
    def _environment(self) -> dict[str, str]:
        """The variables of the run: the language of its messages, its project and its folders."""
        return {"LAOCAI_LANGUAGE": process_language(), **self.variables}

    @property
    def written(self) -> list[Path]:
        """What the batch writes, beside the cache folder of a service of the whole machine."""
        if self.user and "LAOCAI_CACHE" not in self.variables:
            return [self.folder, *([paths.geo()] if paths.in_checkout() else [])]
        return [self.folder, paths.built_geo(), paths.cache()]

    def _run(self, command: Sequence[str], own: str) -> list[str]:
        """Return the lines by which a service runs a command, with folders by the name `own`: a
        service that ends takes them away.
        """
        networked = bool(self.hooks) or "LAOCAI_STORE" in self.variables
        lines = [
            "[Service]",
            "Type=oneshot",
            f"ExecStart={' '.join(_argument(part) for part in command)}",
            f"WorkingDirectory={_value(str(self.folder.resolve()))}",
            *([f"User={_value(self.user)}", *_OF_MACHINE] if self.user else _OF_USER),
            *_CONFINED,
            *([] if networked else ["PrivateNetwork=yes"]),
            *(f"ReadWritePaths={_quoted(f'-{path.resolve()}')}" for path in self.written),
            f"RuntimeDirectory={own}",
            f"CacheDirectory={own}",
            f'Environment="JUPYTER_RUNTIME_DIR=%t/{own}"',
            f'Environment="MPLCONFIGDIR=%C/{own}"',
            f'Environment="IPYTHONDIR=%C/{own}"',  # a service writes no home, if its user has one
            *([f'Environment="XDG_CACHE_HOME=%C/{own}"'] if self.user else []),
        ]
        lines += [
            f"Environment={_quoted(f'{name}={held}')}" for name, held in self._environment.items()
        ]
        return lines + [
            f"LoadCredential={name}:{_value(str(path.resolve()))}"
            for name, path in self.credentials.items()
        ]

    @property
    def units(self) -> dict[str, str]:
        """The text of each unit by its file name."""
        stem = f"laocai-{self.name}"
        units = {f"{stem}.service": self.service, f"{stem}.timer": self.timer}
        return units | ({f"{stem}-failed.service": self.failed_service} if self.hooks else {})

    @property
    def timer(self) -> str:
        """The text of the timer, as systemd.timer(5) describes it: a run that was missed is made up
        for.
        """
        return "\n".join(
            [
                "[Unit]",
                f"Description=laocai_analysis: {_value(self.name)}",
                "",
                "[Timer]",
                f"OnCalendar={self.on_calendar}",
                "Persistent=true",
                "RandomizedDelaySec=60",
                "",
                "[Install]",
                "WantedBy=timers.target",
                "",
            ]
        )

    @property
    def cron_line(self) -> str:
        """The line for crontab(5); the output goes to a log beside the reports.

        Raises
        ------
        InputError
            If `on_calendar` is not five fields, or there are credentials, which cron cannot hand
            over.
        """
        if not re.fullmatch(r"@[a-z]+|[-0-9A-Za-z*,/]+(?: +[-0-9A-Za-z*,/]+){4}", self.on_calendar):
            expected = Message("expected-cron")
            raise InputError([Fault("--on-calendar", None, None, expected, repr(self.on_calendar))])
        if self.credentials:
            expected, found = Message("expected-no-credential"), ", ".join(self.credentials)
            raise InputError([Fault("--credential", None, None, expected, found)])
        variables = [f"{name}={_shell(held)}" for name, held in self._environment.items()]
        log = _shell(str(self.folder.resolve() / f"{self.name}.log"))
        words = [*variables, *(_shell(part) for part in self.command), f">>{log}", "2>&1"]
        return f"{self.on_calendar.strip()} {' '.join(words)}".replace("%", r"\%") + "\n"

    def install(self, folder: Path | None = None) -> list[Path]:
        """Write the units where systemd looks for them, check them, and return their paths.

        Parameters
        ----------
        folder : Path, optional
            ``/etc/systemd/system`` for root, ``~/.config/systemd/user`` for anybody else, where not
            given.

        Raises
        ------
        InputError
            If systemd refuses them, with its words; nothing is left in the folder then.
        """
        home = (
            Path("/etc/systemd/system")
            if os.geteuid() == 0
            else Path.home() / ".config/systemd/user"
        )
        place = folder or home
        before = {
            name: (place / name).read_bytes() if (place / name).exists() else None
            for name in self.units
        }
        for name, text in self.units.items():
            write_whole(place / name, text.encode())
        written = [place / name for name in self.units]
        try:
            verify(written)
        except InputError:
            for name, content in before.items():
                (place / name).unlink() if content is None else (place / name).write_bytes(content)
            raise
        return written


def verify(units: Sequence[Path]) -> None:
    """Let ``systemd-analyze verify`` look at units; where it is not installed, nothing is checked.

    Raises
    ------
    InputError
        With what it says.
    """
    program = which("systemd-analyze")
    if program is None:
        return
    command = [program, "verify", "--man=no", "--recursive-errors=no", *map(str, units)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    about = [
        line for line in result.stderr.splitlines() if any(unit.name in line for unit in units)
    ]
    if result.returncode or about:
        said = "; ".join(about or result.stderr.splitlines())
        found = said or Message("found-exit", status=str(result.returncode))
        expected = Message("expected-systemd-unit")
        raise InputError([Fault(units[0].name, None, None, expected, found)])


def check_user(plan: Schedule) -> None:
    """Check, as the user of a service, that he can run the command and write the reports.

    Raises
    ------
    InputError
        If there is no such user, or he may not: an environment in the home of root, for example.
    """
    import pwd  # Windows has none, and prints units all the same

    try:
        user = pwd.getpwnam(plan.user)
        tried = subprocess.run(
            [*_LAOCAI[:1], "-c", _TRY, *(str(path.resolve()) for path in plan.written)],
            user=user.pw_uid,
            group=user.pw_gid,
            extra_groups=os.getgrouplist(plan.user, user.pw_gid),
            cwd="/",
            env={},
            capture_output=True,
            text=True,
        )
        said = (tried.stderr.strip().splitlines() or [""])[-1] if tried.returncode else ""
    except (KeyError, OSError) as error:
        said = str(error.args[0] if isinstance(error, KeyError) else error)
    if said:
        command, folder = sys.executable, str(plan.folder.resolve())
        expected = Message("expected-service-user", command=command, folder=folder)
        raise InputError([Fault("--user", None, None, expected, f"{plan.user}: {said}")])


#: What a user of a service tries: to import the package, and to write each folder.
_TRY = """
import os, sys
import laocai_analysis.cli
for folder in sys.argv[1:]:
    if os.path.isdir(folder) and not os.access(folder, os.W_OK):
        raise PermissionError(13, "Permission denied", folder)
"""


def how_killed(environment: Mapping[str, str]) -> str:
    """Say how systemd ended a batch; blank where the batch ended, and ran its hooks, by itself.

    Parameters
    ----------
    environment : mapping of str to str
        The variables that systemd gives to a service of ``OnFailure=``, from version 251 on. Where
        they are missing, the batch may have run its hooks, and nothing more is known.

    Examples
    --------
    >>> how_killed({"MONITOR_EXIT_CODE": "exited", "MONITOR_EXIT_STATUS": "1"})
    ''
    >>> killed = {"MONITOR_EXIT_CODE": "killed", "MONITOR_EXIT_STATUS": "KILL"}
    >>> how_killed({"MONITOR_SERVICE_RESULT": "oom-kill", **killed})
    'oom-kill: killed KILL'
    """
    code, status = (
        environment.get("MONITOR_EXIT_CODE", ""),
        environment.get("MONITOR_EXIT_STATUS", ""),
    )
    if code == "exited" and status.isdigit() and int(status) < _NOT_STARTED:
        return ""
    result = environment.get("MONITOR_SERVICE_RESULT", "failed")
    return f"{result}: {code} {status}".rstrip(": ")


def unit_name(sites: Sequence[str]) -> str:
    """Return a name for the units of some sites.

    Examples
    --------
    >>> unit_name(["coverage", "annual-review"])
    'coverage-annual-review'
    """
    return slug("-".join(sites))[:60] or "all"


def _value(text: str) -> str:
    """Return text as the value of a setting: a percent sign is doubled."""
    return text.replace("%", "%%")


def _quoted(text: str) -> str:
    """Return text as one word of a setting that takes several."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _argument(text: str) -> str:
    """Return an argument of ExecStart; see "Command lines" in systemd.service(5)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if re.search(r"[\s\"'\\;]", text) or not text else escaped


def _shell(text: str) -> str:
    return shlex.quote(text)
