"""What stands in two places agrees: versions, addresses, entry points, the notebooks' list."""

import importlib
import importlib.metadata
import re
import subprocess
import tomllib

import find_chromium
import pytest
import yaml

import digitlib
from digitlib.cli import COMMANDS
from digitlib.wording import how_to_install
from notebooks.build import course_notebooks, release_tag, repository_address, setup_source

MAX_FILE_BYTES = 3_000_000


@pytest.fixture(scope="module")
def project(root) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def tracked(root) -> list:
    """The paths of all files under version control."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True)
    if listing.returncode != 0:
        pytest.skip("needs a git checkout to list the files of the project")
    paths = [root / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def _bounds(requirements, name) -> str:
    found = [line for line in requirements if re.match(rf"{name}\b", line)]
    assert len(found) == 1, f"{name} should stand once in {requirements}"
    return found[0].removeprefix(name)


def test_environment_file_repeats_no_version_that_can_drift(root, project):
    text = (root / "environment.yml").read_text(encoding="utf-8")
    environment = yaml.safe_load(text)
    *conda, pip = environment["dependencies"]
    extras = project["optional-dependencies"]
    assert "conda-forge" in environment["channels"]
    assert _bounds(conda, "python").startswith(project["requires-python"])
    assert _bounds(conda, "jupyterlab") == _bounds(extras["course"], "jupyterlab")
    assert [re.match(r"\w+", line)[0] for line in conda] == ["python", "jupyterlab", "pip"]
    assert pip == {"pip": ["-e .[course]"]}
    assert "course" in extras


def test_continuous_integration_runs_the_oldest_python(root, project):
    workflow = yaml.safe_load((root / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    matrix = workflow["jobs"]["test"]["strategy"]["matrix"]
    assert f">={matrix['python'][0]}" == project["requires-python"]
    assert [system.split("-")[0] for system in matrix["os"]] == ["ubuntu", "macos", "windows"]


def test_version_is_the_same_everywhere(root, project):
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert digitlib.__version__ == project["version"] == citation["version"]
    assert release_tag() == f"v{digitlib.__version__}"


def test_release_says_how_to_set_the_tag_that_the_setup_cells_install(root):
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Release\n")[1]
    assert f"`{release_tag()}`" in text
    tags = re.findall(r"git tag (v[\d.]+) && git push origin main \1\b", text)
    assert release_tag() in tags, "commit and tag are published together"
    assert f'"{release_tag()}"' in setup_source()


def test_address_is_the_same_everywhere(root):
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["repository-code"] == repository_address()
    readme = (root / "README.md").read_text(encoding="utf-8")
    name = repository_address().rsplit("/", 1)[1]
    addresses = set(re.findall(rf"https://github\.com/[\w.-]+/{re.escape(name)}", readme))
    assert addresses == {repository_address()}
    assert f"git+{repository_address()}" in how_to_install()


def test_entry_point_leads_to_the_command_line():
    scripts = importlib.metadata.entry_points(group="console_scripts")
    (script,) = [entry for entry in scripts if entry.name == "digitlib"]
    assert script.value == "digitlib.cli:main"
    assert callable(script.load())


@pytest.mark.parametrize("name", digitlib.__all__)
def test_public_name_exists(name):
    assert getattr(digitlib, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        digitlib.nothing  # noqa: B018


def test_readme_maps_every_notebook_and_command(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    for path in course_notebooks():
        assert f"(notebooks/{path.name})" in readme, f"README.md does not link to {path.name}"
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([\w-]+)", readme):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"no such target: {target}"
    for command in COMMANDS:
        assert f".venv/bin/digitlib {command}" in readme


@pytest.mark.parametrize("name", ["README.md", "TEACHING.md", "CONTRIBUTING.md"])
def test_documents_call_the_program_where_make_lab_puts_it(root, name):
    text = (root / name).read_text(encoding="utf-8")
    commands = re.findall(rf"(\S*)digitlib (?:{'|'.join(COMMANDS)})\b", text)
    assert {before.strip("`") for before in commands} <= {".venv/bin/"}


def test_documents_link_to_files_that_are_there(root):
    for name in ("README.md", "CONTRIBUTING.md", "TEACHING.md"):
        text = (root / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:\s]+)\)", text):
            assert (root / target).exists(), f"{name} links to {target}, which is not there"


def test_minutes_in_the_readme_are_those_of_the_notebooks(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    for path in course_notebooks():
        minutes = re.search(r"Time: (\d+) minutes", path.read_text(encoding="utf-8"))[1]
        row = next(line for line in readme.splitlines() if f"(notebooks/{path.name})" in line)
        assert re.search(rf"\| {minutes} min", row), f"{path.name} says {minutes} minutes"


def test_no_file_is_large(tracked):
    assert [p.name for p in tracked if p.stat().st_size > MAX_FILE_BYTES] == []


def test_no_file_names_this_checkout(tracked, root):
    here = f"{root}/".encode()
    assert [p.name for p in tracked if here in p.read_bytes()] == []


@pytest.mark.parametrize(
    ("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
def test_browser_tests_without_a_browser_fail_in_ci(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(find_chromium, "find_chromium", lambda: None)
    with pytest.raises(outcome, match="apt install chromium"):
        find_chromium.need_chromium()
