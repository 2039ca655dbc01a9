"""How Jupyter serves the course when it is started in this folder; it looks for this name here."""

import sys

from jupyter_client import KernelManager
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager


class CourseFiles(AsyncLargeFileManager):
    """Open a notebook as if this Python had written it.

    JupyterLab compares the version of Python that a notebook names with the kernel's. Where they
    differ, a notebook that one has only looked at counts as changed.
    """

    async def get(self, path, content=True, **options):
        """Return a file or folder; in a notebook's language_info the version is this Python's."""
        model = await super().get(path, content=content, **options)
        if content and model["type"] == "notebook":
            language = model["content"]["metadata"].get("language_info", {})
            if "version" in language:
                language["version"] = sys.version.split()[0]
        return model


c = get_config()  # noqa: F821 - Jupyter gives it
c.ServerApp.contents_manager_class = CourseFiles
# It reads deprecated settings while it starts, and warns of them; only the old Notebook needs it.
c.ServerApp.jpserver_extensions = {"notebook_shim": False}
if "transport_encryption" in KernelManager.class_trait_names():
    c.KernelManager.transport_encryption = "auto"  # else each kernel warns of eavesdropping
