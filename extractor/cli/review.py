"""The commands of a review: make it, fill it, work on it, keep it safe, take its accounts out."""

from functools import partial
from pathlib import Path

import typer

from extractor.cli.codebook import show, toml_of, write_to
from extractor.cli.options import AskPassword, Jobs, OpenIt, Out, Papers, Quiet, Seconds
from extractor.cli.options_of_review import (
    DEFAULT_PORT,
    Again,
    All,
    Annotators,
    AsLead,
    BackupFile,
    BlindShare,
    Certificate,
    Cluster,
    Codebook,
    CodebookFile,
    Database,
    DryRun,
    Figures,
    FiguresAs,
    Hosts,
    Key,
    Leads,
    ModelFolder,
    Names,
    NewReview,
    Owner,
    People,
    Port,
    Proxy,
    Question,
    ReadAgain,
    ReferencesFile,
    ReportAs,
    Retry,
    TheReview,
    Title,
    To,
    WithoutPersonDetails,
    WithoutWords,
    WithPassword,
)
from extractor.cli.plain import counted, named, quoted, this_command
from extractor.cli.reviewing import invited, let_in, let_in_again, opened_review, roles_of


def init(
    review: TheReview,
    title: Title = "A review",
    question: Question = "",
    annotator: Annotators = [],  # noqa: B006 - typer copies it
    lead: Leads = [],  # noqa: B006
    codebook: Codebook = None,
    database: Database = None,
    owner: Owner = None,
    people: People = 2,
    blind_share: BlindShare = 0.1,
    password: WithPassword = False,
) -> None:
    """Make a new review: its question, codebook, people and policy, in a folder of its own."""
    from extractor.store.folder import make_review
    from extractor.store.settings import DATABASE, Settings

    themes = toml_of(codebook)
    team = invited(roles_of(annotator, lead), ask=password)
    settings = Settings(title=title, question=question, database=database or DATABASE,
                        people=people, blind_share=blind_share)  # fmt: skip
    make_review(review, settings, themes, owner=owner, fill=partial(let_in, team)).close()
    typer.echo("\n".join(each.told() for each in team))
    typer.echo(_after_init(review, missing=people - len(set(annotator))))


def invite(
    review: TheReview,
    name: Names,
    lead: AsLead = False,
    again: Again = False,
    password: WithPassword = False,
) -> None:
    """Let more people into a review, or give somebody a new link and PIN."""
    roles = roles_of((), name) if lead else roles_of(name, ())
    with opened_review(review) as opened:
        people = invited(roles, ask=password)
        if again:
            people = let_in_again(people, opened)
        else:
            let_in(people, opened)
    typer.echo("\n".join(each.told() for each in people))


def add(
    review: TheReview,
    papers: Papers = [],  # noqa: B006
    ris: ReferencesFile = None,
    again: ReadAgain = False,
    retry: Retry = False,
    seconds: Seconds = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
    password: AskPassword = False,
    quiet: Quiet = False,
) -> None:
    """Put papers into a review: each is read, and its suggestions wait for people.

    The same file twice is one paper. Stopped in any way, it goes on where it was when called
    again. A paper that cannot be used is kept on a list with the reason, and only tried again with
    --retry. With --again papers are read anew by this version of firsthand: no decision is changed,
    and what somebody has finished stays as it is. Do it while nobody has the page open.

    With --ris the review's papers are matched to references: by DOI, title, attached file.
    """
    _check_options(bool(papers or ris), again=again, retry=retry, cluster=cluster, jobs=jobs)
    from extractor.cli.adding import add_papers, read_papers_again
    from extractor.cli.reading import limits_of, named_papers
    from extractor.cli.referencing import references_in
    from extractor.cli.suggest import password_given

    references = references_in(ris) if ris else None
    secret = password_given(ask=password)
    with opened_review(review) as opened:
        put = read_papers_again if again else partial(add_papers, retry=retry, cluster=cluster)
        put(opened, named_papers(papers), jobs=jobs, password=secret, quiet=quiet,
            limits=limits_of(seconds), references=references)  # fmt: skip


def review(
    review: TheReview,
    port: Port = DEFAULT_PORT,
    open_it: OpenIt = True,
    host: Hosts = [],  # noqa: B006
    certificate: Certificate = None,
    key: Key = None,
    proxy: Proxy = False,
    embeddings: ModelFolder = None,
) -> None:
    """Open the page on which people confirm, correct, reject and add, and settle conflicts.

    On this machine alone, unless --host names where others reach it.
    """
    from extractor.cli.serving import Serving, serve

    with opened_review(review) as opened:
        serve(opened, Serving(port, open_it, tuple(host), certificate, key, proxy, embeddings))


def codebook(review: TheReview, to: CodebookFile = None) -> None:
    """Show the themes of a review as they are now, or write them to a file."""
    from extractor.store.codebook import current_codebook

    with opened_review(review) as opened:
        themes = current_codebook(opened)
    if to is None:
        show(themes)
    else:
        write_to(themes, to)


def train(
    review: TheReview, dry_run: DryRun = False, figures: Figures = None, quiet: Quiet = False
) -> None:
    """Learn from what people decided, and report whether it is better; used only where it is.

    Learned is from papers alone that all their people have finished, and of existence alone.
    """
    from extractor.cli.training import train_review

    with opened_review(review) as opened:
        train_review(opened, dry_run=dry_run, as_json=figures, quiet=quiet)


def agreement(review: TheReview, form: FiguresAs = None, out: Out = None) -> None:
    """Tell how far people agree: unaided, assisted and on themes, each with its interval.

    Only papers count that all their people have finished, and only what they decided before that.
    """
    from extractor.cli.agreeing import tell_agreement

    with opened_review(review) as opened:
        tell_agreement(opened, form, out)


def report(
    review: TheReview,
    form: ReportAs = None,
    out: Out = None,
    without_words: WithoutWords = False,
    without_person_details: WithoutPersonDetails = False,
) -> None:
    """Write the evaluation report: agreement, detector, themes, papers, and a methods paragraph.

    One HTML file that needs no network, by default exports/report.html of the review. Only papers
    count that all their people have finished, and only what they decided before that; the flow of
    full texts counts all whose people have said whether they belong to the review.
    """
    from extractor.cli.reporting import report_review

    with opened_review(review) as opened:
        report_review(opened, form, out, words=not without_words,
                      person_details=not without_person_details)  # fmt: skip


def verify(review: TheReview) -> None:
    """Check a review: every quotation verbatim, the record unbroken, the counts right."""
    from extractor.store.checks import end_of_codebook, ends_of, problems_of
    from extractor.store.overview import sizes

    with opened_review(review) as opened:
        problems = list(problems_of(opened))
        held, ends, codebook = sizes(opened), ends_of(opened), end_of_codebook(opened)
    for problem in problems:
        typer.echo(named(problem), err=True)
    told = ", ".join(counted(count, thing) for thing, count in held.items())
    if problems:
        typer.echo(f"{counted(len(problems), 'problem')} in {named(review)} ({told}).", err=True)
        typer.echo("Take a backup made before: firsthand restore BACKUP NEW-FOLDER", err=True)
        raise typer.Exit(1)
    typer.echo(f"All is whole in {named(review)}: {told}.")
    for person, end in ends.items():
        typer.echo(f"   the record of {named(person)} ends with decision {end}")
    typer.echo(f"   the record of the codebook ends with step {codebook}")


def backup(review: TheReview, out: Out = None) -> None:
    """Put a whole review into one file, while others go on working."""
    from extractor.store.backup import back_up
    from extractor.store.folder import timestamp

    stamp = timestamp()[:19].replace(":", "").replace("T", "-")
    place = out or Path(f"{review.resolve().name}-{stamp}.zip")
    with opened_review(review) as opened:
        decisions = back_up(opened, place)
    typer.echo(f"{counted(decisions, 'decision')} and all papers are in {named(place)}.")


def restore(
    backup: BackupFile,
    review: NewReview,
    database: Database = None,
) -> None:
    """Make a review of a backup, in a new folder and an empty database."""
    from extractor.store.backup import restore as restored
    from extractor.store.checks import problems_of

    made = restored(backup, review, database=database)
    problems = list(problems_of(made))
    made.close()
    for problem in problems:
        typer.echo(named(problem), err=True)
    if problems:
        raise typer.Exit(1)
    typer.echo(f"The review is in {named(review)}, whole. Next: "
               f"{this_command()} review {quoted(str(review))}")  # fmt: skip


def export(
    review: TheReview,
    to: To,
    all_of_them: All = False,
    without_person_details: WithoutPersonDetails = False,
) -> None:
    """Write the confirmed accounts to a file: who said what, where, and who decided it when."""
    from extractor.cli.exporting import export_review

    with opened_review(review) as opened:
        export_review(opened, to, fates=all_of_them, without=without_person_details)


def _check_options(
    something: bool, *, again: bool, retry: bool, cluster: str | None, jobs: int | None
) -> None:
    """Refuse to put ``something`` in if there is nothing, and options that would do nothing."""
    if not something and not again:
        raise typer.BadParameter("name papers to put in, or --again to read all papers anew")
    if again and (retry or cluster):
        raise typer.BadParameter("--retry and --cluster are for new papers, not --again")
    if cluster and jobs:
        raise typer.BadParameter("--jobs is for this machine: a cluster has its own threads")


def _after_init(review: Path, *, missing: int) -> str:
    """Where a new review is, and what it wants next: more annotators, papers."""
    here, command = quoted(str(review)), this_command()
    more = f"It wants {counted(missing, 'more annotator')}: {command} invite {here} NAME"
    return "\n".join(
        (
            f"\nThe review is in {named(review)}; its settings are in review.toml there.",
            *((more,) if missing > 0 else ()),
            f"Next, put papers in: {command} add {here} papers/",
        )
    )
