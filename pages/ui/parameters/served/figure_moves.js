// A figure that is moved: along its track, by keys, by the wheel, or from elsewhere. The page is told
// where it is (`paycurve:touch`, `move`, `release`), the server once it is let go of.

const { search } = new URL(import.meta.url);
const { at, exact, figureAt, nearest, placed } = await import(`./figure_numbers.js${search}`);
const { name, share, textOf, write } = await import(`./figure_cells.js${search}`);

// Keys and turns of a wheel that follow each other within a pause are one move; a key that is held
// down begins to repeat only after a longer one.
const PAUSE_MS = 200;
const HELD_KEY_MS = 2000;
// Single keys that follow each other within this are moves of their own and one step of history, as
// long as the cursor stays.
const JOINED_MS = 1000;
const FOLLOWING = Node.DOCUMENT_POSITION_FOLLOWING;

export const shown = new Set(); // the widgets on the page

// What is in the hand of somebody who takes hold of it elsewhere than here: the breakpoints that
// stand on the payout curve, with their two figures.
export const hand = {
  changed: () => {},
  points() {
    const found = new Map();
    const inOrder = [...shown].filter(({ data, root }) => data?.along && root.isConnected).sort(
      (one, other) => (one.root.compareDocumentPosition(other.root) & FOLLOWING ? -1 : 1));
    for (const figure of inOrder) {
      for (const [index, { cells }] of figure.shownRows.entries()) {
        const [start, size] = cells.map((given) => figure.cells.get(name(given)));
        found.set(`${figure.data.figure}/${index}`, {
          label: figure.data.along[index],
          start,
          size,
          texts: () => `${textOf(start)} · ${textOf(size)}`,
          go: (cell, wanted) => go(figure, cell, nearest(cell.stops, wanted)),
          keys: (cell, event, known) => keys(figure, cell, event, known),
          keyUp: (cell) => keyUp(figure, cell),
          letGo: (cell) => letGo(figure, cell),
          leave: (cell) => leave(figure, cell),
        });
      }
    }
    return found;
  },
};

export const place = ({ given: { row, column } }) => ({ row, column });
const announce = (what, detail) =>
  document.dispatchEvent(new CustomEvent(`paycurve:${what}`, { detail }));

// What the parameters are where a cell has a value; a joint takes it from its right neighbour.
export function position({ data, json }, { path, given, whole, right }, value) {
  const of = given.of ?? data.figure;
  const first = { ...json, [of]: placed(json[of], path, value) };
  if (!right) return { [of]: first[of] };
  return { [of]: first[of], [right.of]: placed(first[right.of], right.path, exact(whole - value)) };
}
// A cell is held along figures among which it may go, one of them where it was before.
export function take(figure, cell, along = cell.stops) {
  if (cell.held && cell.along === along) return;
  if (!cell.held) Object.assign(cell, { held: true, from: cell.value, joined: false });
  cell.along = along;
  if (!along.length) return;
  const positions = along.map((stop) => position(figure, cell, stop));
  announce("touch", { positions, at: at(along, cell.from) });
}

export function go(figure, cell, value) {
  cell.typed = false;
  take(figure, cell);
  if (value === cell.value) return;
  move(figure, cell, value);
  write(cell);
}

export function move(figure, cell, value) {
  cell.value = value;
  if (figure.data.along) hand.changed();
  const there = position(figure, cell, value);
  if (figure.data.parts) share(figure, there);
  goAlong(figure, there);
  announce("move", { position: there, at: at(cell.along, value) });
}

// The other widgets of the plan show the same figures.
export function goAlong(mover, there) {
  for (const figure of shown) {
    const { data, json } = figure;
    if (figure === mover || !json || figure.pending.length || data.plan !== mover.data.plan) continue;
    const common = Object.entries(there).filter(([parameter]) => parameter in json);
    if (!common.length) continue;
    figure.json = { ...json, ...Object.fromEntries(common) };
    if (data.parts) share(figure);
    for (const cell of data.parts ? [] : figure.cells.values()) {
      const value = figureAt(figure.json[data.figure], cell.path);
      if (cell.held || cell.typed || value === undefined || value === cell.value) continue;
      cell.value = value;
      write(cell);
    }
  }
}

export function release(figure, cell) {
  const { along, value } = cell;
  cell.held = false;
  if (along.length) announce("release", { position: position(figure, cell, value), at: at(along, value) });
}

export function letGo(figure, cell) {
  clearTimeout(cell.timer);
  cell.pressed = false;
  if (cell.typed || !cell.held) return;
  release(figure, cell);
  if (cell.value === cell.from) return figure.pending.length ? undefined : figure.show();
  figure.json = { ...figure.json, ...position(figure, cell, cell.value) };
  figure.send({ ...place(cell), to: cell.value, joined: cell.joined });
}

// Whoever goes elsewhere begins anew.
export function leave(figure, cell) {
  letGo(figure, cell);
  cell.stepped = undefined;
}

function giveUp(figure, cell) {
  if (cell.held && !cell.typed) go(figure, cell, cell.from);
  letGo(figure, cell);
}

export const put = (figure, cell, value) => {
  go(figure, cell, value);
  letGo(figure, cell);
};

function soon(figure, cell) {
  clearTimeout(cell.timer);
  if (cell.pulled) return;
  cell.timer = setTimeout(() => letGo(figure, cell), cell.pressed ? HELD_KEY_MS : PAUSE_MS);
}

function step(figure, cell, by) {
  const { stops, value } = cell;
  if (!stops.length) return;
  const here = at(stops, value);
  const next = by > 0 ? Math.floor(here) + by : Math.ceil(here) + by;
  const follows = cell.held ? cell.joined : performance.now() - cell.stepped < JOINED_MS;
  go(figure, cell, stops[Math.min(Math.max(next, 0), stops.length - 1)]);
  Object.assign(cell, { joined: follows, stepped: performance.now() });
  soon(figure, cell);
}

const large = ({ stops }) => Math.max(Math.round(stops.length / 10), 1);
export const KEYS = {
  ArrowUp: () => 1,
  ArrowDown: () => -1,
  PageUp: large,
  PageDown: (cell) => -large(cell),
};
const ON_TRACK = {
  ...KEYS,
  ArrowRight: () => 1,
  ArrowLeft: () => -1,
  Home: ({ stops }) => -stops.length,
  End: ({ stops }) => stops.length,
};

export function listenToRange(figure, cell) {
  const { range } = cell;
  range.addEventListener("pointerdown", ({ pointerId }) => {
    range.focus({ preventScroll: true }); // the field beside it lets go first
    range.setPointerCapture(pointerId);
    clearTimeout(cell.timer);
    cell.stepped = undefined;
    cell.pulled = true;
    take(figure, cell);
  });
  range.addEventListener("input", () => {
    const wanted = Number(range.value) / cell.given.factor;
    const isGivenUp = cell.pulled && !cell.held; // by Escape, with the pointer still down
    if (!isGivenUp) go(figure, cell, nearest(cell.stops, wanted));
    write(cell);
  });
  range.addEventListener("pointerup", () => {
    cell.pulled = false;
    letGo(figure, cell);
  });
  // A dialog that opens takes the focus, and a track without it says that it was changed.
  range.addEventListener("change", () => cell.pulled || letGo(figure, cell));
  range.addEventListener("pointercancel", () => { // a finger that scrolls
    cell.pulled = false;
    giveUp(figure, cell);
  });
  range.addEventListener("keydown", (event) => keys(figure, cell, event, ON_TRACK));
  range.addEventListener("keyup", () => keyUp(figure, cell));
  range.addEventListener("blur", () => cell.pulled || leave(figure, cell));
  wheel(figure, cell, range);
}

export function keys(figure, cell, event, known) {
  if (event.key === "Escape" && cell.held) return giveUp(figure, cell);
  if (event.ctrlKey || event.metaKey || event.altKey || !cell.stops.length) return;
  const by = known[event.key]?.(cell);
  if (!by) return;
  event.preventDefault();
  cell.pressed = true;
  step(figure, cell, by);
}

export function keyUp(figure, cell) {
  if (!cell.pressed) return;
  cell.pressed = false;
  if (cell.held) soon(figure, cell);
}

export function wheel(figure, cell, over) {
  over.addEventListener("wheel", (event) => {
    if (document.activeElement !== over || !cell.stops.length || !event.deltaY) return;
    event.preventDefault();
    step(figure, cell, event.deltaY < 0 ? 1 : -1);
  }, { passive: false });
}

// What is held by keys is no step of history yet, so it is taken back itself and not the step before.
// The button that undoes hears of keys before the figure does.
addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
  if (key.toLowerCase() !== "z" || !(ctrlKey || metaKey) || shiftKey || altKey) return;
  for (const figure of shown) {
    for (const cell of figure.cells.values()) {
      if (!cell.held || cell.typed) continue;
      event.preventDefault();
      event.stopImmediatePropagation();
      giveUp(figure, cell);
    }
  }
}, true);
