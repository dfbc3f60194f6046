"""Which part of a paper a heading begins: one word list for PDF and JATS.

A heading is read part by part ("Strengths and limitations" has two parts). A *strong* name opens
its section whatever follows it ("Results: being heard"). A *weak* one does so only if the whole
heading is made of known names, for it also begins theme titles: "Setting" is about methods,
"Setting and keeping boundaries" is a theme. A word that is as often a theme of its own
("Disclosure", "Information", "Consent") is in neither list.
"""

import re

from extractor.records import Section

_NUMBER = re.compile(
    r"(?:(?:section|chapter|part|kapitel|teil)\s+)?"
    r"(?:\d+(?:\s?\.\s?\d+)*\s?[.):]?|[ivx]+(?:\s?[.):]|(?=\s))|[a-h]\s?[.)])\s*(?=\w)"
)
_SPACED = re.compile(r"(?<=\b\w) (?=\w\b)")
_BETWEEN_PARTS = re.compile(r"\s*[,;:/|–—]\s*|\s+-\s+|\s+(?:and|or|und|&)\s+")

_KIND_OF_STUDY = (
    "(?:(?:qualitative|quantitative|study|studie|research|general|overall|process|pilot|trial|"
    "evaluation|feasibility|phase|part|interview|survey|statistical|empirical|preliminary|thematic|"
    "additional|descriptive|our|the|qualitative[rn]?|empirische|[1-9]) )*"
)

_LONGEST = 200
"""Characters of a heading; what is longer is none."""

_COUNT = r"(?:\d+|[ivx]+|one|two|three|four|five|six)"
_MATTER = "(?:materials?|information|files?|data)"

_STRONG: tuple[tuple[Section, str], ...] = (
    (Section.INTRODUCTION, "introduction|intro|(?:theoretical )?background"),
    (Section.INTRODUCTION, "einleitung|einführung|(?:theoretischer )?hintergrund"),
    (Section.METHODS, "(?:materials?|patients|subjects|participants) and methods?"),
    (Section.METHODS, "methods?|methodology|methodological approach|methode|methoden|methodik"),
    (Section.METHODS, "methodisches vorgehen"),
    (Section.METHODS, "what we did|how we (?:did it|asked|listened|read|worked)"),
    (Section.RESULTS, "what (?:we|they|people|participants) (?:heard|found|learned|said|told us)"),
    (Section.RESULTS, "(?:focus group )?(?:results?|findings?)|ergebnis|ergebnisse|resultate"),
    (Section.RESULTS, rf"(?:(?!no )\w+ )?(?:sub-?)?themes?(?: {_COUNT})?"),
    (Section.DISCUSSION, "(?:results|findings) in context"),
    (Section.DISCUSSION, "diskussion|fazit|schlussfolgerung(?:en)?"),
    (Section.DISCUSSION, "discussions?|conclusions?|concluding (?:remarks|thoughts|comments)"),
    (Section.REFERENCES, "references?|reference list|ref list|bibliography|works cited"),
    (Section.REFERENCES, "literature cited|cited literature|literatur(?:verzeichnis|angaben)?"),
    (Section.REFERENCES, "quellen(?:verzeichnis)?"),
    (Section.BACK, "acknowledge?ments?|danksagung"),
)

_WEAK: tuple[tuple[Section, str], ...] = (
    (Section.FRONT, "keywords|key words|highlights|schlüsselwörter|schlagwörter"),
    (Section.ABSTRACT, "(?:(?:structured|plain english|plain language|lay|executive) )?summary"),
    (Section.ABSTRACT, "(?:(?:structured|graphical|extended) )?abstract"),
    (Section.ABSTRACT, "zusammenfassung|kurzfassung"),
    (Section.INTRODUCTION, "(?:study )?(?:aims?|objectives?|purpose|rationale)"),
    (Section.INTRODUCTION, "(?:aims?|objectives?|purpose) of (?:the|this) study"),
    (Section.INTRODUCTION, "research questions?|statement of the problem|problem statement"),
    (Section.INTRODUCTION, "literature review|review of (?:the )?literature|related work"),
    (Section.INTRODUCTION, "(?:theoretical|conceptual) (?:framework|perspective)|current study"),
    (Section.INTRODUCTION, "fragestellung(?:en)?|zielsetzung|problemstellung|forschungsstand"),
    (Section.INTRODUCTION, "present study|stand der forschung"),
    (Section.METHODS, "(?:(?:study|research) )?(?:design|setting|sample)"),
    (Section.METHODS, "(?:study|research) (?:context|area|population|team)"),
    (Section.METHODS, "participants?|subjects?|cases"),
    (Section.METHODS, "sampling(?: strategy)?|recruitment|materials?"),
    (Section.METHODS, "(?:participant|sample) (?:characteristics|recruitment|selection)"),
    (Section.METHODS, "data (?:collection|generation|gathering|sources?|extraction|analys[ie]s)"),
    (Section.METHODS, "analys[ie]s|(?:thematic|content|statistical|framework) analys[ie]s"),
    (Section.METHODS, "analytic(?:al)? (?:approach|strategy)|analysis of (?:the )?data|coding"),
    (Section.METHODS, "procedures?|measures?|instruments?"),
    (Section.METHODS, "interviews?|interview (?:guide|schedule)"),
    (Section.METHODS, "focus groups?|focus group discussions?|search strategy"),
    (Section.METHODS, "ethics|ethical (?:considerations?|approval|issues|aspects)|ethics approval"),
    (Section.METHODS, "trustworthiness|rigou?r|reflexivity"),
    (Section.METHODS, "stichprobe|(?:studien|forschungs)design"),
    (Section.METHODS, "daten(?:erhebung|analyse|auswertung)"),
    (Section.METHODS, "material|auswertung|teilnehmer(?:innen|:innen)?|rekrutierung|durchführung"),
    (Section.DISCUSSION, "(?:study |methodological )?(?:strengths?|limitations?|weaknesses)"),
    (Section.DISCUSSION, "(?:strengths?|limitations?) of (?:the|this|our) (?:present )?study"),
    (Section.DISCUSSION, "(?:clinical |practical |policy )?(?:implications?|recommendations?)"),
    (Section.DISCUSSION, "(?:implications?|recommendations?) for .*"),
    (Section.DISCUSSION, "future (?:research|directions|work)"),
    (Section.DISCUSSION, "(?:summary|discussion|interpretation|statement) of .*findings"),
    (Section.DISCUSSION, "(?:summary|discussion|interpretation) of .*results"),
    (Section.DISCUSSION, "principal findings|comparison with .*"),
    (Section.DISCUSSION, "ausblick|schluss|limitationen|stärken|schwächen|implikationen"),
    (Section.BACK, "funding(?: (?:statement|information|sources?))?"),
    (Section.BACK, "financial support|finanzierung"),
    (Section.BACK, "(?:conflicts?|declaration) of (?:competing )?interests?|competing interests?"),
    (Section.BACK, "financial disclosures?|disclosure statement|declarations?|coi statement"),
    (Section.BACK, "interessenkonflikte?|provenance and peer review"),
    (Section.BACK, "authors?['’]?s?['’]? (?:contributions?|information)|contributorship"),
    (Section.BACK, "about the authors?|data (?:availability|sharing)(?: statement)?"),
    (Section.BACK, "notes?|footnotes"),
    (Section.BACK, "availability of data(?: and materials?)?|associated data|endnotes|glossary"),
    (Section.BACK, f"(?:(?:electronic )?supplement(?:ary|al)|supporting|additional) {_MATTER}"),
    (Section.BACK, "appendix(?: \\w)?|appendices"),
    (Section.BACK, "anhang|(?:list of )?abbreviations|publisher['’]s note"),
    (Section.BACK, "(?:ethics|ethical|informed consent) (?:statement|declarations?)"),
    (Section.BACK, "ethics approval and consent to participate|ethical review|informed consent"),
    (Section.BACK, "pre-?publication history|consent for publication"),
)


def section_of_heading(heading: str) -> Section | None:
    """The section that ``heading`` begins, or None if it does not say.

    Numbering, letter case and letter-spacing do not matter. Where several sections are named,
    results win ("Analysis and findings", "Results and discussion": participants' words stand
    there), else the first; "Summary and conclusions" is a conclusion.
    """
    if len(heading) > _LONGEST:
        return None
    name = _plain(heading)
    whole = _named(name, _STRONG) or _named(name, _WEAK)
    if whole is not None:
        return whole
    parts = [part for part in _BETWEEN_PARTS.split(name) if part]
    return _first_that_counts(parts) if parts else None


def _plain(heading: str) -> str:
    """The heading in lower case, without its number, end stop or spaces between its letters."""
    name = " ".join(heading.casefold().replace("&", " and ").split())
    if re.fullmatch(r"(?:\w ){3,}\w", name):  # "R E S U L T S"
        name = _SPACED.sub("", name)
    number = _NUMBER.match(name)
    return name[number.end() if number else 0 :].strip(" .:–—-*")


def _first_that_counts(parts: list[str]) -> Section | None:
    strong = _named(parts[0], _STRONG) or _opened(parts[0])
    named = [_named(part, _STRONG) or _named(part, _WEAK) for part in parts]
    if strong is None and None in named:
        return None
    known = [section for section in (strong, *named) if section is not None]
    if Section.RESULTS in known:
        return Section.RESULTS
    return next((section for section in known if section is not Section.ABSTRACT), known[0])


def _named(name: str, names: tuple[tuple[Section, str], ...]) -> Section | None:
    for section, pattern in names:
        if re.fullmatch(f"{_KIND_OF_STUDY}(?:{pattern})", name):
            return section
    return None


def _opened(name: str) -> Section | None:
    """The section of "Results of the interviews", "Discussion of our approach"."""
    first, _, rest = name.partition(" ")
    return _named(first, _STRONG) if re.match(r"(?:of|from|der|des|aus)\b", rest) else None
