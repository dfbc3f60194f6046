"""Sets a paper on pages: columns, running heads, what stands over the columns and under them."""

from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepInFrame,
    PageTemplate,
    Paragraph,
)

from .layouts import Layout, Lines
from .source import Kind, Paper, Piece, plain
from .story import Anchor, front_of, note_of, panel_of, story_of

MOST_PAGES, MOST_PROOFS = 24, 8
HEAD_GAP, FOOT_GAP, NOTE_GAP, NUMBER_GAP = 20.0, 28.0, 12.0, 16.0
TALL, SHORTEST, NEAR_ENOUGH = 2000.0, 60.0, 5.0


class Place(NamedTuple):
    """Where an anchor has fallen: a page of the paper and a column of that page, from 1."""

    page: int
    column: int


class Cut(NamedTuple):
    """A page whose columns are to end early, and by how much."""

    page: int
    depth: float


def print_paper(paper: Paper, layout: Layout) -> bytes:
    """The PDF of ``paper``: it is set again until no note or table moves any more.

    Raises ``RuntimeError`` where they never come to rest.
    """
    places: Mapping[str, Place] = {}
    for _ in range(MOST_PROOFS):
        proof = _proof(paper, layout, places)
        if proof.seen == places:
            return _balanced(proof).sheet.getvalue()
        places = proof.seen
    raise RuntimeError(f"{paper.name}: a note or table moves with every proof.")


def _proof(
    paper: Paper, layout: Layout, places: Mapping[str, Place], cut: Cut | None = None
) -> "Press":
    press = Press(paper, layout, places, cut)
    press.build(story_of(paper, layout))
    return press


def _balanced(best: "Press") -> "Press":
    """The same pages, with columns as short on the last of them as its text allows."""
    last, layout = best.page, best.layout
    low, high = 0.0, layout.text_height - SHORTEST if layout.columns > 1 else 0.0
    while high - low > NEAR_ENOUGH:
        depth = (low + high) / 2
        proof = _proof(best.paper, layout, best.seen, Cut(last, depth))
        if proof.page == last:
            best, low = proof, depth
        else:
            high = depth
    return best


class Press(BaseDocTemplate):
    """One proof of a paper, made knowing in which ``places`` the anchors fell the last time."""

    def __init__(
        self, paper: Paper, layout: Layout, places: Mapping[str, Place], cut: Cut | None
    ) -> None:
        title, author = plain(paper.head["title"]), paper.head["names"]
        self.sheet = BytesIO()
        super().__init__(self.sheet, pagesize=layout.size, title=title, author=author, invariant=1)
        self.paper, self.layout, self.cut = paper, layout, cut
        self.seen: dict[str, Place] = {}
        self.banners = {1: _stack(front_of(paper, layout), layout.text_width)}
        self.notes: dict[Place, KeepInFrame] = {}
        self.turned: dict[int, KeepInFrame] = {}
        self.lines, self.baselines = 0, list[float]()
        for label, place in places.items():
            self._put(self._piece(label), place)
        self.addPageTemplates([self._template(page) for page in range(1, MOST_PAGES + 1)])

    def handle_pageBegin(self) -> None:  # noqa: N802
        """Print the turned tables that come before the next page of text."""
        while self.page + 1 in self.turned:
            self.page += 1
            self._print_turned(self.page)
            self.canv.showPage()
        super().handle_pageBegin()

    def beforePage(self) -> None:  # noqa: N802
        """Give the next page its own columns, and let the marks of notes tell where they are."""
        following = self.page + 1
        while following in self.turned:
            following += 1
        self.handle_nextPageTemplate(str(following))
        self.canv.setNamedCB("see", lambda _canvas, _kind, label: self._see(label))

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802
        """Take down where an anchor has fallen, and on which heights lines to be numbered."""
        if isinstance(flowable, Anchor):
            self._see(flowable.label)
        elif isinstance(flowable, Paragraph) and self.layout.line_numbers:
            self._see_lines(flowable)

    def handle_frameEnd(self, resume: int = 0) -> None:  # noqa: N802
        """Print the notes of a column under it before going on to the next."""
        place = self._here()
        if place in self.notes:
            self._print_note(self.notes[place], self.frame.x1)
        super().handle_frameEnd(resume)

    def _piece(self, label: str) -> Piece:
        return next(piece for piece in self.paper.body if label in (piece.label, piece.text))

    def _put(self, piece: Piece, place: Place) -> None:
        """Put a note under the column of its anchor, and what is apart on the next free page."""
        layout, page = self.layout, place.page + 1
        if piece.kind is Kind.NOTE:
            self.notes[place] = _stack(note_of(piece, layout), layout.column_width)
            return
        while page in self.turned or page in self.banners:
            page += 1
        if piece.kind is Kind.TURNED_TABLE:
            height = layout.text_height
            self.turned[page] = _stack(panel_of(piece, layout, height), height)
        else:
            width = layout.text_width
            self.banners[page] = _stack(panel_of(piece, layout, width), width)

    def _see(self, label: str) -> None:
        self.seen[label] = self._here()

    def _see_lines(self, flowable: Paragraph) -> None:
        """Take down on which heights the lines of ``flowable``, just printed, stand."""
        style = flowable.style
        bottom = self.frame._y + flowable.getSpaceAfter()  # type: ignore[attr-defined]
        top = bottom + flowable.height
        count = round(flowable.height / style.leading)
        self.baselines += [top - style.fontSize - line * style.leading for line in range(count)]

    def _here(self) -> Place:
        return Place(self.page, self.pageTemplate.frames.index(self.frame) + 1)

    def _template(self, page: int) -> PageTemplate:
        columns = range(1, self.layout.columns + 1)
        return PageTemplate(
            str(page),
            [self._frame(Place(page, column)) for column in columns],
            onPage=lambda canvas, _press: self._print_top(canvas, page),
            onPageEnd=lambda canvas, _press: self._print_foot(canvas, page),
        )

    def _frame(self, place: Place) -> Frame:
        """The column at ``place``, without the room that banner and notes take."""
        margins, (_, height) = self.layout.margins, self.layout.size
        left = margins.left + (place.column - 1) * (self.layout.column_width + self.layout.gutter)
        note = self.notes.get(place)
        bottom = margins.bottom + (_height(note) + NOTE_GAP if note else 0)
        top = height - margins.top - _height(self.banners.get(place.page))
        if self.cut and place.page == self.cut.page:
            bottom = min(bottom + self.cut.depth, top - SHORTEST)
        return Frame(left, bottom, self.layout.column_width, top - bottom, 0, 0, 0, 0)

    def _print_top(self, canvas: Canvas, page: int) -> None:
        """Print the running head, and the banner if the page has one."""
        margins, (_, height) = self.layout.margins, self.layout.size
        self._print_head(canvas, page)
        banner = self.banners.get(page)
        if banner:
            banner.drawOn(canvas, margins.left, height - margins.top - _height(banner))

    def _print_head(self, canvas: Canvas, page: int) -> None:
        margins, (_, height) = self.layout.margins, self.layout.size
        line = height - margins.top + HEAD_GAP
        self._print_line(canvas, self.layout.heads, page, line)
        if self.layout.head_rule:
            canvas.setLineWidth(0.5)
            canvas.line(margins.left, line - 5, margins.left + self.layout.text_width, line - 5)

    def _print_foot(self, canvas: Canvas, page: int) -> None:
        """Print what stands below the text of a page, and the numbers of its lines."""
        self._print_line(canvas, self.layout.feet, page, self.layout.margins.bottom - FOOT_GAP)
        style, right = self.layout.styles["line number"], self.layout.margins.left - NUMBER_GAP
        for number, height in enumerate(self.baselines, self.lines + 1):
            canvas.setFont(style.fontName, style.fontSize)
            canvas.drawRightString(right, height, str(number))
        self.lines += len(self.baselines)
        self.baselines.clear()

    def _print_turned(self, page: int) -> None:
        """Print a page with nothing on it but a table, turned to the left."""
        margins, table = self.layout.margins, self.turned[page]
        self._print_head(self.canv, page)
        self.canv.saveState()
        self.canv.translate(margins.left + _height(table), margins.bottom)
        self.canv.rotate(90)
        table.drawOn(self.canv, 0, 0)
        self.canv.restoreState()
        self._print_foot(self.canv, page)

    def _print_note(self, note: KeepInFrame, left: float) -> None:
        """Print ``note`` at the foot of the column that begins at ``left``, below a short rule."""
        line = self.layout.margins.bottom + _height(note) + 4
        self.canv.setLineWidth(0.4)
        self.canv.line(left, line, left + 60, line)
        note.drawOn(self.canv, left, self.layout.margins.bottom)

    def _print_line(self, canvas: Canvas, lines: Lines, page: int, y: float) -> None:
        """Print the line that falls to ``page`` at the height ``y``."""
        number = int(self.paper.head["first page"]) + page - 1
        line = lines.first if page == 1 else lines.even if number % 2 == 0 else lines.odd
        family = self.paper.head["names"].split(";")[0].split()[-1] + " et al."
        filled = line.format(**self.paper.head, page=number, family=family)
        left, middle, right = filled.split("|")
        x, width = self.layout.margins.left, self.layout.text_width
        style = self.layout.styles["running"]
        canvas.setFont(style.fontName, style.fontSize)
        canvas.drawString(x, y, left)
        canvas.drawCentredString(x + width / 2, y, middle)
        canvas.drawRightString(x + width, y, right)


def _stack(flowables: list[Flowable], width: float) -> KeepInFrame:
    """``flowables`` one under the other, measured."""
    stack = KeepInFrame(width, TALL, flowables, mode="error")
    stack.wrapOn(Canvas(BytesIO()), width, TALL)
    return stack


def _height(stack: KeepInFrame | None) -> float:
    return float(stack.height) if stack else 0.0
