import pytest
from argon2 import PasswordHasher

from chatbot.access.passwords import Passwords, check_plain
from chatbot.errors import AccessError


def test_a_password_fits_its_own_hash_alone(passwords: Passwords) -> None:
    hashed = passwords.hash("a quiet green river")
    assert hashed.startswith("$argon2id$")
    assert passwords.fits(hashed, "a quiet green river")
    assert not passwords.fits(hashed, "a quiet green rivers")
    assert not passwords.fits("", "a quiet green river")
    assert not passwords.fits("no hash", "a quiet green river")


def test_two_hashes_of_one_password_differ(passwords: Passwords) -> None:
    assert passwords.hash("a quiet green river") != passwords.hash("a quiet green river")


def test_a_hash_of_weaker_parameters_is_outdated(passwords: Passwords) -> None:
    assert not passwords.outdated(passwords.hash("x"))
    assert Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)).outdated(passwords.hash("x"))


@pytest.mark.parametrize(
    "password",
    [
        "short one",
        "x" * 300,
        "aaaaaaaaaaaa",
        "abababababab",
        "password1234",
        "Passw0rd!!!!",
        "welcomeadmin2026",
        "123456789012",
        "abcdefghijkl",
        "ada.lovelace1",
        "qwerty-qwerty",
        "correct horse battery staple",
        "",
    ],
)
def test_the_plainest_passwords_are_refused(password: str) -> None:
    with pytest.raises(AccessError):
        check_plain(password, "ada.lovelace")


@pytest.mark.parametrize(
    "password", ["a quiet green river", "7Gk!pq2Zr#mm", "ночная тихая река", "welcome to my garden"]
)
def test_other_passwords_are_taken(password: str) -> None:
    check_plain(password, "ada.lovelace")
