"""A relay that counts what goes over the wire, compressed as it is."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.browser.support import HOST, free_port


class Wire:
    """Relays a port to a server and counts the bytes that the server sends.

    `received` is all of them; `by_socket` those of connections that became a websocket.
    """

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = free_port()
        self.received = 0
        self.by_socket = 0
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
            self._relay(client, server)

    def close(self) -> None:
        """Accept no more."""
        self._listener.close()

    def _relay(self, client: socket.socket, server: socket.socket) -> None:
        became_websocket = threading.Event()

        def ask() -> None:
            while data := client.recv(65536):
                if b"upgrade: websocket" in data.lower():
                    became_websocket.set()
                server.sendall(data)

        def answer() -> None:
            while data := server.recv(65536):
                self.received += len(data)
                if became_websocket.is_set():
                    self.by_socket += len(data)
                client.sendall(data)

        for way, sink in ((ask, server), (answer, client)):
            threading.Thread(target=_until_closed, args=(way, sink), daemon=True).start()


def _until_closed(way: Callable[[], None], sink: socket.socket) -> None:
    """Relay one way; afterwards the other side learns that there is no more."""
    try:
        way()
    except OSError:
        pass
    finally:
        sink.close()


@contextmanager
def counted(target: int) -> Iterator[Wire]:
    """A relay in front of the server at a port of this machine."""
    wire = Wire(target)
    threading.Thread(target=wire.serve, daemon=True).start()
    try:
        yield wire
    finally:
        wire.close()
