"""A small part of `eval/batches.py`: workers and the command are killed, and nothing is lost."""

from pathlib import Path

import batches
from tests.test_review_commands import PDFS

PAPERS = 6


def test_a_batch_that_is_killed_ends_as_one_that_is_not(tmp_path: Path) -> None:
    batches.make_papers([PDFS / "interview.pdf", PDFS / "scan.pdf"], tmp_path / "papers", PAPERS)
    calm = batches.new_job(tmp_path, "calm", "papers", "--jobs", "1")
    with calm:
        calm.process.wait()
    wild = batches.new_job(tmp_path, "wild", "papers", "--jobs", "1")

    batches.disturbed(wild, PAPERS, every=2.0, restarts=1, seed=1)

    assert wild.killed_jobs == 1
    assert batches.count(calm.review) == (3, 3)
    assert [bar for bar in batches.same_bars(calm, wild, PAPERS) if not bar.reached] == []
