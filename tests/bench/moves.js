// Watches one page while a slider is moved by the keyboard: when the key went down, when the server
// was told and last answered, when the headline changed and when each chart was last repainted.

const move = { key: NaN, told: NaN, answered: NaN, headline: NaN, charts: {}, words: "" };
window.benchMove = move;
const now = () => performance.now();
const words = () => document.querySelector(".pc-heading h2")?.textContent ?? "";

window.benchBegin = () =>
  Object.assign(move, {
    key: NaN, told: NaN, answered: NaN, headline: NaN, charts: {}, words: words(),
  });

// Told apart from pauses in between: nothing came and nothing was drawn for so many milliseconds.
window.benchOver = (quiet) => {
  const drawn = Math.max(...Object.values(move.charts), move.headline);
  const app = document.querySelector("[data-testid=stApp]");
  return (
    drawn > move.key &&
    now() - Math.max(drawn, move.answered) > quiet &&
    app.dataset.testScriptState === "notRunning" &&
    !document.querySelector("[data-stale=true]")
  );
};

addEventListener(
  "keydown",
  () => {
    move.key = now();
  },
  { capture: true },
);

const { send } = WebSocket.prototype;
const heard = new WeakSet();
WebSocket.prototype.send = function (message) {
  if (move.key && !move.told) move.told = now();
  if (!heard.has(this)) {
    heard.add(this);
    this.addEventListener("message", () => {
      move.answered = now();
    });
  }
  return send.call(this, message);
};

new MutationObserver((changes) => {
  const at = now();
  for (const { target } of changes) {
    const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
    const chart = element?.closest(".paycurve-chart .plot")?.closest("[class*=st-key-]");
    if (chart) move.charts[chart.className] = at;
  }
  if (!move.headline && words() !== move.words) move.headline = at;
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
