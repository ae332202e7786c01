"""Pages, exports and feeds take what the gate cleared: each marked line must not type check.

Never imported; test_sealed.py gives it to mypy and compares what mypy says with the marks.
"""

from __future__ import annotations

from ownwords.edition.parts import Check, Checkable, Picture, Quotation
from ownwords.records.cleared import Cleared, ClearedCount
from ownwords.records.post import Post
from ownwords.records.sealed import Sealed

ROWS = (("1 May", 12, 11),)


def quotations(post: Post, sealed: Sealed, cleared: Cleared, check: Check) -> None:
    Quotation(id="a", words=cleared, said="")
    Quotation(id="a", words=sealed, said="")  # must fail: arg-type
    Quotation(id="a", words=post, said="")  # must fail: arg-type
    Quotation(id="a", words=post.content, said="")  # must fail: arg-type
    Quotation(id="a", words=str(sealed), said="")  # must fail: arg-type
    Quotation(id="a", words=cleared.text, said="")  # must fail: arg-type
    Checkable(id="a", words=cleared, said="", check=check, before=cleared)
    Checkable(id="a", words=sealed, said="", check=check)  # must fail: arg-type
    Checkable(id="a", words=cleared, said="", check=check, after=sealed)  # must fail: arg-type


def pictures(counts: ClearedCount) -> None:
    Picture(title="Posts a day", caption="", counts=counts)
    Picture(title="Posts a day", caption="", counts=ROWS)  # must fail: arg-type


def looking(sealed: Sealed) -> object:
    return sealed.text  # must fail: attr-defined


def forging(sealed: Sealed) -> Cleared:
    return sealed  # must fail: return-value
