// Lets the page follow a figure while it is being moved. A widget says what it is about to move
// along ("paycurve:touch"), where it is ("paycurve:move") and that it was let go of
// ("paycurve:release"); the server answers what the page shows at each of these positions (see
// positions.py), nearest first, and whichever answer is nearest to the finger is shown: charts hear
// of it by "paycurve:frame", widgets by "paycurve:shown". Nothing is made up between two answers.
//
// What was let go of stays as it is shown until the page has settled on it by the ordinary way.

const LOOK = 400; // milliseconds between two looks whether a figure that was let go of was refused
const AGAIN = 1000; // milliseconds after which is asked again where the line broke
const STILL = 350; // milliseconds without a move after which the finding is read out
const TELL = 60; // milliseconds between two words to the server where the finger is
const CALM = 150; // milliseconds in which no height changes before charts get theirs
const KEPT = 4; // ranges whose answers are kept
const HOME = {}; // the page as it was drawn

let page = null; // what the server drew last
let root = null;
let touch = null; // what is in the hand
let awaited = null; // the position that was let go of last, until the page is drawn there
let idle = 0; // looks since then at which nothing was on its way
let drawn = null; // the frame that is shown, null for the page as it was drawn
let listening = false;
let planned = 0;
let speaking = 0;
let told = 0;
let looking = 0;
let telling = 0;
const ranges = new Map(); // answers by range and by all else that they depend on

export default function ({ data, parentElement }) {
  root = parentElement.querySelector(".paycurve-moves");
  page = data;
  if (!listening) {
    listening = true;
    const on = (name, heard) => document.addEventListener(`paycurve:${name}`, heard);
    on("touch", ({ detail }) => take(detail));
    on("move", ({ detail }) => move(detail));
    on("release", ({ detail }) => release(detail));
  }
  renewed();
  return () => {
    touch?.asking?.abort();
    [page, root, touch, awaited] = [null, null, null, null];
    ranges.clear();
    show(null);
    keepHeight(false);
  };
}

// -- what widgets say -----------------------------------------------------------------------------

function take({ positions, at }) {
  if (!page) return;
  const name = JSON.stringify(positions);
  if (touch?.name === name) return;
  touch?.asking?.abort();
  touch = { name, positions, home: at, at, range: null, asking: null, shown: null };
  keepHeight(true);
  begin();
}

// A figure that was let go of and is not settled yet stands in no answer about another one.
function begin() {
  const own = Object.keys(touch.positions[0]);
  if (awaited && !Object.keys(awaited).every((name) => own.includes(name))) return;
  const all = JSON.stringify([touch.name, contextOf(own)]);
  const { positions } = touch;
  const range = ranges.get(all) ?? {
    all, known: new Map(), refused: new Map(), wanted: new Map(positions.entries()), at: new Map(positions.entries()),
  };
  ranges.delete(all);
  ranges.set(all, range);
  if (ranges.size > KEPT) ranges.delete(ranges.keys().next().value);
  touch.range = range;
  touch.shown = null;
  const home = positions[touch.home];
  const isDrawn = !awaited && (!home || isPresent(home));
  if (isDrawn && !range.known.has(touch.home)) range.known.set(touch.home, HOME);
  if (range.wanted.size) ask();
}

const contextOf = (own) =>
  [page.context, Object.entries(page.present).filter(([name]) => !own.includes(name))];

function move({ position, at }) {
  if (!touch) return;
  touch.at = at;
  const { range } = touch;
  if (range && ![range.wanted, range.known, range.refused].some((some) => some.has(at))) {
    range.wanted.set(at, position); // typed, between two stops
    range.at.set(at, position);
    ask();
  }
  tellPlace();
  plan();
}

function release({ position, at }) {
  if (!touch) return;
  touch.asking?.abort();
  touch.at = at;
  draw();
  const isHome = at === touch.home;
  touch = null;
  if (isHome && awaited) return;
  if (isHome) return settle();
  awaited = position;
  idle = 0;
  clearTimeout(looking);
  looking = setTimeout(look, LOOK);
}

// -- what the server says -------------------------------------------------------------------------

// The page was drawn anew: on what was let go of, or, by another hand, on something else.
function renewed() {
  watchHeights();
  if (awaited && !isPresent(awaited)) return;
  settle();
  if (!drawn) write(page); // also where older words were put over those that had come already
}

// A figure that was refused is heard of by the server, which then draws the page without it. As long
// as the line is broken or the server is busy, what was let go of is not settled.
const ON_ITS_WAY = "[data-unheard], [data-steps], [data-testid=stApp][data-test-script-state=running]";

function look() {
  if (!awaited || !page) return;
  idle = document.querySelector(ON_ITS_WAY) ? 0 : idle + 1;
  if (idle >= 3) return settle();
  looking = setTimeout(look, LOOK);
}

function settle() {
  awaited = null;
  for (const { known } of ranges.values()) {
    for (const [place, frame] of known) if (frame === HOME) known.delete(place);
  }
  if (!touch) {
    show(null);
    say("");
    return keepHeight(false);
  }
  const before = touch.range?.all;
  begin();
  if (touch.range?.all !== before) show(null);
  plan();
}

const isPresent = (position) =>
  Object.entries(position).every(([name, value]) => alike(value, page.present[name]));

function alike(one, other) {
  if (one === null || typeof one !== "object") return one === other;
  const names = Object.keys(one);
  return (
    other !== null && typeof other === "object" && names.length === Object.keys(other).length &&
    names.every((name) => alike(one[name], other[name]))
  );
}

async function ask() {
  const { range, positions, at } = touch;
  touch.asking?.abort();
  const asking = (touch.asking = new AbortController());
  const ends = [positions[0], positions.at(-1)];
  const body = JSON.stringify({ at, ends, positions: [...range.wanted] });
  try {
    const answer = await fetch(new URL(page.address, document.baseURI), {
      method: "POST", body, signal: asking.signal, headers: { "Content-Type": "application/json" },
    });
    if (answer.status !== 200) return; // drawn anew since: asked again once that is here
    let charts = {};
    for await (const line of lines(answer.body)) {
      if (asking.signal.aborted) return;
      const { drawn: whole, place, frame } = JSON.parse(line);
      if (whole) charts = whole;
      else takeIn(range, place, frame, charts);
      plan();
    }
  } catch (problem) {
    if (problem.name === "AbortError") return;
    console.warn(problem);
    setTimeout(() => touch?.asking === asking && ask(), AGAIN);
  }
}

function takeIn(range, place, frame, charts) {
  if (!frame.later) range.wanted.delete(place);
  if (frame.refused) return range.refused.set(place, frame.refused);
  const each = Object.entries(frame.charts).map(([key, change]) => [key, { drawn: charts[key], change }]);
  const before = range.known.get(place); // of what takes longer the rest comes by itself
  range.known.set(place, { ...before, ...frame, charts: { ...before?.charts, ...Object.fromEntries(each) } });
  if (touch?.range === range && touch.shown === place) touch.shown = null;
}

async function* lines(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    yield* parts;
  }
}

function tellPlace() {
  if (told || !touch?.range?.wanted.size) return;
  told = setTimeout(() => {
    told = 0;
    if (!touch || !page) return;
    const body = JSON.stringify({ at: touch.at });
    fetch(new URL(`${page.address}/at`, document.baseURI), { method: "POST", body }).catch(() => {});
  }, TELL);
}

// -- what is shown --------------------------------------------------------------------------------

function plan() {
  planned ||= requestAnimationFrame(() => {
    planned = 0;
    draw();
  });
}

function draw() {
  if (!touch) return;
  const { range, at } = touch;
  const place = range ? nearest(range.known, at) : undefined;
  if (place === undefined) return say(page.nearest);
  const exact = place === at;
  if (place !== touch.shown) {
    touch.shown = place;
    const frame = range.known.get(place);
    show(frame === HOME ? null : frame);
  }
  say(exact ? "" : range.refused.get(at) ?? page.nearest);
  const position = range.at.get(place);
  document.dispatchEvent(new CustomEvent("paycurve:shown", { detail: { position, at: place, exact } }));
  clearTimeout(speaking);
  if (exact) speaking = setTimeout(readOut, STILL);
}

function nearest(known, at) {
  let best;
  for (const place of known.keys()) {
    if (best === undefined || Math.abs(place - at) < Math.abs(best - at)) best = place;
  }
  return best;
}

function show(frame) {
  if (frame === null && drawn === null) return;
  drawn = frame;
  if (page) write(frame ?? page); // what a page that was left has written went with it
  document.dispatchEvent(new CustomEvent("paycurve:frame", { detail: frame?.charts ?? null }));
}

function write({ html = {}, titles = {} }) {
  for (const [selector, text] of Object.entries(html)) {
    const element = document.querySelector(selector);
    if (element) renew(element, text);
  }
  for (const [selector, text] of Object.entries(titles)) {
    const element = document.querySelector(selector);
    if (element && element.title !== text) element.title = text;
  }
}

function renew(element, text) {
  const wanted = document.createElement("template");
  wanted.innerHTML = text;
  if (!reword(element, wanted.content)) element.innerHTML = text;
}

function say(text) {
  const note = root?.querySelector(".note");
  if (note && note.textContent !== text) note.textContent = text;
}

const HEADLINE = ".pc-heading h2";

// A finding that grows by a line would push all charts down.
function keepHeight(moving) {
  const headline = document.querySelector(HEADLINE);
  document.documentElement.toggleAttribute("data-figure-moves", moving);
  if (!headline) return;
  headline.setAttribute("aria-live", moving ? "off" : "polite");
  headline.style.minHeight = moving ? `${headline.getBoundingClientRect().height}px` : "";
}

// What is beside a long list stays in sight below what stands on top of the page: how high that is,
// and how much beside the list is no chart. While a figure is in the hand no chart gets another size.
const heights = new ResizeObserver(() => {
  clearTimeout(telling);
  telling = setTimeout(tellHeights, CALM);
});

function watchHeights() {
  heights.disconnect();
  for (const part of [onTop(), besideList()]) if (part) heights.observe(part);
}

const onTop = () => document.querySelector(".st-key-in_sight")?.parentElement;
const besideList = () => document.querySelector(
  ".st-key-beside_essentials > * > .stHorizontalBlock > .stColumn:last-child > .stVerticalBlock");

function tellHeights() {
  const [top, beside] = [onTop(), besideList()];
  if (touch || !top || !beside) return;
  const below = {}; // heights of the charts that are below one another
  for (const plot of beside.querySelectorAll(".plot")) {
    const { left, height } = plot.getBoundingClientRect();
    if (height) below[left] = (below[left] ?? 0) + height;
  }
  const rest = beside.offsetHeight - Math.max(0, ...Object.values(below));
  const { style } = document.documentElement;
  style.setProperty("--pc-on-top", `${top.offsetHeight}px`);
  style.setProperty("--pc-no-chart", `${rest}px`);
}

function readOut() {
  const finding = document.querySelector(HEADLINE)?.textContent ?? "";
  const spoken = root?.querySelector(".spoken");
  if (spoken && spoken.textContent !== finding) spoken.textContent = finding;
}
