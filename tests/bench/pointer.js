// Times one page while a figure is held: from the pointer's moves to the paint of what they show.

const held = { down: NaN, moved: NaN, answered: NaN, painted: [], exact: null };
window.benchHeld = held;

addEventListener("pointerdown", () => {
  Object.assign(held, { down: performance.now(), answered: NaN });
}, { capture: true });

addEventListener("pointermove", (event) => {
  held.moved = event.timeStamp;
}, { capture: true });

// A message that is posted while a frame is made comes once it is painted.
const after = new MessageChannel();
after.port1.onmessage = ({ data: moved }) => held.painted.push(performance.now() - moved);

let before = null;
addEventListener("paycurve:shown", ({ detail: { at, exact } }) => {
  held.exact = exact;
  if (at === before) return;
  if (before !== null && !(held.answered > held.down)) held.answered = performance.now();
  before = at;
  if (exact) after.port2.postMessage(held.moved);
}, { capture: true });
