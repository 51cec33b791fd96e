"""What this session works on: its scenario and draft, its people, what it keeps, and its link.

No widgets here."""

from pages.ui.session import (
    address,
    company_definitions,
    draft_session,
    health_policy,
    import_session,
    kept_items,
    link,
    people_facts,
    reconciliation_session,
    session_scenario,
    workforce_models,
)
from pages.ui.session.company_answers import (
    check_files,
    company_content_key,
    company_costs,
    company_facts_of,
    company_headcount,
    company_payouts,
    named_as_brought,
    one_payroll,
    people_key,
    session_facts,
)
from pages.ui.session.company_session import (
    documented_company,
    kept_variants,
    kept_with_other_people,
    present_company,
    title_of,
)
from pages.ui.session.company_upload import COMPANY_KINDS, company_from_files
from pages.ui.session.draft_session import TAB, DraftSession, DraftStore, role_of
from pages.ui.session.health_check import CompanyHealth, check_company, check_health
from pages.ui.session.import_session import ImportSession, ImportStore, import_store
from pages.ui.session.link import PLAN_PARAMETER
from pages.ui.session.linked_scenario import as_json, from_json
from pages.ui.session.people_facts import (
    MissingFile,
    path_of,
    people_and_period,
    people_source,
    people_summary,
    person_name,
)
from pages.ui.session.server_memory import content_key, memory, remembering
from pages.ui.session.session_scenario import (
    SessionScenario,
    company_key,
    first_scenario,
    plan_key_of,
    scenario_store,
)
from pages.ui.session.usual_people import MOST_MONTHS, SIZES, covers, own_people, usual_people
from pages.ui.session.workforce_models import FIRST_SEED, kept_name, model_of

__all__ = [
    "COMPANY_KINDS",
    "FIRST_SEED",
    "MOST_MONTHS",
    "PLAN_PARAMETER",
    "SIZES",
    "TAB",
    "CompanyHealth",
    "DraftSession",
    "DraftStore",
    "ImportSession",
    "ImportStore",
    "MissingFile",
    "SessionScenario",
    "address",
    "as_json",
    "check_company",
    "check_files",
    "check_health",
    "company_content_key",
    "company_costs",
    "company_definitions",
    "company_facts_of",
    "company_from_files",
    "company_headcount",
    "company_key",
    "company_payouts",
    "content_key",
    "covers",
    "documented_company",
    "draft_session",
    "first_scenario",
    "from_json",
    "health_policy",
    "import_session",
    "import_store",
    "kept_items",
    "kept_name",
    "kept_variants",
    "kept_with_other_people",
    "link",
    "memory",
    "model_of",
    "named_as_brought",
    "one_payroll",
    "own_people",
    "path_of",
    "people_and_period",
    "people_facts",
    "people_key",
    "people_source",
    "people_summary",
    "person_name",
    "plan_key_of",
    "present_company",
    "reconciliation_session",
    "remembering",
    "role_of",
    "scenario_store",
    "session_facts",
    "session_scenario",
    "title_of",
    "usual_people",
    "workforce_models",
]
