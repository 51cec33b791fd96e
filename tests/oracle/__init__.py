"""A second opinion on pay: slow, obvious oracles in exact fractions, one module a plan.

Written from the catalogue alone; nothing here knows the engine.
"""

from __future__ import annotations

from types import ModuleType

from tests.oracle import (
    after_sales_supervisor,
    career_ladder,
    cs_department,
    department_pool,
    goal_award,
    growth_ladder,
    job_bands,
    key_account_incentive,
    key_account_manager,
    key_account_operations,
    key_account_seller,
    key_account_specialist,
    merchant_development,
    online_shop_team,
    part_time_service,
    pay_architecture,
    points_pay,
    recognition,
    sales_service,
    service_centre_pool,
    service_engineer,
    service_kpi_360,
    service_pay_bands,
    service_seller,
)

PLANS: dict[str, ModuleType] = {
    module.ID: module
    for module in (
        after_sales_supervisor,
        career_ladder,
        cs_department,
        department_pool,
        goal_award,
        growth_ladder,
        job_bands,
        key_account_incentive,
        key_account_manager,
        key_account_operations,
        key_account_seller,
        key_account_specialist,
        merchant_development,
        online_shop_team,
        part_time_service,
        pay_architecture,
        points_pay,
        recognition,
        sales_service,
        service_centre_pool,
        service_engineer,
        service_kpi_360,
        service_pay_bands,
        service_seller,
    )
}
