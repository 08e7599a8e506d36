"""Memos per second as HTML, Word document and PDF, and the memory of the process that makes them.

Beside our PDF, in the same run and in turn: WeasyPrint alone on the same page, in a process of its own kept
warm in the same way (rules and fonts read once), answering through the same kind of pipe. Ours also reads the
markup, sets it, keeps compounds whole and puts the text layer right. Memory is that of the worker
after 100 and after all memos: it must not grow with their number.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "tests" / "papers"))
from samples import MEMO_WITH_TABLE, STAMP, emblem, memo

from papers.child import receive, send
from papers.outputs.html import html
from papers.render import BOOK, Format, Ready, produce
from papers.worker import pool

MANY, QUICK, FEW = 1_000, 60, 100
TURN = 5  # memos of one side before the other has its turn
ALONE = """\
import os, sys
from papers.child import receive, send
from papers.outputs import pdf
pdf.keep_whole = lambda: None
maker = pdf._Maker()
answers = os.fdopen(os.dup(1), "wb")
while (job := receive(sys.stdin.buffer)) is not None:
    page = maker.library.HTML(string=job[1].decode(), url_fetcher=maker.fetcher)
    alone = {"stylesheets": [maker.rules], "font_config": maker.fonts, "pdf_variant": "pdf/ua-1"}
    send(answers, b"d", page.write_pdf(**alone))
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="60 memos instead of 1,000")
    many = QUICK if arguments.parse_args().quick else MANY
    columns = (TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    told: dict[str, object] = {"bench": "papers", "memos": many}
    with Progress(*columns) as progress:
        for fmt in ("html", "docx"):
            told[fmt] = measured(progress, fmt, many)
        told["pdf"] = beside_weasyprint(progress, many)
    for fmt in ("html", "docx", "pdf"):
        found = told[fmt]
        assert isinstance(found, dict)
        print(
            f"{fmt:5} {found['per_second']:8.1f} memos/s, p50 {found['p50_ms']:.1f} ms;"
            f" worker {found['mib_at_few']} MiB after {found['few']}, {found['mib_at_end']} MiB after {many}"
        )
    print(f"PDF takes {told['pdf']['ratio']} x WeasyPrint alone")  # type: ignore[index]
    print(json.dumps(told))


def numbered(number: int) -> Ready:
    """The memo of that number: each says something else."""
    said = MEMO_WITH_TABLE.replace("โครงการพัฒนา", f"โครงการที่ {number} พัฒนา")
    return memo(said, stamp=STAMP, emblem=PICTURE)


PICTURE = emblem()


def measured(progress: Progress, fmt: Format, many: int) -> dict[str, object]:
    task = progress.add_task(f"{fmt} in a worker", total=many)
    produce(numbered(0), fmt, BOOK)  # starts the worker
    seconds, few = [], 0
    for number in range(many):
        seconds.append(timed(lambda number=number: produce(numbered(number), fmt, BOOK)))  # type: ignore[misc]
        few = resident(worker_id()) if number + 1 == min(FEW, many // 2) else few
        progress.advance(task)
    return summed_up(seconds, few, many)


def beside_weasyprint(progress: Progress, many: int) -> dict[str, object]:
    """Both sides in turn on the same memos; the first turn of each is not counted."""
    task = progress.add_task("pdf beside WeasyPrint", total=many)
    alone = subprocess.Popen(
        [sys.executable, "-c", ALONE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert alone.stdin is not None
    assert alone.stdout is not None
    ours, theirs, few = [], [], 0
    for start in range(-TURN, many, TURN):
        turn = range(max(0, start), max(0, start) + TURN)
        mine = [timed(lambda number=number: produce(numbered(number), "pdf", BOOK)) for number in turn]  # type: ignore[misc]
        pages = [html(numbered(number), stylesheet_href="").encode() for number in turn]
        other = [timed(lambda page=page: _answer(alone, page)) for page in pages]  # type: ignore[misc]
        if start >= 0:
            ours += mine
            theirs += other
            few = resident(worker_id()) if len(ours) == min(FEW, many // 2 // TURN * TURN) else few
            progress.advance(task, TURN)
    alone_memory = resident(alone.pid)
    alone.stdin.close()
    alone.wait()
    return summed_up(ours, few, many) | {
        "weasyprint_alone_per_second": round(len(theirs) / sum(theirs), 2),
        "weasyprint_alone_mib": alone_memory,
        "ratio": round(statistics.median(ours) / statistics.median(theirs), 3),
    }


def _answer(process: "subprocess.Popen[bytes]", page: bytes) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    send(process.stdin, b"j", page)
    answer = receive(process.stdout)
    assert answer is not None
    assert answer[1].startswith(b"%PDF")


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def summed_up(seconds: list[float], few: int, many: int) -> dict[str, object]:
    return {
        "per_second": round(len(seconds) / sum(seconds), 2),
        "p50_ms": round(statistics.median(seconds) * 1000, 2),
        "few": min(FEW, many // 2),
        "mib_at_few": few,
        "mib_at_end": resident(worker_id()),
    }


def worker_id() -> int:
    if not pool().free:  # the last one has just made room for a new one
        produce(numbered(0), "html", BOOK)
    (worker,) = pool().free
    return worker.process.pid


def resident(process: int) -> int:
    """MiB of memory a process holds, where the system says."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) // 1024


if __name__ == "__main__":
    main()
