// Tells the browser which language the page is in, and offers the other theme. Streamlit has no
// call for its theme; its own menu does, so the button chooses there. And it lets undo and redo be
// called from a slider, where Streamlit takes Ctrl+Z for the typing of a field, and from a field of
// one line whose typing was taken; while it is typed into, it has its own Ctrl+Z. Escape closes a
// dialog also when nothing in it has the focus.

let listening = false;
const SAYS = ".stMain :is(.pc-heading, .pc-skeleton, .stAlert, .stException), .stDialog";
let connection = "";
let tell = () => {};

export default function ({ data, parentElement, setTriggerValue }) {
  tell = () => setTriggerValue("reconnected", true);
  if (!listening) {
    document.addEventListener("keydown", undo, true);
    document.addEventListener("focusin", ({ target }) => take(target), true);
    document.addEventListener("input", ({ target }) => (isTyped = target.value !== taken), true);
    document.addEventListener("keydown", enter, true);
    document.addEventListener("keydown", leaveDialog, true);
    document.body.addEventListener("keydown", leaveTyping); // Streamlit listens further out
    watchConnection();
  }
  if (!listening) takeOutlineAway();
  listening = true;
  document.documentElement.lang = data.language;
  const button = parentElement.querySelector("button");
  const dark = getComputedStyle(document.querySelector(".stApp")).colorScheme === "dark";
  document.body.style.colorScheme = dark ? "dark" : "light"; // boxes and dialogs hang there
  button.textContent = "◐";
  button.title = data.switch;
  button.setAttribute("aria-label", data.switch);
  button.onclick = () => {
    press("stMainMenuButton");
    requestAnimationFrame(() => press(`stMainMenuItem-theme-${dark ? "Light" : "Dark"}`));
  };
}

// A server that was started anew knows nothing of this page: without a word from the page, the next
// figure that is moved would be what it draws the page from, and no change of anything.
function watchConnection() {
  const app = document.querySelector(".stApp");
  const attribute = "data-test-connection-state";
  new MutationObserver(() => {
    const now = app.getAttribute(attribute);
    if (now === "CONNECTED" && connection && connection !== now) tell();
    connection = now;
  }).observe(app, { attributeFilter: [attribute] });
  connection = app.getAttribute(attribute);
}

// The bones that stood there before the app, once there is something in their place.
function takeOutlineAway() {
  if (!document.querySelector(SAYS)) return void setTimeout(takeOutlineAway, 100);
  document.querySelectorAll(".outline, .outline-style").forEach((part) => part.remove());
}

const press = (name) => document.querySelector(`[data-testid="${name}"]`)?.click();

const isUndo = ({ ctrlKey, metaKey, key }) => (ctrlKey || metaKey) && key.toLowerCase() === "z";

const TYPING = "input[type=text]:not([role=combobox]), textarea, [contenteditable=true]";

function leaveTyping(event) {
  if (isUndo(event) && event.target.closest?.(TYPING)) event.stopPropagation();
}

// What the field in which somebody is had when its typing was taken last, and whether there is more.
let taken = "";
let isTyped = false;

function take({ value }) {
  taken = value;
  isTyped = false;
}

function enter({ key, target }) {
  if (key === "Enter" && target.matches?.(LINE)) take(target);
}

// A button that was pressed loses the focus while its file is made; a dialog hears of Escape only
// from something inside it.
function leaveDialog({ key, target }) {
  if (key !== "Escape" || target !== document.body) return;
  const dialog = document.querySelector('.stDialog [role="dialog"]');
  dialog?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

const LINE = ":is(.stTextInput, .stNumberInput) input";

function undo(event) {
  if (!isUndo(event)) return;
  if (!event.target.matches?.(isTyped ? "input[type=range]" : `input[type=range], ${LINE}`)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const wanted = event.shiftKey ? "redo" : "undo";
  document.querySelector(`.st-key-undo_and_redo [class*="-${wanted}"] button`)?.click();
}
