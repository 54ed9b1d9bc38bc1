"""The command on terminals of several sizes."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path

import pyte
import pytest
from wcwidth import wcswidth

import exports

ATTUNE = os.environ["ATTUNE_BINARY"]


def resize(descriptor, width, height):
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))


class Terminal:
    """A process on a terminal of its own, and what its screen shows."""

    def __init__(self, arguments, width=80, height=24, **streams):
        self.screen = pyte.Screen(width, height)
        self.stream = pyte.ByteStream(self.screen)
        self.bytes = b""
        self.master, slave = pty.openpty()
        resize(slave, width, height)
        given = {"stdin": slave, "stdout": slave, "stderr": slave, **streams}
        self.process = subprocess.Popen(
            [ATTUNE, *map(str, arguments)], start_new_session=True, preexec_fn=lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0),
            env={**os.environ, "TERM": "xterm-256color"}, pass_fds=[slave], **given)
        os.close(slave)

    def read(self, until=None, seconds=20):
        """Takes in what is written, until `until` is true of the screen's lines or the process ends."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            ready, _, _ = select.select([self.master], [], [], 0.1)
            if ready:
                try:
                    part = os.read(self.master, 65536)
                except OSError:
                    break
                if not part:
                    break
                self.bytes += part
                self.stream.feed(part)
            elif until and until(self.screen.display):
                return True
        return bool(until and until(self.screen.display))

    def type(self, keys):
        os.write(self.master, keys if isinstance(keys, bytes) else keys.encode())

    def resize(self, width, height):
        self.screen.resize(height, width)
        resize(self.master, width, height)

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.master)


def printed(arguments, width):
    terminal = Terminal(arguments, width, 50)
    terminal.read()
    text = terminal.bytes.decode().replace("\r\n", "\n")
    terminal.close()
    return text


@pytest.mark.parametrize("width", [60, 80, 200])
def test_triage_fits(width, tmp_path):
    table = tmp_path / "mixed.csv"
    rows = [
        ("田中太郎様とそのご家族", "Locked out of my account since Monday, I need it back today!!! 至急お願いします 東京支店の窓口では誰も"),
        ("Ann", "Still waiting for my refund 😡😡😡 I am leaving, third time that I write, nobody answers, charged twice"),
        ("<long name of a customer that goes on and on>", "It is on fire " * 20),
    ]
    table.write_text("customer,text\n" + "".join(f'"{name}","{text}"\n' for name, text in rows))
    text = printed(["triage", "-q", table, "--by", "customer", "--text", "text"], width)
    lines = text.rstrip("\n").split("\n")
    assert len(lines) >= 4
    assert [line for line in lines if wcswidth(line) > width or wcswidth(line) < 0] == []
    assert all(word in text for word in ["Locked", "refund", "fire"])


@pytest.mark.parametrize("width", [60, 80, 120])
def test_tables_of_reports_fit_and_lose_nothing(width, tmp_path):
    arguments = [exports.SURVEY, "-q", "--csat", "csat", "--nps", "nps", "--resolution", "resolution_hours"]
    for command in (
        ["report", *arguments, "--text", "comment", "--time", "date", "--by", "channel", "--target", "csat=80"],
        ["compare", *arguments, "--time", "date", "--at", "2026-03-09"],
    ):
        free = subprocess.run([ATTUNE, *map(str, command)], capture_output=True, check=True, text=True).stdout
        text = printed(command, width)
        tables = text.split("\nMost urgent")[0].split("\nresolution_hours")[0]
        assert [line for line in tables.split("\n")[2:] if wcswidth(line) > width and "  " in line] == []
        # Every word that stands in the wide tables stands in the narrow ones.
        assert set(free.split()) - set(text.split()) == set()


def test_progress_is_shown_on_a_terminal_with_an_output_file(tmp_path):
    table = tmp_path / "big.csv"
    table.write_text("text\n" + "the parcel came late and nobody told me anything about it\n" * 2_000_000)
    for arguments in (["classify", table, "-o", tmp_path / "out.csv"], ["report", table, "--text", "text", "-o", tmp_path / "r.html"]):
        terminal = Terminal(arguments, 100, 10)
        terminal.read(seconds=120)
        assert b"\r\x1b[Kattune: " in terminal.bytes and b" records/s" in terminal.bytes
        terminal.close()


# MARK: attune reply --live


@pytest.fixture
def live(tmp_path):
    message = tmp_path / "message.txt"
    message.write_text("My parcel is lost and I am very sad, it was a present for my daughter. " * 6)
    terminal = Terminal(["reply", "--live", "--customer", message], 80, 24)
    assert terminal.read(until=lambda lines: "Your draft" in "".join(lines))
    yield terminal
    terminal.close()


REPLY = (
    "Dear Ann, I am so sorry that the present for your daughter got lost. I understand how sad that is. I have asked the "
    "carrier to look for it today, and I will call you tomorrow before noon with what they found. If it does not turn up, we "
    "send another one at once, at no cost. Please tell me which address suits you best. Kind regards, Tom. "
)


def test_the_score_stays_in_sight(live):
    live.type(REPLY * 6)
    assert live.read(until=lambda lines: lines[0].startswith("score "))
    # The end of the draft, where the cursor stands, is in sight as well.
    cursor = live.screen.cursor
    assert 0 < cursor.y < 24 and "Tom." in "".join(live.screen.display[max(cursor.y - 1, 0):cursor.y + 1])


def test_arrows_move_and_letters_go_in_between(live):
    live.type("Sorry Bob")
    live.type(b"\x1b[D\x1b[D\x1b[D")
    live.type("dear ")
    assert live.read(until=lambda lines: any("Sorry dear Bob" in line for line in lines))
    live.type(b"\x1b[H" + b"Hi! ")
    assert live.read(until=lambda lines: any("Hi! Sorry dear Bob" in line for line in lines))
    live.type(b"\x1b[F" + b"\x1bOD" + b"\x1b[3~" + b"\r" + b"Bye" + b"\x1b[A" + b"x")
    assert live.read(until=lambda lines: any("Hi!x Sorry dear Bo" in line for line in lines))


def test_whole_emoji_are_deleted(live):
    live.type("ok 👩🏽‍🚀👍🏽")
    assert live.read(until=lambda lines: any("ok" in line for line in lines))
    live.type(b"\x7f\x7f" + b"!")
    assert live.read(until=lambda lines: any(line.startswith("ok !") for line in lines))


def test_it_is_drawn_anew_on_another_size(live):
    live.type("Thank you for telling us, I am sorry")
    assert live.read(until=lambda lines: lines[0].startswith("score ") or lines[0].startswith("no score"))
    live.resize(40, 12)
    assert live.read(until=lambda lines: any("Thank you" in line for line in lines) and len(lines) == 12)
    assert live.screen.display[0].startswith(("score ", "no score"))


def test_it_comes_back_from_control_z(live):
    live.type("I am sorry, Ann")
    assert live.read(until=lambda lines: any("I am sorry, Ann" in line for line in lines))
    live.type(b"\x1a")
    end = time.monotonic() + 10
    while time.monotonic() < end:
        state = Path(f"/proc/{live.process.pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        if state == "T":
            break
        time.sleep(0.05)
    assert state == "T"
    live.read(seconds=1)
    assert live.bytes.rstrip().endswith(b"\x1b[?1049l")
    assert termios.tcgetattr(live.master)[3] & termios.ICANON
    os.kill(live.process.pid, signal.SIGCONT)
    live.type("!")
    assert live.read(until=lambda lines: any("I am sorry, Ann!" in line for line in lines))
    assert not termios.tcgetattr(live.master)[3] & termios.ICANON


def test_control_d_ends_and_leaves_the_terminal_as_it_was(live):
    live.type(b"hello\x04")
    live.read(seconds=5)
    assert live.process.wait(timeout=10) == 0
