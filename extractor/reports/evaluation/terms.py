"""What each measure of the report is: how it is computed in words, and who defined it."""

from typing import NamedTuple


class Term(NamedTuple):
    """A measure: how its names begin or end in the report, what it is, and its source."""

    name: str
    told: str
    source: str


TERMS = (
    Term("Percent agreement", "The share of pairs of judgements of a unit that are the same. It "
         "is not corrected for chance.", ""),
    Term("Cohen kappa", "(observed − expected) / (1 − expected) agreement of two people, expected "
         "from how often each of them used each label. Of three or more people: the mean of their "
         "pairs.", "Cohen 1960; Light 1971"),
    Term("Fleiss kappa", "The same for any number of people, expected from how often all of them "
         "together used each label.", "Fleiss 1971"),
    Term("Gwet AC1", "The same with chance taken as the probability of guessing on hard units "
         "only, so that it stays steady where one label is rare or common.", "Gwet 2008"),
    Term("Krippendorff alpha (nominal)", "1 − observed / expected disagreement, over all pairs of "
         "judgements of a unit; people may have left units out.", "Krippendorff 2019, chapter 12"),
    Term("Krippendorff alpha (unitizing, binary)", "The same of stretches of text: how far what is "
         "marked by one overlaps what is marked by another, letter by letter.",
         "Krippendorff et al. 2016"),
    Term("Krippendorff alpha (MASI)", "Alpha of sets of themes, whose distance is 1 − Jaccard’s "
         "index times a weight: 1 for equal sets, 2/3 where one holds the other, 1/3 where they "
         "overlap, 0 else.", "Passonneau 2006"),
    Term("Krippendorff alpha (Jaccard)", "Alpha of sets of themes, whose distance is 1 − shared / "
         "all themes of both.", "Jaccard 1912"),
    Term("F1 between annotators", "Twice the spans that two people share, by all spans of both; "
         "matched one to one where they are exact, or overlap by .5 or .8 of the letters that both "
         "together cover; “characters” counts letters.", "Hripcsak & Rothschild 2005"),
    Term("Precision", "Of judged suggestions, the share that found an account. What does not "
         "belong to the review’s question is right too; what is open, or rejected for “text wrong” "
         "or “other”, is left out.", "van Rijsbergen 1979"),
    Term("Recall", "Of the adjudicated accounts, the share that a suggestion found. On pages read "
         "without suggestions: of all accounts that begin there in the end, each page weighed by "
         "the inverse of its chance of being drawn.", "van Rijsbergen 1979; Horvitz & Thompson "
         "1952"),
    Term("F1", "The harmonic mean of precision and recall.", "van Rijsbergen 1979"),
    Term("Expected calibration error", "The distance of mean score and share right, in ten bins of "
         "equal count, weighed by count.", "Naeini et al. 2015"),
    Term("Accounts that all missed", "(people + 1)(machine + 1) / (both + 1) − 1 accounts in all, "
         "less those seen. A lower bound: what is easy is found by both, which the estimator takes "
         "for chance.", "Chapman 1951"),
    Term("Found by people or the machine", "Those seen, by Chapman’s estimate of all: an upper "
         "bound for the same reason.", "Chapman 1951"),
    Term("Accepted by somebody", "Of suggestions on pages read first without, which nobody had "
         "marked there: those that somebody then took for an account.", ""),
    Term("Rescued", "Of these suggestions, those that are accounts in the end.", ""),
    Term("Over-accepted", "Of these suggestions, those that somebody accepted and that are no "
         "accounts in the end.", ""),
    Term("Accepted, and still open", "Of these suggestions, those that somebody accepted and that "
         "are not settled.", ""),
    Term("Accepted (kept or moved)", "Of last decisions on suggestions that the same person had "
         "not marked unaided: those that took them for accounts.", ""),
    Term("Kept as suggested", "Of these decisions, those that left both ends where they were.", ""),
    Term("Moved", "Of these decisions, those that took it for an account with other ends.", ""),
    Term("Rejected", "Of these decisions, those that said it is no account, in all and by "
         "reason.", ""),
    Term("Unsure", "Of these decisions, those that left it open.", ""),
    Term("Accounts that people added", "Of adjudicated accounts, those that no suggestion shares "
         "half with.", ""),
    Term("Seconds a decision", "The median time for which a suggestion was in view before it was "
         "decided on.", ""),
    Term("WSS@", "Work saved over sampling: (all − read) / all − (1 − r), when r of what is to be "
         "found has been read, the highest scores first.", "Cohen et al. 2006"),
)  # fmt: skip

INTERVALS = (
    "Intervals hold with 95 %, and take papers, not quotations, for what was drawn. The one that "
    "is printed stretches the measure to the whole line by a logit, takes its standard error by "
    "the jackknife over papers (Efron & Stein 1981), and its quantile is Student’s with "
    "Satterthwaite’s (1946) degrees of freedom. Where every paper gives the same it is Clopper & "
    "Pearson’s (1934), so that a few papers without an error are not printed as certainty. Under "
    "15 papers it is labelled “few papers”: how papers differ is then hardly known. Percentile and "
    "BCa intervals (Efron & Tibshirani 1993) stand in the JSON."
)

REFERENCES = (
    "Chapman DG (1951). Some properties of the hypergeometric distribution with applications to "
    "zoological sample censuses. University of California Publications in Statistics 1:131–160.",
    "Clopper CJ, Pearson ES (1934). The use of confidence or fiducial limits illustrated in the "
    "case of the binomial. Biometrika 26:404–413.",
    "Cohen AM, Hersh WR, Peterson K, Yen PY (2006). Reducing workload in systematic review "
    "preparation using automated citation classification. JAMIA 13:206–219.",
    "Cohen J (1960). A coefficient of agreement for nominal scales. Educational and Psychological "
    "Measurement 20:37–46.",
    "Efron B, Stein C (1981). The jackknife estimate of variance. Annals of Statistics 9:586–596.",
    "Efron B, Tibshirani RJ (1993). An introduction to the bootstrap. Chapman & Hall.",
    "Fleiss JL (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin "
    "76:378–382.",
    "Gwet KL (2008). Computing inter-rater reliability and its variance in the presence of high "
    "agreement. British Journal of Mathematical and Statistical Psychology 61:29–48.",
    "Horvitz DG, Thompson DJ (1952). A generalization of sampling without replacement from a "
    "finite universe. JASA 47:663–685.",
    "Hripcsak G, Rothschild AS (2005). Agreement, the F-measure, and reliability in information "
    "retrieval. JAMIA 12:296–298.",
    "Jaccard P (1912). The distribution of the flora in the alpine zone. New Phytologist 11:37–50.",
    "Krippendorff K (2019). Content analysis: an introduction to its methodology, 4th edition. "
    "Sage.",
    "Krippendorff K, Mathet Y, Bouvry S, Widlöcher A (2016). On the reliability of unitizing "
    "textual continua: further developments. Quality & Quantity 50:2347–2364.",
    "Light RJ (1971). Measures of response agreement for qualitative data: some generalizations "
    "and alternatives. Psychological Bulletin 76:365–377.",
    "Naeini MP, Cooper GF, Hauskrecht M (2015). Obtaining well calibrated probabilities using "
    "Bayesian binning. AAAI 29:2901–2907.",
    "Page MJ, McKenzie JE, Bossuyt PM, et al. (2021). The PRISMA 2020 statement: an updated "
    "guideline for reporting systematic reviews. BMJ 372:n71.",
    "Passonneau R (2006). Measuring agreement on set-valued items (MASI) for semantic and "
    "pragmatic annotation. LREC 2006:831–836.",
    "RAISE: Responsible use of AI in evidence SynthEsis (2025). Recommendations and guidance, part "
    "3: selecting and using AI evidence synthesis tools. osf.io/fwaud.",
    "Satterthwaite FE (1946). An approximate distribution of estimates of variance components. "
    "Biometrics Bulletin 2:110–114.",
    "Tong A, Flemming K, McInnes E, Oliver S, Craig J (2012). Enhancing transparency in reporting "
    "the synthesis of qualitative research: ENTREQ. BMC Medical Research Methodology 12:181.",
    "van Rijsbergen CJ (1979). Information retrieval, 2nd edition. Butterworths.",
)
