"""The plan as a document: a policy for people to read."""

from engine.reports.policy_document.composition import policy_document

__all__ = ["policy_document"]
