"""The house: few rooms, imports that go down only, no circle, and a size one can read."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "digitlib"
# The goals are 45 files and 5,500 lines, and 9,000 lines of tests. Lower these with every cut.
MAX_FILES, MAX_LINES, MAX_FILE_LINES, MAX_TEST_LINES = 62, 9_450, 425, 12_129
# From the top to the ground; a room imports only from floors below its own.
FLOORS = [
    {"__main__"},
    {"cli"},
    {"doctor", "report"},
    {"exercises", "pad", "plots"},
    {"learning", "evaluation", "data"},
    {"network"},
    {"framing"},
    {"files", "wording"},
    {"errors"},
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
ONLY_WITH_TENSORFLOW = ("learning/", "network/keras_cnn.py")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def imports_of(path: Path) -> Iterator[str]:
    """Yield the full name of everything that a file imports, lazily too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else node.module


IMPORTS = {module: sorted(set(imports_of(path))) for module, path in MODULES.items()}


def room_of(module: str) -> str:
    return module.split(".")[1]


@pytest.mark.parametrize("module", [name for name in MODULES if name != "digitlib"])
def test_imports_go_down(module):
    above = [
        name
        for name in IMPORTS[module]
        if name.startswith("digitlib.")
        and room_of(name) != room_of(module)
        and FLOOR[room_of(name)] <= FLOOR[room_of(module)]
    ]
    assert above == [], f"{module} imports from its own floor or from above"


def test_there_is_no_circle():
    graph = {
        module: [name for name in names if name in MODULES and name != "digitlib"]
        for module, names in IMPORTS.items()
    }
    assert list(TopologicalSorter(graph).static_order())


def test_tensorflow_is_imported_where_one_expects_it():
    users = {
        MODULES[module].relative_to(PACKAGE).as_posix()
        for module, names in IMPORTS.items()
        if {name.split(".")[0] for name in names} & {"tensorflow", "keras"}
    }
    assert users, "somebody imports it"
    assert [path for path in users if not path.startswith(ONLY_WITH_TENSORFLOW)] == []


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_house_stays_small():
    lines = {path: lines_of(path) for path in MODULES.values()}
    assert len(lines) <= MAX_FILES
    assert sum(lines.values()) <= MAX_LINES
    assert {path.name: n for path, n in lines.items() if n > MAX_FILE_LINES} == {}


def test_the_tests_stay_small():
    assert sum(map(lines_of, (ROOT / "tests").rglob("*.py"))) <= MAX_TEST_LINES
