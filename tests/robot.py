"""A visitor without a browser: opens the page, draws over the websocket, and waits for readings.

It speaks to the server as the page's scripts do. Tests and `benchmarks/app_load.py` send robots
where a hundred browsers would not fit.
"""

import asyncio
import itertools
import json
import re
import time
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httputil import HTTPHeaders
from tornado.websocket import WebSocketClientConnection, websocket_connect

from digitlib.pad.controls import no_link

PROTOCOL = "v1.kernel.websocket.jupyter.org"
FRAME = 1 / 60  # seconds: a browser hears of the pen once a frame ...
SEND_EVERY = 0.04  # ... and the pad sends what came together (any_surface.js)
LIFT = 0.15  # seconds between two strokes of a digit
QUIET = 0.4  # seconds without news after which a reading counts as the last one
PATIENCE = 20.0  # seconds after which an answer counts as lost
_BATCH = round(SEND_EVERY / FRAME)
_CONFIG = re.compile(r'<script id="jupyter-config-data" type="application/json">(.*?)</script>')


class Robot:
    """One visitor. Make it with `await Robot.visit(address)`."""

    def __init__(self, kernel_id: str, socket: WebSocketClientConnection):
        """Keep the connection; nothing is asked yet."""
        self.kernel_id = kernel_id
        self.socket = socket
        self.session = uuid.uuid4().hex
        self.models: dict[str, dict[str, Any]] = {}
        self.changed = {"result": 0.0, "save": 0.0}
        self._listener: asyncio.Task | None = None

    @classmethod
    async def visit(cls, address: str, patience: float = 60.0) -> "Robot":
        """Open the page and wait until its pad could be shown; raise OSError if it cannot be."""
        browser = AsyncHTTPClient(force_instance=True)
        page = await browser.fetch(f"{address}/", request_timeout=patience)
        config = _CONFIG.search(page.body.decode())
        if config is None:
            raise OSError(f"The page of {address} has no kernel.")
        kernel_id = json.loads(config[1])["kernelId"]
        robot = cls(kernel_id, await connect(address, kernel_id))
        await asyncio.wait_for(robot._meet_widgets(), patience)
        robot._say_to("paper", {"event": "ready", "view": "robot"})
        robot._listener = asyncio.create_task(robot._listen())
        return robot

    async def draw(self, strokes: Sequence[Sequence[Sequence[float]]]) -> float:
        """Draw one digit at a hand's pace; return the seconds from its end to the last reading.

        Raises TimeoutError if no reading comes.
        """
        for number, stroke in enumerate(strokes):
            if number > 0:
                await asyncio.sleep(LIFT)
            self._say_to("paper", {"event": "start", "points": [stroke[0]], "view": "robot"})
            for first in range(1, len(stroke), _BATCH):
                points = stroke[first : first + _BATCH]
                await asyncio.sleep(FRAME * len(points))
                self._say_to("paper", {"event": "move", "points": points, "view": "robot"})
            self._say_to("paper", {"event": "end", "view": "robot"})
        end = time.perf_counter()
        # The link that saves the picture is renewed only while the pen is up.
        await self._until(lambda: self.changed["save"] > end)
        await self._until(lambda: time.perf_counter() - max(self.changed.values()) > QUIET)
        return max(self.changed.values()) - end

    async def clear(self) -> None:
        """Press the key c and wait until the paper is clean."""
        self._say_to("helper", {"key": "c"})
        await self._until(lambda: self.models["save"]["value"] == no_link("Save"))

    @property
    def verdict(self) -> str:
        """What the pad says, for example "This is a 3"."""
        found = re.search(r"<strong>(.*?)</strong>", self.models["result"]["value"])
        return found[1] if found else ""

    def send(
        self, kind: str, content: dict[str, Any], channel: str = "shell", **about: Any
    ) -> None:
        """Send any message to the kernel; `about` is its metadata."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "version": "5.3", "date": ""}
        header |= {"session": self.session, "username": ""}
        parts = (json.dumps(part).encode() for part in (header, {}, about, content))
        self.socket.write_message(pack([channel.encode(), *parts]), binary=True)

    async def messages(self) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """Yield kind and content of each message; raise OSError when the connection ends."""
        while (message := await self.socket.read_message()) is not None:
            _, header, _, _, content, *_ = unpack(message)
            yield json.loads(header)["msg_type"], json.loads(content)
        raise OSError("The server closed the connection.")

    def close(self) -> None:
        """Leave."""
        if self._listener is not None:
            self._listener.cancel()
        self.socket.close()

    async def _meet_widgets(self) -> None:
        """Ask for all widgets, as the page does, and find those that matter."""
        control = uuid.uuid4().hex
        opening = {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}}
        self.send("comm_open", opening, version="1.0.0")
        self.send("comm_msg", {"comm_id": control, "data": {"method": "request_states"}})
        async for kind, content in self.messages():
            if kind == "comm_msg" and content["comm_id"] == control:
                break
        for model_id, model in content["data"]["states"].items():
            role = _role(model["state"])
            if role:
                self.models[role] = model["state"] | {"id": model_id}

    def _say_to(self, role: str, content: dict[str, Any]) -> None:
        """Send what the scripts of a widget send."""
        data = {"method": "custom", "content": content}
        self.send("comm_msg", {"comm_id": self.models[role]["id"], "data": data})

    async def _listen(self) -> None:
        """Note each change of what the pad shows, and when it came."""
        async for kind, content in self.messages():
            if kind != "comm_msg" or content["data"].get("method") != "update":
                continue
            for role in self.changed:
                if content["comm_id"] == self.models[role]["id"]:
                    self.models[role] |= content["data"]["state"]
                    self.changed[role] = time.perf_counter()

    async def _until(self, happened: Callable[[], bool]) -> None:
        """Wait until something has happened; raise what ended the connection, or TimeoutError."""
        end = time.perf_counter() + PATIENCE
        while not happened():
            if self._listener.done():
                self._listener.result()
            if time.perf_counter() > end:
                raise TimeoutError(f"no answer for {PATIENCE:.0f} s")
            await asyncio.sleep(0.005)


async def connect(
    address: str, kernel_id: str, headers: dict[str, str] | None = None
) -> WebSocketClientConnection:
    """Open the websocket of a kernel."""
    place = f"{address.replace('http', 'ws', 1)}/api/kernels/{kernel_id}/channels"
    request = HTTPRequest(
        f"{place}?session_id={uuid.uuid4().hex}", headers=HTTPHeaders(headers or {})
    )
    return await websocket_connect(request, subprotocols=[PROTOCOL])


def pack(parts: list[bytes]) -> bytes:
    """Join the parts of a message: their number and places, then the parts themselves."""
    places = [8 * (len(parts) + 2)]
    for part in parts:
        places.append(places[-1] + len(part))
    numbers = [len(places), *places]
    return b"".join([*(number.to_bytes(8, "little") for number in numbers), *parts])


def unpack(message: bytes) -> list[bytes]:
    """Take a message apart again."""
    number = int.from_bytes(message[:8], "little")
    places = [int.from_bytes(message[8 * i : 8 * i + 8], "little") for i in range(1, number + 1)]
    return [message[a:b] for a, b in itertools.pairwise(places)]


def _role(state: dict[str, Any]) -> str:
    """Tell which part of the pad a widget is, or "" if it does not matter here."""
    if "announcement" in state:
        return "helper"
    if "ink" in state and "_esm" in state:
        return "paper"
    if "digitlib-side" in state.get("_dom_classes", []):
        return "result"
    return "save" if state.get("value") == no_link("Save") else ""
