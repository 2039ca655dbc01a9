"""Refuse every network address but this machine's own; `.ci/run` puts this on PYTHONPATH."""

import ipaddress
import socket

_connect = socket.socket.connect


def _connect_to_loopback_only(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = "127.0.0.1" if address[0] == "localhost" else address[0]
        try:
            allowed = ipaddress.ip_address(host).is_loopback
        except ValueError:
            allowed = False
        if not allowed:
            raise OSError(f"the network is hidden: no connection to {address}")
    return _connect(self, address)


socket.socket.connect = _connect_to_loopback_only
