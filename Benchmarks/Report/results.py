"""Measures attune beside its peers and writes RESULTS.md with its plots.

usage: results.py ATTUNE WORK FOLDER

ATTUNE  the binary
WORK    what compare.sh prepared: corpora, peers' models, the exports of the stage benchmarks
FOLDER  where RESULTS.md and plots/ go
"""

import datetime
import os
import sys

import chart
import stages
from timing import Job, first_line, interleave, line_count, machine

ROUNDS = int(os.environ.get("ROUNDS", "5"))
PYTHON = os.environ.get("PYTHON", "python3")
LARGEST = int(os.environ.get("LARGEST", "1000"))


def table(head, rows):
    align = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, align] + rows) + "\n"


class Results:
    def __init__(self, attune, work, folder):
        self.attune, self.work, self.folder = attune, work, folder
        self.cores = os.cpu_count()
        self.sections = []
        self.plots = {}

    def path(self, name):
        return os.path.join(self.work, name)

    def has(self, name):
        return os.path.exists(self.path(name))

    def job(self, name, command, corpus, answers=True, **more):
        path = self.path(corpus)
        return Job(name, [str(part) for part in command], os.path.getsize(path), line_count(path), answers, **more)

    def classify(self, corpus, workers=1, *options):
        return [self.attune, "classify", "-q", f"-j{workers}", *options, self.path(corpus)]

    # Peers

    def peer_jobs(self, corpus):
        """The systems that are installed; a slow one gets the first part of the corpus."""
        text, part = f"{corpus}.txt", f"{corpus}-part.txt"
        jobs = [self.job("attune -j1", self.classify(text), text)]
        if self.cores > 1:
            jobs.append(self.job(f"attune -j{self.cores}", self.classify(text, self.cores), text))
        if self.has("peer.bin"):
            jobs.append(
                self.job("fastText", ["fasttext", "predict-prob", self.path("peer.bin"), self.path(text), 1], text))
        if self.has("peer.vw"):
            jobs.append(self.job(
                "Vowpal Wabbit", [*os.environ["VW"].split(), "-t", "--quiet", "-i", self.path("peer.vw"),
                                  "-d", self.path(f"{corpus}.vw"), "-p", "/dev/stdout"], text))
        if self.has("vader"):
            jobs.append(self.job(
                "VADER", [PYTHON, os.path.join(os.path.dirname(__file__), "vader.py")], part, stdin=self.path(part)))
        jobs.append(self.job(
            "wc -w", ["wc", "-w", self.path(text)], text, answers=False, environment={"LC_ALL": "C.UTF-8"}))
        if self.has("limit"):
            jobs.append(self.job("limit.c", [self.path("limit"), self.path(text)], text))
        jobs.append(self.job("cat", ["cat", self.path(text)], text))
        return jobs

    def peers(self):
        self.sections.append("## Beside others\n")
        missing = [name for name, file in (("fastText", "peer.bin"), ("Vowpal Wabbit", "peer.vw"), ("VADER", "vader"))
                   if not self.has(file)]
        if missing:
            self.sections.append(f"Not installed, so not measured: {', '.join(missing)}.\n")
        self.sections.append(
            f"Whole processes, file to file, medians of {ROUNDS} interleaved rounds. *Answers* says whether a line came\n"
            "out for every line that went in. fastText and Vowpal Wabbit have models of the 250 sample texts with word\n"
            "bigrams; Vowpal Wabbit's input was converted beforehand. VADER gets the first part of a corpus. `limit.c`\n"
            "is the least work that still counts: it knows no Unicode, no records and no negation.\n")
        for corpus, title in (("posts", "short posts"), ("reviews", "long reviews")):
            jobs = interleave(self.peer_jobs(corpus), ROUNDS)
            own = jobs[0]
            rows = [[job.name, f"{job.rate:,.1f}", f"{job.processor_rate:,.1f}",
                     f"{own.processor_rate / job.processor_rate:.2f}", f"{job.lines / job.seconds:,.0f}",
                     f"{job.memory / (1 << 20):,.0f}", job.note] for job in jobs]
            self.sections.append(f"### {title.capitalize()}: {own.bytes / 1e6:.0f} MB, {own.lines:,} texts\n")
            self.sections.append(table(
                ["", "MB/s", "MB/s of processor time", "attune -j1 is × as fast, by processor time", "texts/s",
                 "peak MiB", "answers"], rows))
            name = f"peers-{corpus}.svg"
            self.plots[name] = chart.bars(
                f"MB/s on {title}, one machine, one run (logarithmic)", [(job.name, job.rate) for job in jobs])
            self.sections.append(f"![MB/s on {title}](plots/{name})\n")

    # Sizes and workers

    def sizes(self):
        sizes = [size for size in (1, 4, 16, 64, 256, 1000) if size <= LARGEST]
        jobs = []
        for size in sizes:
            corpus = f"size-{size}.txt"
            for name, command in (
                ("attune -j1", self.classify(corpus)), (f"attune -j{self.cores}", self.classify(corpus, self.cores)),
                ("wc -w", ["wc", "-w", self.path(corpus)])):
                jobs.append(self.job(name, command, corpus, answers=name != "wc -w", environment={"LC_ALL": "C.UTF-8"}))
        interleave(jobs, max(3, ROUNDS - 2))
        by_name = {}
        for job in jobs:
            by_name.setdefault(job.name, []).append(job)
        rows = [[f"{size} MB"] + [f"{line[index].seconds:.3f}" for line in by_name.values()]
                + [f"{line[index].bytes / 1e6 / line[index].seconds:,.0f}" for line in by_name.values()]
                + [f"{by_name['attune -j1'][index].memory / (1 << 20):.0f}"]
                for index, size in enumerate(sizes)]
        self.sections.append("## Cost against size\n")
        self.sections.append(table(
            ["short posts"] + [f"{name}, s" for name in by_name] + [f"{name}, MB/s" for name in by_name]
            + ["attune -j1, peak MiB"], rows))
        self.plots["sizes.svg"] = chart.lines(
            "Seconds against size of input", "MB of short posts",
            {name: [(job.bytes / 1e6, job.seconds) for job in line] for name, line in by_name.items()})
        self.sections.append("![Seconds against size](plots/sizes.svg)\n")

    def workers(self):
        corpora = ["posts", "reviews"]
        counts = sorted({1, 2, 3, 4, 8, self.cores})
        jobs = {corpus: [self.job(str(count), self.classify(f"{corpus}.txt", count), f"{corpus}.txt")
                         for count in counts] for corpus in corpora}
        interleave([job for line in jobs.values() for job in line], ROUNDS)
        rows = [[str(count)] + [f"{jobs[corpus][index].rate:,.0f}" for corpus in corpora]
                + [f"{jobs[corpus][index].rate / jobs[corpus][0].rate:.2f}" for corpus in corpora]
                + [f"{jobs['posts'][index].memory / (1 << 20):.0f}"] for index, count in enumerate(counts)]
        self.sections.append(f"## Cost against workers, on {self.cores} cores\n")
        self.sections.append(table(
            ["-j", "short posts, MB/s", "long reviews, MB/s", "short posts, × of -j1", "long reviews, × of -j1",
             "peak MiB"], rows))
        self.plots["workers.svg"] = chart.lines(
            f"MB/s against workers, on {self.cores} cores", "-j",
            {corpus: [(count, job.rate) for count, job in zip(counts, jobs[corpus])] for corpus in corpora})
        self.sections.append("![MB/s against workers](plots/workers.svg)\n")

    # Stages

    def stage_table(self):
        found = stages.read(self.path("stages"))
        reference = found["reference"]
        rows = []
        others = ("dense", "plain", "latency", "load", "train", "calibrate", "format", "write")
        for name, percentiles in sorted(found.items(), key=lambda item: item[1][0]):
            if name.startswith(others):
                continue
            rows.append([name, f"{1e9 / percentiles[0]:,.0f}", f"{1e9 / percentiles[50]:,.0f}",
                         f"{percentiles[0] / reference[0]:.2f}"])
        self.sections.append("## Stage by stage\n")
        self.sections.append(
            "One thread, a megabyte of short posts in memory (through a file for `pipe`). `reference` is a chain of\n"
            "one multiplication a byte; the last column is what `Thresholds/stages` holds fast.\n")
        self.sections.append(table(["", "MB/s, best", "MB/s, median", "cost of a byte, in references"], rows))

        def nanoseconds(name, per=1):
            return f"{found[name][0] / per:,.1f}", f"{found[name][50] / per:,.1f}"

        rows = [["calibrate, a text", *nanoseconds("calibrate", 10_000)],
                ["format, a number", *nanoseconds("format numbers", 100_000)]]
        rows += [[f"write {kind}, a record", *nanoseconds(f"write {kind}", 128)] for kind in ("tsv", "jsonl", "csv")]
        rows += [["load model", *nanoseconds("load model")], ["train, 2,000 short texts", *nanoseconds("train")]]
        self.sections.append(table(["", "ns, best", "ns, median"], rows))
        latency = found["latency"]
        self.sections.append(
            f"A single warm text of 88 bytes in the mean, from call to verdict: median {latency[50] / 1000:.1f} µs, "
            f"90 % within {latency[90] / 1000:.1f} µs, 99 % within {latency[99] / 1000:.1f} µs.\n")
        if reply := found.get("latency of replies"):
            self.sections.append(
                f"A single warm reply with the message it answers, judged: median {reply[50] / 1000:.0f} µs, "
                f"90 % within {reply[90] / 1000:.0f} µs, 99 % within {reply[99] / 1000:.0f} µs.\n")

    def dense(self):
        providers = [name for name in ("reference", "openblas") if self.has(f"blas-{name}")]
        found = {name: stages.read(self.path(f"blas-{name}")) for name in providers}
        titles = {"reference": "reference BLAS", "openblas": "OpenBLAS"}
        self.sections.append("## Dense layer: BLAS or a plain loop\n")
        self.sections.append(
            "Nanoseconds for one product of the cues of a batch with the weights of the outputs, by one `cblas_sgemm` of\n"
            "one thread and by three loops in Swift; the best of each, and what BLAS costs in plain loops.\n"
            if "openblas" in providers else
            "Nanoseconds for one product by `cblas_sgemm` and by three loops in Swift; OpenBLAS is not installed.\n")
        for outputs in (3, 28):
            rows = []
            for texts in (1, 2, 4, 8, 16, 32, 64, 128, 256):
                size = f"{texts} texts {outputs} outputs"
                plain = min(found[name][f"plain {size}"][0] for name in providers)
                times = [found[name][f"dense {size}"][0] for name in providers]
                rows.append([str(texts), f"{plain:,}"] + [f"{time:,}" for time in times]
                            + [f"{time / plain:.2f}" for time in times])
            self.sections.append(table(
                [f"texts, {outputs} outputs", "plain loop"] + [titles[name] for name in providers]
                + [f"{titles[name]} / plain" for name in providers], rows))
        if "openblas" in providers:
            self.blas_in_pipe()

    def blas_in_pipe(self):
        """The whole way with each provider."""
        jobs = []
        for name, variable in (("reference BLAS", "REFERENCE_BLAS"), ("OpenBLAS", "OPENBLAS")):
            for workers in sorted({1, self.cores}):
                jobs.append(self.job(
                    f"{name}, -j{workers}", self.classify("posts.txt", workers), "posts.txt",
                    environment={"LD_LIBRARY_PATH": os.environ[variable]}))
        interleave(jobs, ROUNDS)
        if len({job.checksum for job in jobs}) > 1:
            raise SystemExit("verdicts depend on the provider of BLAS or on the number of workers")
        self.sections.append("The whole way on short posts with each; the verdicts were compared and are the same.\n")
        self.sections.append(table(
            ["", "MB/s", "MB/s of processor time"],
            [[job.name, f"{job.rate:,.1f}", f"{job.processor_rate:,.1f}"] for job in jobs]))

    # All

    def write(self):
        versions = [first_line([self.attune, "--version"]), first_line(["swift", "--version"]),
                    os.environ.get("FASTTEXT_VERSION", ""), os.environ.get("VW_VERSION", ""),
                    os.environ.get("VADER_VERSION", ""), first_line(["wc", "--version"])]
        head = (
            "# Results\n\n"
            "Written by `make bench`; run it again to have them for your machine. Absolute figures are this machine's at\n"
            "that moment, shared with others; ratios within a table say more.\n\n"
            f"- {datetime.date.today().isoformat()}: {machine()}\n"
            f"- {'; '.join(version for version in versions if version)}\n"
            "- Corpora: made by `Benchmarks/Corpus` from `Samples/feedback.txt` with seed 1\n")
        os.makedirs(os.path.join(self.folder, "plots"), exist_ok=True)
        for name, svg in self.plots.items():
            with open(os.path.join(self.folder, "plots", name), "w") as file:
                file.write(svg)
        with open(os.path.join(self.folder, "RESULTS.md"), "w") as file:
            file.write(head + "\n" + "\n".join(self.sections))


if __name__ == "__main__":
    results = Results(*sys.argv[1:])
    results.peers()
    results.sizes()
    results.workers()
    results.stage_table()
    results.dense()
    results.write()
