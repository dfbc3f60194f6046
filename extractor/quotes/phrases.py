"""Words by which authors introduce what is quoted: people's words, or other things.

Mostly English, with the commonest words of German, French and Spanish.
"""

import re

from extractor.quotes.alternatives import any_of, whole_words

SAID = whole_words(
    r"said|says?|stat(?:ed|es|ing)|explain\w*|not(?:ed|es|ing)|comment\w*|report\w*|remark\w*|"
    r"describ\w*|add(?:ed|s)|recall\w*|reflect\w*|shar(?:ed|es)|told|tells|express\w*|put it|"
    r"mention\w*|argued?|suggest\w*|observ\w*|illustrat\w*|exemplif\w*|quot\w*|according to|"
    r"respon[ds]\w*|answer\w*|wrote|writes|indicat\w*|emphasi\w*|highlight\w*|stress\w*|claim\w*|"
    r"confirm\w*|admit\w*|complain\w*|repl(?:ied|ies)|asked|felt|excerpt|extract|words|exclaim\w*|"
    r"summari\w*|elaborat\w*|continu\w*|acknowledg\w*|example|e\.g\.|so|"
    r"sag(?:t|te|ten)|erzähl\w*|bericht\w*|beschr(?:ei|ie)b\w*|erklär\w*|schilder\w*|äußer\w*|"
    r"formulier\w*|beton\w*|mein(?:t|te|ten)|zitat\w*|antwort\w*|erinner\w*|ergänz\w*|"
    r"drückt\w*|fasst\w*|beispiel\w*|"
    r"dit|disait|expliqu\w*|racont\w*|témoign\w*|selon|précis\w*|ajout\w*|déclar\w*|exprim\w*|"
    r"dijo|dice|explic\w*|cont(?:ó|aba)|relat\w*|señal\w*|según|manifest\w*|refir\w*|disse"
)
SPEAKERS = whole_words(
    r"participants?|respondents?|interviewees?|informants?|patients?|women|woman|man|men|"
    r"mothers?|fathers?|parents?|carers?|nurses?|doctors?|physicians?|students?|teachers?|staff|"
    r"clients?|users?|people|person|workers?|officers?|members?|providers?|she|he|they|one|"
    r"another|other|others|some|someone|girls?|boys?|trialists?|farmers?|leaders?|clinicians?|"
    r"teilnehm\w*|befragte\w*|interviewt\w*|interviewpartner\w*|patient\w*|frau\w*|mann|männer\w*|"
    r"mutter|mütter|vater|väter|eltern|angehörige\w*|pfleg\w*|ärzt\w*|arzt|lehr\w*|schüler\w*|"
    r"stud(?:ent|ierende)\w*|person(?:en)?|jugendliche\w*|klient\w*|er|sie|einer|eine|"
    r"participant\w*|enquêté\w*|femmes?|hommes?|mère|père|infirmi\w*|ils?|elles?|"
    r"mujer\w*|hombre\w*|paciente\w*|madre\w*|padre\w*|enfermer\w*|informante\w*|ella|él"
)
TERMED = re.compile(
    r"\b"
    + any_of(
        r"so[- ]called|term(?:ed|s)?|known as|call(?:ed|ing)?|defin(?:ed|es|ition)|concept\w*|"
        r"labell?ed|refer(?:red)? to as|entitled|titled|named|coded|codes?|themes?|sub-?themes?|"
        r"sogenannte\w*|begriff\w*|bezeichnet\w*|kategorie\w*|thema|themen|titel|"
        r"categor\w+|notion of|phrase|words?|metaphor|meaning|means|idea of|principle of|sense of"
    )
    + r"[\s:,(]*(?:the|a|an|as|of|was|were|is|are|such as|under)?[\s:,(]*$",
    re.IGNORECASE,
)
ASKED = whole_words(
    r"questions?|items?|scales?|questionnaires?|prompts?|statements?|instrument|vignettes?|"
    r"instruct\w*|topic guide|interview guide|(?:answer\w*|response) (?:option|categor)\w*|"
    r"options?|likert|rat(?:ed|ing)|scor(?:ed|ing)|agree\w*|"
    r"asked (?:to|whether|how|what|if|the|about)|"
    r"fragen?|skal\w+|fragebogen\w*|leitfaden\w*|antwort(?:option|möglichkeit|kategorie)\w*|aussagen?|"
    r"échelles?|énoncés?|questionnaires?|guide d[’']entretien|"
    r"preguntas?|escalas?|cuestionarios?|ítems?|guía de entrevista|"
    r"search (?:terms?|string)|keywords?|checklist|inclusion|exclusion|criteri\w+"
)
CITED = re.compile(
    r"\s*[”\"’']?[.,;]?\s*(?:[(\[][^()\[\]]{0,60}?\b(?:1[89]|20)\d\d[a-z]?\b[^()\[\]]{0,40}[)\]]"
    r"|\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\])"
)
AUTHOR = re.compile(
    r"\b[A-Z][\w’'-]+(?: et al\.?,?| and [A-Z]\w+| & [A-Z]\w+)? ?\((?:19|20)\d\d[a-z]?\)"
)
THEME = whole_words(
    r"themes?|sub-?themes?|categor\w+|codes?|domains?|dimensions?|factors?|concepts?|topics?|"
    r"headings?|labell?ed|named|titled|entitled|term\w*|so-called|Kategorien?|Themen?|Begriff\w*|"
    r"sogenannte\w*|thèmes?|catégories?|temas?|categorías?"
)
STATEMENT = whole_words(
    r"declares? (?:that )?(?:no|they have no|there)|conflicts? of interests?|"
    r"informed consent was|"
    r"(?:funded|supported) by (?:the|a|an|grants?)|data (?:presented|that support|sets?|availab)|"
    r"available (?:from|on|upon)|ethics committee|institutional review board|was registered|"
    r"authors? (?:contribut|wish to thank|thank|are grateful)|supplementary|all authors"
)
LAW = whole_words(
    r"shall|hereby|thereof|pursuant|forbidden|prohibited|permitted|thou|thee|thy|hath|unto|"
    r"(?:tak|giv|mak|go|com|say|do|tear|pin|gnash|foam|know|lov)eth|amen|"
    r"in accordance with|(?:article|section|paragraph|clause) \d+|"
    r"verboten|untersagt|gemäß|zulässig|queda prohibid[oa]|est interdit"
)
QUOTE_HEAD = re.compile(
    r"quot|verbatim|excerpt|extract|illustrat|example|voice|comment|message|writ|wrote|said|says|"
    r"statement|respons|narrative|account|words|zitat|beispiel|aussage|citation|extrait|testimonio|"
    r"cita|fala|relato",
    re.IGNORECASE,
)
ASKING = whole_words(
    r"interviews|interviewed|interviewees?|focus groups?|informants?|verbatim|transcri\w+|"
    r"free[- ]text|open[- ]ended|ethnograph\w+|field ?notes|diar(?:y|ies)|letters|posts|"
    r"interviewt?|befragte\w*|fokusgruppe\w*|gruppendiskussion\w*|leitfaden\w*|transkri\w+|"
    r"tageb[uü]ch\w*|entretiens?|verbatims|récits?|enquêté\w*|entrevist\w+|grupos? foca\w+|"
    r"testimonios?"
)
MEASURING = re.compile(
    r"\d ?%|\b(?:p ?[<=>]|n ?= ?\d|"
    + any_of(
        r"odds ratios?|confidence intervals?|regression|correlation\w*|"
        r"questionnaires?|likert|scales?|items?|scores?|psychometric\w*|chi-square\w*|anova|"
        r"cronbach\w*|signifikan\w*|fragebogen\w*|échelles?|escalas?"
    )
    + r"\b)",
    re.IGNORECASE,
)
FIGURES = re.compile(r"\d ?%|\b[Nn] ?= ?\d|\(\d+[.,]\d+\)")
