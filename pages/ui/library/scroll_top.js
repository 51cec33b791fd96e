// Begins at the top: once for each place the page shows.

let shown = "";

export default function ({ data }) {
  if (data.place === shown) return;
  shown = data.place;
  document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
}
