"""The web app: what it serves, what it refuses, and that visitors can run no code."""

import asyncio
import json
import re
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytest.importorskip("voila", reason="needs the extra app: pip install 'digitlib[app]'")

from browser.pages import DIGITS
from jupyter_client.manager import KernelManager
from robot import Robot, connect
from tornado.httpclient import HTTPClientError
from web_app import served_app

from digitlib.app import serve
from digitlib.app.handlers import HEADERS
from digitlib.app.serve import is_local
from digitlib.errors import DigitlibError
from digitlib.words import a_digit

NOT_THERE = "12345678-1234-1234-1234-123456789012"
CLOSED = [
    "/pad.ipynb",
    "/tree",
    "/lab",
    "/files/pad.ipynb",
    "/nbconvert/html/pad.ipynb",
    "/api/contents",
    "/api/kernels",
    "/api/kernelspecs",
    "/api/sessions",
    "/api/terminals",
    "/terminals/1",
    "/login",
    "/metrics",
    "/voila/tree",
    "/voila/render/pad.ipynb",
    "/voila/files/pad.ipynb",
    "/voila/files/kernel.py",
    "/voila/files/share/jupyter/voila/templates/digitlib_pad/static/icon.svg",
    "/voila/api/contents",
    f"/voila/query/{NOT_THERE}",
    "/voila/static/",
    "/voila/static/%2e%2e/%2e%2e/%2e%2e/pad.ipynb",
    "/voila/templates/digitlib_pad/static/",
    "/voila/templates/digitlib_pad/static/%2e%2e/index.html.j2",
    "/voila/templates/lab/static/index.css",
    "/voila/labextensions/",
    "/voila/labextensions/anywidget/package.json",
]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """The app as `digitlib app` serves it."""
    with served_app(tmp_path_factory.mktemp("app")) as served:
        yield served


def ask(address: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    """Return status, headers and text of an answer, whatever the status is."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    data = b"" if method == "POST" else None
    request = urllib.request.Request(address, data=data, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


def kernel_of(page: str) -> str:
    return re.search(r'"kernelId": "([\w-]+)"', page)[1]


def wait_until(happened, seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        time.sleep(0.2)
    return happened()


def test_page_shows_the_pad_and_no_source(app, root):
    status, _, page = ask(app.address)
    assert status == 200
    assert "<title>Draw a digit</title>" in page
    assert "application/vnd.jupyter.widget-view+json" in page
    for secret in ("show_pad", "import ", "pad.ipynb", str(root), str(Path.home()) + "/"):
        assert secret not in page


def test_page_asks_nothing_of_another_host(app):
    _, _, page = ask(app.address)
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []


def test_no_script_stands_in_the_page(app):
    _, _, page = ask(app.address)
    scripts = re.findall(r"<script([^>]*)>", page)
    assert scripts
    assert all("src=" in script or "json" in script for script in scripts)


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/voila/static/voila.js", f"/api/kernels/{NOT_THERE}"]
)
def test_every_answer_has_the_headers(app, path):
    _, headers, _ = ask(app.address + path)
    for name, value in HEADERS.items():
        assert headers[name] == value
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Server" not in headers
    assert "Set-Cookie" not in headers
    assert "Access-Control-Allow-Origin" not in headers


def test_scripts_must_come_from_this_server(app):
    _, headers, _ = ask(app.address)
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self' blob:"


@pytest.mark.parametrize("path", CLOSED)
def test_everything_else_is_closed(app, path):
    status, _, text = ask(app.address + path)
    assert status in (403, 404)
    assert "Traceback" not in text
    assert "show_pad" not in text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/kernels"),
        ("POST", "/"),
        ("PUT", "/api/contents/a.ipynb"),
        ("POST", f"/api/kernels/{NOT_THERE}/restart"),
        ("POST", f"/api/kernels/{NOT_THERE}/interrupt"),
    ],
)
def test_nothing_can_be_started_or_written(app, method, path):
    status, _, _ = ask(app.address + path, method)
    assert status in (403, 404, 405)


def test_a_kernel_cannot_be_deleted_by_the_api(app):
    kernel = kernel_of(ask(app.address)[2])
    assert ask(f"{app.address}/api/kernels/{kernel}", "DELETE")[0] == 405
    assert ask(f"{app.address}/api/kernels/{kernel}")[0] == 200


def test_leaving_the_page_ends_its_kernel_unless_another_site_asks(app):
    kernel = kernel_of(ask(app.address)[2])
    leave = f"{app.address}/voila/api/shutdown/{kernel}"
    assert ask(leave, "POST", Origin="http://elsewhere.example")[0] in (403, 404)
    assert ask(f"{app.address}/api/kernels/{kernel}")[0] == 200
    assert ask(leave, "POST", Origin=app.address)[0] == 204
    assert ask(f"{app.address}/api/kernels/{kernel}")[0] == 404


def test_strange_hosts_and_foreign_pages_are_refused(app):
    assert ask(app.address, Host="rebound.example")[0] == 403
    assert ask(app.address, Sec_Fetch_Dest="image")[0] == 403
    kernel = kernel_of(ask(app.address)[2])
    with pytest.raises(HTTPClientError, match="403"):
        asyncio.run(connect(app.address, kernel, {"Origin": "http://elsewhere.example"}))


def test_only_this_machine_is_listened_to(app):
    listening = [c for c in app.process.net_connections("inet") if c.status == "LISTEN"]
    port = int(app.address.rsplit(":", 1)[1])
    assert {c.laddr.ip for c in listening if c.laddr.port == port} == {"127.0.0.1"}


def test_a_visitor_draws_and_is_read_within_the_memory_allowed(app):
    digits = [digit for digit in DIGITS if digit["label"] in (3, 8)][::3]

    async def visit() -> list[str]:
        robot = await Robot.visit(app.address)
        verdicts = []
        for digit in digits:
            await robot.draw(digit["strokes"])
            verdicts.append(robot.verdict)
            await robot.clear()
        robot.close()
        return verdicts

    assert asyncio.run(visit()) == [f"This is {a_digit(digit['label'])}" for digit in digits]
    assert max(kernel.memory_info().rss for kernel in app.kernels()) < 120e6


def code_requests(path: Path) -> list[tuple[str, dict]]:
    """Return messages that a kernel usually runs code for; each would make the file `path`."""
    code = f"open({str(path)!r}, 'w').close()"
    execute = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
    asking = {"user_expressions": {"made": code[:-8]}}
    return [
        ("execute_request", execute | {"user_expressions": {}}),
        ("execute_request", execute | asking | {"code": ""}),
        ("complete_request", {"code": f"{code}.", "cursor_pos": len(code) + 1}),
        ("debug_request", {"type": "request", "command": "evaluate", "seq": 1}),
        ("shutdown_request", {"restart": False}),
    ]


def test_code_sent_over_the_websocket_is_not_run(app, tmp_path):
    made = tmp_path / "made"

    async def attack() -> list[str]:
        robot = await Robot.visit(app.address)
        for channel in ("shell", "control"):
            for kind, content in code_requests(made):
                robot.send(kind, content, channel)
        # The kernel takes its messages in order: once it has read a digit, it has seen them all.
        await robot.draw(DIGITS[0]["strokes"])
        robot.close()
        return robot.verdict

    assert asyncio.run(attack()) == f"This is {a_digit(DIGITS[0]['label'])}"
    assert not made.exists()
    assert 'type "execute_request", which is not allowed' in app.output.read_text()


def test_a_visitor_cannot_make_widgets_of_their_own(app):
    state = {"_model_module": "@jupyter-widgets/controls", "_model_name": "HTMLModel"}
    state |= {"_view_module": "@jupyter-widgets/controls", "_view_name": "HTMLView"}
    opening = {"comm_id": "mine", "target_name": "jupyter.widget", "data": {"state": state}}

    async def try_it() -> dict:
        page = await Robot.visit(app.address)
        page._listener.cancel()
        page.send("comm_open", opening, version="2.1.0")
        async for kind, content in page.messages():
            if kind == "comm_close":
                return content
        return {}

    assert asyncio.run(asyncio.wait_for(try_it(), 30))["comm_id"] == "mine"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """A client of a kernel that has shown its pad, and what the pad's cell printed."""
    manager = KernelManager()
    manager.kernel_spec.argv = [
        *(sys.executable, "-P", "-m", "digitlib.app.kernel", "-f", "{connection_file}")
    ]
    manager.start_kernel(env=_environment(tmp_path_factory.mktemp("ipython")))
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    heavy = ("tensorflow", "keras", "matplotlib", "scipy", "pandas", "sklearn", "sqlite3")
    code = f"""
from digitlib.app.page import show_pad
show_pad()
import sys
print([name for name in {heavy!r} if name in sys.modules])
"""
    printed: list[dict] = []
    reply = client.execute_interactive(code, timeout=60, output_hook=printed.append)
    yield client, reply["content"]["status"], printed
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def _environment(folder: Path) -> dict[str, str]:
    import os

    return os.environ | {"IPYTHONDIR": str(folder)}


def test_kernel_shows_the_pad_without_heavy_packages(sealed):
    _, status, printed = sealed
    assert status == "ok"
    shown = [m["content"]["data"] for m in printed if m["msg_type"] == "display_data"]
    assert "application/vnd.jupyter.widget-view+json" in shown[0]
    texts = [m["content"]["text"] for m in printed if m["msg_type"] == "stream"]
    assert "".join(texts).strip() == "[]"


def test_a_sealed_kernel_takes_no_code_even_without_the_server(sealed, tmp_path):
    client, _, _ = sealed
    made = tmp_path / "made"
    for kind, content in code_requests(made)[:4]:
        client.shell_channel.send(client.session.msg(kind, content))
        client.control_channel.send(client.session.msg(kind, content))
    # It still answers what it must, after it has seen all of these.
    assert client.kernel_info(reply=True, timeout=30)["content"]["status"] == "ok"
    assert not made.exists()


def test_too_many_visitors_wait_until_idle_kernels_are_gone(tmp_path):
    with served_app(tmp_path, num_ready=1, max_visitors=2, idle_minutes=0.05) as app:
        first = kernel_of(ask(app.address)[2])
        assert wait_until(lambda: len(app.kernels()) == 2)
        status, headers, text = ask(app.address)
        assert (status, headers["Retry-After"]) == (503, "60")
        assert "Try again in a minute" in text
        # The page was left alone: its kernel goes, and there is room again.
        kernel = f"{app.address}/api/kernels/{first}"
        assert wait_until(lambda: ask(kernel)[0] == 404)
        assert ask(app.address)[0] == 200
        kernels = app.kernels()
    assert wait_until(lambda: not any(kernel.is_running() for kernel in kernels))


@pytest.mark.parametrize(
    ("ip", "local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("", False)],
)
def test_only_loopback_is_local(ip, local):
    assert is_local(ip) is local


def test_a_port_in_use_is_named_with_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DigitlibError, match=rf"Port {port} is in use.*--port"):
            serve(port=port)


def test_a_strange_address_is_refused():
    with pytest.raises(DigitlibError, match="no address '192.0.2.1'"):
        serve(ip="192.0.2.1", port=0)


def test_missing_voila_is_named_with_the_way_out(monkeypatch):
    monkeypatch.setitem(sys.modules, "digitlib.app.server", None)
    with pytest.raises(DigitlibError, match="digitlib\\[app\\]"):
        serve(port=0)


def test_app_notebook_holds_one_cell_without_output(root):
    notebook = json.loads((root / "digitlib" / "app" / "pad.ipynb").read_text(encoding="utf-8"))
    assert len(notebook["cells"]) == 1
    assert notebook["cells"][0]["outputs"] == []
