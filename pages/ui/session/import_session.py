"""The files of last year that a session brings, what was decided about them, and what later steps
keep with it.

Kept on the server at every change, under an id that stands in the address: a page that is loaded
again, or a browser that dies, loses nothing. The files lie in the upload store by their content."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import streamlit as st

from engine.facts import Facts, facts_table
from engine.importing import (
    Imported,
    Recipe,
    covers,
    import_tables,
    recipe_of,
    recipe_text,
    with_proposals,
)
from engine.plan import Plan
from engine.progress import Progress, no_progress, part
from engine.scenario import FromFile
from engine.sheets import read_grids
from engine.tables import Table, tables_of
from engine.text import Problem, Refused
from engine.workspace import RECIPE
from engine.yaml_files import Json
from pages.ui.kit import History, Store, StoredFile, autosave, upload
from pages.ui.session import kept_items
from pages.ui.session.server_memory import content_key, memory

PARAMETER = "i"
"""What the address names the import by."""
KIND = "imports"
FACTS = "facts of "
"""Before a plan's id: what is kept of the facts that the files made for it."""
MADE_OF = "made of "
"""Before a plan's id: the mark of what those facts were made of."""
READ = 0.6
"""The share of the work after which the files are read."""
_SEEN = "import/seen"


@dataclass(frozen=True)
class ImportFile:
    """A file of the upload store under the name it came with."""

    name: str
    sha256: str
    kind: str
    size: int

    @property
    def path(self) -> Path:
        """Where it lies."""
        return upload.stored_path(self.sha256, self.kind)


@dataclass(frozen=True)
class ImportSession:
    """Files, and what was decided of them for each plan, as the text of a recipe by the plan's id.

    `plan` is the key of the plan that they were read for last. `known` are the names of the files
    that were there when that was decided, by plan id; `known_as` is what the recipe is kept as, ""
    where it is not. `applied` is the outcome that became the session's people last, by plan id;
    `kept` what the steps after this one keep with the files.
    """

    id: str = ""
    files: tuple[ImportFile, ...] = ()
    plan: str = ""
    recipes: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)
    known_as: str = ""
    applied: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, Json] = field(default_factory=dict)

    def with_files(self, *files: StoredFile) -> ImportSession:
        """With more files; one of a name that is there already takes its place, as a corrected file
        does."""
        added = [
            ImportFile(one.name, one.sha256, one.path.suffix.lstrip("."), one.size) for one in files
        ]
        new = {one.name: one for one in added}
        stay = [new.pop(one.name, one) for one in self.files]
        known = {one.sha256 for one in stay}
        stay += [one for one in new.values() if one.sha256 not in known]
        return replace(self, id=self.id or autosave.new_id(), files=tuple(stay))

    def without_file(self, name: str) -> ImportSession:
        """Without one of its files."""
        return replace(self, files=tuple(one for one in self.files if one.name != name))

    def without_files(self) -> ImportSession:
        """With no file, and nothing decided."""
        return ImportSession(self.id)

    def decided(self, recipe: Recipe, known_as: str = "") -> ImportSession:
        """With what was decided for a plan; `known_as` is the name that it is kept under."""
        return replace(
            self,
            id=self.id or autosave.new_id(),
            recipes={**self.recipes, recipe.plan: recipe_text(recipe)},
            known={**self.known, recipe.plan: [one.name for one in self.files]},
            known_as=known_as,
        )

    def undecided(self, plan: str) -> ImportSession:
        """With all of it proposed anew for a plan."""
        recipes = {key: text for key, text in self.recipes.items() if key != plan}
        return replace(self, recipes=recipes, known_as="")

    def with_applied(self, plan: str, outcome: str) -> ImportSession:
        """With the outcome that became the session's people."""
        return replace(self, applied={**self.applied, plan: outcome})

    def with_facts(self, plan: str, sha256: str, made_of: str) -> ImportSession:
        """With the facts that files made for a plan, by the mark of what they were `made_of`."""
        kept = {f"{FACTS}{plan}": sha256, f"{MADE_OF}{plan}": made_of}
        return replace(self, kept={**self.kept, **kept})

    def made_of(self, plan: str) -> str:
        """A mark of the files and of what was decided of them for a plan."""
        made_of = ([one.sha256 for one in self.files], self.recipes.get(plan, ""))
        return hashlib.sha256(repr(made_of).encode()).hexdigest()

    def facts_now(self, plan: str) -> str:
        """The SHA-256 of the facts of a plan that the files make as things stand; "" where they
        were not read for it since."""
        is_now = self.kept.get(f"{MADE_OF}{plan}") == self.made_of(plan)
        return self.facts_before(plan) if is_now else ""

    def facts_before(self, plan: str) -> str:
        """The SHA-256 of the facts that these files made last for a plan, or ""."""
        return str(self.kept.get(f"{FACTS}{plan}", ""))

    @property
    def sources(self) -> tuple[str, ...]:
        """The SHA-256 of the files, in rising order."""
        return tuple(sorted(one.sha256 for one in self.files))

    def as_json(self) -> str:
        """All of it as text."""
        return json.dumps(
            {
                "files": [
                    {"name": f.name, "sha256": f.sha256, "kind": f.kind, "size": f.size}
                    for f in self.files
                ],
                "plan": self.plan,
                "recipes": dict(self.recipes),
                "known": {plan: list(names) for plan, names in self.known.items()},
                "known_as": self.known_as,
                "applied": dict(self.applied),
                "kept": dict(self.kept),
            },
            ensure_ascii=False,
            indent=1,
        )


class ImportStore(Store[ImportSession]):
    """The import of this session; every change is kept on the server."""

    def __init__(self) -> None:
        super().__init__("import", ImportSession)

    def _keep(self, history: History[ImportSession]) -> None:
        super()._keep(history)
        if history.present.id:
            autosave.keep(KIND, history.present.id, history.present.as_json())


def import_store() -> ImportStore:
    """The import of this session: at first no file."""
    return ImportStore()


def open_import() -> None:
    """Open the import that the address names, once."""
    name = st.query_params.get(PARAMETER, "")
    store = import_store()
    if not name or name == store.present.id or st.session_state.get(_SEEN) == name:
        return
    st.session_state[_SEEN] = name
    _open(name)


def bring(people: FromFile) -> None:
    """Begin an import with a file of people that is in the upload store, as another import."""
    path = upload.stored_path(people.sha256, people.kind)
    if path.is_file():
        stored = StoredFile(people.name, path, people.sha256, path.stat().st_size)
        import_store().switch_to(ImportSession().with_files(stored))


@dataclass(frozen=True)
class Earlier:
    """An import of this reader: its id, its files, and when it was last worked on (UTC)."""

    id: str
    files: tuple[str, ...]
    at: datetime


def earlier_imports(most: int = 3) -> list[Earlier]:
    """The imports that this reader worked on last, the last one first."""
    found = []
    for name, at in autosave.listed(KIND):
        with suppress(ValueError, KeyError, TypeError):
            data = json.loads(autosave.kept(KIND, name, touch=False) or "")
            if data["files"]:
                files = tuple(str(one["name"]) for one in data["files"])
                found.append(Earlier(name, files, datetime.fromtimestamp(at, UTC)))
        if len(found) == most:
            break
    return found


def go_on_with(name: str) -> None:
    """Go on with an earlier import, as a session that was not there when its facts were used."""
    _open(name, applied={})


def _open(name: str, **changes: Any) -> None:
    text = autosave.kept(KIND, name)
    if text is not None:
        with suppress(ValueError, KeyError, TypeError):
            import_store().switch_to(replace(_of_json(name, json.loads(text)), **changes))


def _of_json(name: str, data: Any) -> ImportSession:
    files = tuple(ImportFile(**entry) for entry in data["files"])
    parts = ("recipes", "known", "known_as", "applied", "kept")
    plan = str(data.get("plan", ""))
    return ImportSession(name, files, plan, **{part: data[part] for part in parts})


# -- what the files say ------------------------------------------------------------------------


def sources_of(people: FromFile) -> tuple[str, ...]:
    """The SHA-256 of the files that made these people in this session's import; none where it made
    others."""
    session = import_store().present
    made = {value for key, value in session.kept.items() if key.startswith(FACTS)}
    return session.sources if people.sha256 in made else ()


def missing_files(session: ImportSession) -> list[str]:
    """The names of files that are not on this server any more, or not this reader's."""
    return [
        one.name for one in session.files if not one.path.is_file() or not upload.may_read(one.path)
    ]


@dataclass(frozen=True)
class KeptRecipe:
    """A recipe of the workspace: its name and its text."""

    name: str
    text: str


def kept_recipes(plan: Plan) -> tuple[KeptRecipe, ...]:
    """The recipes that are kept for a plan, last saved first."""
    found = []
    for item in kept_items.items(RECIPE):
        if item.plan == plan.id:
            with suppress(Refused):
                text = kept_items.workspace().text(item.current.id)
                found.append(KeptRecipe(item.name, text))
    return tuple(found)


def imported(
    session: ImportSession,
    plan: Plan,
    kept: Sequence[KeptRecipe] = (),
    progress: Progress = no_progress,
) -> tuple[Imported, str]:
    """The files read into a plan's columns: by what was decided, else by the first kept recipe of
    the same layout, else by what is proposed; and the name of the kept recipe, or "".

    Raises Refused where a file cannot be read or no table is found.
    """
    files = tuple((one.sha256, one.name) for one in session.files)
    tables = memory().cached(
        ("imported tables", files), lambda: _tables(session, part(progress, 0.0, READ))
    )

    def read(recipe: Recipe | None) -> Imported:
        said = "" if recipe is None else recipe_text(recipe)
        return memory().cached(
            ("imported", files, content_key(plan), said),
            lambda: import_tables(tables, plan, recipe, part(progress, READ, 1.0)),
        )

    if decided := session.recipes.get(plan.id, ""):
        recipe = recipe_of(decided)
        if {one.name for one in session.files} - set(session.known.get(plan.id, ())):
            recipe = with_proposals(recipe, read(None).recipe)
        return read(recipe), session.known_as
    fitting = ((one.name, recipe_of(one.text)) for one in kept)
    known = ((name, recipe) for name, recipe in fitting if covers(recipe, tables))
    for name, recipe in known:
        return read(recipe), name
    return read(None), ""


def _tables(session: ImportSession, progress: Progress) -> list[Table]:
    grids = []
    for i, file in enumerate(session.files):
        share = part(progress, i / len(session.files), (i + 1) / len(session.files))
        try:
            found = read_grids(file.path, share)
        except Refused as refused:
            raise Refused(_renamed(p, file) for p in refused.problems) from None
        for grid in found:
            notes, flaws = (
                tuple(_renamed(problem, file) for problem in problems)
                for problems in (grid.notes, grid.flaws)
            )
            grids.append(replace(grid, file=file.name, notes=notes, flaws=flaws))
    return tables_of(grids)


def _renamed(problem: Problem, file: ImportFile) -> Problem:
    """A problem of a file under the name that it came with."""
    return replace(problem, file=file.name)


def name_of(session: ImportSession, found: Imported | None = None) -> str:
    """What the people of some files are called: by the file of the main table, else by the first of
    them, and how many more there are."""
    names = [one.name for one in session.files]
    if found is not None:
        main = next(iter(found.recipe.tables), "")
        of = [table.sources[0][0] for table in found.tables if table.name == main]
        names.sort(key=lambda name: name not in of)
    stem, more = Path(names[0]).stem[:80], len(names) - 1
    return f"{stem} +{more}" if more else stem


def outcome(session: ImportSession, recipe: Recipe) -> str:
    """A mark of the facts that files make by a recipe."""
    made_of = repr(([one.sha256 for one in session.files], recipe_text(recipe)))
    return hashlib.sha256(made_of.encode()).hexdigest()


def people_of(facts: Facts, name: str) -> FromFile:
    """Facts as people of the session, kept in the upload store like any file that was brought."""
    buffer = io.BytesIO()
    pq.write_table(facts_table(facts), buffer, compression="zstd")
    stored = upload.store(buffer, f"{name}.parquet")
    return FromFile(name, stored.sha256, "parquet")
