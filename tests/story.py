"""The steps of the story of a review: what Ana, Ben and Lea do, in the order in which they do it.

Ana uses the keyboard alone. Ben uses the mouse, and sees so much otherwise that there is a conflict
of every kind; Lea settles them, with every outcome that there is.
"""

from playwright.sync_api import expect

from extractor.records import Document
from tests.readers import Printed, Reader, nothing_of

# The quotations of the paper, by how they begin.
WEEKS = "She was nice, like"
PEN = "I said, would you ever put the pen down"
NEAT = "if you give them the neat version"
LAPTOP = "He turned the laptop round to me"
NOTHING = "With Deirdre"
WORK_MODE = "You see them go into work mode"
RULES = "He told me the rules on day one"
TUESDAYS = "She’s not my friend"
LIST = "I was off the list for missing two"
MISSED = "It’s like she’d kept my page"  # goes on over the end of the page
CLOSE = "because by then I knew"
TELL = "That I can tell. That’s all."

ANAS_OWN = (
    "P6 (they)",
    "named as they name themselves",
    "says what a rule was, not what it was like",
    "asks by scale, not in words",
)
BENS_OWN = ("quite a list", "begins on the page before")

SPLIT = ("w", "q", "q", "s", "Enter")
ACCOUNTS = 12


def ana_reads_by_the_keyboard_alone(ana: Reader, document: Document) -> None:
    she_opens_the_paper(ana)
    she_marks_what_stands_on_the_page_without_suggestions(ana, document)
    she_confirms_and_corrects(ana)
    she_tells_speaker_voice_eligibility_and_theme(ana)
    she_rejects_is_unsure_and_undoes(ana)
    she_confirms_the_rest(ana)
    she_adds_what_was_missed_over_the_end_of_a_page(ana, document)
    she_finishes(ana)
    she_screens_the_papers(ana)


def she_opens_the_paper(ana: Reader) -> None:
    ana.tab_to(ana.page.get_by_role("link", name="Being heard before being helped"))
    ana.press("Enter")
    note = ana.page.get_by_role("dialog", name="Before you read")
    expect(note).to_contain_text("Take the time you need")
    ana.tab_to(note.get_by_role("button", name="Start reading"))
    ana.press("Enter")
    expect(note).to_be_hidden()


def she_marks_what_stands_on_the_page_without_suggestions(ana: Reader, document: Document) -> None:
    expect(ana.banner).to_contain_text("This page is shown without suggestions.")
    expect(ana.page.locator(".sheet:visible")).to_have_accessible_name("Page 3")
    expect(ana.page.locator(".glyph")).to_have_count(0)

    printed = Printed(ana, document)
    told = printed.span(TELL, "talk to the first one.")
    top = next(word.start for word in document.words if word.page == 3)
    ana.press("a", *["ArrowRight"] * printed.steps(top, told.start))
    ana.press(*["Shift+ArrowRight"] * printed.steps(told.start, told.end - 1))
    ana.decide("Enter")
    expect(ana.said).to_have_text(told.of(document.text))
    she_names_the_speaker(ana, "P13, man, 23")

    with ana.recorded("close"):
        ana.press("d")
    expect(ana.banner).to_be_hidden()
    expect(ana.counts).to_contain_text("1 of ")


def she_names_the_speaker(ana: Reader, speaker: str) -> None:
    """What is said of a mark that stands already is recorded by itself."""
    ana.press("s")
    with ana.recorded():
        ana.write(speaker)
    ana.decide("v")
    expect(ana.page.get_by_role("radio", name="service user")).to_be_checked()


def she_confirms_and_corrects(ana: Reader) -> None:
    ana.find(WEEKS)
    ana.decide("c")
    assert ana.is_at(PEN)

    ana.wait_a_moment()
    ana.press("]", "]", "]", "[", "{", "{", "}")
    expect(ana.said).to_have_text(PENS_WORDS)
    expect(ana.page.locator(".moved")).to_contain_text(
        "starts 2 words later and ends 1 word earlier"
    )
    ana.decide("c")
    expect(ana.page.locator("#toast")).to_contain_text("Corrected")


PENS_WORDS = (
    "would you ever put the pen down. And fair play to her, she did. She put it in her pocket. "
    "And that was the first time I looked up, I’d"
)


def she_tells_speaker_voice_eligibility_and_theme(ana: Reader) -> None:
    ana.find(NEAT)
    ana.wait_a_moment()
    while not ana.page.get_by_role("radio", name="service user").is_checked():
        ana.press("v")
    ana.decide("c")

    ana.find(LAPTOP)
    ana.wait_a_moment()
    ana.press("s")
    ana.write(ANAS_OWN[0])
    ana.press("e")
    ana.write(ANAS_OWN[1])
    ana.decide("c")

    ana.find(NOTHING)
    ana.wait_a_moment()
    ana.press("q", "q")
    expect(ana.page.get_by_role("radio", name="off the question")).to_be_checked()
    ana.decide("c")

    ana.find(WORK_MODE)
    ana.wait_a_moment()
    ana.choose("Trust")
    ana.decide("c")


def she_rejects_is_unsure_and_undoes(ana: Reader) -> None:
    ana.find(RULES)
    ana.wait_a_moment()
    ana.press("r", "7")
    with ana.recorded():
        ana.write(ANAS_OWN[2])

    ana.find(TUESDAYS)
    ana.decide("u")
    expect(ana.counts).to_contain_text("1 unsure")

    ana.find(LIST)
    ana.decide("r", "2")
    ana.decide("z", by="undo")
    assert ana.is_at(LIST)
    expect(ana.page.locator(".panel-head .badge")).to_have_text("·open")
    ana.decide("c")


def she_confirms_the_rest(ana: Reader) -> None:
    still_open = ana.page.locator(".tick.state-open")
    while still_open.count():
        if not ana.page.locator(".panel-head .badge.state-open").is_visible():
            ana.press("n")
        ana.decide("c")


def she_adds_what_was_missed_over_the_end_of_a_page(ana: Reader, document: Document) -> None:
    printed = Printed(ana, document)
    missed = printed.span(MISSED, "like we’d had a chat.")
    assert document.pages_of(missed) == (2, 3)
    ana.find(LIST)
    ana.wait_a_moment()
    listed = document.text.index(LIST)
    ana.press("a", *["ArrowRight"] * printed.steps(listed, missed.start))
    ana.press(*["Shift+ArrowRight"] * printed.steps(missed.start, missed.end - 1))
    expect(ana.page.locator("#marking")).to_contain_text("99 words selected")
    ana.decide("Enter")
    expect(ana.said).to_have_text(missed.of(document.text))
    she_names_the_speaker(ana, "P10, woman, 21")


def she_finishes(ana: Reader) -> None:
    ana.tab_to(ana.page.locator("#finish"))
    ana.press("Enter")
    sure = ana.page.get_by_role("dialog", name="Finish this paper?")
    expect(sure).to_contain_text("1 of them as unsure")
    ana.tab_to(sure.get_by_role("button", name="Finish paper"))
    with ana.recorded("finish"):
        ana.press("Enter")
    expect(ana.banner).to_contain_text("You finished this paper.")


def she_screens_the_papers(ana: Reader) -> None:
    ana.tab_to(ana.page.get_by_role("link", name="firsthand: home"))
    ana.press("Enter")
    ana.tab_to(ana.page.get_by_role("link", name="Screening"))
    ana.press("Enter")
    expect(ana.page.locator(".screened.is-current")).to_contain_text("Waits for you")
    ana.decide("i", by="screening")
    ana.wait_a_moment()
    ana.press("x", "7")
    with ana.recorded("screening"):
        ana.write(ANAS_OWN[-1])


def ben_reads_with_the_mouse(ben: Reader, document: Document) -> None:
    printed = Printed(ben, document)
    ben.page.get_by_role("link", name="Being heard before being helped").click()
    ben.page.get_by_role("button", name="Start reading").click()
    he_marks_what_stands_on_the_page_without_suggestions(ben, printed)
    he_decides(ben, printed)
    he_adds_what_began_on_the_page_before(ben, printed)


def he_marks_what_stands_on_the_page_without_suggestions(ben: Reader, printed: Printed) -> None:
    he_adds(ben, printed, "bookmark in? I’d be going around", "like we’d had a chat.")
    he_names_the_speaker(ben, "P10, woman, 21")
    with ben.recorded():
        ben.page.get_by_role("textbox", name="Note").fill(BENS_OWN[1])
        ben.press("Enter")
    he_adds(ben, printed, CLOSE, "get rid of me with it")
    he_names_the_speaker(ben, "")
    he_adds(ben, printed, TELL, "talk to the first one.")
    he_names_the_speaker(ben, "P13, man, 23")
    with ben.recorded("close"):
        ben.page.get_by_role("button", name="Done").click()
    expect(ben.banner).to_be_hidden()
    expect(ben.counts).to_contain_text("3 of ")


def he_adds(ben: Reader, printed: Printed, first: str, last: str) -> None:
    span = printed.span(first, last)
    ben.wait_a_moment()
    printed.drag(span)
    with ben.recorded():
        ben.page.locator("#marking").get_by_role("button", name="Add").click()
    expect(ben.said).to_have_text(span.of(printed.document.text))


def he_names_the_speaker(ben: Reader, speaker: str) -> None:
    if speaker:
        with ben.recorded():
            ben.page.get_by_role("textbox", name="Speaker").fill(speaker)
            ben.press("Enter")
    with ben.recorded():
        ben.page.get_by_role("radio", name="service user").check()
        ben.wait_a_moment()


def he_decides(ben: Reader, printed: Printed) -> None:
    he_chooses(ben, printed, WEEKS)
    ben.page.get_by_role("button", name="Reject").click()
    with ben.recorded():
        ben.page.get_by_role("button", name="scare quote or term").click()

    he_chooses(ben, printed, WORK_MODE)
    ben.page.get_by_role("button", name="Time").click()
    he_confirms(ben)

    he_chooses(ben, printed, LIST)
    ben.page.get_by_role("textbox", name="Note").fill(BENS_OWN[0])
    he_confirms(ben)

    while ben.page.locator(".tick.state-open").count():
        if not ben.page.locator(".panel-head .badge.state-open").is_visible():
            ben.page.locator(".tick.state-open").first.click()
        ben.wait_a_moment()
        he_confirms(ben)


def he_chooses(ben: Reader, printed: Printed, words: str) -> None:
    ben.wait_a_moment()
    printed.click(printed.document.text.index(words))
    assert ben.is_at(words)


def he_confirms(ben: Reader) -> None:
    with ben.recorded():
        ben.page.locator(".actions").get_by_role("button", name="Confirm").click()


def he_adds_what_began_on_the_page_before(ben: Reader, printed: Printed) -> None:
    he_adds(ben, printed, MISSED, "with someone and they put the")
    he_names_the_speaker(ben, "P10, woman, 21")


def nobody_knows_of_another(ana: Reader, ben: Reader, lea: Reader, paper: str) -> None:
    """Both have decided everything, and Ben has not finished."""
    ana.open("/")
    ana.open("/screening")
    ana.open(f"/papers/{paper}")
    expect(ana.banner).to_contain_text("marks appear once all are done")
    lea.open("/screening")
    lea.open("/lead")
    expect(lea.page.locator("main")).to_contain_text("no paper is finished by all its annotators")
    for each in (ana, ben, lea):
        docket = each.context.request.get(f"{each.at.origin}/papers/{paper}/docket")
        assert docket.status == 404
    assert nothing_of(BENS_OWN, ana)
    assert nothing_of(ANAS_OWN, ben)
    assert nothing_of([*ANAS_OWN, *BENS_OWN], lea)


def ben_screens_the_papers_and_finishes(ben: Reader) -> None:
    he_screens_the_papers(ben)
    ben.page.get_by_role("button", name="Finish paper").click()
    sure = ben.page.get_by_role("dialog", name="Finish this paper?")
    with ben.recorded("finish"):
        sure.get_by_role("button", name="Finish paper").click()
    expect(ben.banner).to_contain_text("The marks of Ana are shown beside yours.")
    assert not nothing_of(ANAS_OWN, ben)


def he_screens_the_papers(ben: Reader) -> None:
    tab = ben.new_page()
    tab.goto(f"{ben.at.origin}/screening")
    expect(tab.locator(".screened.is-current")).to_contain_text("Waits for you")
    for paper in tab.locator(".screened").all():
        ben.wait_a_moment()
        with tab.expect_response("**/screening"):
            paper.get_by_role("button", name="Include").click()
    tab.close()


def the_two_settle_one_conflict_together(ana: Reader) -> None:
    ana.open("/")
    ana.page.get_by_role("link", name="Settle together").click()
    expect(ana.counts).to_have_text("10 of 10 conflicts left")
    expect(ana.banner).to_contain_text("You annotated this paper yourself.")
    while "Speaker" not in ana.page.locator("#told").inner_text():
        ana.press("j")
    expect(ana.page.locator("#told")).to_have_text("Speaker – A: P6 (they); B: P6, non-binary, 20.")
    ana.press("1")
    expect(ana.page.locator("#toast")).to_contain_text("Settle it together")
    ana.press("t", "e")
    ana.write("As they asked to be named.")
    ana.decide("1", by="settlements")
    expect(ana.counts).to_have_text("9 of 10 conflicts left")


def lea_settles_the_others(lea: Reader) -> None:
    lea.open("/lead")
    row = lea.page.get_by_role("row", name="Being heard before being helped")
    expect(row).to_contain_text("9 conflicts")
    lea.tab_to(row.get_by_role("link", name="Settle them"))
    lea.press("Enter")
    expect(lea.counts).to_have_text("9 of 10 conflicts left")

    settle(lea, "B says it is none (scare quote or term)", "Her own words.", "1")
    settle(lea, "B starts two words earlier and ends one word later", "All of it.", "2")
    settle(lea, "Voice – A: service user; B: carer or other lay", "A young person.", "1")
    settle(lea, "For this review – A: off the question", "Two things.", *SPLIT)
    settle(lea, "Themes – A: Trust; B: Time", "Both, and shorter.", "w", "2", "{", "Enter")
    settle(lea, f"A says it is none ({ANAS_OWN[2]})", "A rule.", "3")
    lea_takes_it_back_and_settles_it_anew(lea)
    settle(lea, "A is unsure; B takes it for an account", "Of the person.", "2")
    settle(lea, "A marked nothing here", "One, over two pages.", "m", "Enter")
    expect(lea.counts).to_have_text(f"No conflicts left: {ACCOUNTS} accounts.")


def settle(lea: Reader, told: str, note: str, *keys: str) -> None:
    """Settle the conflict that is told in these words, with a note, and be led to the next."""
    expect(lea.page.locator("#told")).to_contain_text(told)
    lea.press("e")
    lea.write(note)
    lea.decide(*keys, by="settlements")


def lea_takes_it_back_and_settles_it_anew(lea: Reader) -> None:
    expect(lea.page.locator("#told")).to_contain_text("A is unsure")
    lea.decide("z", by="withdraw")
    settle(lea, "A says it is none", "A rule, and no more.", "3")


def lea_settles_whether_a_paper_belongs(lea: Reader) -> None:
    lea.open("/screening")
    paper = lea.page.get_by_role("listitem", name="The Trust in Staff Questionnaire")
    expect(paper).to_contain_text(f"exclude – {ANAS_OWN[-1]}")
    expect(paper).to_contain_text("Disputed")
    paper.get_by_role("button", name="Exclude").click()
    with lea.recorded("settle"):
        paper.get_by_role("button", name="no first-hand accounts").click()
    lea.open("/screening")
    expect(paper).to_contain_text("exclude – no first-hand accounts")
    expect(lea.page.get_by_role("figure", name="Flow of papers")).to_contain_text("Disputed0")


def ana_reads_what_was_settled_and_why(ana: Reader) -> None:
    ana.open("/")
    ana.page.get_by_role("link", name="What was settled").click()
    expect(ana.counts).to_have_text(f"No conflicts left: {ACCOUNTS} accounts.")
    expect(ana.page.locator("#verdict")).to_contain_text("By Lea")
    expect(ana.page.locator("#verdict")).to_contain_text("“Her own words.”")
