"""Spark with two local workers against one process on the same two cores: Parquet in, Parquet with verdicts out.

    python Benchmarks/spark.py comments.parquet comment

Needs the wheel, pyspark and Java 17. The cluster is up and has classified once before time is taken; the one process is
`python -m attune`, started anew.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Python/tests"))
import test_spark  # noqa: E402


def main() -> None:
    path, column = sys.argv[1:3]
    rows = pq.ParquetFile(path).metadata.num_rows
    folder = Path(tempfile.mkdtemp())
    url, processes = test_spark.start_cluster(folder)
    try:
        # Twelve tasks or so on two cores: with three, as by default, one core would wait for the third.
        spark = test_spark.session(url, spark__sql__files__maxPartitionBytes="32m")
        frame = spark.read.parquet(path)
        test_spark.classify(frame.limit(1000).repartition(2), text=column).write.parquet(str(folder / "first"))
        started = time.perf_counter()
        test_spark.classify(frame, text=column).write.parquet(str(folder / "spark"))
        cluster = time.perf_counter() - started
        count = spark.read.parquet(str(folder / "spark")).count()
        spark.stop()
    finally:
        for process in processes:
            test_spark.kill(process)
    started = time.perf_counter()
    command = [sys.executable, "-m", "attune", path, "--text", column, "-o", str(folder / "one.parquet")]
    subprocess.run(command, check=True)
    alone = time.perf_counter() - started
    assert count == rows == pq.ParquetFile(folder / "one.parquet").metadata.num_rows
    shutil.rmtree(folder)
    print(f"{rows} rows, {os.path.getsize(path) / 1e6:.0f} MB of Parquet")
    print(f"Spark, two workers   {cluster:7.2f} s   {rows / cluster:10.0f} rows/s")
    print(f"one process          {alone:7.2f} s   {rows / alone:10.0f} rows/s")
    print(f"ratio                {alone / cluster:7.2f}")


if __name__ == "__main__":
    main()
