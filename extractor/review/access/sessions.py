"""Who is signed in, and which browsers this launch was opened in; both in memory only.

A restart signs everybody out. Ids are kept as their hashes: who reads the memory, or a dump of it,
cannot take a session over.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hmac import compare_digest

from extractor.review.access.credentials import digest, new_token
from extractor.review.access.people import Person

Clock = Callable[[], float]

LONGEST_SECONDS = 12 * 3600.0
IDLE_SECONDS = 2 * 3600.0


@dataclass(slots=True)
class _Session:
    person: str
    secret_hash: str
    started: float
    used: float


class Sessions:
    """The sessions of one launch. A session ends 12 hours after its start, or 2 after its last use.

    ``now`` gives seconds that go on while the machine sleeps.
    """

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._sessions: dict[str, _Session] = {}

    def start(self, person: Person) -> str:
        """A new session of this person; its id, for the cookie."""
        for hashed in [each for each, session in self._sessions.items() if self._over(session)]:
            del self._sessions[hashed]
        id_, now = new_token(), self._now()
        self._sessions[digest(id_)] = _Session(person.id, person.secret_hash, now, now)
        return id_

    def person(self, id_: str, people: Iterable[Person]) -> Person | None:
        """Whose session it is, which counts as a use; None if it is over.

        It ends with the person's removal, and with a new PIN or password.
        """
        session = self._sessions.get(digest(id_))
        if session is None:
            return None
        whose = (session.person, session.secret_hash)
        found = [person for person in people if (person.id, person.secret_hash) == whose]
        if self._over(session) or not found:
            self.end(id_)
            return None
        session.used = self._now()
        return found[0]

    def end(self, id_: str) -> None:
        """End a session, if it is one."""
        self._sessions.pop(digest(id_), None)

    def _over(self, session: _Session) -> bool:
        now = self._now()
        return now - session.started >= LONGEST_SECONDS or now - session.used >= IDLE_SECONDS


class Launch:
    """The browsers in which this launch of the server was opened, each by an address of its own."""

    def __init__(self) -> None:
        self._tokens: set[str] = set()
        self._cookies: set[str] = set()

    def new_token(self) -> str:
        """A token that opens one browser, once."""
        token = new_token()
        self._tokens.add(digest(token))
        return token

    def open(self, token: str) -> str | None:
        """The cookie for the browser that brings a token; None if it is unknown or used up."""
        known = _match(token, self._tokens)
        if known is None:
            return None
        self._tokens.remove(known)
        cookie = new_token()
        self._cookies.add(digest(cookie))
        return cookie

    def was_opened(self, cookie: str) -> bool:
        """Whether this launch gave the cookie."""
        return _match(cookie, self._cookies) is not None


def _match(token: str, known: Iterable[str]) -> str | None:
    """The hash of this token among the known ones, each compared in full."""
    hashed = digest(token)
    found = [each for each in known if compare_digest(each, hashed)]
    return found[0] if found else None
