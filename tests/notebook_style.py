"""What every notebook of the course keeps to; `faults(notebook, ...)` lists where one does not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from notebooks.build import colab_badge, setup_source

MAX_BYTES = 1_500_000
MAX_CODE_LINES = 20
MIN_ALT_CHARACTERS = 15
MIN_FIGURES = {"00": 1, "01": 8}
MIN_FIGURES_ELSEWHERE = 4
CHECKED = "nbval-check-output"
NEEDS_DATA = {"needs-mnist", "needs-pen-strokes"}

TITLE_VERBS = {
    *("Start", "Explore", "Train", "Evaluate", "Draw", "Close"),
    *("Look", "Know", "Read", "Teach", "Ship", "Share"),
}
PROPER_NAMES = {"MNIST", "CNN", "NumPy", "Keras", "I"}
PROMISES = ("What you will do", "What you will learn", "What you need")
_IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
_HTML_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_NOTEBOOK_LINK = re.compile(r"\]\((\d\d_\w+\.ipynb)\)")
_MACHINE_PATH = re.compile(r"(?:/home|/root|/Users|/tmp|[A-Z]:\\\\?Users)[/\\]")


def faults(notebook, name: str, folder: Path, is_last: bool = False) -> list[str]:
    """Return one sentence for each rule that `notebook` (called NAME.ipynb) breaks."""
    found = [
        *_title_faults(notebook, name),
        *_setup_faults(notebook),
        *_prose_faults(notebook),
        *_picture_faults(notebook, name, folder),
        *_output_faults(notebook),
        *_tag_faults(notebook),
        *_ending_faults(notebook, folder, is_last),
    ]
    if "widgets" in notebook.metadata:
        found.append("metadata.widgets is there: GitHub refuses to show such a notebook")
    return found


def size_faults(path: Path) -> list[str]:
    """Return a sentence if the file is too large for a reader on the web."""
    size = path.stat().st_size
    return [f"{size} bytes: a notebook stays under {MAX_BYTES}"] if size >= MAX_BYTES else []


def _code_cells(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _prose(notebook) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def _title_faults(notebook, name: str) -> Iterator[str]:
    first = notebook.cells[0]
    if first.cell_type != "markdown" or not first.source.startswith("# "):
        yield "cell 0 does not open with '# Title'"
        return
    title = first.source.splitlines()[0].removeprefix("# ")
    words = re.findall(r"[\w']+", title)
    if words[0] not in TITLE_VERBS:
        yield f"the title {title!r} does not begin with a verb"
    if any(word[0].isupper() and word not in PROPER_NAMES for word in words[1:]):
        yield f"the title {title!r} is not in sentence case"
    fenceless = re.sub(r"```.*?```", "", _prose(notebook), flags=re.DOTALL)
    if len(re.findall(r"^# ", fenceless, re.MULTILINE)) != 1:
        yield "there is more than one H1"
    for promise in PROMISES:
        if promise not in first.source:
            yield f"cell 0 does not say {promise!r}"
    if not re.search(r"Time: \d+ minutes", first.source):
        yield "cell 0 does not say 'Time: NN minutes'"
    if colab_badge(name) not in first.source:
        yield "the Colab badge is missing or points elsewhere"


def _setup_faults(notebook) -> Iterator[str]:
    second = notebook.cells[1]
    if second.cell_type != "code" or second.source != setup_source():
        yield "cell 1 is not the setup cell of notebooks.build"


def _prose_faults(notebook) -> Iterator[str]:
    cells = notebook.cells
    for index in range(2, len(cells)):
        if cells[index].cell_type != "code":
            continue
        lines = len(cells[index].source.splitlines())
        if lines > MAX_CODE_LINES:
            yield f"cell {index} has {lines} lines; the limit is {MAX_CODE_LINES}"
        if not cells[index].source.strip():
            yield f"cell {index} is empty"
        before = cells[index - 1]
        text = re.sub(r"^#.*$", "", before.source, flags=re.MULTILINE)
        if before.cell_type != "markdown" or len(text.split()) < 4:
            yield f"cell {index} has no sentence before it that says why"
    prose_words = len(_prose(notebook).split())
    code_words = sum(len(cell.source.split()) for cell in _code_cells(notebook)[1:])
    if prose_words < code_words:
        yield f"less prose ({prose_words} words) than code ({code_words})"


def _picture_faults(notebook, name: str, folder: Path) -> Iterator[str]:
    text = _prose(notebook)
    for alt, target in _IMAGE.findall(text):
        if "colab-badge" not in target and len(alt) < MIN_ALT_CHARACTERS:
            yield f"the picture {target} has no alt text that says what it shows"
        if "://" not in target and not (folder / target).is_file():
            yield f"the picture {target} is not there"
    if any("alt=" not in tag for tag in _HTML_IMAGE.findall(text)):
        yield "an <img> has no alt text"
    counts = [sum(map(_is_picture, cell.outputs)) for cell in _code_cells(notebook)]
    if max(counts) > 1:
        yield "a cell shows more than one figure"
    least = MIN_FIGURES.get(name[:2], MIN_FIGURES_ELSEWHERE)
    if sum(counts) < least:
        yield f"{sum(counts)} figures; at least {least} are wanted"
    for number, cell in enumerate(_code_cells(notebook), start=1):
        if any("title" not in names for names in _keywords(cell.source, "show_images")):
            yield f"In [{number}] calls show_images without a title"


def _keywords(source: str, function: str) -> list[set]:
    """Return the names of the keyword arguments of each call of `plots.FUNCTION`."""
    python = re.sub(r"^[%!].*$", "", source, flags=re.MULTILINE)
    calls = [node for node in ast.walk(ast.parse(python)) if isinstance(node, ast.Call)]
    return [
        {keyword.arg for keyword in call.keywords}
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == function
    ]


def _is_picture(output) -> bool:
    return any(kind.startswith("image/") for kind in output.get("data", {}))


def _output_faults(notebook) -> Iterator[str]:
    cells = _code_cells(notebook)
    if [cell.execution_count for cell in cells] != list(range(1, len(cells) + 1)):
        yield "not executed in order from the top"
    for number, cell in enumerate(cells, start=1):
        for output in cell.outputs:
            text = _text_of(output)
            if output.output_type == "error":
                yield f"In [{number}] holds an error"
            if output.get("name") == "stderr":
                yield f"In [{number}] wrote to stderr"
            if any("widget-view" in kind for kind in output.get("data", {})):
                yield f"In [{number}] holds a widget that no reader can see"
            if re.search(r" at 0x[0-9a-f]{6}", text):
                yield f"In [{number}] shows a memory address"
            if _MACHINE_PATH.search(text):
                yield f"In [{number}] shows a path of somebody's machine"


def _text_of(output) -> str:
    data = output.get("data", {})
    return output.get("text", "") + data.get("text/plain", "") + data.get("text/html", "")


def _tag_faults(notebook) -> Iterator[str]:
    for number, cell in enumerate(_code_cells(notebook), start=1):
        tags = set(cell.metadata.get("tags", []))
        if unknown := tags - {CHECKED} - NEEDS_DATA:
            yield f"In [{number}] has an unknown tag: {', '.join(sorted(unknown))}"
        if (needed := tags & NEEDS_DATA) and CHECKED not in tags:
            yield f"In [{number}] is tagged {', '.join(sorted(needed))} but not {CHECKED}"
        if CHECKED in tags and not any(map(_text_of, cell.outputs)):
            # nbval accepts anything where nothing is stored.
            yield f"In [{number}] is to be compared, but no text output is stored"


def _ending_faults(notebook, folder: Path, is_last: bool) -> Iterator[str]:
    text = _prose(notebook)
    for heading in ("## What you saw", "## Exercises"):
        if not re.search(rf"^{heading}$", text, re.MULTILINE):
            yield f"there is no heading {heading!r}"
    code = "\n".join(cell.source for cell in _code_cells(notebook))
    for number in (1, 2, 3):
        if not re.search(rf"^nb\d\d\.check\({number},", code, re.MULTILINE):
            yield f"exercise {number} does not check itself"
    links = _NOTEBOOK_LINK.findall(text)
    for link in links:
        if not (folder / link).is_file():
            yield f"the link to {link} leads nowhere"
    if not is_last and not _NOTEBOOK_LINK.search(notebook.cells[-1].source):
        yield "the last cell does not link to the next notebook"
