"""The interface is as its description says: requests that are made from it, and from what it does not allow."""

import json
import os
import subprocess
import sys

from conftest import Server


def test_description(server):
    status, headers, content = server.ask("GET", "/openapi.json")
    assert status == 200
    document = json.loads(content)
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        if path == "/v1/events":  # Which does not end.
            continue
        assert all("405" in method["responses"] for method in methods.values()), path
        status, headers, _ = server.ask("DELETE", path)
        # Some are there with an option only.
        assert status == 404 or status == 405 and set(headers["Allow"].lower().split(", ")) - {"head"} >= set(methods), path
        for method in methods:
            type = next(iter(methods[method].get("requestBody", {"content": [""]})["content"]))
            body = None if method == "get" else "text\nGood\n" if type == "application/octet-stream" else {}
            needed = [option["name"] for option in methods[method].get("parameters", []) if option["required"]]
            query = "?" + "&".join(f"{name}=1" for name in needed) if needed else ""
            status = server.ask(method.upper(), path + query, body, type)[0]
            assert status in (200, 404, 422)
    assert server.ask("HEAD", "/v1/events")[1]["Content-Type"] == "text/event-stream"


def test_schemathesis():
    server = Server()
    try:
        result = subprocess.run(
            [os.path.join(os.path.dirname(sys.executable), "schemathesis"), "run",
             f"http://127.0.0.1:{server.port}/openapi.json", "--max-examples", "60", "--seed", "1",
             "--no-color", "--phases", "examples,coverage,fuzzing", "--exclude-operation-id", "events",
             # Records are judged one by one, whatever a list holds, and an option names the field of their text; methods
             # are checked by the tests beside this one.
             "--exclude-checks", "negative_data_rejection,positive_data_acceptance,unsupported_method,ignored_auth"],
            capture_output=True, text=True, timeout=300)
        assert result.returncode == 0, result.stdout[-6000:]
    finally:
        assert server.stop()[0] == 0
