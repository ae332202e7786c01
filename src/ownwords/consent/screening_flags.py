"""What screening says: a kind of personal data, where it stands, and what to do about it.

Every sentence here is fixed text, so that no word of a person can stand in a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """The kinds of personal data that the rules claim to find."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    POSTCODE = "postcode"
    COORDINATES = "coordinates"
    IBAN = "iban"
    CARD = "card"
    IP_ADDRESS = "ip-address"
    PLATE = "plate"
    BIRTH_DATE = "birth-date"
    NATIONAL_ID = "national-id"
    HANDLE = "handle"
    PAYMENT = "payment"
    REAL_NAME = "real-name"
    LINK = "link"


class Flag(msgspec.Struct, frozen=True):
    """One place that may give somebody away. Holds no words.

    ``start`` and ``end`` (exclusive) count code points of the text that was screened.
    """

    kind: Kind
    start: int
    end: int
    reason: str


_WAYS = "Cut it out with […], ask the person, or leave it and record why."

_WHAT: Mapping[Kind, str] = {
    Kind.PHONE: "A phone number. Whoever reads it can ring the person or look them up by it.",
    Kind.EMAIL: "An e-mail address. It leads to one person and to their other accounts.",
    Kind.ADDRESS: "A street address. It says where somebody lives, works or can be met.",
    Kind.POSTCODE: "A postcode. In some countries it narrows a home down to a few doors.",
    Kind.COORDINATES: "A point on a map. It says where somebody is or lives, to a few metres.",
    Kind.IBAN: "A bank account number; its check digits are right. It names its owner.",
    Kind.CARD: "A payment card number; its check digit is right. Others can pay with it.",
    Kind.IP_ADDRESS: "An internet address. It leads to a connection, often to one household.",
    Kind.PLATE: "A vehicle plate. In many countries it can be traced to its keeper.",
    Kind.BIRTH_DATE: "A date of birth. With a place or a first name it singles a person out.",
    Kind.NATIONAL_ID: "The number of a document or a public register. It stands for one person.",
    Kind.HANDLE: "Somebody else's account. They did not choose to be in this quotation.",
    Kind.PAYMENT: "A way to pay somebody. It often shows a legal name to whoever opens it.",
    Kind.REAL_NAME: "A name that is said to be the real one. It may not be the one to print.",
    Kind.LINK: "A link with a token, an invitation or an account in it. It can tell who shared it.",
}

REASONS: Mapping[Kind, str] = {kind: f"{what} {_WAYS}" for kind, what in _WHAT.items()}
"""Why a place was flagged and what a person can do about it; also in"
" docs/reference/screening.md."""
