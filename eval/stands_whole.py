"""Whether each gold quotation stands whole and contiguous in the text of its paper."""

from collections.abc import Sequence

from extractor.reading import read_paper
from figures import Bar, Figures, Table, over, publish
from gold import GoldPaper, GoldText, Quotation, find_gold, read_gold
from letters import letters_of
from shell import Folder, Json, Out, each, run

HOW = (
    "A quotation stands whole where its letters and digits (folded as the scores fold them) are "
    "one stretch of the letters and digits of `Document.text`. Over a break: those that a page or "
    "column break, a footer or a footnote cuts apart in the PDF's own order, or that end on "
    "another page than they begin on. Fragments and headings are told apart and not part of the "
    "bar."
)
WANTED = 0.99
COLUMNS = {
    "paper": "", "quotations": "d", "whole": "d", "over a break": "d", "of these whole": "d",
    "fragments": "d", "of fragments whole": "d", "not whole on pages": "",
}  # fmt: skip


def main(gold_dir: Folder, out: Out = None, json: Json = None) -> None:
    """Count the gold quotations that stand whole in the text of their papers."""
    rows = [measure(paper) for paper in each(find_gold(gold_dir), lambda paper: paper.id)]
    counted = [name for name, form in COLUMNS.items() if form]
    total = {name: sum(int(str(row[name])) for row in rows) for name in counted}
    share = over(total["whole"], total["quotations"])
    figure = f"{total['whole']} of {total['quotations']}, {share:.2%}"
    bar = Bar("quotations that stand whole", figure, f"at least {WANTED:.0%}", share >= WANTED)
    rows.append({"paper": "ALL", **total, "not whole on pages": ""})
    tables = [Table("Papers", COLUMNS, rows)]
    publish(Figures("Quotations stand whole", HOW, [bar], tables), out=out, as_json=json)


def measure(paper: GoldPaper) -> dict[str, int | str]:
    """The row of one paper."""
    gold = read_gold(paper)
    text = letters_of(read_paper(paper.pdf).text)
    whole = [letters_in(gold, quotation) in text for quotation in gold.quotations]
    return row_of(gold, whole)


def letters_in(gold: GoldText, quotation: Quotation) -> str:
    """The letters of a quotation, as the PDF has them."""
    return "".join(gold.letters[position] for position in sorted(quotation.place))


def goes_over_break(gold: GoldText, quotation: Quotation) -> bool:
    """Whether a quotation is cut apart, or runs over a page's end, in the PDF."""
    first, last = min(quotation.place), max(quotation.place)
    return quotation.parts > 1 or gold.page_of(first) != gold.page_of(last)


def row_of(gold: GoldText, whole: Sequence[bool]) -> dict[str, int | str]:
    """Counts over the quotations of a paper; ``whole`` has a value for each."""
    pairs = list(zip(gold.quotations, whole, strict=True))
    wanted = [pair for pair in pairs if not pair[0].optional]
    broken = [pair for pair in wanted if goes_over_break(gold, pair[0])]
    fragments = [pair for pair in pairs if pair[0].optional]
    pages = [str(quotation.mark["page"]) for quotation, is_whole in pairs if not is_whole]
    return {
        "paper": gold.id,
        "quotations": len(wanted),
        "whole": sum(is_whole for _, is_whole in wanted),
        "over a break": len(broken),
        "of these whole": sum(is_whole for _, is_whole in broken),
        "fragments": len(fragments),
        "of fragments whole": sum(is_whole for _, is_whole in fragments),
        "not whole on pages": ", ".join(pages),
    }


if __name__ == "__main__":
    run(main)
