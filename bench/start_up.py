"""Seconds from starting `khanton serve` to its first answered request, on a demonstration office."""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

PROGRAM = [sys.executable, "-m", "api.cli"]
PATIENCE = 30.0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="two starts instead of seven")
    starts = 2 if arguments.parse_args().quick else 7
    with tempfile.TemporaryDirectory(prefix="khanton-bench-") as folder:
        environment = {**os.environ, "KHANTON_DATA": folder}
        environment.pop("KHANTON_DATABASE_URL", None)
        began = time.perf_counter()
        subprocess.run([*PROGRAM, "demo", "--no-serve"], env=environment, check=True, capture_output=True)
        demo = time.perf_counter() - began
        address = f"sqlite:///{next(Path(folder).glob('*.db'))}"
        seconds = [first_answer({**environment, "KHANTON_DATABASE_URL": address}) for _ in range(starts)]
    print(
        f"demonstration office built in {demo:.2f} s; first answer {statistics.median(seconds):.2f} s"
        f" after the start (slowest of {starts}: {max(seconds):.2f} s)"
    )
    print(
        json.dumps(
            {
                "bench": "start_up",
                "demo_seconds": round(demo, 3),
                "median_seconds": round(statistics.median(seconds), 3),
                "slowest_seconds": round(max(seconds), 3),
                "starts": starts,
            }
        )
    )


def first_answer(environment: dict[str, str]) -> float:
    """Starts the server on a free port, asks for the sign-in page until it comes, stops the server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    server = subprocess.Popen(
        [*PROGRAM, "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while time.perf_counter() - began < PATIENCE:
            if answers(port):
                return time.perf_counter() - began
            time.sleep(0.01)
        raise TimeoutError(f"no answer in {PATIENCE} s")
    finally:
        server.terminate()
        server.wait(timeout=10)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    main()
