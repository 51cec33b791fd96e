// Tells the browser which language the page is in, and offers the other theme. Streamlit has no
// call for its theme; its own menu does, so the button chooses there. Escape closes a dialog also
// when nothing in it has the focus, and a chosen name that is cut off is told in full under the pointer.

let listening = false;
const SAYS = ".stMain :is(.pc-heading, .pc-skeleton, .stAlert, .stException), .stDialog";
let connection = "";
let tell = () => {};

export default function ({ data, parentElement, setTriggerValue }) {
  tell = () => setTriggerValue("reconnected", true);
  if (!listening) {
    document.addEventListener("keydown", leaveDialog, true);
    document.addEventListener("pointerover", tellInFull);
    document.addEventListener("click", waitForMoves, true);
    document.addEventListener("click", leaveBox);
    for (const what of ["figures", "steps"]) document.addEventListener(`paycurve:${what}-heard`, leavePage);
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

function tellInFull({ target }) {
  if (target.matches?.(".stSelectbox input")) target.title = target.scrollWidth > target.clientWidth ? target.value : "";
}

// A button that was pressed loses the focus while its file is made; a dialog hears of Escape only
// from something inside it.
function leaveDialog({ key, target }) {
  if (key !== "Escape" || target !== document.body) return;
  const dialog = document.querySelector('.stDialog [role="dialog"]');
  dialog?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

// A link waits until the server has heard of what was moved and taken back before, unless it is
// pressed again: told of a page that is left, the server would go on with that. For the same reason no
// click on a link closes an open box, which goes with its page.
const UNHEARD = "[data-unheard], [data-steps]";
let wanted = null;

function waitForMoves(event) {
  const link = event.target.closest?.(".stPageLink a");
  if (!link) return;
  const isAgain = link === wanted && event.detail < 2; // and not twice at once
  const waits = !isAgain && document.querySelector(UNHEARD);
  wanted = waits ? link : null;
  if (!waits) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

function leavePage() {
  if (!wanted || document.querySelector(UNHEARD)) return;
  wanted.click();
}

function leaveBox(event) {
  if (event.target.closest?.(".stPageLink")) event.stopImmediatePropagation();
}
