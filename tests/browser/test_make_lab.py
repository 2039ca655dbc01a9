"""What `make lab` opens, with the options and settings that stand in the Makefile."""

import re
import shutil

import nbformat
import pytest
from playwright.sync_api import expect

from browser.pages import SLOW, opened
from browser.servers import jupyter_server
from notebooks.build import LANGUAGE

NAME = "00_start_here.ipynb"
_IS_CHANGED = """async () => {
  const panel = window.jupyterapp.shell.currentWidget;
  await panel.sessionContext.ready;
  await panel.sessionContext.session.kernel.info;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return panel.context.model.dirty;
}"""


@pytest.fixture
def options(root) -> list[str]:
    """The options of `make lab`; its settings file has a place of its own in the checkout."""
    recipe = (root / "Makefile").read_text(encoding="utf-8").split("\nlab:")[1].split("\n\n")[0]
    found = [*re.findall(r"--LabApp\S+", recipe), *re.findall(r"--config=\S+", recipe)]
    assert len(found) == 2
    return [option.replace("--config=", f"--config={root}/") for option in found]


def test_make_lab_opens_the_first_notebook_and_looking_changes_nothing(
    browser, root, tmp_path, options
):
    """Not even with another Python than the one that wrote the notebook."""
    (tmp_path / "notebooks").mkdir()
    path = tmp_path / "notebooks" / NAME
    shutil.copy(root / "notebooks" / NAME, path)
    notebook = nbformat.read(path, as_version=4)
    assert set(notebook.metadata.language_info) == set(LANGUAGE)
    notebook.metadata.language_info.version = "3.99.0"
    nbformat.write(notebook, path)
    before = path.read_bytes()
    with jupyter_server(tmp_path, "lab", *options) as address, opened(browser, address) as page:
        expect(page.get_by_role("heading", name="Start here")).to_be_visible(timeout=SLOW)
        assert page.evaluate(_IS_CHANGED) is False
    assert path.read_bytes() == before
    log = (tmp_path / "lab.log").read_text(encoding="utf-8")
    assert "eavesdropping" not in log
