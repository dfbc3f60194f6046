"""Papers on a Dask cluster: where they may be sent, and what is told of them there.

That batches on a cluster survive lost workers is tested in `test_eval_batches`.
"""

import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster, default_client

from extractor.batch import cluster
from extractor.batch.cluster import Refused, Sent, firsthand_version, read_sent, suggest_on_cluster
from extractor.batch.papers import Failed
from extractor.batch.worker import Limits
from extractor.errors import ClusterError, NoTextLayerError, PasswordError
from tests.test_review_commands import PDFS


@pytest.mark.parametrize(
    ("address", "what"),
    [
        pytest.param("tcp://203.0.113.7:8786", "not encrypted", id="plain to another machine"),
        pytest.param("tcp://cluster.example.org:8786", "not encrypted", id="by its name"),
        pytest.param("ws://127.0.0.1:8786", "not encrypted", id="a protocol that has no keys"),
        pytest.param("127.0.0.1", "not encrypted", id="no protocol at all"),
        pytest.param("tls://203.0.113.7:8786", "certificates are missing", id="no certificates"),
    ],
)
def test_papers_leave_this_machine_encrypted_or_not_at_all(address: str, what: str) -> None:
    with pytest.raises(ClusterError, match=what) as raised:
        next(suggest_on_cluster([PDFS / "interview.pdf"], address))

    assert "give a tls:// address" in str(raised.value)


def test_what_is_no_address_is_told() -> None:
    with pytest.raises(ClusterError, match=r"it is no address \(Invalid IPv6 URL\)"):
        next(suggest_on_cluster([PDFS / "interview.pdf"], "tcp://[::1"))


def test_where_there_is_nothing_to_read_no_cluster_is_asked() -> None:
    assert list(suggest_on_cluster([], "tcp://203.0.113.7:8786")) == []


def sent(name: str, source: str) -> Sent:
    content = (PDFS / name).read_bytes()
    return Sent(source, content, "pdfium", None, Limits(), firsthand_version())


def test_a_worker_of_another_firsthand_reads_nothing() -> None:
    refused = read_sent(sent("interview.pdf", "interview.pdf")._replace(firsthand="0.0.1"))

    assert isinstance(refused, Refused)
    assert refused.what == f"a worker has firsthand {firsthand_version()}"
    assert "Install firsthand 0.0.1" in refused.advice


def test_what_is_told_of_a_sent_paper_names_it_as_its_user_does() -> None:
    outcomes: list[object] = []

    def read_both() -> None:
        outcomes.append(read_sent(sent("scan.pdf", "their papers/scan 1.pdf")))
        outcomes.append(read_sent(sent("locked.pdf", "their papers/locked.pdf")))

    thread = threading.Thread(target=read_both)  # as Dask reads: its guarded process ends with it
    thread.start()
    thread.join()
    scan, locked = outcomes

    assert str(scan) == str(NoTextLayerError(Path("their papers/scan 1.pdf")))
    assert str(locked) == str(PasswordError(Path("their papers/locked.pdf"), given=False))
    assert "/tmp" not in f"{scan}{locked}"


@pytest.fixture
def ours() -> Iterator[LocalCluster]:
    """A cluster of one worker."""
    with LocalCluster(
        n_workers=1, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=None
    ) as one:
        yield one


def test_what_no_paper_can_be_is_not_sent(ours: LocalCluster, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    with (tmp_path / "film.pdf").open("wb") as file:
        file.truncate(2 * 2**30)
    papers = [tmp_path / "empty.pdf", tmp_path / "film.pdf"]

    empty, film = suggest_on_cluster(papers, ours.scheduler_address)

    assert isinstance(empty, Failed)
    assert isinstance(film, Failed)
    assert "the file is empty" in empty.message
    assert "no paper has 2.0 GB" in film.message


def test_of_what_was_sent_nothing_is_kept(ours: LocalCluster) -> None:
    most: list[int] = []

    def look(_: Path) -> None:
        most.append(default_client().scheduler_comm.recent_message_log.maxlen)

    list(suggest_on_cluster([PDFS / "interview.pdf"], ours.scheduler_address, started=look))

    assert most == [0]


def test_a_cluster_that_loses_its_last_worker_says_so(
    ours: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)

    def lose_the_worker(_: Path) -> None:
        with Client(ours) as client:
            client.retire_workers(list(client.nthreads()))

    papers = suggest_on_cluster(
        [PDFS / "interview.pdf"], ours.scheduler_address, started=lose_the_worker
    )
    with pytest.raises(ClusterError, match="all its workers are gone") as raised:
        list(papers)

    assert "What came back is kept" in str(raised.value)


def test_a_worker_without_room_is_no_papers_fault(
    ours: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose_the_disk(_: Path) -> None:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))

    papers = suggest_on_cluster(
        [PDFS / "interview.pdf"], ours.scheduler_address, started=lose_the_disk
    )
    with pytest.raises(ClusterError, match="a worker cannot hold a paper: No such file") as raised:
        list(papers)

    assert "Make room where its workers keep temporary files. What came back" in str(raised.value)


@pytest.mark.parametrize("lost_at", [1, 2], ids=["with nothing on its way", "with papers there"])
def test_a_scheduler_that_is_lost_is_told(
    ours: LocalCluster, lost_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    begun: list[Path] = []

    def lose_the_scheduler(path: Path) -> None:
        begun.append(path)
        if len(begun) == lost_at:
            ours.close()

    papers = suggest_on_cluster(
        [PDFS / "interview.pdf", PDFS / "scan.pdf"],
        ours.scheduler_address,
        started=lose_the_scheduler,
    )
    with pytest.raises(ClusterError, match="its scheduler is gone") as raised:
        list(papers)

    assert "What came back is kept" in str(raised.value)
