// Undo and redo, by their buttons and by keys, as often as they were asked for: Streamlit takes
// presses that follow each other quickly for one, a button that is not drawn anew yet still shows what
// could be done before, and none can be pressed while the line is broken. The server is told of all
// steps until it says that it has heard.
//
// Steps and figures that are moved (figure_widget.js) are told in their order: what is told of figures
// is heard first, and figures wait until steps are (`paycurve:steps-heard`).

const ROW = ".st-key-undo_and_redo";
const TYPING = "input:is([type=text], [type=number], [type=password]):not([role=combobox]), textarea, [contenteditable=true]";
const LINE = ":is(.stTextInput, .stNumberInput) input";

let page = null;
let tell = () => {};
let steps = []; // not heard of yet
let seq = 0;
let told = 0;
let listening = false;

// What the field in which somebody is had when its typing was taken last, and whether there is more.
let taken = "";
let isTyped = false;

export default function ({ data, setStateValue }) {
  tell = () => setStateValue("steps", { session: data.session, steps });
  const isSame = page?.session === data.session && page.store === data.store;
  page = data;
  seq = isSame ? Math.max(seq, data.seq) : data.seq;
  told = isSame ? told : seq;
  heard(isSame ? steps.filter((step) => step.seq > data.seq) : []);
  if (steps.some((step) => step.seq > told)) tellInTurn();
  if (listening) return;
  listening = true;
  document.addEventListener("focusin", ({ target }) => take(target), true);
  document.addEventListener("input", ({ target }) => (isTyped = target.value !== taken), true);
  document.addEventListener("keydown", pressed, true);
  document.addEventListener("click", clicked, true);
  document.addEventListener("paycurve:figures-heard", () => steps.length && tellInTurn());
}

function take({ value }) {
  taken = value;
  isTyped = false;
}

function pressed(event) {
  const { key, target } = event;
  if (key === "Enter" && target.matches?.(LINE)) take(target);
  const what = called(event);
  const isOfField = target.closest?.(TYPING) && (isTyped || !target.matches(LINE));
  const button = what && document.querySelector(`${ROW} [class*="-${what}"] button`);
  if (!button || isOfField) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const isAtRest = !steps.length && !document.querySelector(`${UNHEARD}, ${RUNNING}`);
  if (!isAtRest || page.can[what]) step(what);
}

function called({ ctrlKey, metaKey, shiftKey, altKey, key }) {
  if (!(ctrlKey || metaKey) || altKey) return "";
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
  return ctrlKey && !shiftKey && key.toLowerCase() === "y" ? "redo" : "";
}

function clicked(event) {
  const button = event.target.closest?.(`${ROW} button`);
  if (!button || button.disabled) return;
  event.stopImmediatePropagation();
  step(button.matches(`${ROW} [class*="-undo"] button`) ? "undo" : "redo");
}

const UNHEARD = "[data-unheard]";
const RUNNING = "[data-testid=stApp][data-test-script-state=running]";

function step(what) {
  seq += 1;
  steps = [...steps, { seq, what }];
  document.documentElement.toggleAttribute("data-steps", true);
  tellInTurn();
}

function tellInTurn() {
  if (document.querySelector(UNHEARD)) return;
  told = seq;
  tell();
}

function heard(rest) {
  const were = steps.length;
  steps = rest;
  document.documentElement.toggleAttribute("data-steps", rest.length > 0);
  if (were && !rest.length) document.dispatchEvent(new CustomEvent("paycurve:steps-heard"));
}
