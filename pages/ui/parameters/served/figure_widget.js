// The figures of one parameter in the hand: a field for each, and a track where there is a range to
// move it in. Drawn once and then kept in place, so that focus, a thumb that is held and what is
// being typed outlive every answer of the server, which is told of a move until it says that it has
// heard.

const { search } = new URL(import.meta.url); // the version of all files of the widget
const { stops } = await import(`./figure_numbers.js${search}`);
const { element, hasKey, headings, newRow, removal } = await import(`./figure_rows.js${search}`);
const { divided } = await import(`./divided_bar.js${search}`);
const { name, share, write } = await import(`./figure_cells.js${search}`);
const { goAlong, hand, listenToRange, position, put, shown } = await import(`./figure_moves.js${search}`);
const { commit, listenToField } = await import(`./figure_typing.js${search}`);

const figures = new WeakMap();

export { hand };

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
  const figure = { root, cells: new Map(), pending: [], seq: 0, told: 0, session: "", shape: "" };
  figure.show = () => show(figure);
  figure.send = (move) => send(figure, move);
  figures.set(root, figure);
  return figure;
}

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
  if (!figure.pending.some(({ seq }) => seq <= figure.told)) heard(figure);
  if (!figure.pending.length) show(figure);
}

function send(figure, move) {
  figure.seq += 1;
  figure.pending.push({ seq: figure.seq, version: figure.version, ...move });
  tell(figure);
}

// Steps back and forth that came before are told first, those after it once it is heard
// (undo_and_redo.js).
function tell(figure) {
  if (document.documentElement.hasAttribute("data-steps")) return;
  figure.told = figure.seq;
  figure.root.toggleAttribute("data-unheard", true);
  figure.set({ session: figure.session, moves: figure.pending });
}

function heard({ root }) {
  if (!root.hasAttribute("data-unheard")) return;
  root.toggleAttribute("data-unheard", false);
  document.dispatchEvent(new CustomEvent("paycurve:figures-heard"));
}

document.addEventListener("paycurve:steps-heard", () => {
  for (const figure of shown) if (figure.pending.some(({ seq }) => seq > figure.told)) tell(figure);
});

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

function build(figure) {
  const { data, root } = figure;
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.of : "";
  figure.cells.clear();
  root.className = `pc-figure pc-${data.layout}`;
  if (data.parts) return root.replaceChildren(...divided(figure, data.rows[0].cells.map((given) => joint(figure, given))));
  root.classList.toggle("pc-grows", Boolean(data.add));
  root.style.setProperty("--pc-columns", data.rows[0]?.cells.length ?? 1);
  figure.rows = data.rows.map((row, place) => {
    const line = element("div", "pc-row pc-row-of-figures");
    if (hasKey(data, place)) line.append(element("span", "pc-row-key", row.label));
    line.append(...row.cells.map((given) => box(figure, given)));
    if (row.remove) line.append(removal(row, place, figure.send));
    return line;
  });
  const heads = data.heads.length ? [headings(data)] : [];
  const further = data.add ? [newRow(figure, figure.send)] : [];
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

function box(figure, given) {
  const cell = { path: given.path, typed: false, held: false };
  cell.box = element("div", "pc-cell");
  cell.box.dataset.head = figure.data.heads.find(({ of }) => of === given.column)?.text ?? "";
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
