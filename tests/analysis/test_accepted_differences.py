"""Differences that were accepted with a reason: what they cover, and when they hold no more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.analysis import Accepted, Reconciliation, accepted_text, read_accepted, reconcile
from engine.text import Refused
from tests.analysis.paid_people import SALES, commission, facts_of
from tests.small_plan import small_plan

ROWS = ("ann,2026-01,10000,700", "ann,2026-02,10000,150", "bob,2026-01,10000,201")


def reconciled(folder: Path, accepted: tuple[Accepted, ...], *rows: str) -> Reconciliation:
    """Each has 200 by the plan; ann was paid 500 more and 50 less, bob 1 more."""
    plan = commission()
    facts = facts_of(folder, plan, "sales,paid", rows or ROWS)
    return reconcile(plan, facts, {"gross_pay": "paid"}, accepted)


def test_an_accepted_difference_is_open_no_more(tmp_path: Path) -> None:
    found = reconciled(tmp_path, ())
    one = found.accept(
        "project bonus", employee="ann", month="2026-01", author="Li", at="2026-02-01"
    )
    assert (one.figures, one.fen) == (1, 50_000)
    after = reconciled(tmp_path, (one,))
    assert (found.open_amount, after.open_amount) == (55_100, 5_100)
    assert (after.to_the_fen, after.reconciled) == (0, 1 / 3)
    assert [c.reason for c in after.cases] == ["project bonus", "", ""]
    assert after.seal["en"] == (
        "Reconciled to 33.3\u00a0% of person-months (33.3\u00a0% accepted with a reason), "
        "¥51.00 open"
    )
    assert after.notes == ()


def test_whole_people_and_months_are_accepted(tmp_path: Path) -> None:
    found = reconciled(tmp_path, ())
    ann, january = found.accept("a", employee="ann"), found.accept("b", month="2026-01")
    assert (ann.figures, ann.fen) == (2, 45_000)
    after = reconciled(tmp_path, (ann, january))
    assert after.open_amount == 0
    assert [c.reason for c in after.cases] == ["a", "a", "b"]  # the first one that covers it
    assert "accepted" in after.seal["en"] and "认可" in after.seal["zh"]


def test_a_figure_that_changed_since_is_open_again_and_told(tmp_path: Path) -> None:
    one = reconciled(tmp_path, ()).accept("bonus", employee="ann", month="2026-01")
    after = reconciled(tmp_path, (one,), "ann,2026-01,10000,700.01", *ROWS[1:])
    assert after.open_amount == 55_101
    [note] = after.notes
    assert note.key == "accepted_stale"
    assert "¥500.00" in note.text("en") and "¥500.01" in note.text("en")
    gone = reconciled(tmp_path, (one,), "ann,2026-01,10000,200", *ROWS[1:])
    assert [n.key for n in gone.notes] == ["accepted_nothing"]


def test_other_differences_of_the_same_sum_are_open_again(tmp_path: Path) -> None:
    january = reconciled(tmp_path, ()).accept("bonus", month="2026-01")
    assert (january.figures, january.fen) == (2, 50_100)
    # Ann and Bob change places: two differences of 501 together, and of other people.
    rows = ("ann,2026-01,10000,201", ROWS[1], "bob,2026-01,10000,700")
    after = reconciled(tmp_path, (january,), *rows)
    assert [note.key for note in after.notes] == ["accepted_others"]
    assert after.open_amount == 55_100
    # More people and months beside them make no difference, nor does a shorter note.
    more = reconciled(tmp_path, (january,), *ROWS, "cid,2026-02,10000,200")
    assert more.notes == () and more.open_amount == 5_000
    assert reconciled(tmp_path, (replace(january, cases=""),), *rows).open_amount == 5_000


def test_an_amount_that_was_not_noted_is_told(tmp_path: Path) -> None:
    found = reconciled(tmp_path, (Accepted("ann", "2026-01", reason="bonus"),))
    [note] = found.notes
    mark = found.accept("bonus", employee="ann", month="2026-01").cases
    assert f'"figures": 1, "fen": 50000, "cases": "{mark}"' in note.sentence("zh", terminal=True)


def test_gross_pay_is_accepted_with_the_lines_it_is_made_of(tmp_path: Path) -> None:
    plan = small_plan({"one": "sales", "two": "sales"}, {}, SALES)
    rows = ["ann,2026-01,10,15,10,25", "bob,2026-01,10,15,10,26"]
    facts = facts_of(tmp_path, plan, "sales,first,second,all", rows)
    paid = {"gross_pay": "all", "one": "first", "two": "second"}
    accepted = reconcile(plan, facts, paid).accept("later", line="one")
    after = reconcile(plan, facts, paid, [accepted])
    # Ann's 5 in all are the accepted 5; Bob has 6 in all, 1 of which nobody accepted.
    assert after.open.tolist() == [[False, True]]
    assert after.open_amount == 600


def test_a_file_of_them_is_read_as_it_was_written(tmp_path: Path) -> None:
    accepted = (
        Accepted("ann", "2026-01", reason="项目奖", author="李", at="2026-02", figures=1, fen=-5),
        Accepted(line="commission", reason="two\nlines"),
    )
    file = tmp_path / "accepted.json"
    file.write_text(accepted_text(accepted), encoding="utf-8")
    assert read_accepted(file) == accepted


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{", "json"),
        ("[]", "accepted_broken"),
        ('{"accepted": [1]}', "accepted_entry"),
        ('{"accepted": [{"employee": 3, "reason": "x"}]}', "accepted_entry"),
        ('{"accepted": [{"employee": "a", "reason": "x", "fen": 1.5}]}', "accepted_entry"),
        ('{"accepted": [{"month": "2026-13", "reason": "x"}]}', "accepted_entry"),
        ('{"accepted": [{"employee": "ann", "reason": " "}]}', "accepted_no_reason"),
        ('{"accepted": [{"reason": "x"}]}', "accepted_everything"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(tmp_path: Path, text: str, key: str) -> None:
    file = tmp_path / "accepted.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        read_accepted(file)
    assert [p.key for p in caught.value.problems] == [key]
