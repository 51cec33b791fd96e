// The figures of one parameter in the hand: a field for each, and a track where there is a range to
// move it in. Drawn once and then kept in place, so that focus, a thumb that is held and what is
// being typed outlive every answer of the server. While a figure is moved the page is told where it
// is (`paycurve:touch`, `move`, `release`); the server is told once, when it is let go, and goes on
// being told until it says that it has heard.

const { search } = new URL(import.meta.url); // the version of all files of the widget
const { at, exact, figureAt, nearest, placed, read, shift, stops, written } =
  await import(`./figure_numbers.js${search}`);
const { element, hasKey, headings, newRow, removal } = await import(`./figure_rows.js${search}`);
const { divide, divided, sharesOf } = await import(`./divided_bar.js${search}`);

const PAUSE_MS = 200;
const FOLLOWING = Node.DOCUMENT_POSITION_FOLLOWING;
const figures = new WeakMap();
const shown = new Set();

export function draw(component) {
  const root = component.parentElement.querySelector(".pc-figure");
  if (!root) return;
  const figure = figures.get(root) ?? adopt(root);
  shown.add(figure);
  figure.set = (sent) => component.setStateValue("moved", sent);
  receive(figure, component.data);
  return () => settle(figure);
}

function adopt(root) {
  const figure = { root, cells: new Map(), pending: [], seq: 0, session: "", shape: "" };
  figures.set(root, figure);
  return figure;
}

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
          label: figure.data.along,
          start,
          size,
          texts: () => `${textOf(start)} · ${textOf(size)}`,
          go: (cell, wanted) => go(figure, cell, nearest(cell.stops, wanted)),
          step: (cell, by) => step(figure, cell, by),
          letGo: (cell) => letGo(figure, cell),
        });
      }
    }
    return found;
  },
};

// -- to and from the server -------------------------------------------------------------------

// A server that was started anew has heard nothing, so it is told again what it has not answered.
function receive(figure, data) {
  figure.data = data;
  const isHeard = ({ seq, add }) => add && seq <= data.seq;
  if (!data.kept && figure.pending.some(isHeard)) figure.adding.clear();
  figure.pending = figure.session === data.session || !figure.session
    ? figure.pending.filter(({ seq }) => seq > data.seq)
    : figure.pending.map((move, place) => ({
        ...move, seq: data.seq + place + 1, version: data.version,
      }));
  const isAnew = figure.session && figure.session !== data.session;
  figure.seq = Math.max(isAnew ? 0 : figure.seq, data.seq, ...figure.pending.map(({ seq }) => seq));
  figure.session = data.session;
  if (isAnew && figure.pending.length) return tell(figure);
  if (!figure.pending.length) show(figure);
}

function send(figure, move) {
  figure.seq += 1;
  figure.pending.push({ seq: figure.seq, version: figure.version, ...move });
  tell(figure);
}

const tell = (figure) => figure.set({ session: figure.session, moves: figure.pending });

// What is held or half typed when the widget is taken away is let go first.
function settle(figure) {
  shown.delete(figure);
  for (const cell of figure.cells.values()) commit(figure, cell);
  if (figure.data.along) hand.changed();
}

// -- drawing ----------------------------------------------------------------------------------

// While something is held or half typed, rows stay where they are: the server knows what each one
// has become since.
function show(figure) {
  const { data } = figure;
  const shape = JSON.stringify([
    data.layout, data.version, data.heads, data.add, data.parts?.length,
    data.rows.map((row) => [row.label, row.remove, row.cells.map(({ path, track }) => [path, !track])]),
  ]);
  if (shape !== figure.shape) {
    if ([...figure.cells.values()].some((cell) => cell.held || cell.typed)) return;
    figure.shape = shape;
    figure.version = data.version; // of the rows that are seen, whatever else has been heard of
    build(figure);
  }
  figure.json = data.layout === "bar" ? data.json : { [data.figure]: data.json };
  figure.shownRows = data.rows;
  for (const [index, row] of data.rows.entries()) {
    figure.rows[index].classList.toggle("pc-own", row.changed);
    for (const given of row.cells) renew(figure.cells.get(name(given)), given, data.words);
  }
  if (data.parts) share(figure);
  if (data.along) hand.changed();
  goAlong(figure, figure.json);
  for (const mover of shown) {
    const held = mover !== figure && [...mover.cells.values()].find((cell) => cell.held);
    if (held) goAlong(mover, position(mover, held, held.value));
  }
}

function renew(cell, given, words) {
  cell.given = given;
  if (cell.held) return;
  cell.stops = given.track ? stops(given) : [];
  cell.value = given.value;
  cell.range?.setAttribute("aria-label", given.label);
  if (!cell.field) return; // a joint, which shows what its neighbours are
  cell.field.setAttribute("aria-label", given.label);
  cell.back.textContent = given.was;
  cell.back.title = words.back;
  cell.back.hidden = !given.was;
  cell.back.disabled = given.documented === null;
  if (!cell.typed) write(cell);
}

const name = ({ of, path }) => (of === undefined ? path : [of, ...path]).join("/");

function build(figure) {
  const { data, root } = figure;
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.of : "";
  figure.cells.clear();
  root.className = `pc-figure pc-${data.layout}`;
  if (data.parts) return root.replaceChildren(divided(figure, data.rows[0].cells.map((given) => joint(figure, given))));
  root.classList.toggle("pc-grows", Boolean(data.add));
  root.style.setProperty("--pc-columns", data.rows[0]?.cells.length ?? 1);
  figure.rows = data.rows.map((row, place) => {
    const line = element("div", "pc-row pc-row-of-figures");
    if (hasKey(data, place)) line.append(element("span", "pc-row-key", row.label));
    line.append(...row.cells.map((given) => box(figure, given)));
    if (row.remove) line.append(removal(row, place, (move) => send(figure, move)));
    return line;
  });
  const heads = data.heads.length ? [headings(data)] : [];
  const further = data.add ? [newRow(figure, (move) => send(figure, move))] : [];
  root.replaceChildren(...heads, ...figure.rows, ...further);
  if (focused) root.querySelector(`[data-of="${CSS.escape(focused)}"]`)?.focus();
}

function joint(figure, given) {
  const cell = { path: given.path, given, typed: false, held: false };
  cell.range = Object.assign(element("input"), { type: "range", step: "any" });
  cell.range.dataset.of = `${name(given)}/range`;
  figure.cells.set(name(given), cell);
  listenToRange(figure, cell);
  return cell.range;
}

function share(figure, there) {
  divide(figure, there);
  figure.cells.forEach(slide);
}

function box(figure, given) {
  const cell = { path: given.path, typed: false, held: false };
  cell.box = element("div", "pc-cell");
  cell.field = Object.assign(element("input"), { type: "text", autocomplete: "off" });
  cell.field.inputMode = "decimal";
  cell.field.dataset.column = given.column;
  cell.field.dataset.of = `${name(given)}/field`;
  // In a table one goes from field to field; arrow keys move a figure there as well.
  const tabIndex = figure.data.layout === "single" ? 0 : -1;
  cell.back = Object.assign(element("button", "pc-back"), { type: "button", tabIndex });
  cell.back.onclick = () => put(figure, cell, cell.given.documented);
  if (given.track) {
    const track = element("div", "pc-track");
    cell.range = Object.assign(element("input"), { type: "range", step: "any", tabIndex });
    cell.range.dataset.of = `${name(given)}/range`;
    cell.mark = element("i", "pc-documented");
    cell.grain = element("i", "pc-steps");
    track.append(cell.grain, cell.mark, cell.range);
    cell.box.append(track);
    listenToRange(figure, cell);
  }
  cell.box.append(cell.field, cell.back);
  listenToField(figure, cell);
  figure.cells.set(name(given), cell);
  return cell.box;
}

const textOf = ({ value, given }) => (value === given.value ? given.text : written(value, given));

// The field and the track show the value that the cell has now.
function write(cell) {
  if (cell.field) {
    cell.field.value = textOf(cell);
    cell.field.classList.toggle("pc-unsent", false);
  }
  slide(cell);
}

function slide(cell) {
  const { given, value, range } = cell;
  if (!range) return;
  const [low, high] = [cell.stops[0], cell.stops.at(-1)];
  const { factor } = given;
  Object.assign(range, { min: shift(low, factor), max: shift(high, factor), value: shift(value, factor) });
  range.dataset.step = shift(given.track?.[2] ?? given.step, factor);
  range.setAttribute("aria-valuetext", cell.field ? textOf(cell) : sharesOf(cell));
  if (!cell.field) return;
  const part = (figure) =>
    high > low ? Math.min(Math.max((figure - low) / (high - low), 0), 1) : 0;
  range.style.setProperty("--pc-at", part(value));
  const { documented } = given;
  cell.mark.hidden = documented === null || documented < low || documented > high;
  cell.mark.style.setProperty("--pc-at", part(documented));
  const steps = Math.round((given.track[1] - given.track[0]) / given.track[2]);
  cell.grain.hidden = steps > 20;
  cell.grain.style.setProperty("--pc-count", steps);
}

// -- moving -----------------------------------------------------------------------------------

const place = ({ given: { row, column } }) => ({ row, column });
const announce = (what, detail) =>
  document.dispatchEvent(new CustomEvent(`paycurve:${what}`, { detail }));

// What the parameters are where a cell has a value; a joint takes it from its right neighbour.
function position({ data, json }, { path, given, whole, right }, value) {
  const of = given.of ?? data.figure;
  const first = { ...json, [of]: placed(json[of], path, value) };
  if (!right) return { [of]: first[of] };
  return { [of]: first[of], [right.of]: placed(first[right.of], right.path, exact(whole - value)) };
}
// A cell is held along figures among which it may go, one of them where it was before.
function take(figure, cell, along = cell.stops) {
  if (cell.held && cell.along === along) return;
  if (!cell.held) Object.assign(cell, { held: true, from: cell.value });
  cell.along = along;
  if (!along.length) return;
  const positions = along.map((stop) => position(figure, cell, stop));
  announce("touch", { positions, at: at(along, cell.from) });
}

function go(figure, cell, value) {
  cell.typed = false;
  take(figure, cell);
  if (value === cell.value) return;
  move(figure, cell, value);
  write(cell);
}

function move(figure, cell, value) {
  cell.value = value;
  if (figure.data.along) hand.changed();
  const there = position(figure, cell, value);
  if (figure.data.parts) share(figure, there);
  goAlong(figure, there);
  announce("move", { position: there, at: at(cell.along, value) });
}

// The other widgets of the plan show the same figures.
function goAlong(mover, there) {
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

function release(figure, cell) {
  const { along, value } = cell;
  cell.held = false;
  if (along.length) announce("release", { position: position(figure, cell, value), at: at(along, value) });
}

function letGo(figure, cell) {
  clearTimeout(cell.timer);
  if (cell.typed || !cell.held) return;
  release(figure, cell);
  if (cell.value === cell.from) return figure.pending.length ? undefined : show(figure);
  figure.json = { ...figure.json, ...position(figure, cell, cell.value) };
  send(figure, { ...place(cell), to: cell.value });
}

function giveUp(figure, cell) {
  if (cell.held && !cell.typed) go(figure, cell, cell.from);
  letGo(figure, cell);
}

const put = (figure, cell, value) => {
  go(figure, cell, value);
  letGo(figure, cell);
};

function soon(figure, cell) {
  clearTimeout(cell.timer);
  if (!cell.pulled) cell.timer = setTimeout(() => letGo(figure, cell), PAUSE_MS);
}

function step(figure, cell, by) {
  const { stops, value } = cell;
  if (!stops.length) return;
  const here = at(stops, value);
  const next = by > 0 ? Math.floor(here) + by : Math.ceil(here) + by;
  go(figure, cell, stops[Math.min(Math.max(next, 0), stops.length - 1)]);
  soon(figure, cell);
}

const large = ({ stops }) => Math.max(Math.round(stops.length / 10), 1);
const KEYS = {
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

function listenToRange(figure, cell) {
  const { range } = cell;
  range.addEventListener("pointerdown", () => {
    clearTimeout(cell.timer);
    cell.pulled = true;
    take(figure, cell);
  });
  range.addEventListener("input", () => {
    const wanted = Number(range.value) / cell.given.factor;
    const isGivenUp = cell.pulled && !cell.held; // by Escape, with the pointer still down
    if (!isGivenUp) go(figure, cell, nearest(cell.stops, wanted));
    write(cell);
  });
  for (const end of ["change", "pointerup"]) {
    range.addEventListener(end, () => {
      cell.pulled = false;
      letGo(figure, cell);
    });
  }
  range.addEventListener("pointercancel", () => { // a finger that scrolls
    cell.pulled = false;
    giveUp(figure, cell);
  });
  range.addEventListener("keydown", (event) => keys(figure, cell, event, ON_TRACK));
  range.addEventListener("blur", () => letGo(figure, cell));
  wheel(figure, cell, range);
}

function keys(figure, cell, event, known) {
  if (event.key === "Escape" && cell.held) return giveUp(figure, cell);
  if (event.ctrlKey || event.metaKey || event.altKey || !cell.stops.length) return;
  const by = known[event.key]?.(cell);
  if (!by) return;
  event.preventDefault();
  step(figure, cell, by);
}

function wheel(figure, cell, over) {
  over.addEventListener("wheel", (event) => {
    if (document.activeElement !== over || !cell.stops.length || !event.deltaY) return;
    event.preventDefault();
    step(figure, cell, event.deltaY < 0 ? 1 : -1);
  }, { passive: false });
}

// -- typing -----------------------------------------------------------------------------------

function listenToField(figure, cell) {
  const { field } = cell;
  field.addEventListener("focus", () => field.select());
  field.addEventListener("input", () => {
    letGo(figure, cell);
    cell.typed = true;
    field.classList.add("pc-unsent");
    follow(figure, cell);
  });
  field.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && "zy".includes(event.key.toLowerCase());
    if (isUndo) undo(cell, event);
    if (event.isComposing) return;
    if (event.key === "Enter") {
      commit(figure, cell);
      field.select();
    } else if (event.key === "Escape" && cell.typed) {
      leave(figure, cell);
      field.select();
    } else if (!cell.typed) {
      keys(figure, cell, event, KEYS);
    }
  });
  field.addEventListener("blur", () => commit(figure, cell));
  wheel(figure, cell, field);
}

// Keys are taken back in the field while it is typed into, and moves on the page else.
function undo(cell, event) {
  event.stopPropagation();
  if (cell.typed) return;
  event.preventDefault();
  const { key, code, keyCode, ctrlKey, metaKey, shiftKey } = event;
  const said = { key, code, keyCode, ctrlKey, metaKey, shiftKey, bubbles: true };
  document.body.dispatchEvent(new KeyboardEvent("keydown", said));
}

// What stands in the field goes to the server as it was typed, which alone knows how to read it.
function commit(figure, cell) {
  letGo(figure, cell);
  if (!cell.typed) return;
  const text = cell.field.value;
  if (!text.trim() || text === cell.given.text) return leave(figure, cell);
  cell.typed = false;
  figure.json = { ...figure.json, ...position(figure, cell, cell.value) };
  release(figure, cell);
  send(figure, { ...place(cell), typed: text });
}

function leave(figure, cell) {
  cell.typed = false;
  move(figure, cell, cell.from);
  release(figure, cell);
  if (!figure.pending.length) show(figure);
  write(cell);
}

// The page follows what is typed as long as it is a number; else it is as before.
function follow(figure, cell) {
  const before = cell.held ? cell.from : cell.value;
  const value = read(cell.field.value, cell.given) ?? before;
  const { stops } = cell;
  const isBetween = value >= stops[0] && value <= stops.at(-1);
  const along = [...new Set([before, value])].sort((a, b) => a - b);
  take(figure, cell, isBetween ? stops : along);
  move(figure, cell, value);
  slide(cell);
}
