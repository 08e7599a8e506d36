"""Clients that keep their connections, as one loop over plain sockets: cheaper than what they measure."""

import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field
from typing import Any

REASON = "ชะลอเพื่อรอเงินงวด"


@dataclass
class Client:
    """One person at one server with papers of her own, each suspended and resumed in turn."""

    port: int
    token: str
    codes: list[str]
    versions: dict[str, int] = field(default_factory=dict)
    done: list[tuple[str, int, int]] = field(default_factory=list)  # code, version, number of the entry
    times: list[float] = field(default_factory=list)
    turn: int = 0

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""

    def ask(self, way: str) -> None:
        """Sends the next step; `way` is "advance", or the ceiling's address."""
        self.code = self.codes[self.turn % len(self.codes)]
        self.turn += 1
        version = self.versions.get(self.code, 1)
        trigger = "suspend" if version % 2 else "resume"
        told = {"trigger": trigger, "expect_version": version, "reason": REASON}
        body = json.dumps(told, ensure_ascii=False).encode()
        where = f"/api/v1/items/{self.code}/advance" if way == "steps" else f"/ceiling/{self.code}/{way}"
        head = (
            f"POST {where} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.began = time.perf_counter()
        self.socket.sendall(head.encode() + body)

    def answered(self, way: str) -> bool:
        """Takes in what has come; whether the answer is complete. Raises where it is not 200."""
        came = self.socket.recv(65536)
        if not came:
            raise ConnectionError("the server closed the connection")
        self.received += came
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found:
            return False
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        if len(body) < length:
            return False
        self.times.append(time.perf_counter() - self.began)
        self.received = b""
        if not head.startswith(b"HTTP/1.1 200"):
            raise ValueError((head + b"\n" + body).decode())
        if way == "steps":
            told = json.loads(body)
            self.versions[self.code] = told["version"]
            self.done.append((told["code"], told["version"], told["entry_seq"]))
        return True


def run(clients: list[Client], way: str, each: int) -> dict[str, Any]:
    """Every client asks `each` times, the next as soon as it was answered."""
    for client in clients:
        client.connect()
        client.times, client.done = [], []
    try:
        seconds = _all_served(clients, way, each)
    finally:
        for client in clients:
            client.socket.close()
    times = [time for client in clients for time in client.times]
    done = [step for client in clients for step in client.done]
    return {"seconds": seconds, "times": times, "done": done}


def _all_served(clients: list[Client], way: str, each: int) -> float:
    """The seconds it takes."""
    with selectors.DefaultSelector() as ready:
        for client in clients:
            ready.register(client.socket, selectors.EVENT_READ, client)
        return _served(ready, clients, way, each)


def _served(ready: selectors.BaseSelector, clients: list[Client], way: str, each: int) -> float:
    left = {id(client): each - 1 for client in clients}
    began = time.perf_counter()
    for client in clients:
        client.ask(way)
    waiting = len(clients)
    while waiting:
        for key, _ in ready.select():
            client = key.data
            if not client.answered(way):
                continue
            if left[id(client)]:
                left[id(client)] -= 1
                client.ask(way)
            else:
                waiting -= 1
                ready.unregister(client.socket)
    return time.perf_counter() - began


def main() -> None:
    """Orders come line by line as JSON, answers leave in the same way."""
    told = json.loads(sys.stdin.readline())
    clients = [Client(**each) for each in told]
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(run(clients, order["way"], order["each"])), flush=True)


if __name__ == "__main__":
    main()
