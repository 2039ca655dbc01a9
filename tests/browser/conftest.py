"""The servers and the browser that the tests of this folder share."""

import pytest

from browser.pages import Pad, opened, run_all, write_notebook
from browser.servers import browser_options, jupyter_server

PAD = "import digitlib\npad = digitlib.DrawingPad({})\npad"
NOTEBOOKS = {
    "pad.ipynb": [PAD.format("")],
    "anywidget.ipynb": [PAD.format("view='anywidget'")],
    # For the test that restarts the kernel, which two pages with one notebook share.
    "again.ipynb": [PAD.format("")],
    "upload.ipynb": [PAD.format("view='upload'")],
    "two.ipynb": [PAD.format(""), "digitlib.DrawingPad()", "pad"],
    "fallback.ipynb": ["import sys\nsys.modules['ipycanvas'] = None", PAD.format("")],
    "kept.ipynb": [PAD.format("")],
    "no_anywidget.ipynb": ["import sys\nsys.modules['anywidget'] = None", PAD.format("")],
    "stored.ipynb": [PAD.format("") + ".load([[(90, 60), (190, 60), (130, 230)]])", "pad"],
}


def pytest_collection_modifyitems(items):
    """Mark every test of this folder; each waits for a browser on a machine that may be busy."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(600))
            # A page that comes up late is no fault of the pad; one that fails thrice is.
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="module")
def browser(chromium):
    """A Chromium that talks to nobody but the servers of the tests.

    Not for the session: while Playwright is open its event loop runs, and no other test of the
    same process could start one.
    """
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=browser_options())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A folder with the notebooks of the tests."""
    folder = tmp_path_factory.mktemp("notebooks")
    for name, cells in NOTEBOOKS.items():
        write_notebook(folder / name, *cells)
    return folder


@pytest.fixture(scope="session")
def lab(folder):
    """The address of a JupyterLab that serves `folder`."""
    with jupyter_server(folder, "lab") as address:
        yield f"{address}/lab/tree/{{}}?reset"


@pytest.fixture(scope="session")
def notebook7(folder):
    """The address of a Notebook 7 that serves `folder`."""
    pytest.importorskip("notebook", reason="needs the package notebook")
    with jupyter_server(folder, "notebook") as address:
        yield f"{address}/notebooks/{{}}"


@pytest.fixture(scope="module", params=["pad.ipynb", "anywidget.ipynb"])
def page(request, browser, lab):
    """A page whose notebook has been run; the console is checked at the end."""
    with opened(browser, lab.format(request.param), has_touch=True) as page:
        run_all(page)
        yield page


@pytest.fixture
def pad(page):
    """The pad of the page, with clean paper."""
    pad = Pad(page)
    page.mouse.up()
    pad.button("Clear").click()
    pad.expect_reading("Draw a digit")
    pad.expect_no_ink()
    return pad


@pytest.fixture
def open_lab(browser, lab):
    """Open a notebook of the test folder in JupyterLab and run it."""

    def open_and_run(name: str, **options):
        context = opened(browser, lab.format(name), **options)
        page = context.__enter__()
        contexts.append(context)
        run_all(page)
        return page

    contexts = []
    yield open_and_run
    for context in contexts:
        context.__exit__(None, None, None)
