"""The Voila server of the pad: only the addresses that the page needs, and safe settings."""

import logging
import threading
import webbrowser
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from traitlets import Bool, Int, List, Unicode
from traitlets.config import Config
from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from digitlib.app.handlers import KernelHandler, NotFoundHandler, PageHandler, SecurityHeaders
from digitlib.app.kernelspec import PadKernelSpecs
from digitlib.app.visitor import Visitor

NOTEBOOK = Path(__file__).parent / "pad.ipynb"
TEMPLATE = "digitlib_pad"
# What a browser may say to a kernel: widget messages, and nothing that runs code.
MESSAGES = ["comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"]
EXTENSIONS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager"]
_KERNEL_ID = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
_KIB = 1024


class PageFile(LargeFileManager):
    """Read the page's notebook, which comes with this package and needs no signature."""

    def mark_trusted_cells(self, nb: Any, path: str = "") -> None:
        """Keep no record of signatures in this account."""


class PadServer(Voila):
    """Voila for one page. `sockets` listen already; `address` is what a browser opens."""

    sockets = List()
    address = Unicode()
    is_local = Bool(True)
    max_visitors = Int(50)

    @staticmethod
    def settings_for(num_ready: int, idle_minutes: float) -> Config:
        """Return Voila's settings for so many waiting kernels and such patience."""
        settings = Config()
        settings.VoilaConfiguration = Config(
            template=TEMPLATE,
            allow_template_override="NO",
            allow_theme_override="NO",
            strip_sources=True,
            show_tracebacks=False,
            file_allowlist=[],
            extension_allowlist=[*EXTENSIONS, "anywidget"],
            kernel_spec_manager_class=PadKernelSpecs,
            preheat_kernel=num_ready > 0,
            default_pool_size=num_ready,
        )
        settings.MappingKernelManager = Config(
            cull_idle_timeout=max(1, round(60 * idle_minutes)),
            cull_interval=max(1, min(60, round(15 * idle_minutes))),
            cull_connected=True,
        )
        return settings

    def initialize(self, argv: list[str] | None = None) -> None:
        """Prepare the server; a user's own Voila settings do not take part."""
        self.config_file_paths = []
        self.log_level = "WARN"
        self.notebook_path = str(NOTEBOOK)
        self.port = self.sockets[0].getsockname()[1]
        self.identity_provider_class = Visitor
        # Tornado warns about a time-out that Jupyter gives in milliseconds, not seconds.
        logging.getLogger("tornado.general").setLevel(logging.ERROR)
        super().initialize(argv)

    def init_settings(self) -> dict[str, Any]:
        """Return tornado's settings: no code for kernels, no strange host, no large messages."""
        settings = super().init_settings()
        self.kernel_manager.allowed_message_types = MESSAGES
        self.contents_manager = PageFile(parent=self)
        return settings | {
            "contents_manager": self.contents_manager,
            # Without this a foreign page could reach a server of this machine by a name of its
            # own that points here (DNS rebinding).
            "allow_remote_access": not self.is_local,
            "websocket_max_message_size": 256 * _KIB,
            "default_handler_class": NotFoundHandler,
            # There is no cookie to steal; the one request that changes something must come from
            # this origin and name a random kernel id.
            "disable_check_xsrf": True,
        }

    def init_handlers(self) -> list[tuple]:
        """Return the page's addresses; any other is not found."""
        self.app.add_transform(SecurityHeaders)
        page = {
            "notebook_path": NOTEBOOK.name,
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
            "max_visitors": self.max_visitors,
        }
        extensions = {"path": self.labextensions_path}
        return [
            (r"/", PageHandler, page),
            (rf"/api/kernels/{_KERNEL_ID}", KernelHandler),
            (rf"/api/kernels/{_KERNEL_ID}/channels", VoilaKernelWebsocketHandler),
            (rf"/voila/api/shutdown/{_KERNEL_ID}", VoilaShutdownKernelHandler),
            (r"/voila/static/([\w-][\w.-]*)", MultiStaticFileHandler, {"paths": self.static_paths}),
            (rf"/voila/templates/({TEMPLATE}/static/[\w-]+\.\w+)", TemplateStaticFileHandler),
            (r"/voila/labextensions/([\w@./-]+\.js)", FileFindHandler, extensions),
        ]

    def listen(self) -> None:
        """Answer on the given sockets until Ctrl-C or a signal to end."""
        HTTPServer(self.app, max_body_size=64 * _KIB).add_sockets(self.sockets)
        self.ioloop = IOLoop.current()
        print(f"The drawing pad is at {self.address} (Ctrl-C stops it)", flush=True)
        if self.open_browser:
            self.launch_browser()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            print("\nGoodbye.")
        finally:
            self.stop()

    def launch_browser(self) -> None:
        """Open the page where there is a display."""
        threading.Thread(target=webbrowser.open, args=[self.address], daemon=True).start()
