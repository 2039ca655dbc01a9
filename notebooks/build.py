"""Run the course's notebooks: `python -m notebooks.build execute|html|site|repository ...`.

The Makefile's `notebooks`, `course`, `site` and `repository` call this; it needs a clone of the
repository and the `course` extra.
"""

import argparse
import re
import sys
import time
import tomllib
from collections.abc import Iterable
from html import escape
from pathlib import Path

from digitlib.errors import DigitlibError
from digitlib.files import atomic_path

ROOT = Path(__file__).resolve().parent.parent
CELL_TIMEOUT_SECONDS = 1800  # a busy machine may take ten times as long as an idle one
GITHUB = "https://github.com/"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
STILL = ("image/", "text/html")  # what a displayed widget leaves for readers without a kernel
KEPT = ("tags", "jupyter", "cellView")  # of a cell's metadata; the last two fold it away
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# All that JupyterLab writes: a notebook that lacks some of it counts as changed once it is open.
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": sys.version.split()[0],
}
BADGE = "[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]"
SETUP = """\
# Setup. On your own machine this only checks; on Colab it installs what is missing.
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec

SOURCE, RELEASE = "git+{repository}", "{tag}"
on_colab = "google.colab" in sys.modules
if find_spec("digitlib") is None:
    if not on_colab:
        raise ModuleNotFoundError(f'Run this first: pip install "digitlib[course] @ {{SOURCE}}"')
    held = [f"{{p}}=={{version(p)}}" for p in ("tensorflow", "keras", "numpy", "ipywidgets")]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", *held]
    run = subprocess.run([*pip, f"digitlib[pad] @ {{SOURCE}}@{{RELEASE}}"], capture_output=True)
    if run.returncode != 0:
        print(f"Release {{RELEASE}} cannot be installed; installing the newest version instead.")
        run = subprocess.run([*pip, f"digitlib[pad] @ {{SOURCE}}"], capture_output=True)
    if run.returncode != 0:
        raise RuntimeError(f"digitlib could not be installed:\\n{{run.stderr.decode()[-600:]}}")
if on_colab:
    from google.colab import output
    output.enable_custom_widget_manager()
import digitlib
print("digitlib", digitlib.__version__, "is ready.")"""


def course_notebooks() -> list[Path]:
    """Return the paths of the numbered notebooks, in the order of the course."""
    return sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))


# What every notebook begins with: the Colab badge and the setup cell


def repository_address() -> str:
    """Return the repository's web address, from `pyproject.toml`, its only source."""
    return _project()["urls"]["Repository"].rstrip("/")


def release_tag() -> str:
    """Return the tag that Colab installs: `v` and the version in `pyproject.toml`."""
    return f"v{_project()['version']}"


def _project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def setup_source() -> str:
    """Return the source of the setup cell, the second cell of every notebook."""
    return SETUP.format(repository=repository_address(), tag=release_tag())


def colab_badge(name: str) -> str:
    """Return the Markdown of the badge that opens `notebooks/NAME.ipynb` in Colab."""
    owner_and_name = repository_address().removeprefix(GITHUB)
    address = f"https://colab.research.google.com/github/{owner_and_name}"
    return f"{BADGE}({address}/blob/main/notebooks/{name}.ipynb)"


def point_to(url: str) -> list[Path]:
    """Write the repository's address and the release's tag wherever the old ones stand.

    Return the changed files. Raise DigitlibError if Colab could not open the address.
    """
    new = url.rstrip("/").removesuffix(".git")
    if not re.fullmatch(rf"{GITHUB}[\w.-]+/[\w.-]+", new):
        raise DigitlibError(f"{url!r} is not like {GITHUB}OWNER/NAME; Colab needs that.")
    old_slug, new_slug = (address.removeprefix(GITHUB) for address in (repository_address(), new))
    tag, changed = release_tag(), []
    for path in _files_with_address():
        text = path.read_text(encoding="utf-8")
        new_text = text.replace(old_slug, new_slug)
        if path.suffix == ".ipynb":  # where the setup cell's quotes are escaped
            new_text = re.sub(rf'({re.escape(new_slug)}\\", \\")v[\w.]+', rf"\g<1>{tag}", new_text)
        if new_text != text:
            with atomic_path(path) as temporary:
                temporary.write_text(new_text, encoding="utf-8")
            changed.append(path)
    return changed


def _files_with_address() -> Iterable[Path]:
    names = ["pyproject.toml", "README.md", "CONTRIBUTING.md", "TEACHING.md", "CITATION.cff"]
    yield from (ROOT / name for name in names if (ROOT / name).is_file())
    yield from course_notebooks()
    sources = sorted((ROOT / "digitlib").rglob("*"))
    yield from (path for path in sources if path.suffix in {".py", ".js", ".html"})


# Run notebooks


def execute(path: Path):
    """Run a notebook from top to bottom in its folder and return it with fresh outputs.

    Raise DigitlibError naming the cell when one raises, writes to stderr or takes too long.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError
    from nbclient.output_widget import OutputWidget
    from tqdm import tqdm

    class KeptOutput(OutputWidget):
        """What an Output widget caught, not sent back to the kernel, which does not need it.

        Sending on the socket whose answer nbclient awaits can lose that answer: about one run in
        thirty then waited until the cell's timeout.
        """

        def send(self, *_args, **_keywords):
            """Send nothing."""

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    with tqdm(total=len(notebook.cells), desc=path.name, leave=False, disable=None) as bar:
        client = NotebookClient(
            notebook,
            timeout=CELL_TIMEOUT_SECONDS,
            startup_timeout=CELL_TIMEOUT_SECONDS,
            kernel_name="python3",
            resources={"metadata": {"path": str(path.parent)}},
            coalesce_streams=True,
            record_timing=False,
            on_cell_start=lambda cell, cell_index: bar.update(),
        )
        client.widget_registry["@jupyter-widgets/output"]["OutputModel"] = KeptOutput
        try:
            client.execute()
        except (CellExecutionError, CellTimeoutError) as error:
            raise DigitlibError(f"{path.name} stopped: {error}") from error
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise DigitlibError(f"{path.name}, cell {index}, wrote to stderr:\n{output.text}")
    return clean(notebook)


def clean(notebook):
    """Drop from a notebook, in place, what changes from run to run; return it.

    Widget state goes because GitHub refuses to show a notebook that holds it. Of a displayed
    widget only its picture or text is kept, if it has one.
    """
    notebook.metadata = {"kernelspec": dict(KERNEL), "language_info": dict(LANGUAGE)}
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in KEPT if key in cell.metadata}
        if cell.cell_type == "code":
            cell.outputs = [kept for kept in map(_without_widget, cell.outputs) if kept]
    return notebook


def _without_widget(output):
    """Return an output; of a widget what stays readable, and None if there is nothing."""
    data = output.get("data", {})
    if WIDGET_VIEW not in data:
        return output
    output["data"] = {kind: value for kind, value in data.items() if kind.startswith(STILL)}
    return output if output["data"] else None


def execute_in_place(path: Path) -> None:
    """Run a notebook and write it back, whole or not at all."""
    import nbformat

    notebook = execute(path)
    with atomic_path(path) as temporary:
        nbformat.write(notebook, temporary)


# Pages to read


def write_html(path: Path, folder: Path, run: bool = True) -> None:
    """Write a notebook to `folder` as a page, run anew or with the outputs that it holds."""
    import nbformat
    from nbconvert import HTMLExporter

    notebook = execute(path) if run else nbformat.read(path, as_version=4)
    # Nobody runs a page: it needs no setup cell, which JupyterLab folds away and nbconvert shows.
    notebook.cells = [cell for cell in notebook.cells if cell.source != setup_source()]
    formulas: list[str] = []
    for cell in notebook.cells:  # the badge is a picture on the web, and leads there
        cell.source = re.sub(re.escape(BADGE) + r"\(\S+\)\s*", "", cell.source)
        if cell.cell_type == "markdown":
            cell.source = _take_formulas(cell.source, formulas)
    resources = {"metadata": {"path": str(path.parent), "name": title_of(path)}}
    page, _ = HTMLExporter(embed_images=True).from_notebook_node(notebook, resources=resources)
    page = re.sub(r"@formula (\d+)@", lambda found: formulas[int(found[1])], page)
    # What nbconvert would fetch for widgets and formulas, of which none is left.
    page = re.sub(r'<script[^>]*\ssrc="https?:[^>]*>\s*</script>', "", page)
    # Links between notebooks become links between pages.
    page = re.sub(r'href="(\d\d_\w+)\.ipynb"', r'href="\1.html"', page)
    with atomic_path(folder / f"{path.stem}.html") as temporary:
        temporary.write_text(page, encoding="utf-8")


def _take_formulas(markdown: str, formulas: list[str]) -> str:
    """Return Markdown with a mark for each formula, and add the formula to a list as MathML.

    Browsers show MathML without a script; nbconvert would pull it to pieces.
    """

    def mark(found: re.Match) -> str:
        code, displayed, inline = found.groups()
        if code:
            return code
        from latex2mathml.converter import convert

        formulas.append(convert(displayed or inline, display="block" if displayed else "inline"))
        return f"@formula {len(formulas) - 1}@"

    return re.sub(r"(`[^`]+`)|\$\$(.+?)\$\$|\$([^$\n]+)\$", mark, markdown, flags=re.DOTALL)


def title_of(path: Path) -> str:
    """Return a notebook's number and title, such as `02 Train a CNN`."""
    found = re.search(r'"# ([^"\\]+)', path.read_text(encoding="utf-8"))
    return f"{path.stem[:2]} {found[1]}" if found else path.stem


def write_index(paths: Iterable[Path], folder: Path, pad: str = "") -> None:
    """Write `index.html`, the course's map with the pages of these notebooks, and a link to a pad.

    The question of each notebook is the one in README's table.
    """
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lessons = []
    for path in paths:
        question = re.search(rf"/{path.stem}\.ipynb\) \| ([^|]+) \|", readme)
        lessons.append(
            f'<li><a href="{path.stem}.html"><b>{path.stem[:2]}</b>'
            f"<strong>{escape(title_of(path)[3:])}</strong>"
            f"<span>{escape(question[1]) if question else ''}</span></a></li>"
        )
    page = (ROOT / "notebooks" / "index.html").read_text(encoding="utf-8")
    for name, text in {
        "lessons": "\n".join(lessons),
        "repository": repository_address(),
        "pad": pad and f'<a class="pad" href="{pad}">Draw a digit and see it read</a>',
    }.items():
        page = page.replace(f"{{{{{name}}}}}", text)
    with atomic_path(folder / "index.html") as temporary:
        temporary.write_text(page, encoding="utf-8")


def write_site(folder: Path) -> None:
    """Write the site: the lessons as they are committed, the pad, and the map of the course."""
    from digitlib.pad.page import write_page

    paths = course_notebooks()
    for path in paths:
        write_html(path, folder, run=False)
    write_page(folder / "pad.html")
    write_index(paths, folder, pad="pad.html")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m notebooks.build", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, purpose in {
        "execute": "run notebooks and write their outputs back into them",
        "html": "run notebooks and write pages to read, with an index",
    }.items():
        command = commands.add_parser(name, help=purpose)
        command.add_argument("notebooks", nargs="*", type=Path, help="all, when none is named")
    commands.choices["html"].add_argument("--folder", type=Path, default=Path("html"))
    site = commands.add_parser("site", help="write the lessons, the pad and an index, running none")
    site.add_argument("--folder", type=Path, default=Path("site"))
    commands.add_parser("repository", help="re-point badges and setup cells").add_argument("url")
    given = parser.parse_args(arguments)
    try:
        if given.command == "repository":
            print(*(f"re-pointed {path.name}" for path in point_to(given.url)), sep="\n")
            return 0
        if given.command == "site":
            write_site(given.folder)
            return 0
        paths = given.notebooks or course_notebooks()
        for number, path in enumerate(paths, start=1):
            start = time.monotonic()
            print(f"[{number}/{len(paths)}] {path.name} ...", flush=True)
            if given.command == "html":
                write_html(path, given.folder)
            else:
                execute_in_place(path)
            print(f"      done in {time.monotonic() - start:.0f} s", flush=True)
        if given.command == "html":
            write_index(paths, given.folder)
    except DigitlibError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
