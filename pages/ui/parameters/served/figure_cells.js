// How a figure is seen at the value that it has: its field, its track, the mark of the documented one,
// and the divided bar that it is part of.

const { search } = new URL(import.meta.url);
const { shift, written } = await import(`./figure_numbers.js${search}`);
const { divide, sharesOf } = await import(`./divided_bar.js${search}`);

export const name = ({ of, path }) => (of === undefined ? path : [of, ...path]).join("/");

export const textOf = ({ value, given }) => (value === given.value ? given.text : written(value, given));

// The field and the track show the value that the cell has now.
export function write(cell) {
  if (cell.field) {
    cell.field.value = textOf(cell);
    cell.field.classList.toggle("pc-unsent", false);
  }
  slide(cell);
}

export function slide(cell) {
  const { given, value, range } = cell;
  if (!range) return;
  const [low, high] = [cell.stops[0], cell.stops.at(-1)];
  const { factor } = given;
  Object.assign(range, { min: shift(low, factor), max: shift(high, factor), value: shift(value, factor) });
  range.dataset.step = shift(given.track?.[2] ?? given.step, factor);
  range.setAttribute("aria-valuetext", cell.field ? textOf(cell) : sharesOf(cell));
  if (!cell.field) return;
  const part = (figure) =>
    high > low ? Math.min(Math.max((figure - low) / (high - low), 0), 1) : 0;
  range.style.setProperty("--pc-at", part(value));
  const { documented } = given;
  cell.mark.hidden = documented === null || documented < low || documented > high;
  cell.mark.style.setProperty("--pc-at", part(documented));
  const steps = Math.round((given.track[1] - given.track[0]) / given.track[2]);
  cell.grain.hidden = steps > 20;
  cell.grain.style.setProperty("--pc-count", steps);
}

// The bar as its figures are, or as they are at a position.
export function share(figure, there) {
  divide(figure, there);
  figure.cells.forEach(slide);
}
