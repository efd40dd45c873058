"""A relay that counts what goes over the wire, compressed as it is."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.browser.support import HOST, free_port


class Wire:
    """Relays a port to a server and counts the bytes that the server sends."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = free_port()
        self.received = 0
        self._listener = socket.create_server((HOST, self.port))

    @property
    def url(self) -> str:
        """The address that stands for the server's."""
        return f"http://{HOST}:{self.port}"

    def serve(self) -> None:
        """Accept until closed."""
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection((HOST, self.target))
            self._relay(client, server, counted=False)
            self._relay(server, client, counted=True)

    def close(self) -> None:
        """Accept no more."""
        self._listener.close()

    def _relay(self, source: socket.socket, sink: socket.socket, *, counted: bool) -> None:
        def run() -> None:
            try:
                while data := source.recv(65536):
                    if counted:
                        self.received += len(data)
                    sink.sendall(data)
            except OSError:
                pass
            finally:
                sink.close()

        threading.Thread(target=run, daemon=True).start()


@contextmanager
def counted(target: int) -> Iterator[Wire]:
    """A relay in front of the server at a port of this machine."""
    wire = Wire(target)
    threading.Thread(target=wire.serve, daemon=True).start()
    try:
        yield wire
    finally:
        wire.close()
