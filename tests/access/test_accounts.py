import pytest

from chatbot.access.accounts import Account, Accounts, Role
from chatbot.access.sessions import Sessions
from chatbot.audit.acts import Acts
from chatbot.audit.archive import Archive
from chatbot.errors import AccessError

GOOD = "a quiet green river"
BETTER = "two loud yellow hills"


def _acts(archive: Archive) -> list[tuple[str, str, str]]:
    return [(act.who, act.what, act.about) for act in reversed(Acts(archive).newest())]


def test_users_are_added_listed_and_removed_and_each_act_is_kept(accounts: Accounts, archive: Archive) -> None:
    accounts.add(" Ada@Clinic ", Role.STAFF, GOOD)
    accounts.add("bob", Role.REVIEWER, None)
    found = accounts.list()
    assert [(one.name, one.role, one.password) for one in found] == [
        ("ada@clinic", Role.STAFF, True),
        ("bob", Role.REVIEWER, False),
    ]
    assert isinstance(found[0], Account)
    accounts.remove("ADA@clinic")
    assert [one.name for one in accounts.list()] == ["bob"]
    assert _acts(archive) == [
        ("operator", "user-added", "ada@clinic"),
        ("operator", "user-added", "bob"),
        ("operator", "user-removed", "ada@clinic"),
    ]
    assert archive.verify().broken == ()


@pytest.mark.parametrize("name", ["", "a", "a b", "<script>", "x" * 65, "-ada"])
def test_what_is_no_name_is_refused(name: str, accounts: Accounts) -> None:
    with pytest.raises(AccessError, match="is no name of a user"):
        accounts.add(name, Role.STAFF, GOOD)


def test_what_cannot_be_is_told_and_leaves_no_trace(accounts: Accounts, archive: Archive) -> None:
    accounts.add("ada", Role.STAFF, GOOD)
    for wrong, what in (
        (lambda: accounts.add("ada", Role.ADMIN, GOOD), "there already is a user ada"),
        (lambda: accounts.add("eve", Role.ADMIN, "password1234"), "one of the first"),
        (lambda: accounts.remove("eve"), "there is no user 'eve'"),
        (lambda: accounts.set_password("eve", GOOD), "there is no user 'eve'"),
    ):
        with pytest.raises(AccessError, match=what):
            wrong()
    assert [one.name for one in accounts.list()] == ["ada"]
    assert len(_acts(archive)) == 1


def test_a_new_password_ends_sessions_and_a_lock_out(accounts: Accounts, sessions: Sessions) -> None:
    accounts.add("ada", Role.STAFF, GOOD)
    token = sessions.sign_in("ada", GOOD, "client")
    for _ in range(6):
        sessions.sign_in("ada", "wrong", "client")
    assert token
    accounts.set_password("ada", BETTER)
    assert sessions.person(token) is None
    assert sessions.sign_in("ada", GOOD, "client") is None
    assert sessions.sign_in("ada", BETTER, "client")
