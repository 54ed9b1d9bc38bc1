"""Spark on a real standalone cluster: a master and two workers, each a process on the loopback address."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import attune
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pyspark = pytest.importorskip("pyspark")
from attune.spark import classify  # noqa: E402

HOME = Path(pyspark.__file__).parent
ENVIRONMENT = {**os.environ, "SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def launch(folder, *arguments):
    """A process of Spark, in a group of its own, so that it can be killed with all that it started."""
    return subprocess.Popen(
        [HOME / "bin/spark-class", *map(str, arguments)],
        env={**ENVIRONMENT, "SPARK_DAEMON_MEMORY": "256m"},
        stdout=subprocess.DEVNULL,
        stderr=open(folder / f"{arguments[0].split('.')[-1]}-{time.monotonic_ns()}.log", "wb"),
        cwd=folder,
        start_new_session=True,
    )


def kill(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def start_cluster(folder):
    """The cluster's address and its processes: two workers of one core each, and the master."""
    port = free_port()
    url = f"spark://127.0.0.1:{port}"
    master = launch(
        folder,
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        port,
        "--webui-port",
        free_port(),
    )
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    workers = [
        launch(
            folder,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--cores",
            1,
            "--memory",
            "700m",
            "--webui-port",
            free_port(),
            "--work-dir",
            folder / f"worker{number}",
            url,
        )
        for number in range(2)
    ]
    return url, [*workers, master]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    url, processes = start_cluster(tmp_path_factory.mktemp("spark"))
    yield url, processes
    for process in processes:
        kill(process)


def session(url, **settings):
    from pyspark.sql import SparkSession

    os.environ.update(ENVIRONMENT)
    builder = SparkSession.builder.master(url).appName("attune")
    given = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "600m",
        "spark.executor.memory": "600m",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.log.level": "ERROR",
        **{name.replace("__", "."): value for name, value in settings.items()},
    }
    for name, value in given.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


@pytest.fixture(scope="module")
def spark(cluster):
    spark = session(cluster[0])
    yield spark
    spark.stop()


@pytest.fixture(scope="module")
def comments(tmp_path_factory, many_texts):
    path = tmp_path_factory.mktemp("data") / "comments.parquet"
    table = pa.table({"id": range(len(many_texts)), "comment": many_texts})
    pq.write_table(table, path, row_group_size=10_000)
    return str(path)


def test_the_same_verdicts(spark, comments, model, many_texts):
    frame = classify(spark.read.parquet(comments), text="comment")
    assert frame.columns == ["id", "comment", "sentiment", "sentiment_error"]
    assert frame.schema["sentiment"].dataType.names == list(model.fields)
    rows = frame.drop("comment").toArrow().sort_by("id")
    assert rows["id"].to_pylist() == list(range(len(many_texts)))
    assert rows["sentiment"].combine_chunks().to_pylist() == model.classify(pa.array(many_texts)).to_pylist()
    assert rows["sentiment_error"].null_count == len(rows)


def test_rows_without_text_and_other_models(spark, model):
    trained = attune.train(["my parcel", "my money"] * 20, ["delivery", "billing"] * 20)
    frame = spark.createDataFrame(
        [(1, "my parcel", "x"), (2, None, None), (3, "", "y")], "id int, t string, more string"
    )
    rows = classify(frame.repartition(2), text="t", model=trained, into="topic").orderBy("id").collect()
    assert [row["topic"] and row["topic"]["label"] for row in rows] == ["delivery", None, "unknown"]
    assert [row["topic_error"] for row in rows] == [None, "t is null", None]
    assert [row["more"] for row in rows] == ["x", None, "y"]
    binary = spark.createDataFrame([(bytearray(b"great \xff"),)], "t binary")
    assert classify(binary, "t").first()["sentiment"]["label"] == "positive"
    assert classify(frame.limit(0), "t").count() == 0


def test_what_is_refused(spark):
    frame = spark.createDataFrame([(1, "good", "x")], "id int, t string, sentiment string")
    with pytest.raises(ValueError, match="no column 'comment'; there are id, t, sentiment"):
        classify(frame, "comment")
    with pytest.raises(ValueError, match="'sentiment' already"):
        classify(frame, "t")
    with pytest.raises(TypeError, match="int"):
        classify(frame, "id", into="verdict")


def test_a_worker_is_killed_in_mid_job(spark, cluster, comments, model, many_texts):
    def slowly(batches):
        import time

        time.sleep(0.3)
        yield from batches

    frame = spark.read.parquet(comments).repartition(24)
    frame = classify(frame.mapInArrow(slowly, frame.schema), text="comment")
    result = []
    job = threading.Thread(target=lambda: result.append(frame.select("id", "sentiment").toArrow()))
    job.start()
    tracker = spark.sparkContext.statusTracker()
    end = time.monotonic() + 40
    while time.monotonic() < end:
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        if any(stage and 3 <= stage.numCompletedTasks < stage.numTasks - 4 for stage in stages):
            break
        time.sleep(0.05)
    else:
        pytest.fail("the job was never in its middle")
    kill(cluster[1][0])
    job.join(90)
    assert not job.is_alive() and len(result) == 1
    rows = result[0].sort_by("id")
    assert rows["id"].to_pylist() == list(range(len(many_texts)))
    assert rows["sentiment"].combine_chunks().to_pylist() == model.classify(pa.array(many_texts)).to_pylist()


def test_an_executor_without_the_wheel(spark, cluster, tmp_path):
    """Last, because it needs a session of its own."""
    from pyspark.errors import PySparkException

    (tmp_path / "attune").mkdir()
    (tmp_path / "attune/__init__.py").write_text("""raise ModuleNotFoundError("No module named 'attune'")""")
    spark.stop()
    other = session(cluster[0], spark__executorEnv__PYTHONPATH=str(tmp_path), spark__task__maxFailures="1")
    try:
        frame = classify(other.createDataFrame([("good",)], "t string"), "t")
        with pytest.raises(
            PySparkException, match="the package attune does not work on executor .*No module named 'attune'"
        ):
            frame.collect()
    finally:
        other.stop()
