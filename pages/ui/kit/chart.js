// Draws a figure with Plotly and keeps it in place: every new figure of the same chart goes through
// Plotly.react, so zoom and hover survive and nothing blinks. Colours arrive as meanings
// ("@variant/100") and take the theme that is showing.

const NARROWEST = 120;
const AXIS = 80; // about as wide as what is written beside an axis
const NEAR = "200px"; // from where a chart may come into sight before the next look at it
let loading, plotly, printing;
const charts = new WeakMap();

// Paper is narrower than the window, and there is no time to draw anew: the drawing is shrunk.
addEventListener("beforeprint", () => {
  printing = true;
  for (const root of document.querySelectorAll(".paycurve-chart")) look(charts.get(root), true);
  for (const svg of document.querySelectorAll(".paycurve-chart .main-svg")) {
    const [width, height] = ["width", "height"].map((side) => svg.getAttribute(side));
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("preserveAspectRatio", "xMinYMin meet");
  }
});
addEventListener("afterprint", () => {
  printing = false;
  for (const svg of document.querySelectorAll(".paycurve-chart .main-svg")) {
    svg.removeAttribute("viewBox");
  }
});

const sight = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) look(charts.get(target), isIntersecting);
}, { rootMargin: NEAR, scrollMargin: NEAR });

// While a figure is moved, a chart out of sight follows once it is near.
function look(chart, isNear) {
  if (!chart) return;
  chart.near = isNear;
  if (isNear && chart.late) renew(chart);
}

export default function (component) {
  const root = component.parentElement.querySelector(".paycurve-chart");
  if (!root) return;
  const chart = charts.get(root) ?? adopt(root);
  chart.send = component.setTriggerValue;
  chart.data = component.data;
  chart.colours = component.data.palettes[theme(root)];
  caption(root, shown(chart));
  chart.asked += 1;
  redraw(chart);
  return () => release(chart);
}

function adopt(root) {
  const plot = root.querySelector(".plot");
  const chart = { root, plot, asked: 0, shown: 0, busy: false, drawn: false, gone: false, near: true, late: false };
  chart.resizing = new ResizeObserver(async () => {
    if (chart.shown < chart.asked) await redraw(chart);
    if (!chart.drawn || !hasRoom(chart) || printing) return;
    await plotly.Plots.resize(plot);
    if (chart.gone) return;
    await placeLabels(plotly, plot);
    if (chart.frame) await renew(chart); // Plotly knows only what it has drawn itself
    else drew(chart);
  });
  chart.resizing.observe(plot);
  sight.observe(root);
  chart.follow = ({ detail }) => follow(chart, detail);
  document.addEventListener("paycurve:frame", chart.follow);
  charts.set(root, chart);
  return chart;
}

// Plotly stumbles over a drawing that is taken away under its hands.
function release(chart) {
  chart.gone = true;
  chart.resizing.disconnect();
  sight.unobserve(chart.root);
  document.removeEventListener("paycurve:frame", chart.follow);
  charts.delete(chart.root);
  if (!chart.busy) forget(chart);
}

// A figure is being moved (see moves.js): how this chart was drawn when it was asked about and what
// differs at the position that is shown, or null where the page is shown as it was drawn.
function follow(chart, frames) {
  const frame = frames?.[chart.data.key] ?? null;
  chart.root.classList.toggle("behind", frames !== null && frame === null);
  if (frame === chart.frame) return;
  chart.frame = frame;
  caption(chart.root, shown(chart));
  renew(chart);
}

async function renew(chart) {
  chart.late = Boolean(chart.frame) && !chart.near;
  if (chart.late) return;
  if (move(chart)) return;
  chart.asked += 1;
  await redraw(chart);
}

// At once, where what Plotly has drawn can be moved there.
function move(chart) {
  if (!chart.frame || chart.busy || chart.shown < chart.asked || !chart.drawn) return false;
  const { figure } = shown(chart);
  if (!moveTo(chart.plot, chart.figure, figure, chart.colours, chart.family)) return false;
  drew(chart);
  return true;
}

const drew = ({ plot }) => plot.dispatchEvent(new CustomEvent("paycurve:drawn", { bubbles: true }));

// What is shown: the data of the chart, or what it has at another position.
function shown({ data, frame }) {
  return frame ? { ...data, ...changed(frame.drawn, frame.change) } : data;
}

function changed(before, change) {
  if ("=" in change) return change["="];
  const after = Array.isArray(before) ? [...before] : { ...before };
  for (const [place, inside] of Object.entries(change)) after[place] = changed(before[place], inside);
  return after;
}

const forget = ({ plot }) => plotly?.purge(plot);

// In a box narrower than its margins Plotly computes endless numbers.
const hasRoom = ({ plot }) => plot.clientWidth >= NARROWEST;

// While one figure is being drawn, newer ones replace each other; only the newest follows. Without
// room it waits for some.
async function redraw(chart) {
  if (chart.busy || !hasRoom(chart)) return;
  chart.busy = true;
  try {
    const Plotly = await library(chart.data.library);
    while (chart.shown < chart.asked && hasRoom(chart) && !chart.gone) {
      await inTurn(async () => {
        if (chart.gone) return;
        const newest = chart.asked;
        await draw(Plotly, chart);
        chart.shown = newest;
      });
    }
    chart.root.classList.toggle("drawn", chart.drawn);
    chart.root.classList.remove("failed");
  } catch (problem) {
    console.error(problem);
    chart.root.classList.add("failed");
  } finally {
    chart.busy = false;
    if (chart.gone) forget(chart);
  }
}

// One chart at a time: the first is seen, and hands are heard, before the next one is drawn. For
// paper there is no time to wait.
let turn = Promise.resolve();

function inTurn(work) {
  const drawn = turn.then(afterPaint).then(work);
  turn = drawn.catch(() => {});
  return drawn;
}

const afterPaint = () => printing || new Promise((resume) => setTimeout(resume));

async function draw(Plotly, chart) {
  const { figure, config, locale } = shown(chart);
  const layout = themed(figure.layout, chart.colours);
  const family = (chart.family = css(chart.root, "--st-font"));
  for (const part of [layout, layout.hoverlabel]) part.font = { ...part.font, family };
  const across = chart.plot.clientWidth - AXIS;
  Object.assign(layout.margin, { r: roomBeside(layout, family), t: roomAbove(layout, family, across) });
  await Plotly.react(chart.plot, themed(figure.data, chart.colours), layout, {
    ...config,
    locale: locale.name,
    locales: { [locale.name]: locale },
  });
  await placeLabels(Plotly, chart.plot);
  chart.figure = figure;
  drew(chart);
  if (chart.drawn) return;
  chart.drawn = true;
  chart.plot.addEventListener("click", (event) => chooseRow(chart, event.target.closest?.("g.ytick")));
  chart.plot.on("plotly_relayout", () => thinTicks(chart.plot)); // zoomed
  chart.plot.on("plotly_click", ({ points: [point] }) => {
    if (!chart.data.clickable) return;
    const { data, pointNumber, id = null, x, y } = point;
    chart.send("click", { series: data.name, index: pointNumber, id, x, y });
  });
}

// A row is chosen by its label as well: a bar may be too thin to be met.
function chooseRow({ plot, data, send }, label) {
  const [rows] = data.figure.data.filter(({ ids, orientation }) => ids && orientation === "h");
  if (!label || !data.clickable || !rows) return;
  const index = [...plot.querySelectorAll("g.ytick")].indexOf(label);
  send("click", { series: rows.name, index, id: rows.ids[index], x: rows.x[index], y: rows.y[index] });
}

function caption(root, { title, caption, alt, height, clickable, unavailable }) {
  root.classList.toggle("clickable", clickable);
  const write = (selector, text) => {
    const element = root.querySelector(selector);
    if (element.textContent === text) return;
    const wanted = document.createElement("p");
    wanted.append(...unbroken(text));
    if (!reword(element, wanted)) element.replaceChildren(...wanted.childNodes);
    element.hidden = !text;
  };
  write(".title", title);
  write(".caption", caption);
  write(".unavailable", unavailable);
  const plot = root.querySelector(".plot");
  if (plot.style.height !== `${height}px`) plot.style.height = `${height}px`;
  if (plot.getAttribute("aria-label") !== alt) plot.setAttribute("aria-label", alt);
}

// A browser breaks a line between a sign and the currency after it.
const unbroken = (text = "") =>
  text.split(/([+−]¥[\d,.]+)/).map((part, place) => {
    if (place % 2 === 0) return part;
    const whole = document.createElement("span");
    whole.style.whiteSpace = "nowrap";
    whole.textContent = part;
    return whole;
  });

const library = (source) =>
  (loading ??= import(new URL(source, document.baseURI)).then((loaded) => (plotly = loaded.default), (problem) => {
    loading = undefined;
    throw problem;
  }));

function theme(root) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = css(root, "--st-background-color");
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(probe.fillStyle.slice(at, at + 2), 16));
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128 ? "dark" : "light";
}

const css = (root, name) => getComputedStyle(root).getPropertyValue(name).trim();

function themed(node, colours) {
  if (typeof node === "string") {
    const [, meaning, opacity] = /^@(\w+)\/(\d+)$/.exec(node) ?? [];
    return meaning ? colours[meaning] + hex(opacity) : node;
  }
  if (Array.isArray(node)) return node.map((child) => themed(child, colours));
  if (node === null || typeof node !== "object") return node;
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, themed(child, colours)]));
}

const hex = (percent) => Math.round(percent * 2.55).toString(16).padStart(2, "0");
