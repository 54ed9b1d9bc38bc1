"""A server for each module of tests, on a free port of loopback."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess

import pytest

ATTUNE = os.environ["ATTUNE_BINARY"]
SERVE = os.environ["ATTUNE_SERVE"]


class Server:
    def __init__(self, *options, env=None, cwd=None):
        self.process = subprocess.Popen(
            [SERVE, "--port", "0", *options], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, cwd=cwd,
            env={**os.environ, **(env or {})})
        self.errors = ""
        # The files that were read are told first.
        while line := self.process.stderr.readline():
            self.errors += line
            if found := re.search(r"listening on http://.*:(\d+)/", line):
                break
        else:
            raise AssertionError(self.errors)
        self.port = int(found.group(1))

    def connect(self, timeout=30):
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout)

    def ask(self, method, path, body=None, type="application/json", timeout=60, **headers):
        """The status, the headers and the body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        if body is not None and not isinstance(body, (str, bytes)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None and type:
            headers["Content-Type"] = type
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, answer.headers, content

    def post(self, path, body, type="application/json", **headers):
        status, _, content = self.ask("POST", path, body, type, **headers)
        return status, content

    @property
    def memory(self):
        """Resident bytes."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) << 10 for line in file if line.startswith("VmRSS"))

    def stop(self):
        """The exit code, and all of standard error."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        rest = self.process.communicate(timeout=60)[1]
        return self.process.returncode, self.errors + rest


@pytest.fixture(scope="module")
def server():
    server = Server()
    yield server
    code, errors = server.stop()
    assert code == 0, errors


def attune(*arguments, input=""):
    """What the command writes."""
    input = input if isinstance(input, bytes) else input.encode()
    return subprocess.run([ATTUNE, *arguments], input=input, capture_output=True, check=True).stdout
