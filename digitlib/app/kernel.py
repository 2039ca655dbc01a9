"""The kernel of one visitor: it shows a pad, and from then on it takes no code from anyone."""

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config

# What a sealed kernel still answers. Nothing of this runs, completes or inspects code.
SHELL = ("kernel_info_request", "comm_info_request", "comm_open", "comm_msg", "comm_close")
CONTROL = ("kernel_info_request", "shutdown_request")


class PadKernel(IPythonKernel):
    """A kernel that can be sealed against code for good."""

    def seal(self) -> None:
        """Forget how to run code: keep only widget messages, questions and the order to end."""
        self.shell_handlers = {name: self.shell_handlers[name] for name in SHELL}
        self.control_handlers = {name: self.control_handlers[name] for name in CONTROL}
        # A browser may talk to the widgets that are there, but make none of its own.
        self.comm_manager.targets.pop("jupyter.widget", None)


def settings() -> Config:
    """Return the kernel's settings: nothing kept on disk, no start-up file of this account."""
    chosen = Config()
    chosen.HistoryManager.enabled = False
    chosen.InteractiveShell.cache_size = 0
    chosen.IPKernelApp.exec_PYTHONSTARTUP = False
    # Its warnings are about transport to other machines; these kernels speak to this one only.
    chosen.IPKernelApp.log_level = "ERROR"
    chosen.IPKernelApp.kernel_class = PadKernel
    return chosen


if __name__ == "__main__":
    IPKernelApp.launch_instance(config=settings())
