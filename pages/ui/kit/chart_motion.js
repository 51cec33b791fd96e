// Moves what Plotly has drawn to the figure of another position, without asking Plotly: a full
// drawing takes longer than a frame of the screen. Only what stands somewhere is moved (lines, bars,
// dots, marks, labels); where anything else differs, such as an axis, Plotly draws. Nothing here
// asks the browser where something is, which would let it lay out the page anew in between.

// Whether everything in `figure` could be moved to from `drawn`, which Plotly drew last in letters
// of this `family`.
function moveTo(plot, drawn, figure, colours, family) {
  if (!isAlike(drawn, figure)) return false;
  const full = plot._fullLayout;
  if (roomBeside(figure.layout, family) > full.margin.r + 0.5) return false;
  const traces = new Map();
  for (const group of plot.querySelectorAll("g.trace")) {
    const index = group.__data__?.[0]?.trace?.index;
    if (index !== undefined) traces.set(index, group);
  }
  const ready = figure.data.map((trace, index) => {
    const group = traces.get(index);
    return group && (trace.type === "bar" ? bars : strokes)(group, trace, axesOf(full, trace), colours);
  });
  const shapes = (figure.layout.shapes ?? []).map((shape, index) => line(plot, full, shape, index));
  const ticks = ["xaxis", "yaxis"].map((axis) => ticksOf(plot, drawn, figure, axis));
  const labels = (figure.layout.annotations ?? []).map((label, index) =>
    placed(plot, full, label, index, family));
  if (![...ready, ...shapes, ...ticks, ...labels].every(Boolean)) return false;
  for (const [label, { x, y, opacity }] of freePlaces(labels, full)) {
    Object.assign(label, { left: label.left + x, top: label.top - y, opacity });
  }
  for (const move of [...ready, ...shapes, ...ticks]) move();
  for (const label of labels) write(label, colours);
  return true;
}

const PLACED = ["x", "y", "base", "hovertext", "hoverinfo"];

function isAlike(drawn, figure) {
  const [before, after] = [drawn, figure].map(({ layout: { shapes, annotations, ...layout } }) =>
    [shapes?.length, annotations?.length, layout.xaxis.tickvals, layout.yaxis.tickvals, layout]);
  if (JSON.stringify(before, unwritten) !== JSON.stringify(after, unwritten)) return false;
  if (drawn.data.length !== figure.data.length) return false;
  return drawn.data.every((old, index) => {
    const trace = figure.data[index];
    const isPoints = trace.type === "bar" || trace.mode === "markers";
    if (isPoints && old.y.length !== trace.y.length) return false;
    return JSON.stringify(still(old)) === JSON.stringify(still(trace));
  });
}

const unwritten = (name, value) => (name === "ticktext" ? undefined : value);

function still({ marker, ...trace }) {
  const rest = Object.entries(trace).filter(([name]) => !PLACED.includes(name));
  return [Object.fromEntries(rest), { ...marker, color: isEach(marker) ? marker.color.length : marker?.color }];
}

const isEach = (marker) => Array.isArray(marker?.color);

const axesOf = (full, { xaxis = "x", yaxis = "y" }) =>
  [full[xaxis.replace("x", "xaxis")], full[yaxis.replace("y", "yaxis")]];

// What stands already where it is to be costs the browser as much as what is moved.
function put(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

const at = (pixels) => Math.round(pixels * 100) / 100;

function bars(group, trace, [across, up]) {
  const paths = [...group.querySelectorAll("g.point > path")];
  if (paths.length !== trace.y.length) return null;
  const flat = trace.orientation === "h";
  const [lengths, places] = flat ? [trace.x, trace.y] : [trace.y, trace.x];
  const [along, beside] = flat ? [across, up] : [up, across];
  return () => paths.forEach((path, index) => {
    const base = Array.isArray(trace.base) ? trace.base[index] : trace.base ?? 0;
    const [from, to] = [base, base + lengths[index]].map((value) => at(along.c2p(value)));
    const [one, other] = [-1, 1].map((side) => at(beside.c2p(places[index] + (side * trace.width) / 2)));
    put(path, "d", flat
      ? `M${from},${one}V${other}H${to}V${one}Z`
      : `M${one},${from}V${to}H${other}V${from}Z`);
  });
}

const coloured = new WeakMap(); // which colour was given to a dot

function strokes(group, trace, [across, up], colours) {
  const points = trace.x.map((x, index) => [at(across.c2p(x)), at(up.c2p(trace.y[index]))]);
  if (trace.mode === "markers") {
    const dots = [...group.querySelectorAll("path.point")];
    if (dots.length !== points.length) return null;
    return () => dots.forEach((dot, index) => {
      put(dot, "transform", `translate(${points[index]})`);
      if (!isEach(trace.marker)) return;
      const colour = themed(trace.marker.color[index], colours);
      if (coloured.get(dot) === colour) return;
      coloured.set(dot, colour);
      Object.assign(dot.style, { fill: colour, fillOpacity: 1 });
    });
  }
  const drawnLine = group.querySelector("path.js-line");
  const fill = group.querySelector("path.js-fill");
  if ((trace.line.width && !drawnLine) || (trace.fill && !fill)) return null;
  const [[x, y], ...rest] = points;
  const path = trace.line.shape === "hv"
    ? `M${x},${y}${rest.map(([right, high]) => `H${right}V${high}`).join("")}`
    : `M${x},${y}${rest.map((point) => `L${point}`).join("")}`;
  const floor = at(up.c2p(0));
  const closed = `${path}L${points.at(-1)[0]},${floor}L${x},${floor}Z`;
  return () => {
    if (drawnLine) put(drawnLine, "d", path);
    if (trace.fill) put(fill, "d", closed);
  };
}

// Where something stands on the sheet, in pixels.
function place(full, value, reference, side) {
  const size = full._size;
  if (reference === "paper") return side === "x" ? size.l + size.w * value : size.t + size.h * (1 - value);
  const axis = full[reference.replace(side, `${side}axis`)];
  return axis._offset + axis.c2p(value);
}

function line(plot, full, shape, index) {
  const path = plot.querySelector(`.shapelayer path[data-index="${index}"]`);
  if (!path || shape.type !== "line") return null;
  const { x0, x1, y0, y1, xref = "x", yref = "y" } = shape;
  const [left, right] = [x0, x1].map((value) => place(full, value, xref, "x"));
  const [top, bottom] = [y0, y1].map((value) => place(full, value, yref, "y"));
  return () => put(path, "d", `M${left},${top}L${right},${bottom}`);
}

const before = new WeakMap(); // of labels that were moved: as Plotly drew them

// Where a label is to stand, from the upper left corner of the sheet, and how it is written now.
function placed(plot, full, label, index, family) {
  const group = plot.querySelector(`.annotation[data-index="${index}"]`);
  const text = group?.querySelector("text");
  const back = group?.querySelector("rect.bg");
  const old = full.annotations[index];
  if (!text || !back || !old) return null;
  if (!before.has(group)) {
    const [wide, high] = [back.width.baseVal.value, back.height.baseVal.value];
    const [left, top] = corner(full, old, wide, high);
    const middle = Number(text.getAttribute("x"));
    before.set(group, { text: old.text, shown: old.text, wide, high, left, top, middle });
  }
  const first = before.get(group);
  if (label.text !== first.shown && !hasLines(text, label.text)) return null;
  const font = `${label.font.size}px ${family}`;
  const more = label.text === first.text ? 0 : widthOf(label.text, font) - widthOf(first.text, font);
  const [left, top] = corner(full, label, first.wide + more, first.high);
  const size = { width: first.wide + more, height: first.high };
  const { name, yref = "y" } = label;
  return { label, name, yref, group, text, back, first, more, left, top, ...size, opacity: 1 };
}

function write({ label, group, text, back, first, more, left, top, opacity }, colours) {
  if (label.text !== first.shown) {
    inscribe(text, label.text);
    first.shown = label.text;
    back.setAttribute("width", first.wide + more);
    if (text.getAttribute("text-anchor") === "middle") {
      for (const part of [text, ...text.querySelectorAll("tspan.line")]) {
        part.setAttribute("x", first.middle + more / 2);
      }
    }
  }
  const colour = themed(label.font.color, colours);
  if (first.colour !== colour) text.style.fill = first.colour = colour;
  put(group, "transform", `translate(${at(left - first.left)},${at(top - first.top)})`);
  if (first.opacity !== opacity) group.style.opacity = first.opacity = opacity;
}

// Labels of an axis that stand where they stood.
function ticksOf(plot, drawn, figure, axis) {
  const texts = figure.layout[axis].ticktext ?? [];
  const elements = [...plot.querySelectorAll(`g.${axis[0]}tick text`)];
  const differs = texts.some((text, index) => text !== drawn.layout[axis].ticktext[index]);
  if (!differs && !elements.some((element) => element.dataset.inscribed)) return () => {};
  if (elements.length !== texts.length) return null;
  const place = (element) => element.__data__?.x ?? element.parentNode.__data__?.x;
  const values = figure.layout[axis].tickvals;
  const pairs = elements.map((element) => [element, texts[values.indexOf(place(element))]]);
  if (pairs.some(([element, text]) => text === undefined || !hasLines(element, text))) return null;
  return () => pairs.forEach(([element, text]) => {
    if (element.dataset.inscribed === text) return;
    inscribe(element, text);
    element.dataset.inscribed = text;
  });
}

const hasLines = (element, text) =>
  (element.querySelectorAll("tspan.line").length || 1) === text.split("<br>").length;

const SVG = "http://www.w3.org/2000/svg";

// Writes as Plotly does: lines one below the other, some of it bold.
function inscribe(element, text) {
  const lines = [...element.querySelectorAll("tspan.line")];
  text.split("<br>").forEach((line, index) => {
    const wanted = document.createElementNS(SVG, "text");
    line.split(/<b>(.*?)<\/b>/).forEach((part, odd) => {
      const words = part.replaceAll("&lt;", "<");
      if (odd % 2 === 0) return words && wanted.append(words);
      const bold = document.createElementNS(SVG, "tspan");
      bold.style.fontWeight = "bold";
      bold.append(words);
      wanted.append(bold);
    });
    const place = lines[index] ?? element;
    if (!reword(place, wanted)) place.replaceChildren(...wanted.childNodes);
  });
}

// The upper left corner of a label.
function corner(full, { x, y, xref = "x", yref = "y", xanchor, yanchor, xshift = 0, yshift = 0 }, wide, high) {
  return [
    place(full, x, xref, "x") + xshift - wide * part(xanchor, x, xref, ["left", "right"]),
    place(full, y, yref, "y") - yshift - high * part(yanchor, 1 - y, yref, ["top", "bottom"]),
  ];
}

function part(anchor, value, reference, [near, far]) {
  if (anchor === near) return 0;
  if (anchor === far) return 1;
  if (anchor && anchor !== "auto") return 0.5;
  if (reference !== "paper") return 0.5;
  return value < 1 / 3 ? 0 : value > 2 / 3 ? 1 : 0.5;
}
