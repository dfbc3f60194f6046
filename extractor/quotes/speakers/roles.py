"""Words by which papers say who spoke: roles, sexes, ages, occasions.

A role is listed under the voice that it nearly always has. Some words lie between (a stakeholder,
a student, a pregnant woman): they are listed where most qualitative health and social studies
have them, and a word with a modifier that decides ("student nurse") is listed as a whole.
"""

import re

from extractor.quotes.alternatives import any_of
from extractor.records import Voice

PROFESSIONAL = """
nurse|midwife|midwives|doctor|gps?|general practitioner|practitioner|physician|clinician|surgeon|
psychiatrist|psychologist|psychotherapist|therapist|physiotherapist|counsell?or|social worker|
caseworker|case manager|care manager|care coordinator|key ?worker|support worker|youth worker|
outreach worker|health worker|health extension worker|care worker|rights worker|aid worker|
crisis worker|welfare worker|protection worker|development worker|extension worker|field worker|
drug worker|harm reduction worker|case worker|service provider|health ?care provider|provider|
health ?care professional|health professional|professional|hcps?|chws?|amhps?|cmhos?|paramedic|
pharmacist|dieti[tc]ian|nutritionist|herbalist|dentist|radiologist|radiographer|oncologist|
cardiologist|gyna?ecologist|obstetrician|pa?ediatrician|anesthesiologist|anaesthetist|
consultant|registrar|resident doctor|resident physician|intern doctor|medical officer|trainer|
educator|teacher|lecturer|tutor|headteacher|head teacher|principal|teaching assistant|professor|
academic|researcher|scientist|trialist|interventionist|facilitator|manager|director|officer|
official|administrator|coordinator|co-ordinator|supervisor|team leader|team lead|staff|
staff member|personnel|employee|ceo|chief executive|commissioner|policy ?-?maker|
decision ?-?maker|stakeholder|expert|specialist|advocate|activist|lawyer|
solicitor|judge|magistrate|prosecutor|police|policeman|police officer|probation officer|
prison officer|warden|firefighter|soldier|chaplain|priest|pastor|imam|minister|politician|mayor|
journalist|engineer|architect|developer|designer|librarian|receptionist|secretary|technician|
assistant|technologist|veterinarian|extension agent|nursing student|student nurse|trainee|
fertility doctor|junior doctor|house officer|
arzt|ärztin|hausarzt|hausärztin|pflegekraft|pflegerin|pfleger|krankenschwester|hebamme|
sozialarbeiter(?:in)?|lehrer(?:in)?|lehrkraft|psychologin|psychologe|therapeut(?:in)?|
leiter(?:in)?|fachkraft|infirmi[eè]re?|m[ée]decin|enseignante?|enfermer[ao]|m[ée]dic[oa]|
maestr[ao]|läkare|sjuksköterska|lärare|verpleegkundige|huisarts|sykepleier|lege
"""

LAY = """
mother|father|mum|mom|mam|dad|parent|grandmother|grandfather|grandparent|sister|brother|sibling|
daughter|son|wife|husband|spouse|widow|widower|aunt|uncle|cousin|niece|nephew|
mother-in-law|father-in-law|relative|family member|kin|friend|neighbou?r|carer|caregiver|
care-giver|caretaker|guardian|foster parent|adoptive parent|supporter|next of kin|
student|pupil|schoolchild|undergraduate|postgraduate|graduate|learner|teenager|adolescent|
boy|girl|child|youth|community member|villager|farmer|local resident|village resident|citizen|
elder|householder|
household head|leader|village leader|community leader|traditional leader|village elder|
fisherman|fisher|herder|pastoralist|trader|shopkeeper|vendor|driver|worker|labou?rer|
member of the public|the public|volunteer|peer|voter|consumer|customer|shopper|
teilnehmer(?:in)?|mutter|vater|eltern|elternteil|tochter|sohn|ehefrau|ehemann|partnerin|
aidante?|proche|voisine?|jornaler[ao]|temporer[ao]|trabajador[a]?|migrante|vecin[ao]|
auszubildende[r]?|azubi|lehrling|smallholder|grower|angehörige[r]?|schüler(?:in)?|student(?:in)?|studierende[r]?|m[èe]re|p[èe]re|madre|padre|hijo|hija|
mor|far|moeder|vader|bäuerin|landwirt(?:in)?
"""

SERVICE_USER = """
patient|inpatient|outpatient|client|service user|service-user|user|survivor|plwha?|plhiv|pwids?|
pwud|pwh|young person|young people|young adult|older adult|older person|older people|care leaver|
expert by experience|pregnant woman|pregnant women|
expectant mother|first-time mother|new mother|breastfeeding mother|prisoner|inmate|detainee|
incarcerated individual|incarcerated person|offender|refugee|asylum seeker|homeless person|
homeless man|homeless woman|claimant|recipient|beneficiary|donor|drug user|smoker|drinker|
alcohol abuser|abuser|addict|ex-user|sufferer|cancer survivor|sex worker|trial participant|case|
patientin|klient(?:in)?|betroffene[r]?|nutzer(?:in)?|bewohner(?:in)?|usag[eè]re?|paciente|
pasient|bruker|brukare|cliënt|bénéficiaire|aidé|häftling|gefangene[r]?|detenu[e]?|détenue?|presa|preso|
interna|interno
"""

NEUTRAL = """
participant|respondent|interviewee|informant|key informant|resident|interview|discussant|member|
person|
individual|contributor|attendee|speaker|panellist|panelist|observer|writer|author|user id|
teilnehmende[r]?|befragte[r]?|interviewte[r]?|deltagare|informante?|participante?|répondante?
"""

MODERATOR = """
interviewer|moderator|researcher|investigator|facilitator|fieldworker|int|mod|interviewerin|
forscher(?:in)?|intervjuare|enquêteur|enquêtrice|entrevistador[a]?
"""

FEMALE = "female|woman|women|girl|f|w|lady|frau|weiblich|femme|mujer|kvinna|kvinne|vrouw"
MALE = "male|man|men|boy|m|gentleman|mann|männlich|homme|hombre"

OCCASION = """
interview|focus group|focus group discussion|group discussion|discussion|meeting|fgd|fg|idi|kii|
ssi|in-depth interview|key informant interview|survey|questionnaire|diary|workshop|observation|
field ?notes?|household interview|individual interview|group|control|control group|
intervention|intervention group|phase|wave|round|session|time|year|baseline|follow-up|post\\w+|
pre\\w+|translation|original|online|email|e-mail|post|forum|blog|letter|phone|telephone|
rural|urban|metro|metropolitan|remote|stadt|land|gruppendiskussion|fragebogen
"""

PLACE = """
cent(?:re|er)|hospital|clinic|ward|unit|village|town|city|district|region|county|province|state|
municipality|school|college|university|site|practice|community|department|country|camp|prison|
organi[sz]ation|trust|team|office|programme|program|lga|area|zone|station|klinik|schule|national
level|district level|dorf|stadt
"""


def words_of(listed: str) -> str:
    """A list of words parted by ``|`` over several lines, as one alternative, longest first."""
    words = (word.strip() for word in listed.replace("\n", " ").split("|"))
    return "|".join(sorted((word for word in words if word), key=len, reverse=True))


def _whole(listed: str) -> re.Pattern[str]:
    """Any of the words, in the singular or plural, with nothing of a word before or after."""
    return re.compile(
        rf"(?<!\w)(?<![^\W\d]-){any_of(words_of(listed))}(?:e?s|n|en|nen)?(?!\w)", re.IGNORECASE
    )


VOICES = {
    Voice.PROFESSIONAL: _whole(PROFESSIONAL),
    Voice.SERVICE_USER: _whole(SERVICE_USER),
    Voice.LAY: _whole(LAY),
}
ROLE = _whole("|".join([PROFESSIONAL, LAY, SERVICE_USER, NEUTRAL]))
NEUTRAL_ROLE = _whole(NEUTRAL)
MODERATING = _whole(MODERATOR)
SEX_F = re.compile(rf"(?<![\w-])(?:{FEMALE})(?![\w])", re.IGNORECASE)
SEX_M = re.compile(rf"(?<![\w-])(?:{MALE})(?![\w])", re.IGNORECASE)
AGE = re.compile(
    r"(?<![\w.])(?:aged? |age:? ?|alter:? )?(?P<age>\d{1,2}(?: ?[–-] ?\d{1,2})?)"
    r"(?:[ -]?(?:years?|yrs?|y/?o|yo|y|jahre?|ans|años|år|jaar)\b\.?"
    r"(?:[ -]of[ -]age|[ -]?old|[ -]alt)?)?"
    r"(?!\w)|(?:in (?:her|his|their) )?(?P<decade>(?:early |mid |late |mid-)?\d0s)",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"\b(?:people|persons?|individuals?|adults?|women|woman|men|man|adolescents?|children|child|"
    r"those|youth|participants?|members?|students?) (?:(?:living|diagnosed|affected|experienced|"
    r"presenting|recovering|treated|who (?:live|lived|have|had|use[ds]?|self-harm\w*|experienced?))"
    r"(?: (?:with|by|for|from|in))?|with)(?! (?:experience|children|an? interest|knowledge|caring|"
    r"responsib))\b",
    re.IGNORECASE,
)
SPECIALTY = re.compile(
    r"\b(?:\w{4,}ology|\w+iatr(?:y|ics)|surgery|(?:\w+ )*medicine|nursing|midwifery|pharmacy|"
    r"orthopa?edics|obstetrics|ana?esthesia|physiotherapy|social work|general practice)\b",
    re.IGNORECASE,
)
SEX = re.compile(
    r"(?<![\w-])(?:(?:wo)?m[ae]n|female|male|lady|girl|boy|frau|mann|femme|homme)s?(?!\w)",
    re.IGNORECASE,
)
WHEN = _whole(OCCASION)
WHERE = _whole(PLACE)
