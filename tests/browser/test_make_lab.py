"""What `make lab` opens, by the options that stand in the Makefile."""

import re
import shutil

from playwright.sync_api import expect

from browser.pages import SLOW, opened
from browser.servers import jupyter_server


def test_make_lab_opens_the_first_notebook(browser, root, tmp_path):
    recipe = (root / "Makefile").read_text(encoding="utf-8").split("\nlab:")[1].split("\n\n")[0]
    options = re.findall(r"--LabApp\S+", recipe)
    (tmp_path / "notebooks").mkdir()
    shutil.copy(root / "notebooks" / "00_start_here.ipynb", tmp_path / "notebooks")
    with jupyter_server(tmp_path, "lab", *options) as address, opened(browser, address) as page:
        expect(page.get_by_role("heading", name="Start here")).to_be_visible(timeout=SLOW)
