"""How a hub's callbacks are told from strangers'."""

from __future__ import annotations

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.seal import Seal, is_genuine

SEAL = Seal(b"p" * 32, b"s" * 32)
BODY = "<feed>حماة</feed>".encode()


def signed(method: str, secret: str = "secret", body: bytes = BODY) -> str:
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


@given(st.integers(1, 2**63), st.binary(min_size=8, max_size=8))
def test_a_token_opens_to_what_it_was_made_of(source: int, nonce: bytes) -> None:
    token = SEAL.token(source, nonce.hex())
    assert SEAL.opened(token) == (source, nonce.hex())
    assert len(token) <= 80


@given(st.text(max_size=100))
def test_nothing_else_opens(text: str) -> None:
    assert SEAL.opened(text) is None


@given(st.integers(0, 80), st.characters(codec="ascii"))
def test_a_token_with_another_character_in_it_does_not_open(place: int, character: str) -> None:
    token = SEAL.token(17, "0123456789abcdef")
    other = token[:place] + character + token[place + 1 :]
    assert SEAL.opened(other) == (None if other != token else (17, "0123456789abcdef"))


@pytest.mark.parametrize("source", ["017", "١٧", "+17", "17 ", "0x11", "-17", ""])
def test_a_number_written_otherwise_does_not_open(source: str) -> None:
    proof = SEAL.token(17, "ab").partition("-")[2]
    assert SEAL.opened(f"{source}-{proof}") is None


def test_token_and_secret_depend_on_all_they_are_made_of_and_not_on_each_other() -> None:
    seals = (SEAL, Seal(b"P" * 32, b"S" * 32))
    made = {seal.token(source, nonce) for seal in seals for source in (1, 2) for nonce in ("a", "b")}
    secrets = {seal.secret(source, nonce) for seal in seals for source in (1, 2) for nonce in ("a", "b")}
    assert len(made) == len(secrets) == 8
    assert not any(token.rpartition("-")[2] in secret for token in made for secret in secrets)
    assert all(len(secret.encode()) < 200 for secret in secrets)


def test_the_keys_do_not_show() -> None:
    assert "ppp" not in repr(SEAL)
    assert "sss" not in repr(SEAL)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_right_signature_is_genuine(method: str) -> None:
    assert is_genuine(signed(method), BODY, "secret")
    assert is_genuine(signed(method).upper(), BODY, "secret")
    assert not is_genuine(signed(method, "other"), BODY, "secret")
    assert not is_genuine(signed(method), BODY + b" ", "secret")


@pytest.mark.parametrize("signature", [signed("md5"), signed("sha224"), "sha256=", "sha256", "", "=", "sha256=حماة"])
def test_no_other_signature_is(signature: str) -> None:
    assert not is_genuine(signature, BODY, "secret")


@given(st.text(), st.binary())
def test_a_hostile_signature_is_never_genuine_and_never_raises(signature: str, body: bytes) -> None:
    assert not is_genuine(signature, body, "secret")
