"""A small part of `eval/batches.py`: workers and the command are killed, and nothing is lost."""

import pytest

import batches
from tests.test_review_commands import PDFS

PAPERS = 6


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> batches.Job:
    """A batch that nothing disturbs."""
    folder = tmp_path_factory.mktemp("batches")
    batches.make_papers([PDFS / "interview.pdf", PDFS / "scan.pdf"], folder / "papers", PAPERS)
    job = batches.new_job(folder, "calm", "papers", "--jobs", "1")
    with job:
        job.process.wait()
    assert batches.count(job.review) == (3, 3)
    return job


def test_a_batch_that_is_killed_ends_as_one_that_is_not(calm: batches.Job) -> None:
    wild = batches.new_job(calm.review.parent, "wild", "papers", "--jobs", "1")

    batches.disturbed(wild, PAPERS, every=2.0, restarts=1, seed=1)

    assert wild.killed_jobs == 1
    assert [bar for bar in batches.same_bars(calm, wild, PAPERS) if not bar.reached] == []


def test_so_it_does_on_a_cluster_whose_workers_are_killed(calm: batches.Job) -> None:
    with batches.a_cluster() as cluster:
        address = cluster.scheduler_address
        wild = batches.new_job(calm.review.parent, "cluster", "papers", "--cluster", address)
        wild.cluster = cluster

        batches.disturbed(wild, PAPERS, every=3.0, restarts=1, seed=1)

    assert wild.killed_workers > 0
    assert [bar for bar in batches.same_bars(calm, wild, PAPERS) if not bar.reached] == []
