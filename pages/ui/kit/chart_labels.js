// Where labels go that only the browser can place, since it knows how large they are.

const SIGN = "sign"; // along the top
const SIGN_HEIGHT = 16;
const SIGNS_APART = 6;
const END = "end"; // at the right end of a line
const KEY = "key"; // above the sheet
const KEYS_APART = 10;
const ASIDE = 6; // from there
const TICKS_APART = 4;
const MARGIN = 6; // between what is written beside a sheet and the edge of the drawing

// The margin that a key above a sheet of about this width needs.
function roomAbove({ annotations = [], margin }, family, width) {
  const keys = annotations.filter(({ name }) => name === KEY)
    .map(({ text, font }) => ({ left: 0, width: widthOf(text, `${font.size}px ${family}`) }));
  const highest = Math.max(-SIGN_HEIGHT, ...keyPlaces(keys, width).map(([, { y }]) => y));
  return Math.max(margin.t, highest + SIGN_HEIGHT + MARGIN);
}

// The margin that what is written to the right of the sheet needs.
function roomBeside({ annotations = [], margin }, family) {
  const beside = annotations.filter(({ x, xref, xanchor }) => x === 1 && xref === "paper" && xanchor === "left");
  return Math.max(margin.r, ...beside.map(({ name, text, font, xshift = 0 }) =>
    (name === END ? ASIDE : xshift) + widthOf(text, `${font.size}px ${family}`) + MARGIN));
}

async function placeLabels(Plotly, plot) {
  const frame = plot.getBoundingClientRect();
  const labels = (plot.layout.annotations ?? []).flatMap((label, index) => {
    const { name, yref, xshift = 0, yshift = 0, opacity = 1 } = label;
    const box = plot.querySelector(`.annotation[data-index="${index}"] rect`)?.getBoundingClientRect();
    if (![SIGN, END, KEY].includes(name) || !box) return [];
    const { width, height } = box;
    const [left, top] = [box.left - frame.left - xshift, box.top - frame.top + yshift];
    return [{ index, name, yref, left, top, width, height, now: { xshift, yshift, opacity } }];
  });
  const changes = {};
  for (const [{ index, now }, { x, y, opacity }] of freePlaces(labels, plot._fullLayout)) {
    for (const [what, value] of Object.entries({ xshift: x, yshift: y, opacity })) {
      if (Math.abs(value - now[what]) > 0.5) changes[`annotations[${index}].${what}`] = value;
    }
  }
  if (Object.keys(changes).length) await Plotly.relayout(plot, changes);
  thinTicks(plot);
}

// Of the numbers along an axis every second, third … is seen, so that none meets the next. Names of
// rows are all seen.
function thinTicks(plot) {
  for (const axis of ["x", "y"]) {
    if (axis === "y" && !plot._fullLayout.yaxis.showgrid) continue;
    const ticks = [...plot.querySelectorAll(`g.${axis}axislayer-above g.${axis}tick text`)];
    const boxes = ticks.map((tick) => tick.getBoundingClientRect());
    const meet = (one, other) =>
      one.left < other.right + TICKS_APART && other.left < one.right + TICKS_APART &&
      one.top < other.bottom && other.top < one.bottom;
    let every = 1;
    while (boxes.some((box, index) => index && index % every === 0 && meet(box, boxes[index - every]))) every++;
    ticks.forEach((tick, index) => (tick.style.visibility = index % every ? "hidden" : ""));
  }
}

// How far each of the labels is put aside and up, and whether it is seen.
function freePlaces(labels, full) {
  const signs = labels.filter(({ name }) => name === SIGN);
  const ends = Object.values(Object.groupBy(labels.filter(({ name }) => name === END), ({ yref }) => yref));
  return [
    ...signPlaces(signs, full._size.l, full.width),
    ...keyPlaces(labels.filter(({ name }) => name === KEY), full.width),
    ...ends.flatMap((beside) => endPlaces(beside, full[beside[0].yref.replace("y", "yaxis")])),
  ];
}

// Labels along the top go beside and above one another, the first ones first, and none over the
// numbers of the axis, which begins at `start`; one without room is left out.
function signPlaces(signs, start, width) {
  const taken = [];
  return signs.map((sign) => {
    const half = (sign.width + SIGNS_APART) / 2;
    const free = [0, half, -half]
      .flatMap((aside) => [0, 1, 2].map((row) => ({ x: aside, y: row * SIGN_HEIGHT })))
      .find(({ x, y }) => {
        const own = { left: sign.left + x, top: sign.top - y, right: sign.left + x + sign.width };
        const meets = (other) =>
          Math.abs(own.top - other.top) < SIGN_HEIGHT - 1 &&
          own.left < other.right + SIGNS_APART && other.left < own.right + SIGNS_APART;
        if (own.left < start - 1 || own.right > width || taken.some(meets)) return false;
        taken.push(own);
        return true;
      });
    return [sign, { x: free?.x ?? 0, y: free?.y ?? 0, opacity: free ? 1 : 0 }];
  });
}

// Names above a sheet go beside one another, on as many lines as they take.
function keyPlaces(keys, width) {
  let [aside, row] = [0, 0];
  const places = keys.map((key) => {
    if (aside && key.left + aside + key.width > width) [aside, row] = [0, row + 1];
    const place = { x: aside, row };
    aside += key.width + KEYS_APART;
    return place;
  });
  return places.map(({ x, row: own }, index) => [keys[index], { x, y: (row - own) * SIGN_HEIGHT, opacity: 1 }]);
}

// Names at the ends of lines go below one another, in the order of the lines and within the axis:
// from its top down, and then from its bottom up where there is no room below.
function endPlaces(ends, { _offset: start, _length: length }) {
  const middle = ({ top, height }) => top + height / 2;
  const down = [...ends].sort((one, other) => middle(one) - middle(other));
  const tops = new Map();
  let free = start;
  for (const end of down) {
    tops.set(end, Math.max(end.top, free));
    free = tops.get(end) + end.height;
  }
  free = start + length;
  for (const end of down.reverse()) {
    tops.set(end, Math.min(tops.get(end), free - end.height));
    free = tops.get(end);
  }
  return ends.map((end) => [end, { x: ASIDE, y: end.top - tops.get(end), opacity: 1 }]);
}

const measured = new Map();
let ruler;

function widthOf(text, font) {
  const known = `${font} ${text}`;
  if (!measured.has(known)) {
    if (measured.size > 2000) measured.clear();
    ruler ??= document.createElement("canvas").getContext("2d");
    const lines = text.split("<br>").map((part) => {
      ruler.font = part.includes("<b>") ? `bold ${font}` : font;
      return ruler.measureText(part.replaceAll(/<\/?b>/g, "").replaceAll("&lt;", "<")).width;
    });
    measured.set(known, Math.max(...lines));
  }
  return measured.get(known);
}
