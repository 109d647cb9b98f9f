"""A lean load generator: one thread, non-blocking sockets, requests built beforehand where they can be.

It shares the machine with the server that it measures, so every figure comes with the processor time that the
generator itself took.
"""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

HEAD_END = b"\r\n\r\n"
LENGTH = b"content-length:"
RECEIVE_BYTES = 1 << 16


class Client(Protocol):
    """One person's program: what it asks first, and what it asks after each answer. None: it has done its work."""

    def first(self) -> bytes: ...

    def after(self, status: int, body: bytes) -> bytes | None: ...

    def counts(self, status: int) -> bool:
        """Whether the answer that has just come ends what we count."""
        ...


@dataclass
class Run:
    """What one run came to. `own_cpu_seconds` is what the generator took of the machine."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    own_cpu_seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def own_cpu_share(self) -> float:
        """Of one core."""
        return self.own_cpu_seconds / self.seconds

    def percentile_ms(self, percent: float) -> float:
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


class _Line:
    """One connection and the client that speaks on it."""

    __slots__ = ("asked_at", "buffer", "client", "socket")

    def __init__(self, port: int, client: Client) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.client = client
        self.buffer = b""
        self.asked_at = 0.0

    def ask(self, request: bytes) -> None:
        self.asked_at = time.perf_counter()
        self.socket.sendall(request)

    def answer(self) -> tuple[int, bytes] | None:
        """The status and body once they are whole. Raises ConnectionError when the server hung up."""
        received = self.socket.recv(RECEIVE_BYTES)
        if not received:
            raise ConnectionError("the server closed the connection")
        self.buffer += received
        head_end = self.buffer.find(HEAD_END)
        if head_end < 0:
            return None
        head = self.buffer[:head_end].lower()
        place = head.find(LENGTH)
        length = int(head[place + len(LENGTH) :].split(b"\r\n", 1)[0]) if place >= 0 else 0
        begin = head_end + len(HEAD_END)
        if len(self.buffer) < begin + length:
            return None
        status, body = int(head[9:12]), self.buffer[begin : begin + length]
        self.buffer = self.buffer[begin + length :]
        return status, body


def run(port: int, clients: Sequence[Client], *, seconds: float, warm_up_seconds: float = 1.0) -> Run:
    """Let each client ask, wait for the answer, and ask again, for so long; what happened after the warming up."""
    lines = [_Line(port, client) for client in clients]
    poll = select.epoll()
    by_number = {line.socket.fileno(): line for line in lines}
    for number in by_number:
        poll.register(number, select.EPOLLIN)
    done = Run()
    begin = time.perf_counter() + warm_up_seconds
    end, own_begin = begin + seconds, -1.0
    for line in lines:
        line.ask(line.client.first())
    waiting = len(lines)
    while waiting:
        for number, _event in poll.poll(10):
            line = by_number[number]
            answer = line.answer()
            if answer is None:
                continue
            now = time.perf_counter()
            if own_begin < 0 and now >= begin:
                own_begin = time.process_time()
            if begin <= now < end and line.client.counts(answer[0]):
                done.latencies.append(now - line.asked_at)
            request = line.client.after(*answer) if now < end else None
            if request is None:
                waiting -= 1
            else:
                line.ask(request)
    done.seconds = seconds
    done.own_cpu_seconds = time.process_time() - max(own_begin, 0.0)
    for line in lines:
        line.socket.close()
    poll.close()
    return done


def request(method: str, path: str, *, token: str, body: bytes = b"") -> bytes:
    """The bytes of one request on a connection that stays open."""
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Token {token}\r\nAccept: application/json\r\n"
    )
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    elif method == "POST":
        head += "Content-Length: 0\r\n"
    return f"{head}\r\n".encode() + body
