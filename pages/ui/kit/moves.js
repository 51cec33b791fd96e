// Lets the page follow a figure while it is being moved. A widget says what it is about to move
// along ("paycurve:touch"), where it is ("paycurve:move") and that it was let go of
// ("paycurve:release"); the server answers what the page shows at each of these positions (see
// positions.py), nearest first, and whichever answer is nearest to the finger is shown: charts hear
// of it by "paycurve:frame", widgets by "paycurve:shown". Nothing is made up between two answers.
//
// What was let go of stays as it is shown until the page has settled on it by the ordinary way.

const SETTLES = 2000; // milliseconds until a figure that was let go of counts as refused
const STILL = 350; // milliseconds without a move after which the finding is read out
const TELL = 60; // milliseconds between two words to the server where the finger is
const HOME = {};

let page = null; // what the server drew last
let root = null;
let touch = null; // what is in the hand
let held = null; // what was let go of and is not settled yet
let drawn = null; // the frame that is shown, null for the page as it was drawn
let listening = false;
let wanted = 0;
let speaking = 0;

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
    [page, root, touch, held, drawn] = [null, null, null, null, null];
  };
}

// -- what widgets say -----------------------------------------------------------------------------

function take({ positions, at }) {
  if (!page) return;
  const name = JSON.stringify(positions);
  if (touch?.name === name) return;
  touch?.asking?.abort();
  touch = { name, positions, home: at, at, known: new Map(), refused: new Map(), shown: null };
  touch.wanted = new Map(positions.map((position, place) => [place, position]));
  touch.known.set(at, HOME);
  if (held) return; // asked once the page has settled
  keepHeights(true);
  ask();
}

function move({ position, at }) {
  if (!touch) return;
  touch.at = at;
  if (!touch.wanted.has(at) && !touch.known.has(at)) {
    touch.wanted.set(at, position); // typed, between two stops
    if (!held) ask();
  }
  tellPlace();
  plan();
}

function release({ position, at }) {
  if (!touch) return;
  const { home } = touch;
  touch.asking?.abort();
  touch.at = at;
  if (at === home) {
    touch = null;
    show(null);
    keepHeights(false);
    return say("");
  }
  if (page.address) draw();
  touch = null;
  say("");
  held = { position, since: performance.now() };
  setTimeout(giveUp, SETTLES);
}

// -- what the server says -------------------------------------------------------------------------

// The page was drawn anew: on what was let go of, or, by another hand, on something else.
function renewed() {
  if (held && !same(held.position) && performance.now() - held.since < SETTLES) return;
  settle();
}

function giveUp() {
  if (!held || !page) return;
  const app = document.querySelector("[data-testid=stApp]");
  if (app?.dataset.testScriptState === "running") return void setTimeout(giveUp, 200);
  settle();
}

function settle() {
  held = null;
  show(null);
  if (!touch) return keepHeights(false);
  touch.known.clear();
  touch.refused.clear();
  touch.shown = null;
  touch.wanted = new Map(touch.positions.map((position, place) => [place, position]));
  ask();
}

const same = (position) => Object.entries(position).every(([name, value]) => alike(value, page.present[name]));

function alike(one, other) {
  if (one === null || typeof one !== "object") return one === other;
  const names = Object.keys(one);
  return (
    other !== null && typeof other === "object" && names.length === Object.keys(other).length &&
    names.every((name) => alike(one[name], other[name]))
  );
}

async function ask() {
  if (!page?.address || !touch) return;
  const mine = touch;
  mine.asking?.abort();
  const asking = (mine.asking = new AbortController());
  const wanted = [...mine.wanted];
  const body = JSON.stringify({ at: mine.at, positions: wanted });
  try {
    const answer = await fetch(new URL(page.address, document.baseURI), {
      method: "POST", body, signal: asking.signal, headers: { "Content-Type": "application/json" },
    });
    if (!answer.ok) return;
    for await (const line of lines(answer.body)) {
      if (mine !== touch || asking.signal.aborted) return;
      const { place, frame } = JSON.parse(line);
      mine.wanted.delete(place);
      if (frame.refused) mine.refused.set(place, frame.refused);
      else mine.known.set(place, frame);
      if (mine.shown === place) mine.shown = null; // the page as drawn, on axes for all positions
      plan();
    }
  } catch (problem) {
    if (problem.name !== "AbortError") console.warn(problem); // the page settles by the ordinary way
  }
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

let told = 0;
function tellPlace() {
  if (told || !touch?.asking || !touch.wanted.size) return;
  told = setTimeout(() => {
    told = 0;
    if (!touch || !page?.address) return;
    const body = JSON.stringify({ at: touch.at });
    fetch(new URL(`${page.address}/at`, document.baseURI), { method: "POST", body }).catch(() => {});
  }, TELL);
}

// -- what is shown --------------------------------------------------------------------------------

function plan() {
  wanted ||= requestAnimationFrame(() => {
    wanted = 0;
    draw();
  });
}

function draw() {
  if (!touch || held) return;
  if (!page.address) return say(touch.at === touch.home ? "" : page.later);
  const place = nearest(touch.known, touch.at);
  if (place === undefined) return;
  const exact = place === touch.at;
  if (place !== touch.shown) {
    touch.shown = place;
    const frame = touch.known.get(place);
    show(frame === HOME ? null : frame);
  }
  say(exact ? "" : touch.refused.get(touch.at) ?? page.nearest);
  const position = touch.positions[place];
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
  write(frame ?? page);
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
function keepHeights(moving) {
  const headline = document.querySelector(HEADLINE);
  document.documentElement.toggleAttribute("data-figure-moves", moving);
  if (!headline) return;
  headline.setAttribute("aria-live", moving ? "off" : "polite");
  headline.style.minHeight = moving ? `${headline.getBoundingClientRect().height}px` : "";
}

function readOut() {
  const finding = document.querySelector(HEADLINE)?.textContent ?? "";
  const spoken = root?.querySelector(".spoken");
  if (spoken && spoken.textContent !== finding) spoken.textContent = finding;
}
