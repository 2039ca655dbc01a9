"""Notebooks are run, cleaned, made into pages, and re-pointed."""

import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbformat import v4

from digitlib.errors import DigitlibError
from notebooks import build as notebooks

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def write(tmp_path):
    """A function that writes a notebook of the given code cells and returns its path."""

    def write_notebook(*sources, name="00_start_here"):
        cells = [v4.new_code_cell(source, metadata={"tags": ["kept"]}) for source in sources]
        notebook = v4.new_notebook(cells=cells, metadata={"widgets": {"state": 1}})
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(notebook, path)
        return path

    return write_notebook


def test_execute_in_place_writes_clean_outputs(write):
    path = write("print(1)\nprint(2)", "import os; os.path.basename(os.getcwd())")
    ids = [cell.id for cell in nbformat.read(path, 4).cells]
    notebooks.execute_in_place(path)
    notebook = nbformat.read(path, 4)
    assert [cell.id for cell in notebook.cells] == ids
    assert [cell.execution_count for cell in notebook.cells] == [1, 2]
    assert notebook.cells[0].outputs == [
        {"output_type": "stream", "name": "stdout", "text": "1\n2\n"}
    ]
    assert notebook.cells[1].outputs[0].data["text/plain"] == repr(path.parent.name)
    assert notebook.cells[0].metadata == {"tags": ["kept"]}
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.language_info.version == sys.version.split()[0]
    first = path.read_bytes()
    notebooks.execute_in_place(path)
    assert path.read_bytes() == first, "executed twice, nothing changes"


def test_sliders_run_and_leave_no_widget_behind(write):
    path = write("from ipywidgets import interact\ninteract(lambda size: size, size=(0, 3));")
    notebooks.execute_in_place(path)
    notebook = nbformat.read(path, 4)
    assert notebook.cells[0].outputs == []
    assert "widgets" not in notebook.metadata


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import sys; print('a warning', file=sys.stderr)", "wrote to stderr"),
    ],
)
def test_a_fault_names_the_notebook_and_leaves_it_as_it_was(write, capsys, source, fault):
    path = write("print('fine')", source)
    before = path.read_bytes()
    assert notebooks.main(["execute", str(path)]) == 1
    errors = capsys.readouterr().err
    assert path.name in errors
    assert fault in errors
    assert path.read_bytes() == before


def test_of_a_widget_only_its_picture_is_kept():
    shown = v4.new_output("display_data", {WIDGET: {}, "text/plain": "Pad()", "image/png": "AA"})
    unseen = v4.new_output("display_data", {WIDGET: {}, "text/plain": "Box()"})
    plain = v4.new_output("stream", text="text")
    cell = v4.new_code_cell("pad", outputs=[shown, unseen, plain])
    notebook = notebooks.clean(v4.new_notebook(cells=[cell]))
    assert [output.get("data") for output in notebook.cells[0].outputs] == [
        {"image/png": "AA"},
        None,
    ]


def test_pages_have_titles_an_index_and_links_to_each_other(write, tmp_path, capsys):
    path = write("print('hello')")
    notebook = nbformat.read(path, 4)
    badge = notebooks.colab_badge("00_start_here")
    text = f"# Start here\n\n{badge}\n\n[next](01_explore_the_data.ipynb)"
    notebook.cells.append(v4.new_markdown_cell(text))
    nbformat.write(notebook, path)
    assert notebooks.main(["html", str(path), "--folder", str(tmp_path / "html")]) == 0
    page = (tmp_path / "html" / "00_start_here.html").read_text(encoding="utf-8")
    assert "hello" in page
    assert "<title>00 Start here</title>" in page
    assert 'href="01_explore_the_data.html"' in page
    assert "colab" not in page, "nothing that needs the web"
    index = (tmp_path / "html" / "index.html").read_text(encoding="utf-8")
    assert '<a href="00_start_here.html"><b>00</b><strong>Start here</strong>' in index


@pytest.fixture
def project(tmp_path, root, monkeypatch):
    """A copy of the files that hold the repository's address."""
    for name in ("pyproject.toml", "README.md", "CITATION.cff"):
        shutil.copy(root / name, tmp_path / name)
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    monkeypatch.setattr(notebooks, "ROOT", tmp_path)
    return tmp_path


def test_point_to_changes_every_address_and_nothing_else(project, root):
    changed = notebooks.point_to("https://github.com/ada/digits.git/")
    assert project / "pyproject.toml" in changed
    assert {p.name for p in changed} >= {p.name for p in notebooks.course_notebooks()}
    for path in changed:
        new = path.read_text(encoding="utf-8")
        old = (root / path.relative_to(project)).read_text(encoding="utf-8")
        assert new.replace("ada/digits", "EXPERT2007/Handwritten-Digit-Recognition") == old
        if path.suffix == ".ipynb":
            assert nbformat.reads(new, 4).cells[1].source == notebooks.setup_source()


@pytest.mark.parametrize(
    "url", ["", "https://example.org/a/b", "github.com/a/b", "https://github.com/a"]
)
def test_an_address_that_colab_cannot_open_is_refused(project, url):
    with pytest.raises(DigitlibError, match="OWNER/NAME"):
        notebooks.point_to(url)


def test_point_to_the_same_address_brings_the_tag_up_to_date(project):
    file = project / "pyproject.toml"
    text = file.read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"', text, re.MULTILINE)[1]
    file.write_text(text.replace(f'version = "{version}"', 'version = "9.8.7"'), encoding="utf-8")
    changed = notebooks.point_to("https://github.com/EXPERT2007/Handwritten-Digit-Recognition")
    assert changed == notebooks.course_notebooks()
    for path in changed:
        assert nbformat.read(path, 4).cells[1].source == notebooks.setup_source()
    assert 'Recognition", "v9.8.7"' in notebooks.setup_source()


@pytest.mark.parametrize(
    ("here", "tag", "code"),
    [
        ({"needs-mnist", "needs-pen-strokes"}, "needs-mnist", 1),
        ({"needs-mnist"}, "needs-pen-strokes", 0),
    ],
)
def test_numbers_are_compared_only_where_the_data_are(tmp_path, root, here, tag, code):
    cell = v4.new_code_cell("print(60000)", metadata={"tags": ["nbval-check-output", tag]})
    cell.execution_count, cell.outputs = 1, [v4.new_output("stream", text="59999\n")]
    nbformat.write(v4.new_notebook(cells=[cell]), tmp_path / "00_numbers.ipynb")
    plugin = f"import notebook_plugin as p; p.is_here = lambda tag: tag in {here}"
    program = (
        f"import sys; sys.path.insert(0, {str(root / 'tests')!r}); {plugin}; import pytest;"
        "sys.exit(pytest.main(['-p', 'notebook_plugin', '--nbval-lax', '00_numbers.ipynb',"
        "'--nbval-current-env']))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.returncode == code, run.stdout
    assert ("59999" in run.stdout) is bool(code)
    assert ("NOT compared" in run.stdout) is (len(here) < 2)


def test_the_documented_git_diff_is_that_of_gitattributes(root):
    texts = [(root / name).read_text("utf-8") for name in ("CONTRIBUTING.md", ".gitattributes")]
    first, second = (re.search(r'git config diff.notebook.textconv "(.+)"', t)[1] for t in texts)
    assert first == second
    assert first.startswith(".venv/bin/jupyter nbconvert ")
