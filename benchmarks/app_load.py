"""Let twenty visitors draw on the web app at once, and say how long its answers take.

    python benchmarks/app_load.py [--visitors 20] [--digits 10]

Each visitor is a robot that opens the page, connects its websocket over loopback and draws ten
stored digits at a hand's pace, with a second between two digits to look at the answer. Prints the
start times, the time from the end of a digit to its last reading, memory per visitor, and errors.
Bars: no error, first pad within 3 s, p95 under 500 ms, under 120 MB a visitor.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser.pages import DIGITS  # noqa: E402
from robot import Robot  # noqa: E402
from web_app import WebApp, served_app  # noqa: E402

from digitlib.words import a_digit  # noqa: E402

LOOK = 1.0  # seconds
MOST_SECONDS = 300.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--digits", type=int, default=10, help="how many each visitor draws")
    chosen = parser.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{chosen.visitors} visitors, {chosen.digits} digits each")
    print(f"{os.cpu_count()} cores, load before the start {load:.1f}")
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, served_app(Path(folder)) as app:
        show("server answers", time.perf_counter() - began, "s")
        visits = visit_and_draw(app, chosen.visitors, chosen.digits)
        return asyncio.run(asyncio.wait_for(visits, MOST_SECONDS))


async def visit_and_draw(app: WebApp, num_visitors: int, num_digits: int) -> int:
    """Send the robots, print what was measured, and return 1 if a bar is missed, else 0."""
    await settle(app)
    began = time.perf_counter()
    robots = [await Robot.visit(app.address)]
    warm = time.perf_counter() - began
    began = time.perf_counter()
    others = (Robot.visit(app.address, MOST_SECONDS) for _ in range(num_visitors - 1))
    robots += await asyncio.gather(*others)
    show("first pad, warm kernel", warm, "s")
    show("all other pads at once", time.perf_counter() - began, "s")
    await settle(app)
    drawing = (draw_digits(robot, num_digits, first) for first, robot in enumerate(robots))
    drawn = await asyncio.gather(*drawing)
    latencies = [seconds for seen in drawn for seconds, _, _ in seen]
    right = sum(
        verdict == f"This is {a_digit(label)}" for seen in drawn for _, label, verdict in seen
    )
    num_errors = num_visitors * num_digits - len(latencies)
    p95 = statistics.quantiles(latencies, n=100, method="inclusive")[94]
    show("digit end to reading, p50", 1000 * statistics.median(latencies), "ms")
    show("digit end to reading, p95", 1000 * p95, "ms")
    memory = show_memory(app)
    print(f"{len(latencies)} digits drawn, {right} read as meant, {num_errors} errors")
    met = num_errors == 0 and warm < 3 and p95 < 0.5 and memory < 120
    print("bars", "met" if met else "missed", "(0 errors, warm < 3 s, p95 < 500 ms, < 120 MB)")
    return 0 if met else 1


async def draw_digits(robot: Robot, number: int, first: int) -> list[tuple[float, int, str]]:
    """Draw stored digits; return latency, label and verdict of each that was answered."""
    seen = []
    # Visitors come one after the other, not on one beat of the clock.
    await asyncio.sleep(0.1 * (first % 20))
    for index in range(number):
        digit = DIGITS[(7 * first + index) % len(DIGITS)]
        try:
            seconds = await robot.draw(digit["strokes"])
            seen.append((seconds, digit["label"], robot.verdict))
            await asyncio.sleep(LOOK)
            await robot.clear()
        except (OSError, TimeoutError) as error:
            print(f"visitor {first}, digit {index}: {type(error).__name__} {error}")
    robot.close()
    return seen


async def settle(app: WebApp, most_seconds: float = 60.0) -> None:
    """Wait until the kernels that are kept ready have started and nothing works any more."""
    end = time.perf_counter() + most_seconds
    calm = 0
    while calm < 3 and time.perf_counter() < end:
        before = cpu_seconds(app)
        await asyncio.sleep(0.5)
        calm = calm + 1 if cpu_seconds(app) - before < 0.05 and app.kernels() else 0


def cpu_seconds(app: WebApp) -> float:
    """Return how long the server and its kernels have computed."""
    times = [process.cpu_times() for process in (app.process, *app.kernels())]
    return sum(time.user + time.system for time in times)


def show_memory(app: WebApp) -> float:
    """Print the memory of kernels and server; return the largest kernel's in MB."""
    sizes = [process.memory_info().rss / 1e6 for process in app.kernels()]
    show("memory a visitor, mean", statistics.mean(sizes), "MB")
    show("memory a visitor, most", max(sizes), "MB")
    show("memory of the server", app.process.memory_info().rss / 1e6, "MB")
    if sys.platform == "linux":
        own = [process.memory_full_info().pss / 1e6 for process in app.kernels()]
        show("without shared pages, mean", statistics.mean(own), "MB")
    return max(sizes)


def show(name: str, value: float, unit: str) -> None:
    print(f"{name:26} {value:8.1f} {unit}")


if __name__ == "__main__":
    sys.exit(main())
