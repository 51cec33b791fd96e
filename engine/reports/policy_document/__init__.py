"""The plan as papers for people: the policy to publish, and the design notes that go with it."""

from engine.reports.policy_document.composition import policy_document
from engine.reports.policy_document.design_notes import design_notes

__all__ = ["design_notes", "policy_document"]
