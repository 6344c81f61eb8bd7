import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from clocks import Clock

from chatbot.access.accounts import Accounts, Role
from chatbot.access.passwords import Passwords
from chatbot.access.sessions import IDLE, LONGEST, MOST_OF_CLIENT, MOST_OF_NAME, WINDOW, Sessions
from chatbot.audit.acts import Acts
from chatbot.audit.archive import Archive

GOOD = "a quiet green river"


@pytest.fixture(autouse=True)
def users(accounts: Accounts) -> None:
    accounts.add("ada", Role.STAFF, GOOD)
    accounts.add("root", Role.ADMIN, GOOD)
    accounts.add("proxied", Role.REVIEWER, None)


def _signed_in(sessions: Sessions, name: str = "ada") -> str:
    token = sessions.sign_in(name, GOOD, "client")
    assert token
    return token


def test_who_signs_in_is_known_by_the_token(sessions: Sessions) -> None:
    person = sessions.person(_signed_in(sessions, " ADA "))
    assert person
    assert (person.name, person.role) == ("ada", Role.STAFF)
    assert [person.may(role) for role in Role] == [True, False, False]


def test_an_admin_may_do_everything(sessions: Sessions) -> None:
    person = sessions.person(_signed_in(sessions, "root"))
    assert person
    assert all(person.may(role) for role in Role)


def test_two_sessions_share_nothing_that_forms_bring_along(sessions: Sessions) -> None:
    one, other = (sessions.person(_signed_in(sessions)) for _ in range(2))
    assert one
    assert other
    assert one.csrf != other.csrf


@pytest.mark.parametrize(
    ("name", "password"), [("ada", "wrong"), ("nobody", GOOD), ("", ""), ("proxied", ""), ("\0", "x")]
)
def test_nobody_gets_in_otherwise(name: str, password: str, sessions: Sessions) -> None:
    assert sessions.sign_in(name, password, "client") is None


def test_a_session_ends_by_itself(sessions: Sessions, clock: Clock) -> None:
    idle, used = _signed_in(sessions), _signed_in(sessions)
    for _ in range(int(LONGEST / IDLE) * 2):
        clock.on(IDLE / 2 + timedelta(seconds=1))
        known = sessions.person(used)
    assert known is None
    assert sessions.person(idle) is None


def test_a_session_that_is_used_stays(sessions: Sessions, clock: Clock) -> None:
    used = _signed_in(sessions)
    for _ in range(4):
        clock.on(IDLE - timedelta(minutes=2))
        assert sessions.person(used)
    clock.on(IDLE + timedelta(seconds=1))
    assert sessions.person(used) is None


def test_signing_out_and_removing_end_a_session(sessions: Sessions, accounts: Accounts) -> None:
    one, other = _signed_in(sessions), _signed_in(sessions)
    sessions.sign_out(one)
    assert sessions.person(one) is None
    assert sessions.person(other)
    accounts.remove("ada")
    assert sessions.person(other) is None
    sessions.sign_out("no token")


def test_after_failures_the_door_is_shut_for_a_name_and_opens_again(sessions: Sessions, clock: Clock) -> None:
    for name in ("ada", "nobody"):
        for n in range(MOST_OF_NAME):
            assert sessions.sign_in(name, "wrong", f"{name} {n}") is None
    assert sessions.sign_in("ada", GOOD, "another client") is None
    _signed_in(sessions, "root")
    clock.on(WINDOW / 2)
    assert sessions.sign_in("ada", GOOD, "another client") is None
    clock.on(WINDOW / 2 + timedelta(seconds=1))
    _signed_in(sessions)


def test_after_failures_the_door_is_shut_for_a_client(sessions: Sessions, clock: Clock) -> None:
    for n in range(MOST_OF_CLIENT):
        sessions.sign_in(f"name{n}", "wrong", "client")
    assert sessions.sign_in("ada", GOOD, "client") is None
    assert sessions.sign_in("ada", GOOD, "another")
    clock.on(WINDOW + timedelta(seconds=1))
    _signed_in(sessions)


def test_tries_side_by_side_are_all_counted(sessions: Sessions, archive: Archive) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: sessions.sign_in("ada", "wrong", f"client {n}"), range(12)))
    assert sessions.sign_in("ada", GOOD, "client") is None
    failed = [act for act in Acts(archive).newest() if act.what == "sign-in-failed"]
    assert len(failed) <= MOST_OF_NAME


def test_a_success_forgets_the_failures_of_the_name(sessions: Sessions) -> None:
    for _ in range(3):
        for n in range(MOST_OF_NAME - 1):
            sessions.sign_in("ada", "wrong", f"client {n}")
        _signed_in(sessions)


def test_what_happens_at_the_door_stands_in_the_trail(sessions: Sessions, archive: Archive) -> None:
    sessions.sign_out(_signed_in(sessions))
    sessions.sign_in("my secret password", "ada", "10.1.2.3")
    for _ in range(MOST_OF_NAME):
        sessions.sign_in("ada", "wrong", "10.1.2.3")
    acts = [(act.who, act.what, act.about) for act in reversed(Acts(archive).newest())][3:]
    assert acts[:3] == [("ada", "sign-in", ""), ("ada", "sign-out", ""), ("", "sign-in-failed", "")]
    assert acts[3:] == [*[("", "sign-in-failed", "ada")] * MOST_OF_NAME, ("", "locked-out", "ada")]
    kept = repr(Acts(archive).newest())
    assert "secret" not in kept
    assert "10.1.2.3" not in kept
    assert archive.verify().broken == ()


def test_who_signs_on_with_a_proxy_needs_to_be_a_user(sessions: Sessions) -> None:
    token = sessions.sign_on("Proxied")
    assert token
    person = sessions.person(token)
    assert person
    assert person.role is Role.REVIEWER
    assert sessions.sign_on("nobody") is None
    assert sessions.sign_on("<script>") is None


def test_the_time_tells_nobody_whether_a_name_exists(archive: Archive) -> None:
    """With hashing that takes long enough: without it the difference would be one of noise."""
    passwords = Passwords(PasswordHasher(time_cost=4, memory_cost=16_384, parallelism=1))
    Accounts(archive, passwords).set_password("ada", GOOD)
    sessions = Sessions(archive, passwords)
    sessions.sign_in("warm", "up", "z")

    def took(name: str, n: int) -> float:
        started = time.perf_counter()
        sessions.sign_in(name, "wrong", f"client {name} {n}")
        return time.perf_counter() - started

    times = [(took("ada", n), took("nobody", n)) for n in range(MOST_OF_NAME)]
    known, unknown = (statistics.median(one) for one in zip(*times, strict=True))
    assert 0.6 < known / unknown < 1.7
