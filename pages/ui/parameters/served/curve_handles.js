// Breakpoints of the payout curve in the hand: a handle where each stands. Pulled sideways it moves
// the threshold, up and down what is paid from there: the same figures as in the panel, which move
// along, on the same stops.

const { search } = new URL(import.meta.url);
const { element, reword } = await import(`./figure_rows.js${search}`);

const DECIDED_PX = 4;
const APART_PX = 20;
const MARGIN_PX = 10;
const CURVE = ".st-key-payout_curve .plot";

export function follow(hand) {
  document.addEventListener("paycurve:drawn", ({ target }) => {
    if (target.matches(CURVE)) place(target, hand);
  });
  hand.changed = () => document.querySelectorAll(CURVE).forEach((plot) => place(plot, hand));
}

function place(plot, hand) {
  const layout = plot._fullLayout;
  if (!layout?.xaxis?._length) return;
  const layer = layerOver(plot);
  const wanted = hand.points();
  const known = new Map([...layer.children].map((handle) => [handle.dataset.of, handle]));
  for (const [of, handle] of known) if (!wanted.has(of)) handle.remove();
  const line = lineOf(plot);
  const taken = [];
  for (const [of, point] of wanted) {
    const handle = known.get(of) ?? layer.appendChild(made(of, plot, hand));
    const { xaxis, yaxis } = layout;
    const across = xaxis.d2p(point.start.value);
    handle.hidden = !line || across < 0 || across > xaxis._length;
    if (handle.hidden) continue;
    const [x, y] = free(taken, across, heightAt(line, across), yaxis._length);
    taken.push([x, y]);
    handle.style.left = `${xaxis._offset + x}px`;
    handle.style.top = `${yaxis._offset + y}px`;
    say(handle, point);
  }
}

// On the line or, where another one is, as near to it as there is room, and beside it where there is
// none: inside the axes, so that no handle lies on the labels above them.
function free(taken, across, onLine, whole) {
  const lowest = whole - MARGIN_PX;
  const inside = Math.min(Math.max(onLine, MARGIN_PX), lowest);
  const isFree = ([x, y]) => y >= MARGIN_PX && y <= lowest && taken.every(
    ([left, top]) => Math.abs(left - x) >= APART_PX || Math.abs(top - y) >= APART_PX);
  const heights = [inside, ...taken.flatMap(([, y]) => [y + APART_PX, y - APART_PX])]
    .sort((one, other) => Math.abs(one - inside) - Math.abs(other - inside));
  const sides = [across, ...taken.flatMap(([x]) => [x + APART_PX, x - APART_PX])]
    .sort((one, other) => Math.abs(one - across) - Math.abs(other - across));
  return sides.flatMap((x) => heights.map((y) => [x, y])).find(isFree) ?? [across, inside];
}

function say(handle, { label, start, size, texts }) {
  const [low, high] = [start.stops[0], start.stops.at(-1)];
  handle.setAttribute("aria-label", label);
  handle.setAttribute("aria-valuemin", low ?? start.value);
  handle.setAttribute("aria-valuemax", high ?? start.value);
  handle.setAttribute("aria-valuenow", start.value);
  handle.setAttribute("aria-valuetext", texts());
  reword(handle.firstChild, `${label}: ${texts()}`);
  handle.classList.toggle("held", start.held || size.held);
}

// On the sheet beside the drawing, which Plotly may clear at any time.
function layerOver({ parentElement: sheet }) {
  let layer = sheet.querySelector(":scope > .pc-handles");
  if (!layer) {
    layer = element("div", "pc-handles");
    sheet.append(layer);
  }
  return layer;
}

// The corners of the variant's line as they are drawn, which is the last of the lines.
function lineOf(plot) {
  const drawn = [...plot.querySelectorAll(".scatterlayer .trace path.js-line")].at(-1);
  const numbers = drawn?.getAttribute("d")?.match(/[MLHV][^MLHV]*/g);
  if (!numbers) return null;
  const corners = [];
  let [x, y] = [0, 0];
  for (const part of numbers) {
    const [first, second] = part.slice(1).split(/[ ,]+/).map(Number);
    if (part[0] === "H") x = first;
    else if (part[0] === "V") y = first;
    else [x, y] = [first, second];
    corners.push([x, y]);
  }
  return corners;
}

function heightAt(corners, across) {
  const behind = corners.findIndex(([x]) => x > across + 0.5);
  if (behind < 0) return corners.at(-1)[1];
  if (behind === 0) return corners[0][1];
  const [[x, y], [further, height]] = [corners[behind - 1], corners[behind]];
  return x >= across - 0.5 ? y : y + ((height - y) * (across - x)) / (further - x);
}

// The boxes of neighbours lie on each other, those for fingers even on their middles.
function nearestTo({ clientX, clientY }, handles) {
  const far = (handle) => {
    const { x, y, width, height } = handle.getBoundingClientRect();
    return handle.hidden ? Infinity : Math.hypot(x + width / 2 - clientX, y + height / 2 - clientY);
  };
  return handles.reduce((best, one) => (far(one) < far(best) ? one : best));
}

const KEYS = {
  start: { ArrowRight: () => 1, ArrowLeft: () => -1 },
  size: { ArrowUp: () => 1, ArrowDown: () => -1 },
};

function made(of, plot, hand) {
  const handle = Object.assign(element("div", "pc-handle"), { tabIndex: 0 });
  handle.dataset.of = of;
  handle.setAttribute("role", "slider");
  handle.append(element("span"));
  let held = null;
  const point = () => hand.points().get(of);
  handle.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    nearestTo(event, [...handle.parentElement.children]).grab(event);
  });
  handle.grab = (event) => {
    handle.focus({ preventScroll: true });
    handle.setPointerCapture(event.pointerId);
    const { start, size } = point();
    held = { x: event.clientX, y: event.clientY, start: start.value, size: size.value, cell: null };
  };
  handle.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [right, up] = [event.clientX - held.x, held.y - event.clientY];
    const now = point();
    if (!held.cell) {
      if (Math.max(Math.abs(right), Math.abs(up)) < DECIDED_PX) return;
      held.cell = Math.abs(right) >= Math.abs(up) && now.start.stops.length ? "start" : "size";
    }
    const { xaxis, yaxis } = plot._fullLayout;
    const cell = now[held.cell];
    if (!cell.stops.length) return;
    const wanted = held.cell === "start"
      ? xaxis.p2d(xaxis.d2p(held.start) + right)
      : held.size + (up / yaxis._length) * (cell.stops.at(-1) - cell.stops[0]);
    now.go(cell, wanted);
  });
  const end = () => {
    if (held?.cell) point()?.letGo(point()[held.cell]);
    held = null;
  };
  handle.addEventListener("pointerup", end);
  const giveUp = () => {
    if (held?.cell) point()?.go(point()[held.cell], held[held.cell]);
    end();
  };
  handle.addEventListener("pointercancel", giveUp);
  const each = (what) => {
    const now = point();
    for (const which of now ? ["start", "size"] : []) what(now, now[which], KEYS[which]);
  };
  handle.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && held?.cell) return giveUp();
    each((now, cell, known) => now.keys(cell, event, known));
  });
  handle.addEventListener("keyup", () => each((now, cell) => now.keyUp(cell)));
  handle.addEventListener("blur", () => held || each((now, cell) => now.leave(cell)));
  return handle;
}
