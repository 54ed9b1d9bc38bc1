"""Attune between machines, on Redis Streams: reads with a consumer group, writes back, acknowledges.

    python -m attune.redis_streams redis://127.0.0.1:6379/0 comments verdicts

Any number of such consumers share the work. A verdict is written and its comment acknowledged in one transaction, and a
consumer begins with anything that it, or another one that is gone, has read but not acknowledged: nothing is lost if
one is killed. Readers of the verdicts should identify comments by ``source``, the number of the comment, because
delivery is at least once.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._model import Model, load

if TYPE_CHECKING:
    import redis


class StreamConsumer:
    """One of the consumers of a group.

    Args:
        client: a connection, ``redis.Redis(...)``, that gives bytes (``decode_responses=False``, its default).
        source: the stream of comments.
        target: the stream that verdicts are added to: the fields of the comment, ``source``, its number, ``label``,
            ``score`` and the classes; or ``error``, when it has no text.
        text: the field that holds the text.
        group: created if it does not exist, starting with the first comment of the stream.
        name: the name of this consumer, preferably the same after a restart. None means the machine and process.
        model: None means the one in the package.
        count: how many comments are read at a time.
        idle: seconds after which comments that another consumer has read but not acknowledged are taken over.
    """

    def __init__(
        self,
        client: redis.Redis,
        source: str,
        target: str,
        *,
        text: str = "text",
        group: str = "attune",
        name: str | None = None,
        model: Model | None = None,
        count: int = 1000,
        idle: float = 60,
    ) -> None:
        self.client: Any = client
        self.source = source
        self.target = target
        self.text = text.encode()
        self.group = group
        self.name = name or f"{socket.gethostname()}-{os.getpid()}"
        self.model = model or load()
        self.count = count
        self.idle = int(idle * 1000)

    def run(self, stop: threading.Event | None = None, *, block: float = 1) -> int:
        """Works until ``stop`` is set.

        Args:
            stop: ends the loop after a batch; None means that it runs forever.
            block: how many seconds a read waits for comments, and thus ``stop`` at most.

        Returns:
            how many comments were answered.

        Raises:
            redis.RedisError: nothing that was read is lost; run again.
        """
        self._make_group()
        answered = self._answer_own()
        while stop is None or not stop.is_set():
            answered += self._answer_abandoned()
            entries = self._read(">", block)
            answered += self._answer(entries)
        return answered

    def _make_group(self) -> None:
        import redis

        try:
            self.client.xgroup_create(self.source, self.group, id="0", mkstream=True)
        except redis.ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise

    def _read(self, start: str, block: float | None = None) -> list[tuple[bytes, Mapping[bytes, bytes] | None]]:
        milliseconds = None if block is None else max(int(block * 1000), 1)
        streams = self.client.xreadgroup(self.group, self.name, {self.source: start}, self.count, milliseconds)
        if isinstance(streams, dict):  # RESP 3
            streams = [(key, [entry for part in parts for entry in part]) for key, parts in streams.items()]
        return streams[0][1] if streams else []

    def _answer_own(self) -> int:
        """What a consumer of this name had read before it ended."""
        answered = 0
        while entries := self._read("0"):
            answered += self._answer(entries)
        return answered

    def _answer_abandoned(self) -> int:
        answered, start = 0, b"0-0"
        while True:
            start, entries, *_ = self.client.xautoclaim(
                self.source, self.group, self.name, self.idle, start, count=self.count
            )
            answered += self._answer(entries)
            if start == b"0-0":
                return answered

    def _answer(self, entries: list[tuple[bytes, Mapping[bytes, bytes] | None]]) -> int:
        if not entries:
            return 0
        texts = [fields.get(self.text) if fields else None for _, fields in entries]
        with self.client.pipeline(transaction=True) as transaction:
            for (number, fields), verdict in zip(entries, self.model.classify(texts)):
                answer: dict[Any, Any] = {**(fields or {}), "source": number}
                if verdict is None:
                    missing = "was deleted" if not fields else f"no field '{self.text.decode(errors='replace')}'"
                    answer["error"] = missing
                else:
                    answer.update(
                        (name, value if name == "label" else repr(value)) for name, value in verdict._asdict().items()
                    )
                transaction.xadd(self.target, answer)
                transaction.xack(self.source, self.group, number)
            transaction.execute()
        return len(entries)


def main(arguments: list[str] | None = None) -> int:
    """``python -m attune.redis_streams``; see ``--help``."""
    parser = argparse.ArgumentParser(
        prog="python -m attune.redis_streams",
        description="Classifies the comments of a Redis stream, adds verdicts to another. Ends on SIGTERM or Ctrl-C.",
    )
    parser.add_argument("url", help="as in redis://127.0.0.1:6379/0")
    parser.add_argument("source", help="the stream of comments")
    parser.add_argument("target", help="the stream that verdicts are added to")
    parser.add_argument("--text", default="text", help="the field with the text (default: text)")
    parser.add_argument("--group", default="attune", help="the consumer group (default: attune)")
    parser.add_argument("--name", help="name of this consumer, the same after a restart (default: machine and process)")
    parser.add_argument("--model", help="a model file (default: the one in the package)")
    parser.add_argument("--count", type=int, default=1000, help="number of comments to read at a time (default: 1000)")
    parser.add_argument(
        "--idle", type=float, default=60, help="seconds until another consumer's work is taken over (default: 60)"
    )
    given = parser.parse_args(arguments)
    import redis

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    consumer = StreamConsumer(
        redis.Redis.from_url(given.url),
        given.source,
        given.target,
        text=given.text,
        group=given.group,
        name=given.name,
        model=load(given.model),
        count=given.count,
        idle=given.idle,
    )
    try:
        answered = consumer.run(stop)
    except redis.RedisError as error:
        print(f"attune: {given.url}: {error}", file=sys.stderr)
        return 74
    print(f"attune: {answered} comments", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
