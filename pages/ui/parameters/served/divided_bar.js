// Figures that must add up as one divided bar. A joint is a cell whose value is the figure on its
// left; what it takes from there it gives to the figure on its right.

const { search } = new URL(import.meta.url);
const { element, reword } = await import(`./figure_rows.js${search}`);
const { exact, figureAt, stops, written } = await import(`./figure_numbers.js${search}`);

const AROUND_PX = 12; // what the words in a part leave free of it

export function divided(figure, joints) {
  const { data } = figure;
  const bar = element("div", "pc-divided");
  figure.rows = [bar];
  figure.parts = data.parts.map(() => element("span", "pc-part"));
  figure.marks = data.marks.map(() => element("i", "pc-documented"));
  figure.legend = element("p", "pc-legend");
  bar.append(...figure.parts, ...figure.marks, ...joints);
  new ResizeObserver(() => {
    const { fontFamily } = getComputedStyle(bar);
    Object.assign(figure, { wide: bar.clientWidth, font: `${getComputedStyle(figure.parts[0]).fontSize} ${fontFamily}` });
    nameParts(figure);
  }).observe(bar);
  return [bar, figure.legend];
}

// What the parts are stands in them where it fits, and else below the bar, where there is room for it
// as long as a joint is held.
function nameParts({ data, parts, cells, legend, shares, wide, font }) {
  if (!wide) return;
  const outside = [];
  for (const [place, { name, label }] of data.parts.entries()) {
    const { share, text } = shares[place];
    const words = `${name} ${text}`.replaceAll(" ", "\u00a0");
    const fits = widthOf(words, font) + AROUND_PX <= share * wide;
    parts[place].title = `${label} ${text}`;
    reword(parts[place], fits ? words : text);
    if (!fits) outside.push(words);
  }
  reword(legend, outside.join(" · "));
  if (![...cells.values()].some((cell) => cell.held)) legend.hidden = !outside.length;
}

let ruler;

function widthOf(text, font) {
  ruler ??= document.createElement("canvas").getContext("2d");
  ruler.font = font;
  return ruler.measureText(text).width;
}

// Draws the parts as the figures are, or as they are at a position.
export function divide(figure, there = {}) {
  const { parts, to, marks } = figure.data;
  const json = { ...figure.json, ...there };
  const values = parts.map(({ of, path }) => figureAt(json[of], path));
  const starts = values.map((_, place) => exact(values.slice(0, place).reduce((sum, one) => sum + one, 0)));
  const whole = Math.max(exact(starts.at(-1) + values.at(-1)), to);
  const share = (figure) => `${(100 * figure) / whole}%`;
  figure.rows[0].classList.toggle("pc-over", whole > to);
  figure.rows[0].style.setProperty("--pc-to", share(to));
  for (const [place, part] of figure.parts.entries()) {
    Object.assign(part.style, { left: share(starts[place]), width: share(values[place]) });
  }
  figure.shares = values.map((value, place) => ({ share: value / whole, text: written(value, parts[place]) }));
  nameParts(figure);
  for (const [place, mark] of figure.marks.entries()) mark.style.left = share(marks[place]);
  for (const [place, cell] of [...figure.cells.values()].entries()) {
    const [left, right] = parts.slice(place, place + 2);
    if (!cell.held) {
      cell.value = values[place];
      cell.whole = exact(values[place] + values[place + 1]);
      cell.right = right;
      cell.sides = [left, right];
      const low = Math.max(left.limits[0], exact(cell.whole - right.limits[1]));
      const high = Math.min(left.limits[1], exact(cell.whole - right.limits[0]));
      const documented = exact(marks[place] - starts[place]);
      const fits = documented >= low && documented <= high;
      cell.stops = low <= high
        ? stops({ track: [low, high, cell.given.step], value: cell.value, documented: fits ? documented : null })
        : [cell.value];
    }
    const [low, high] = [cell.stops[0], cell.stops.at(-1)];
    cell.range.style.setProperty("--pc-left", share(starts[place] + low));
    cell.range.style.setProperty("--pc-width", share(high - low));
  }
}

export const sharesOf = ({ value, whole, sides: [left, right] }) =>
  `${left.label} ${written(value, left)}, ${right.label} ${written(exact(whole - value), right)}`;
