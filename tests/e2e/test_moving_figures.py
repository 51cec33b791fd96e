"""A figure under the finger: everything on the page follows before it is let go of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

import engine
from engine.analysis import Comparison, compare
from engine.scenario import Simulated
from engine.text import Refused, compact_money, read_number
from pages.ui.charts import finding_sentences
from pages.ui.parameters.figure_widget import shown_figure
from pages.ui.session import people_facts, usual_people
from tests.e2e.browser import PATIENCE_MS, SETTLE_MS, Screen
from tests.e2e.conftest import Opens
from tests.e2e.figures import (
    BAR,
    FIELD,
    FIGURE,
    HEADLINE,
    LEGEND,
    LISTEN,
    PARTS,
    PLAN,
    TRACK,
    address,
    at_figures,
    middle,
    on_track,
    wait_until_shown,
)
from tests.e2e.test_what_if import cell, type_over

CARD = ".pc-card .pc-value"
# What stands in the drawings is read back from their pixels.
PAINTED = """([chart, trace, axis]) => {
  const plot = document.querySelector(`.st-key-${chart} .plot`);
  const group = [...plot.querySelectorAll('g.trace')]
    .find(group => group.__data__?.[0]?.trace?.index === trace);
  const up = plot._fullLayout[axis];
  const value = pixels => up.p2c(Number(pixels));
  const bars = [...group.querySelectorAll('g.point > path')].map(bar =>
    value(/V([-\\d.]+)H/.exec(bar.getAttribute('d'))[1]));
  const line = group.querySelector('path.js-line')?.getAttribute('d') ?? '';
  const heights = [/^M[-\\d.]+,([-\\d.]+)/, ...(line.match(/V[-\\d.]+/g) ?? [])]
    .map(part => value(typeof part === 'string' ? part.slice(1) : part.exec(line)?.[1]));
  return {values: bars.length ? bars : heights, edges: plot._fullLayout.xaxis.range,
    pixel: Math.abs(value(0) - value(1))};
}"""

CHANGES = """() => {
  const plot = document.querySelector('.st-key-changes .plot');
  const up = plot._fullLayout.yaxis;
  return [...plot.querySelectorAll('path.point')].map(dot =>
    Math.round(up.p2c(Number(/,([-.\\d]+)/.exec(dot.getAttribute('transform'))[1]))));
}"""


def painted(page: Page, chart: str, trace: int, axis: str = "yaxis") -> dict[str, Any]:
    """The values that a chart shows, by its pixels, and how much a pixel is."""
    found: dict[str, Any] = page.evaluate(PAINTED, [chart, trace, axis])
    return found


@pytest.fixture(scope="module")
def there() -> Any:
    """What the engine says of the figure at a value: the people that the page begins with."""
    plan = engine.load_plan(PLAN)
    people = usual_people(plan)
    assert isinstance(people, Simulated)
    facts = people_facts.facts_of(people, plan)
    documented = engine.evaluate(plan, facts)

    def asked(value: float) -> Comparison:
        return compare(documented, engine.evaluate(plan.with_values({FIGURE: value}), facts))

    return asked


def test_every_chart_follows_the_pointer_before_it_is_let_go(open_app: Opens, there: Any) -> None:
    screen = open_app()
    page = at_figures(screen)
    documented = page.locator(HEADLINE).inner_text()
    sent = page.evaluate("() => wire.sent")
    page.mouse.move(*on_track(page, 0.4))
    page.mouse.down()
    for share in (0.5, 0.65, 0.3, 0.9, 0.55):
        page.mouse.move(*on_track(page, share))
        page.wait_for_function(
            f"() => window.shown?.exact && Math.abs(shown.position.{FIGURE} - {share}) < 0.026",
            timeout=PATIENCE_MS,
        )
        value = page.evaluate(f"() => shown.position.{FIGURE}")
        found = there(value)
        bars = painted(page, "cost_by_month", 1)
        close = {"rel": 0, "abs": 0.03 * bars["pixel"]}
        assert bars["values"] == pytest.approx(found.variant.cost_by_month.tolist(), **close)
        crowd = painted(page, "distribution", 1)
        edges = np.linspace(*crowd["edges"], len(crowd["values"]))
        people = found.variant.histogram(edges).tolist()
        people = [*people, people[-1]]
        assert crowd["values"] == pytest.approx(people, rel=0, abs=0.03 * crowd["pixel"])
        total = compact_money(found.variant.total, "en", found.difference)
        expect(page.locator(CARD).first).to_have_text(total)
        gain, lose = (
            f"{count / found.variant.facts.size:.0%}" for count in (found.gain, found.lose)
        )
        said = page.locator(CARD).nth(2).inner_text().replace("\N{NO-BREAK SPACE}", "")
        assert gain in said.replace(" ", "") and lose in said.replace(" ", "")
        winners = page.locator(".st-key-winners .title")
        expect(winners).to_have_text(finding_sentences.winners(found, "en"))
        apart = (found.variant.histogram(edges) - found.baseline.histogram(edges)).tolist()
        strip = painted(page, "distribution", 2, "yaxis2")
        # Plotly draws bars without a gap between them on whole pixels.
        assert strip["values"] == pytest.approx(apart, rel=0, abs=1.5 * strip["pixel"])
    assert page.evaluate("() => wire.sent") == sent  # nothing has been told to Streamlit yet
    following = page.locator(HEADLINE).inner_text()
    assert following != documented
    counted = page.locator(".st-key-figures_heading [data-testid=stCaptionContainer] p")
    expect(counted).to_have_text("1 changed")
    together = f"Together {value + 0.6:g}, not 1"
    expect(page.locator(f".st-key-together-{FIGURE}")).to_contain_text(together)
    page.set_viewport_size({"width": 1300, "height": 900})  # what is drawn anew is not what it was
    screen.idle()
    bars = painted(page, "cost_by_month", 1)
    close = {"rel": 0, "abs": 0.03 * bars["pixel"]}
    assert bars["values"] == pytest.approx(found.variant.cost_by_month.tolist(), **close)
    page.mouse.up()
    screen.idle()
    assert page.locator(HEADLINE).inner_text() == following
    settled = page.evaluate("() => document.querySelector('.st-key-cost_by_month .plot').data[1].y")
    assert settled == pytest.approx(found.variant.cost_by_month.tolist(), rel=1e-5)
    page.keyboard.press("Control+z")
    screen.idle()
    assert page.locator(HEADLINE).inner_text() == documented


def test_a_figure_that_is_put_back_leaves_the_page_as_it_was(open_app: Opens) -> None:
    screen = open_app()
    page = at_figures(screen)
    before = page.locator(HEADLINE).inner_text(), painted(page, "cost_by_month", 1)
    page.mouse.move(*on_track(page, 0.4))
    page.mouse.down()
    page.mouse.move(*on_track(page, 0.7))
    page.wait_for_function("() => window.shown?.exact && shown.position.weight_sales > 0.6")
    assert page.locator(HEADLINE).inner_text() != before[0]
    page.keyboard.press("Escape")
    page.mouse.move(*on_track(page, 0.9))  # what was given up does not come back with the pointer
    page.mouse.up()
    screen.idle()
    page.wait_for_function("() => !document.documentElement.hasAttribute('data-figure-moves')")
    assert (page.locator(HEADLINE).inner_text(), painted(page, "cost_by_month", 1)) == before


ASKED = """() => {
  window.asked = [];
  const ask = (owner, name) => {
    const known = Object.getOwnPropertyDescriptor(owner, name);
    const from = function (...given) {
      if (window.holding) asked.push(name);
      return (known.get ?? known.value).apply(this, given);
    };
    Object.defineProperty(owner, name, known.get ? {...known, get: from} : {...known, value: from});
  };
  for (const name of ['offsetLeft', 'offsetTop', 'offsetWidth', 'offsetHeight'])
    ask(HTMLElement.prototype, name);
  for (const name of ['getBoundingClientRect', 'clientWidth', 'clientHeight', 'scrollTop'])
    ask(Element.prototype, name);
  for (const name of ['getBBox', 'getComputedTextLength'])
    ask((name === 'getBBox' ? SVGGraphicsElement : SVGTextContentElement).prototype, name);
  const {requestAnimationFrame: soon} = window;
  window.requestAnimationFrame = make => soon(at => {
    window.holding = document.documentElement.hasAttribute('data-figure-moves');
    make(at);
    window.holding = false;
  });
  window.anew = [];
  new MutationObserver(all => anew.push(...all.map(({target}) => target.className))).observe(
    document.querySelector('.stMain'), {childList: true, subtree: true});
}"""


def test_a_move_asks_for_no_layout_and_makes_nothing_anew(open_app: Opens) -> None:
    screen = open_app()
    page = at_figures(screen)
    page.wait_for_selector(".pc-handle")
    page.mouse.move(*on_track(page, 0.6))
    page.mouse.down()
    for share in (0.7, 0.6, 0.7):
        page.mouse.move(*on_track(page, share))
        at = f"() => window.shown?.exact && Math.abs(shown.position.{FIGURE} - {share}) < 0.026"
        page.wait_for_function(at, timeout=PATIENCE_MS)
    page.evaluate(ASKED)
    seen = page.locator(HEADLINE).inner_text()
    page.mouse.move(*on_track(page, 0.6))
    page.wait_for_function("() => shown.position.weight_sales < 0.63")
    page.mouse.move(*on_track(page, 0.65))
    page.wait_for_function("() => Math.abs(shown.position.weight_sales - 0.65) < 0.026")
    assert page.locator(HEADLINE).inner_text() != seen
    assert page.evaluate("() => asked") == []
    assert page.evaluate("() => anew") == []
    page.mouse.up()


@pytest.fixture
def out_of_sight(open_app: Opens) -> Iterator[Screen]:
    """A page on which a figure has moved and a chart out of sight has not; it must be right before
    the figure is let go of."""
    screen = open_app()
    page = at_figures(screen)
    page.wait_for_selector(".st-key-changes .paycurve-chart.drawn")
    documented = page.evaluate(CHANGES)
    field = page.locator(FIELD)
    field.fill("0.55")
    page.wait_for_function("() => window.shown?.exact && shown.position.weight_sales === 0.55")
    assert page.evaluate(CHANGES) == documented
    yield screen
    following = page.evaluate(CHANGES)
    assert following != documented
    field.press("Enter")
    screen.idle()
    page.wait_for_function("() => !document.documentElement.hasAttribute('data-figure-moves')")
    assert page.evaluate(CHANGES) == pytest.approx(following, rel=0.01, abs=25)


def test_a_chart_out_of_sight_is_right_as_soon_as_it_is_seen(out_of_sight: Screen) -> None:
    page = out_of_sight.page
    documented = page.evaluate(CHANGES)
    page.locator(".st-key-changes").scroll_into_view_if_needed()
    page.wait_for_function(f"before => `${{({CHANGES})()}}` !== `${{before}}`", arg=documented)


def test_a_chart_out_of_sight_is_right_on_paper(out_of_sight: Screen) -> None:
    """The browser takes its picture once the page was told, and waits for nothing."""
    page = out_of_sight.page
    documented = page.evaluate(CHANGES)
    page.evaluate(f"() => addEventListener('beforeprint', () => {{ onPaper = ({CHANGES})(); }})")
    page.pdf()
    assert page.evaluate("() => onPaper") != documented


def test_a_page_is_left_while_a_figure_is_typed_and_keeps_the_move(open_app: Opens) -> None:
    screen = open_app()
    page = at_figures(screen)
    page.locator(FIELD).fill("0.55")
    page.wait_for_function("() => window.shown?.exact && shown.position.weight_sales === 0.55")
    page.get_by_role("link", name="Library").click()
    expect(page.locator(".pc-heading h1")).to_have_text("Library", timeout=PATIENCE_MS)
    screen.idle()
    expect(page).to_have_url(re.compile("/library$"))
    page.get_by_role("link", name="What-if").click()
    page.wait_for_selector(f".st-key-scenario-{PLAN}-{FIGURE}", state="attached")
    screen.idle()
    screen.unfold(f"scenario-{PLAN}-{FIGURE}")
    expect(page.locator(FIELD)).to_have_value("0.55")
    screen.assert_clean()


def test_a_key_that_is_held_down_is_one_step_of_history(open_app: Opens) -> None:
    screen = open_app()
    page = at_figures(screen)
    handle = page.locator(".pc-handle[data-of='monthly_steps/0']")
    for on, down, field in (
        (page.locator(TRACK), "ArrowRight", page.locator(FIELD)),
        (page.locator(FIELD), "ArrowUp", page.locator(FIELD)),
        (handle, "ArrowRight", cell(screen, "monthly_steps", 0, "from")),
    ):
        begun = field.input_value()
        on.focus()
        page.keyboard.press(down)
        screen.idle()
        one = field.input_value()
        on.blur()
        on.focus()
        page.keyboard.down(down)
        page.wait_for_timeout(600)  # so long a keyboard waits before it repeats
        for _ in range(3):
            page.keyboard.down(down)
        page.keyboard.up(down)
        screen.idle()
        assert len({begun, one, field.input_value()}) == 3
        page.keyboard.press("Control+z")
        screen.idle()
        expect(field).to_have_value(one)
        page.keyboard.press("Control+z")
        screen.idle()
        expect(field).to_have_value(begun)


KEY_APART = """async ([track, key, pause]) => {
  const on = document.querySelector(track);
  const now = performance.now.bind(performance);
  let at = 0; // so long the clock of the page stood still while the machine was busy elsewhere
  performance.now = () => now() - at;
  for (const _ of [1, 2, 3]) {
    on.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
    on.dispatchEvent(new KeyboardEvent('keyup', {key, bubbles: true}));
    const from = performance.now();
    await new Promise(done => setTimeout(done, pause));
    at += performance.now() - from - pause;
  }
  performance.now = now;
}"""


def test_single_keys_within_a_second_are_one_step_of_history(open_app: Opens) -> None:
    screen = open_app()
    page = at_figures(screen)
    field = page.locator(FIELD)
    page.locator(TRACK).focus()
    page.evaluate(KEY_APART, [TRACK, "ArrowRight", 600])  # each settles by itself
    screen.idle()
    expect(field).to_have_value("0.55")
    page.locator(TRACK).blur()  # whoever leaves the figure begins anew
    page.locator(TRACK).focus()
    page.evaluate(KEY_APART, [TRACK, "ArrowLeft", 1200])
    screen.idle()
    for value in ("0.45", "0.5", "0.55", "0.4"):
        page.keyboard.press("Control+z")
        screen.idle()
        expect(field).to_have_value(value)


def test_undo_takes_back_a_key_that_is_no_step_of_history_yet_and_nothing_before_it(
    open_app: Opens,
) -> None:
    screen = open_app()
    page = at_figures(screen)
    field = page.locator(FIELD)
    for on, key in ((page.locator(TRACK), "ArrowRight"), (field, "ArrowUp")):
        type_over(field, "0.5")
        screen.idle()
        before = field.input_value()
        on.focus()
        page.keyboard.press(key)
        page.keyboard.press("Control+z")
        screen.idle()
        expect(field).to_have_value(before)
        page.keyboard.press("Control+z")
        screen.idle()
        assert field.input_value() != before


def test_the_page_follows_what_is_typed_and_keeps_it_in_the_field(
    open_app: Opens, there: Any
) -> None:
    screen = open_app()
    page = at_figures(screen)
    documented = page.locator(HEADLINE).inner_text()
    sent = page.evaluate("() => wire.sent")
    page.locator(FIELD).click()
    for keys, value in (("0.5", 0.5), ("3", 0.53), ("x", 0.4), ("Backspace", 0.53), ("5", 0.535)):
        for key in [keys] if len(keys) > 3 else keys:
            page.keyboard.press(key)
        page.wait_for_function(
            f"() => window.shown?.exact && shown.position.{FIGURE} === {value}",
            timeout=PATIENCE_MS,
        )
        found = there(value)
        total = compact_money(found.variant.total, "en", found.difference)
        expect(page.locator(CARD).first).to_have_text(total)
    assert page.evaluate("() => wire.sent") == sent
    expect(page.locator(FIELD)).to_have_value("0.535")
    following = page.locator(HEADLINE).inner_text()
    page.keyboard.press("Enter")
    screen.idle()
    assert page.locator(HEADLINE).inner_text() == following
    page.keyboard.type("1.75")  # beyond the end of the track
    page.wait_for_function(f"() => shown.exact && shown.position.{FIGURE} === 1.75")
    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).to_have_value("0.535")
    screen.idle()
    assert page.locator(HEADLINE).inner_text() == following
    page.keyboard.press("Control+z")  # all that was typed is one step
    screen.idle()
    assert page.locator(HEADLINE).inner_text() == documented


TEXTS = """
0 85 85% 85％ ８５％ 85.5 12.3 12.3% .5 5. 5.% -3 −3 +7 1,234 1,234.5 12,34 1,2 ¥5 -¥5 ¥-5 5元
5 % 0.85 0.85% 1 2 2.01 00012 1e3 0x10 Infinity NaN abc 1.2.3 -- - + % ¥ 12.34567 12.3456
0.0000001 0.1234560 1234567890123456 123456789012345 0.1234567% 33.3333 33.33333 --5 +-5 5%% %5
１，２３４ ５。 ²
"""
READ = """async ([texts, given]) => {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const { read } = await import(loaded.find(name => name.includes("figure_numbers.js")));
  return texts.map(text => read(text, given));
}"""


def test_what_is_let_go_of_before_its_answer_came_is_said_to_be_near_until_the_page_settles(
    open_app: Opens,
) -> None:
    screen = open_app()
    page = at_figures(screen)
    page.route("**/positions/**", lambda route: route.fulfill(status=204))
    page.evaluate(
        """() => document.addEventListener('paycurve:release', () => {
          window.noted = document.querySelector('.paycurve-moves .note').textContent })"""
    )
    page.mouse.move(*on_track(page, 0.4))
    page.mouse.down()
    page.mouse.move(*on_track(page, 0.7), steps=3)
    page.mouse.up()
    assert page.evaluate("noted") == "Nearest position, until yours is there"
    screen.idle()
    expect(page.locator(HEADLINE)).not_to_contain_text("As documented")
    expect(page.locator(".paycurve-moves .note")).to_have_text("")


# As if the rest of no answer, which takes longer, had come yet.
WITHOUT_CURVE = """() => {
  const parse = JSON.parse;
  JSON.parse = (...given) => {
    const found = parse(...given);
    if (found?.frame?.charts) delete found.frame.charts.payout_curve;
    return found;
  };
}"""
CURVE_FOLLOWS = """() => document.addEventListener('paycurve:frame', ({ detail }) => {
  window.curveFollows = Boolean(detail?.payout_curve && detail.cost_by_month);
})"""


def test_a_curve_that_takes_longer_follows_after_all_else(open_app: Opens) -> None:
    """By the plan of the service centre a surplus is shared at each place of it."""
    screen = open_app(address("service-centre-pool", employees=4_000))
    page, figure = screen.page, "review_standard_production"
    curve = page.locator(".st-key-payout_curve .paycurve-chart")
    expect(curve).to_have_class(re.compile("drawn"), timeout=PATIENCE_MS)
    screen.idle()
    screen.unfold(f"scenario-service-centre-pool-{figure}")
    page.evaluate(LISTEN)
    page.evaluate(CURVE_FOLLOWS)
    page.locator(f".st-key-scenario-service-centre-pool-{figure} input[type=text]").fill("900")
    wait_until_shown(page, "900", figure)
    page.wait_for_function("() => window.curveFollows", timeout=PATIENCE_MS)
    expect(curve).not_to_have_class(re.compile("behind"))
    screen.assert_clean()


def test_a_curve_that_did_not_follow_yet_is_seen_to_be_of_the_figure_before(
    open_app: Opens,
) -> None:
    screen = open_app(address("service-centre-pool", employees=4_000))
    page = screen.page
    curve, months = (
        page.locator(f".st-key-{key} .paycurve-chart") for key in ("payout_curve", "cost_by_month")
    )
    expect(curve).to_have_class(re.compile("drawn"), timeout=PATIENCE_MS)
    screen.idle()
    figure = "review_standard_production"
    screen.unfold(f"scenario-service-centre-pool-{figure}")
    page.evaluate(LISTEN)
    page.evaluate(WITHOUT_CURVE)
    field = page.locator(f".st-key-scenario-service-centre-pool-{figure} input[type=text]")
    field.fill("900")
    wait_until_shown(page, "900", figure)
    behind = re.compile("behind")
    expect(curve).to_have_class(behind)
    expect(curve).not_to_have_css("opacity", "1")
    expect(months).not_to_have_class(behind)
    expect(months).to_have_css("opacity", "1")
    field.press("Enter")
    screen.idle()
    expect(curve).not_to_have_class(behind, timeout=PATIENCE_MS)
    screen.assert_clean()


def test_what_the_browser_reads_in_a_field_is_what_the_server_reads(open_app: Opens) -> None:
    page = open_app().page
    page.wait_for_selector(".pc-figure input[type=text]")
    texts = [*TEXTS.split(), "5 %", " 7 ", "１２　", "1 000", ""]
    for unit in ("share", "CNY", "weight"):
        given = shown_figure(0.0, unit)
        for text, read in zip(texts, page.evaluate(READ, [texts, given]), strict=True):
            try:
                meant = read_number(text, unit)
            except Refused:
                meant = None
            may_be_a_share = unit == "share" and meant is not None and 0 < abs(meant) <= 0.02
            if read is None and may_be_a_share and "%" not in text.replace("％", "%"):
                continue  # the server alone knows what stands beside it
            assert read == meant, (unit, text)


def test_a_joint_of_weights_is_dragged_and_everything_follows(open_app: Opens) -> None:
    screen = open_app()
    page = at_figures(screen)
    other = page.locator(f".st-key-scenario-{PLAN}-weight_csat input[type=text]")
    joint = page.locator(f"{BAR} input").first
    documented = page.locator(HEADLINE).inner_text()
    sent = page.evaluate("() => wire.sent")
    part = page.locator(PARTS).first.bounding_box()
    assert part is not None
    x, y = part["x"] + part["width"], part["y"] + part["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for weight, rest in ((0.45, 0.25), (0.55, 0.15), (0.3, 0.4)):
        page.mouse.move(x + (weight - 0.4) * part["width"] / 0.4, y)
        page.wait_for_function(
            f"() => window.shown?.exact && shown.position.{FIGURE} === {weight}"
            f" && shown.position.weight_csat === {rest}",
            timeout=PATIENCE_MS,
        )
        expect(page.locator(FIELD)).to_have_value(str(weight))
        expect(other).to_have_value(str(rest))
        named = zip((f"sales {weight}", f"satisfaction {rest}"), (weight, rest), strict=True)
        first, second, *others = page.locator(PARTS).all_inner_texts()
        for said, (whole, alone) in zip((first, second), named, strict=True):
            assert said.replace("\N{NO-BREAK SPACE}", " ") in (whole, str(alone))
        assert others == ["0.2", "0.1"]
    assert page.evaluate("() => wire.sent") == sent
    following = page.locator(HEADLINE).inner_text()
    assert following != documented
    page.mouse.up()
    screen.idle()
    assert page.locator(HEADLINE).inner_text() == following
    joint.press("ArrowRight")
    screen.idle()
    expect(joint).to_have_attribute(
        "aria-valuetext", "Weight of sales 0.35, Weight of satisfaction 0.35"
    )
    page.keyboard.press("Control+z")  # both weights are one step
    screen.idle()
    expect(other).to_have_value("0.4")
    page.locator(FIELD).fill("0.8")  # the bar goes along, and says that it is too much
    expect(page.locator(PARTS).first).to_have_text("sales 0.8")
    expect(page.locator(LEGEND)).to_contain_text("teamwork 0.1")
    page.emulate_media(color_scheme="dark")  # all widgets are drawn anew, from what the server has
    screen.idle()
    expect(page.locator(PARTS).first).to_have_text("sales 0.8")
    expect(page.locator(f"{BAR} .pc-over")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(f"{BAR} .pc-over")).to_have_count(0)
    expect(other).to_have_value("0.4")


def test_a_track_is_pulled_while_its_own_field_has_the_focus(open_app: Opens) -> None:
    screen = open_app()
    page = at_figures(screen)
    field = page.locator(FIELD)
    for is_sent in (True, False):
        field.click()
        field.fill("0.5")
        if is_sent:
            field.press("Enter")
            screen.idle()
        page.mouse.move(*on_track(page, 0.5))
        page.mouse.down()
        page.mouse.move(*on_track(page, 0.7), steps=3)
        wait_until_shown(page, "0.7")
        page.mouse.up()
        screen.idle()
        expect(field).to_have_value("0.7")
        for value in ("0.5", "0.4"):
            page.keyboard.press("Control+z")
            screen.idle()
            expect(field).to_have_value(value)


TAKE_FOCUS = """() => {
  const box = document.createElement('button'); // as a dialog does that opens
  document.body.append(box);
  box.focus();
  box.remove();
}"""


def test_a_move_goes_on_where_something_takes_the_focus(open_app: Opens) -> None:
    screen = open_app()
    page = at_figures(screen)
    starts = cell(screen, "monthly_steps", 0, "from")
    handle = page.locator(".pc-handle[data-of='monthly_steps/0']")
    track = page.locator(TRACK)
    for held, field in ((track, page.locator(FIELD)), (handle, starts)):
        documented = field.input_value()
        if held is track:
            x, y = on_track(page, 0.4)
        else:
            x, y = middle(handle)
        sent = page.evaluate("() => wire.sent")
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 15, y, steps=3)
        page.evaluate(TAKE_FOCUS)
        between = field.input_value()
        page.mouse.move(x + 35, y, steps=3)
        expect(field).not_to_have_value(between)
        page.wait_for_timeout(SETTLE_MS)
        assert page.evaluate("() => wire.sent") == sent
        page.mouse.up()
        screen.idle()
        assert len({documented, between, field.input_value()}) == 3
        page.keyboard.press("Control+z")  # all of it is one step
        screen.idle()
        expect(field).to_have_value(documented)


def test_positions_are_asked_about_again_where_the_line_broke(open_app: Opens) -> None:
    screen = open_app()
    page = at_figures(screen)
    page.route("**/positions/*/*", lambda route: route.abort("connectionreset"), times=1)
    page.mouse.move(*on_track(page, 0.4))
    page.mouse.down()
    page.mouse.move(*on_track(page, 0.7))
    wait_until_shown(page, "0.7")
    page.mouse.up()
    screen.idle()
    screen.console_errors.clear()  # it asked in vain once


MUCH_LATER = """() => {
  const now = performance.now.bind(performance);
  performance.now = () => now() + 60_000;
}"""


def test_a_move_on_a_broken_line_is_shown_until_it_is_heard_of(open_app: Opens) -> None:
    screen = open_app()
    page = at_figures(screen)
    page.mouse.move(*on_track(page, 0.4))
    page.mouse.down()
    page.mouse.move(*on_track(page, 0.7))
    wait_until_shown(page, "0.7")
    following = page.locator(HEADLINE).inner_text()
    with screen.broken_line():
        page.mouse.up()
        page.evaluate(MUCH_LATER)
        page.wait_for_timeout(2000)
        assert page.locator(HEADLINE).inner_text() == following
    expect(page.locator(FIELD)).to_have_value("0.7")
    assert page.locator(HEADLINE).inner_text() == following
