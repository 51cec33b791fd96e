// Brings a figure into sight as soon as it is drawn, marks it, and puts the cursor there: once for
// each jump.

let done = 0;

export default function ({ data }) {
  if (!data.figure || data.jump <= done) return;
  done = data.jump;
  look(data.figure, performance.now() + 8000);
}

function look(figure, until) {
  const place = document.querySelector(`.st-key-figure-${CSS.escape(figure)}`);
  if (!place) {
    if (performance.now() < until) setTimeout(() => look(figure, until), 100);
    return;
  }
  place.scrollIntoView({ block: "center" });
  place.setAttribute("data-wanted", "");
  place.querySelector("input, [role=slider], button")?.focus({ preventScroll: true });
}
