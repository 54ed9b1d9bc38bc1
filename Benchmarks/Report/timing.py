"""Times commands side by side: round after round, each once a round, so that what else the machine does hits all alike."""

import os
import platform
import re
import statistics
import subprocess
import tempfile
import threading
import time
import zlib
from dataclasses import dataclass, field


@dataclass
class Job:
    """A command that reads `bytes` of text in `lines` lines; `answers` says that it must write a line for each."""

    name: str
    command: list
    bytes: int
    lines: int = 0
    answers: bool = False
    stdin: str = os.devnull
    environment: dict = field(default_factory=dict)
    wall: list = field(default_factory=list)
    processor: list = field(default_factory=list)
    memory: int = 0
    written: int = 0
    checksum: int = 0

    @property
    def seconds(self):
        return statistics.median(self.wall)

    @property
    def processor_seconds(self):
        return statistics.median(self.processor)

    @property
    def rate(self):
        """Megabytes a second of wall time."""
        return self.bytes / self.seconds / 1e6

    @property
    def processor_rate(self):
        """Megabytes a second of processor time."""
        return self.bytes / max(self.processor_seconds, 1e-3) / 1e6

    @property
    def note(self):
        if not self.answers:
            return "–"
        return "all" if self.written == self.lines else f"**{self.written:,} of {self.lines:,}**"

    def watch_memory(self, pid):
        """Follows the peak of a process's memory while it runs. (What `wait4` says of it begins with this process's own.)"""
        while True:
            try:
                with open(f"/proc/{pid}/status") as file:
                    peak = re.search(r"VmHWM:\s+(\d+) kB", file.read())
            except (FileNotFoundError, ProcessLookupError):
                return
            if not peak:
                return
            self.memory = max(self.memory, int(peak[1]) * 1024)
            time.sleep(0.005)

    def run(self):
        with tempfile.TemporaryFile() as out, open(self.stdin, "rb") as source:
            start = time.perf_counter()
            process = subprocess.Popen(
                self.command, stdin=source, stdout=out, stderr=subprocess.PIPE, env=os.environ | self.environment)
            watch = threading.Thread(target=self.watch_memory, args=[process.pid])
            watch.start()
            complaint = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            self.wall.append(time.perf_counter() - start)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                raise SystemExit(f"{self.name} failed with {process.returncode}: {complaint.decode()[-500:]}")
            self.processor.append(usage.ru_utime + usage.ru_stime)
            watch.join()
            if self.answers and not self.written:
                out.seek(0)
                for block in iter(lambda: out.read(1 << 20), b""):
                    self.written += block.count(b"\n")
                    self.checksum = zlib.crc32(block, self.checksum)


def interleave(jobs, rounds):
    for _ in range(rounds):
        for job in jobs:
            job.run()
    return jobs


def machine():
    """The processor, its number of cores, memory and system, and how much was going on."""
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}, Linux {platform.release()}; load average of the last quarter of an hour {os.getloadavg()[2]:.1f}"


def line_count(path):
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def first_line(command):
    """The first line that a command prints, or nothing when it is not there."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.stdout.strip().splitlines()[0].strip()
    except (FileNotFoundError, IndexError):
        return ""
