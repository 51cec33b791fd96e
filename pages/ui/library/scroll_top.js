// Begins at the top: once for each plan the page shows.

let last = "";

export default function ({ data }) {
  if (data.shown === last) return;
  last = data.shown;
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
}
