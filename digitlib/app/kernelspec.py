"""Which program a visitor's kernel is: always this Python, whatever else is installed."""

import sys

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel

KERNEL_NAME = "digitlib-pad"
# One thread for linear algebra and few memory pools: many kernels share one machine.
_FRUGAL = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


class PadKernelSpecs(KernelSpecManager):
    """Know the pad's kernel and no other."""

    def find_kernel_specs(self) -> dict[str, str]:
        """Return the one name; it needs no folder."""
        return {KERNEL_NAME: ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return how to start the kernel; raise NoSuchKernel for another name."""
        if kernel_name != KERNEL_NAME:
            raise NoSuchKernel(kernel_name)
        # -P keeps the folder of the notebook from hiding modules of the same name. The profile
        # of this account's own IPython stays out: its start-up files are not for visitors.
        start = [sys.executable, "-P", "-m", "digitlib.app.kernel", "-f", "{connection_file}"]
        environment = _FRUGAL | {"IPYTHONDIR": self.parent.connection_dir}
        return KernelSpec(
            argv=start, display_name="Drawing pad", language="python", env=environment
        )
