"""Legal figures by place and date."""

from engine.statutory.minimum_wages import LOWEST, Place, minimum_wage, places

__all__ = ["LOWEST", "Place", "minimum_wage", "places"]
