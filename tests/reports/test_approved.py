"""Policies, statements and a health check read as they were approved, word for word."""

from __future__ import annotations

import difflib

import engine
from engine.explain.explain import EXPLAINERS
from engine.explain.explainers.general import GENERAL
from tests.reports.approve import FOLDER, POLICIES, pages, statements

RENEW = "if it is meant, renew it: python -m tests.reports.approve"


def test_the_documents_read_as_approved() -> None:
    approved = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}
    found = pages()
    assert approved.keys() == found.keys()
    for name, page in found.items():
        before, after = approved[name].splitlines(), page.splitlines()
        changes = difflib.unified_diff(before, after, n=0, lineterm="")
        assert approved[name] == page, "\n".join([f"{name}: {RENEW}", *list(changes)[:40]])


def test_the_approved_statements_tell_every_function_that_has_an_explainer() -> None:
    told = {step.function for statement in statements().values() for step in statement.steps()}
    own = {name for name, how in EXPLAINERS.items() if how not in GENERAL.values()}
    assert own and own <= told


def test_the_approved_policies_show_every_shape_of_parameter_of_the_catalogue() -> None:
    everywhere, approved = (
        {type(p.value) for plan in plans for p in engine.load_plan(plan).parameters.values()}
        for plans in (engine.catalogue(), POLICIES)
    )
    assert approved == everywhere
