"""A second opinion on pay: slow, obvious oracles in exact fractions, one module a plan.

Written from the catalogue alone; nothing here knows the engine.
"""

from __future__ import annotations

from types import ModuleType

from tests.oracle import (
    department_pool,
    key_account_operations,
    key_account_seller,
    points_pay,
    service_centre_pool,
    service_seller,
)

PLANS: dict[str, ModuleType] = {
    module.ID: module
    for module in (
        department_pool,
        key_account_operations,
        key_account_seller,
        points_pay,
        service_centre_pool,
        service_seller,
    )
}
