"""Measures what a gigabyte costs from 10 MB to 10 GB and writes SCALING.md.

usage: scaling.py ATTUNE WORK FOLDER

ATTUNE  the binary
WORK    what scale.sh prepared: corpora, the export of the stage benchmarks
FOLDER  where SCALING.md goes
"""

import datetime
import os
import sys

import stages
from results import table
from timing import Job, interleave, line_count, machine

ROUNDS = int(os.environ.get("ROUNDS", "3"))
LARGEST = int(os.environ.get("LARGEST", "10000"))
POSTS_A_DAY = 1e9
DAY = 86_400
# A general-purpose machine of two virtual processors on demand, and who says so.
PRICE_AN_HOUR = 0.0816 / 2
PRICE_SOURCE = (
    "AWS m7g.large, 2 vCPU, us-east-1, $0.0816 an hour on demand in June 2026 "
    "(factualminds.com/blog/amazon-ec2-on-demand-pricing-instance-families-2026)")


class Scaling:
    def __init__(self, attune, work, folder):
        self.attune, self.work, self.folder = attune, work, folder
        self.cores = os.cpu_count()

    def path(self, name):
        return os.path.join(self.work, name)

    def job(self, corpus, workers=1, name=None):
        path = self.path(corpus)
        command = [self.attune, "classify", "-q", f"-j{workers}", "--to", "tsv", path]
        return Job(name or corpus, command, os.path.getsize(path), line_count(path), corpus.endswith(".txt"))

    def streamed(self, megabytes, workers):
        """The corpus of 100 MB again and again through a pipe."""
        path = self.path("posts-100.txt")
        times = round(megabytes * 1_000_000 / os.path.getsize(path))
        command = (f"i=0; while [ $i -lt {times} ]; do cat {path}; i=$((i + 1)); done | "
                   f"{self.attune} classify -q -j{workers}")
        lines = times * line_count(path)
        return Job(f"{megabytes:,} MB, pipe", ["sh", "-c", command], times * os.path.getsize(path), lines, True)

    def measure(self):
        self.sizes = [self.job(f"posts-{size}.txt", name=f"{size:,} MB, file") for size in (10, 100, 1000)
                      if size <= LARGEST]
        self.forms = {name: self.job(file) for name, file in (
            ("text, short", "posts-100.txt"), ("text, long", "reviews-100.txt"), ("JSONL", "posts-100.jsonl"),
            ("CSV", "posts-100.csv"))}
        self.all_cores = self.job("posts-100.txt", self.cores)
        path = self.path("posts-100.txt")
        self.pipe = Job(
            "pipe", ["sh", "-c", f"cat {path} {path} {path} {path} | cat > /dev/null"], 4 * os.path.getsize(path))
        interleave([*self.sizes, *self.forms.values(), self.all_cores, self.pipe], ROUNDS)
        # One round of the large ones.
        self.large = [job for size in (1000, 10_000) if size <= LARGEST
                      for job in interleave([self.streamed(size, 1)], 1)]
        self.stages = stages.read(self.path("stages"))

    def write(self):
        posts = self.forms["text, short"]
        per_post = posts.processor_seconds / posts.lines
        bytes_a_post = posts.bytes / posts.lines
        gigabyte = {name: job.processor_seconds / job.bytes * 1e9 for name, job in self.forms.items()}
        rows = [[job.name, f"{job.lines:,}", f"{job.seconds:.2f}", f"{job.processor_seconds / job.bytes * 1e9:.1f}",
                 f"{job.memory / (1 << 20):.0f}" if "file" in job.name else "–", job.note]
                for job in self.sizes + self.large]
        size_table = table(
            ["short posts, -j1", "records", "seconds", "processor seconds a GB", "peak MiB", "answers"], rows)

        days = []
        for name, bytes_each in (("text, short", bytes_a_post), ("JSONL", bytes_a_post), ("CSV", bytes_a_post),
                                 ("text, long", self.forms["text, long"].bytes / self.forms["text, long"].lines)):
            job = self.forms[name]
            seconds = job.processor_seconds / job.lines * POSTS_A_DAY
            cores = seconds / DAY
            days.append([f"{name} ({job.bytes / job.lines:.0f} bytes a record)", f"{gigabyte[name]:.1f}",
                         f"{seconds / 3600:.1f}", f"{cores:.2f}", f"${seconds / 3600 * PRICE_AN_HOUR:.2f}"])
        day_table = table(
            ["a billion records a day", "processor seconds a GB", "core hours", "cores, busy all day", "cost a day"], days)

        text_bytes = 1e6
        limits = []
        for name, title, form in (("lines", "text", "text, short"), ("jsonl", "JSONL", "JSONL"), ("csv", "CSV", "CSV")):
            job = self.forms[form]
            serial = self.stages[f"cut {name}"][0] / text_bytes
            whole = job.processor_seconds * 1e9 / (posts.bytes * job.lines / posts.lines)
            limits.append([title, f"{serial:.2f}", f"{whole:.2f}", f"{serial / whole:.1%}", f"{whole / serial:,.0f}"])
        limit_table = table(
            ["ns for a byte of text", "reading, one worker at a time", "all", "share", "workers that it feeds"], limits)
        copy = self.stages["memcpy"][50]
        pipe_rate = self.pipe.bytes / self.pipe.seconds / 1e6
        memory, memory_of_all = (f"{job.memory / (1 << 20):.0f} MiB" for job in (posts, self.all_cores))

        with open(os.path.join(self.folder, "SCALING.md"), "w") as file:
            file.write(f"""# Scaling

Written by `make scaling` from what it measured on {datetime.date.today().isoformat()}: {machine()}.
Run it again for your machine. Processor seconds are what the work costs whoever else is there; other processes on the
machine make them up to a half larger.

## What a gigabyte costs

{size_table}
Chunks are 256 KiB, a worker holds one, and nothing is kept from record to record; so memory stays what it is, and a
gigabyte costs the same in a small input and a large one. In the pipe's rows the time of `cat` is counted as well.

## What a day of a billion posts needs

{day_table}
A post of the corpus is {bytes_a_post:.0f} bytes long and costs {per_post * 1e6:.2f} µs. The price is that of a
virtual processor, ${PRICE_AN_HOUR:.4f} an hour: {PRICE_SOURCE}.
That is another processor than the one measured here: count with a factor of two. A machine that is busy half of the time
costs twice as much.

Memory: {memory} with one worker, {memory_of_all} with {self.cores}, of which 5 MiB are the model, which all processes of
a machine share.

Traffic: a billion posts are {bytes_a_post:.0f} GB in and about 40 GB of TSV out, or
{bytes_a_post * POSTS_A_DAY / DAY / 1e6:.1f} MB/s in the mean, which is no load for a network.

## Where the next bottleneck is

One worker at a time reads and cuts the input into chunks; the rest is done by all.

{limit_table}
So many workers one process can feed before reading is the limit; beyond that, split the input and run a process for each
part, which share nothing but the model's pages.

- A pipe carries {pipe_rate:,.0f} MB/s here (`cat | cat`), so it is full at {pipe_rate / posts.processor_rate:,.0f}
  workers on short posts.
- Memory copies {1e9 / copy / 1000:,.1f} GB/s from second-level cache. A byte of text is copied twice (in, out) and a feature
  reads a cache line of a table that fits the third-level cache, so bandwidth is not what limits {self.cores} cores.
- {self.cores} workers do {self.all_cores.rate / posts.rate:.2f} times the work of one in the same time here and now.
""")


if __name__ == "__main__":
    scaling = Scaling(*sys.argv[1:])
    scaling.measure()
    scaling.write()
