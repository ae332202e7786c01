"""What screening says: a kind of personal data, where it stands, and what to do about it.

Every sentence here is fixed text, so that no word of a person can stand in a reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from ownwords.locales import marked


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


WAYS = marked("Cut it out with […], ask the person, or leave it and record why.")

WHAT: Mapping[Kind, str] = {
    Kind.PHONE: marked(
        "A phone number. Whoever reads it can ring the person or look them up by it."
    ),
    Kind.EMAIL: marked("An e-mail address. It leads to one person and to their other accounts."),
    Kind.ADDRESS: marked("A street address. It says where somebody lives, works or can be met."),
    Kind.POSTCODE: marked("A postcode. In some countries it narrows a home down to a few doors."),
    Kind.COORDINATES: marked(
        "A point on a map. It says where somebody is or lives, to a few metres."
    ),
    Kind.IBAN: marked("A bank account number; its check digits are right. It names its owner."),
    Kind.CARD: marked("A payment card number; its check digit is right. Others can pay with it."),
    Kind.IP_ADDRESS: marked(
        "An internet address. It leads to a connection, often to one household."
    ),
    Kind.PLATE: marked("A vehicle plate. In many countries it can be traced to its keeper."),
    Kind.BIRTH_DATE: marked(
        "A date of birth. With a place or a first name it singles a person out."
    ),
    Kind.NATIONAL_ID: marked(
        "The number of a document or a public register. It stands for one person."
    ),
    Kind.HANDLE: marked("Somebody else's account. They did not choose to be in this quotation."),
    Kind.PAYMENT: marked("A way to pay somebody. It often shows a legal name to whoever opens it."),
    Kind.REAL_NAME: marked(
        "A name that is said to be the real one. It may not be the one to print."
    ),
    Kind.LINK: marked(
        "A link with a token, an invitation or an account in it. It can tell who shared it."
    ),
}


def in_words(kind: str) -> str:
    """A kind as a reader says it: "a phone number"; how its sentence begins."""
    first = re.split("[.;]", WHAT[Kind(kind)])[0]
    return first[0].lower() + first[1:]


REASONS: Mapping[Kind, str] = {kind: f"{what} {WAYS}" for kind, what in WHAT.items()}
"""Why a place was flagged and what a person can do about it; also in docs/reference/screening.md.
"""
