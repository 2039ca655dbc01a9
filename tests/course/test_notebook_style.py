"""Every notebook keeps to the course's style, and a bad notebook fails each rule."""

from pathlib import Path

import nbformat
import pytest
from nbformat import v4
from notebook_style import CHECKED, MAX_BYTES, faults, size_faults

from notebooks.build import colab_badge, course_notebooks, setup_source

NOTEBOOKS = course_notebooks()
NAMES = [path.stem for path in NOTEBOOKS]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_notebook_keeps_to_the_style(path):
    notebook = nbformat.read(path, as_version=4)
    found = faults(notebook, path.stem, path.parent, is_last=path == NOTEBOOKS[-1])
    assert found + size_faults(path) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_notebook_is_valid(path):
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    nbformat.validate(notebook)


def test_the_course_is_numbered_from_zero():
    assert [name[:2] for name in NAMES] == [f"{number:02}" for number in range(len(NAMES))]


def _code(source, count, *, tags=(), text=None):
    cell = v4.new_code_cell(source, execution_count=count, metadata={"tags": list(tags)})
    if text:
        cell.outputs = [v4.new_output("stream", text=text)]
    return cell


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder that holds what the good notebook links to."""
    (tmp_path / "11_next.ipynb").write_text("{}")
    (tmp_path / "pad.png").write_bytes(b"")
    return tmp_path


@pytest.fixture
def good():
    """A notebook that breaks no rule; each test below breaks one."""
    figure = v4.new_output("display_data", {"image/png": "AAAA", "text/plain": "<Figure>"})
    title = (
        f"# Explore the MNIST data\n\n{colab_badge('10_good')}\n\n**What you will do.** Look.\n\n"
        "**What you will learn.** See.\n\n**What you need.** Eyes.\n\n**Time: 10 minutes.**"
    )
    notebook = v4.new_notebook()
    notebook.cells = [v4.new_markdown_cell(title), _code(setup_source(), 1, text="ready")]
    for count in range(2, 6):
        cell = _code("figure", count)
        cell.outputs = [figure]
        notebook.cells += [v4.new_markdown_cell("Look at the next figure."), cell]
    why = "## Exercises\n\nAdd one and two and see. ![A pad that reads a three](pad.png)"
    notebook.cells += [
        v4.new_markdown_cell("Now compare the sum."),
        _code("print(1 + 2)", 6, tags=[CHECKED, "needs-mnist"], text="3\n"),
        v4.new_markdown_cell(f"## What you saw\n\nMuch.\n\n{why}"),
        _code("nb10.check(1, ...)\nnb10.check(2, ...)\nnb10.check(3, ...)", 7),
        v4.new_markdown_cell("Next: [the next one](11_next.ipynb)"),
    ]
    return notebook


def _replace(index, old, new):
    def change(notebook):
        assert old in notebook.cells[index].source
        notebook.cells[index].source = notebook.cells[index].source.replace(old, new)

    return change


def _set(index, **fields):
    return lambda notebook: notebook.cells[index].update(fields)


def _output(kind, **fields):
    return lambda notebook: notebook.cells[11].update(outputs=[v4.new_output(kind, **fields)])


def _two_figures(notebook):
    notebook.cells[3].outputs = notebook.cells[3].outputs * 2


BAD = {
    "does not open with '# Title'": _replace(0, "# Explore", "Explore"),
    "does not begin with a verb": _replace(0, "Explore", "Exploration of"),
    "is not in sentence case": _replace(0, "data", "Data"),
    "more than one H1": _replace(2, "Look", "# Look\n\nLook"),
    "'What you will learn'": _replace(0, "What you will learn", "Aims"),
    "'Time: NN minutes'": _replace(0, "Time: 10", "Time: ten"),
    "badge is missing": _replace(0, "10_good", "01_other"),
    "is not the setup cell": _replace(1, "SOURCE", "ADDRESS"),
    "has 21 lines": _replace(3, "figure", "x = 1\n" * 21),
    "is empty": _set(3, source=" "),
    "cell 3 has no sentence": _set(2, source="## A heading only"),
    "less prose": _replace(3, "figure", "a + " * 200 + "a"),
    "has no alt text that says": _replace(12, "A pad that reads a three", "pad"),
    "pad2.png is not there": _replace(12, "pad.png", "pad2.png"),
    "an <img> has no alt text": _replace(2, "Look", "<img src='pad.png'> Look"),
    "more than one figure": _two_figures,
    "3 figures; at least 4": _set(3, outputs=[]),
    "In [2] calls show_images": _replace(3, "figure", "plots.show_images(some, columns=3)"),
    "not executed in order": _set(3, execution_count=9),
    "holds an error": _output("error", ename="E", evalue="", traceback=[]),
    "wrote to stderr": _output("stream", name="stderr", text="Warning"),
    "a widget that no reader": _output(
        "display_data", data={"application/vnd.jupyter.widget-view+json": {}, "text/plain": "w"}
    ),
    "memory address": _output("stream", text="<Line2D object at 0x7f3fab12>"),
    "somebody's machine": _output("stream", text="saved to /home/ada/models"),
    "unknown tag: hide": _set(3, metadata={"tags": ["hide"]}),
    "but not nbval-check-output": _set(11, metadata={"tags": ["needs-pen-strokes"]}),
    "no text output is stored": _set(11, outputs=[]),
    "no heading '## What you saw'": _replace(12, "What you saw", "Summary"),
    "exercise 2 does not check": _replace(13, "nb10.check(2", "print(2"),
    "leads nowhere": _replace(14, "11_next", "12_lost"),
    "does not link to the next": _replace(14, "(11_next.ipynb)", ""),
    "metadata.widgets": lambda notebook: notebook.metadata.update(widgets={}),
}


def test_a_good_notebook_has_no_faults(good, folder):
    assert faults(good, "10_good", folder) == []


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_notebook_fails(fault, good, folder):
    BAD[fault](good)
    found = faults(good, "10_good", folder)
    assert any(fault in line for line in found), found


def test_a_large_notebook_fails(tmp_path):
    path = tmp_path / "10_large.ipynb"
    path.write_bytes(b" " * (MAX_BYTES - 1))
    assert size_faults(path) == []
    path.write_bytes(b" " * MAX_BYTES)
    assert "stays under" in size_faults(path)[0]
