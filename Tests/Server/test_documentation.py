"""What Documentation/Server.md prints is what the commands print.

Every command of a `shell` block runs beside a server on a free port, which takes the place of 8713; of a `shell survey` block,
beside one that was started with Samples/survey.csv. `…` in a line stands for
anything. RECORD_DOCUMENTATION=1 writes what the commands print now, and fails.
"""

import json
import os
import re
import subprocess
import time
from pathlib import Path

from conftest import ATTUNE, SERVE, Server

PAGE = Path(__file__).parents[2] / "Documentation/Server.md"


def matches(expected, printed):
    return re.fullmatch(re.escape(expected).replace("…", ".*"), printed, re.DOTALL) is not None


def test_printed_output_is_true(tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/attune").symlink_to(ATTUNE)
    (tmp_path / "bin/attune-serve").symlink_to(SERVE)
    (tmp_path / "Samples").symlink_to(PAGE.parents[1] / "Samples")
    servers = {"shell": Server(), "shell survey": Server(str(PAGE.parents[1] / "Samples/survey.csv"))}
    while json.loads(servers["shell survey"].ask("GET", "/explore.json")[2])["status"]["isReading"]:
        time.sleep(0.1)
    failures, recorded = [], []

    def block(match):
        lines = []
        port = str(servers[match.group(1).strip("`\n")].port)
        for command, expected in re.findall(r"^\$ (.*(?:\\\n.*)*)\n((?:(?!\$ ).*\n)*)", match.group(2), re.MULTILINE):
            printed = subprocess.run(
                ["bash", "-c", command.replace("8713", port)], capture_output=True, text=True, cwd=tmp_path,
                timeout=60, env={**os.environ, "PATH": f"{tmp_path}/bin:{os.environ['PATH']}"})
            printed = (printed.stdout + printed.stderr).replace(port, "8713")
            if not matches(expected, printed):
                failures.append(f"{command}\nprints\n{printed}")
                expected = printed
            lines.append(f"$ {command}\n{expected}")
        recorded.append(lines)
        return f"{match.group(1)}{''.join(lines)}```\n"

    try:
        text = re.sub(r"(```shell(?: survey)?\n)(.*?)```\n", block, PAGE.read_text(), flags=re.DOTALL)
    finally:
        for server in servers.values():
            assert server.stop()[0] == 0
    assert recorded
    if os.environ.get("RECORD_DOCUMENTATION"):
        PAGE.write_text(text)
    assert not failures, "\n".join(failures)


def test_the_proxy_lets_through_what_the_server_takes():
    snippet = PAGE.read_text().split("for nginx:")[1].split("For systemd")[0]
    # Without it, nginx refuses bodies of more than 1 MiB; it buffers unless told otherwise.
    for line in ["client_max_body_size 0;", "proxy_request_buffering off;", "proxy_buffering off;"]:
        assert line in snippet


def test_what_the_server_needs_is_said():
    libraries = re.findall(
        r"\(NEEDED\).*\[(lib.+)\.so\.(\d+)\]", subprocess.run(["readelf", "-d", SERVE], capture_output=True, text=True).stdout)
    # Debian's names; what every system has is not named.
    needed = {f"{name}{'-' if name[-1].isdigit() else ''}{version}" for name, version in libraries
              if name not in {"libc", "libm", "libz", "libgcc_s", "libstdc++", "libdl", "libpthread", "libutil"}}
    assert "libsqlite3-0" in needed
    for place in [(PAGE.parents[1] / "README.md").read_text().split("## Install")[1],
                  PAGE.read_text().split("A container needs")[1]]:
        assert needed <= set(re.findall(r"[\w-]+", place)), needed
