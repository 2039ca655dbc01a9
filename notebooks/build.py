"""Run the course's notebooks: `python -m notebooks.build execute|html|repository ...`.

The Makefile's `notebooks`, `course` and `repository` call this; it needs a clone of the
repository and the `course` extra.
"""

import argparse
import re
import sys
import time
from pathlib import Path

from digitlib.errors import DigitlibError
from digitlib.files import atomic_path
from notebooks.setup_cell import project_file, release_tag, repository_address

CELL_TIMEOUT_SECONDS = 600
_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
STILL = ("image/", "text/html")  # what a displayed widget leaves for readers without a kernel
KEPT = ("tags", "jupyter", "cellView")  # of a cell's metadata; the last two fold it away
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def course_notebooks() -> list[Path]:
    """Return the paths of the numbered notebooks, in the order of the course."""
    folder = project_file().parent / "notebooks"
    return sorted(folder.glob("[0-9][0-9]_*.ipynb"))


def execute(path: Path):
    """Run a notebook from top to bottom in its folder and return it with fresh outputs.

    Raise DigitlibError naming the cell when one raises, writes to stderr or takes too long.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        coalesce_streams=True,
        record_timing=False,
        on_cell_start=lambda cell, cell_index: _show_progress(path, cell_index, notebook),
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError) as error:
        raise DigitlibError(f"{path.name} stopped: {error}") from error
    finally:
        sys.stdout.write("\r\033[K" if sys.stdout.isatty() else "")
    _refuse_stderr(path, notebook)
    return clean(notebook)


def clean(notebook):
    """Drop from a notebook, in place, what changes from run to run; return it.

    Widget state goes because GitHub refuses to show a notebook that holds it. Of a displayed
    widget only its picture is kept, if it has one.
    """
    notebook.metadata = {"kernelspec": dict(_KERNEL), "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in KEPT if key in cell.metadata}
        if cell.cell_type == "code":
            cell.outputs = [kept for kept in map(_without_widget, cell.outputs) if kept]
    return notebook


def _without_widget(output):
    data = output.get("data", {})
    if _WIDGET_VIEW not in data:
        return output
    kept = {kind: content for kind, content in data.items() if kind.startswith(STILL)}
    output["data"] = kept
    return output if kept else None


def _show_progress(path: Path, index: int, notebook) -> None:
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\033[K{path.name}: cell {index + 1} of {len(notebook.cells)}")
        sys.stdout.flush()


def _refuse_stderr(path: Path, notebook) -> None:
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                raise DigitlibError(f"{path.name}, cell {index}, wrote to stderr:\n{output.text}")


def execute_in_place(path: Path) -> None:
    """Run a notebook and write it back, whole or not at all."""
    import nbformat

    notebook = execute(path)
    with atomic_path(path) as temporary:
        nbformat.write(notebook, temporary)


def write_html(path: Path, folder: Path) -> None:
    """Run a notebook and write it to `folder` as a page to read; the notebook stays as it is."""
    from nbconvert import HTMLExporter

    page, _ = HTMLExporter(embed_images=True).from_notebook_node(
        execute(path), resources={"metadata": {"path": str(path.parent), "name": path.stem}}
    )
    # Links between notebooks become links between pages.
    page = re.sub(r'href="(\d\d_\w+)\.ipynb"', r'href="\1.html"', page)
    with atomic_path(folder / f"{path.stem}.html") as temporary:
        temporary.write_text(page, encoding="utf-8")


def point_to(url: str) -> list[Path]:
    """Write the repository's address, and the tag in setup cells, wherever the old one stands.

    Return the changed files. Raise DigitlibError if Colab could not open the address.
    """
    new = url.rstrip("/").removesuffix(".git")
    if not re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+", new):
        raise DigitlibError(f"{url!r} is not like https://github.com/OWNER/NAME; Colab needs that.")
    old_slug, new_slug = (
        address.removeprefix("https://github.com/") for address in (repository_address(), new)
    )
    root, changed = project_file().parent, []
    for path in [*_files_with_address(root), *course_notebooks()]:
        text = path.read_text(encoding="utf-8")
        new_text = re.sub(rf"{re.escape(old_slug)}@v[\w.]+", f"{old_slug}@{release_tag()}", text)
        new_text = new_text.replace(old_slug, new_slug)
        if new_text != text:
            with atomic_path(path) as temporary:
                temporary.write_text(new_text, encoding="utf-8")
            changed.append(path)
    return changed


def _files_with_address(root: Path) -> list[Path]:
    names = ["pyproject.toml", "README.md", "CONTRIBUTING.md", "TEACHING.md", "CITATION.cff"]
    return [root / name for name in names if (root / name).is_file()]


def _run_all(paths: list[Path], action) -> None:
    for number, path in enumerate(paths, start=1):
        start = time.monotonic()
        print(f"[{number}/{len(paths)}] {path.name} ...", flush=True)
        action(path)
        print(f"      done in {time.monotonic() - start:.0f} s", flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m notebooks.build", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, purpose in {
        "execute": "run notebooks and write their outputs back into them",
        "html": "run notebooks and write pages to read",
    }.items():
        command = commands.add_parser(name, help=purpose)
        command.add_argument("notebooks", nargs="*", type=Path, help="all, when none is named")
    commands.choices["html"].add_argument("--folder", type=Path, default=Path("html"))
    commands.add_parser("repository", help="re-point badges and setup cells").add_argument("url")
    given = parser.parse_args(arguments)
    try:
        if given.command == "repository":
            print(*(f"re-pointed {path.name}" for path in point_to(given.url)), sep="\n")
        elif given.command == "html":
            _run_all(given.notebooks or course_notebooks(), lambda p: write_html(p, given.folder))
        else:
            _run_all(given.notebooks or course_notebooks(), execute_in_place)
    except DigitlibError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
