"""A stand-in for Redis, of Python, for a machine without one: `python -m config.launch.fake_broker PORT`."""

import os
import sys
from typing import Any

from fakeredis import TcpFakeServer
from fakeredis._clients._tcp_server import TCPFakeRequestHandler

SEND_SECONDS = 30
PIECE_BYTES = 1024 * 1024


class InPieces:
    """Gives what has arrived, where the handler asks for a line: line by line, a large text takes minutes."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.close = stream.close

    def readline(self) -> bytes:
        arrived: bytes = self.stream.read1(PIECE_BYTES)
        return arrived


class Handler(TCPFakeRequestHandler):
    """Answers one client at once (without Nagle's delay: with it, 11 messages a second) and whole."""

    disable_nagle_algorithm = True

    def setup(self) -> None:
        """Write through a second view of the socket, which waits: the first would cut a long reply short."""
        super().setup()
        self.rfile = InPieces(self.rfile)  # type: ignore[assignment] # all that the handler asks of it
        self.sending = self.connection.dup()
        self.sending.settimeout(SEND_SECONDS)
        self.writer.writer = self.sending.makefile("wb")

    def finish(self) -> None:
        self.writer.writer.close()
        self.sending.close()
        super().finish()


def main() -> None:
    if os.environ.get("DEVELOPMENT") not in {"1", "true", "True"}:
        raise SystemExit("The stand-in for Redis is for development only: set REDIS_URL to a Redis or Valkey server.")
    server = TcpFakeServer(("127.0.0.1", int(sys.argv[1])))
    server.RequestHandlerClass = Handler
    server.daemon_threads = True
    server.serve_forever()


if __name__ == "__main__":
    main()
