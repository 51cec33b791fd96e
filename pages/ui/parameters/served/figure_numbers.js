// Figures of a plan as numbers: where they stand in its JSON, where they may be moved to, how they
// are written and what a text says. Knows nothing of the page.

const FINE = 10;

export const exact = (value) => Number(value.toFixed(FINE));
export const shift = (value, factor) => Number((value * factor).toFixed(FINE - 2));

export function stops({ track: [low, high, step], value, documented }) {
  const count = Math.floor((high - low) / step + 1e-6);
  const found = new Set([value, ...(documented === null ? [] : [documented])]);
  for (let place = 0; place <= count; place += 1) found.add(exact(low + place * step));
  return [...found].sort((a, b) => a - b);
}

export const nearest = (stops, value) =>
  stops.reduce((best, stop) => (Math.abs(stop - value) < Math.abs(best - value) ? stop : best));

const DIGITS = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });

export function written(value, { factor, pattern }) {
  const digits = DIGITS.format(shift(value, factor));
  return pattern.replace("{}", digits.replace("-", "−"));
}

// The parameter's whole value with another figure in it.
export function placed(data, [first, ...rest], value) {
  if (first === undefined) return value;
  const copy = Array.isArray(data) ? [...data] : { ...data };
  copy[first] = placed(data[first], rest, value);
  return copy;
}

export const figureAt = (json, path) => path.reduce((inside, key) => inside?.[key], json);

// Where a figure is among stops, as their number and the part of the way to the next.
export const at = (stops, value) => {
  const behind = stops.findIndex((stop) => stop >= value);
  if (behind < 0) return stops.length - 1;
  if (stops[behind] === value || behind === 0) return behind;
  return behind - 1 + (value - stops[behind - 1]) / (stops[behind] - stops[behind - 1]);
};

const NUMBER = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$/;
const THOUSANDS = /^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?$/;
const BARE_SHARE = 2; // up to this a bare number among percents may be meant as a share

// The number that a text says, as the server reads it (number_reading.py); null for what is none, or
// what the server alone can tell.
export function read(text, { factor, money }) {
  const isShare = factor === 100;
  let digits = text
    .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll("￥", "¥")
    .replaceAll("−", "-")
    .trim();
  const hasSign = isShare && digits.endsWith("%");
  if (hasSign) digits = digits.slice(0, -1).trimEnd();
  if (money) digits = digits.replace(/^(-?)¥/, "$1").replace(/元$/, "").trim();
  if (THOUSANDS.test(digits)) digits = digits.replaceAll(",", "");
  if (!NUMBER.test(digits)) return null;
  const [whole, decimals = ""] = digits.replace(/^[+-]/, "").replace(/^0+/, "").split(".");
  const fine = decimals.replace(/0+$/, "").length;
  if (whole.length + fine > 15 || fine > (isShare ? 4 : 6)) return null;
  const size = Math.abs(Number(digits));
  if (isShare && !hasSign && size > 0 && size <= BARE_SHARE) return null;
  return Number(isShare ? `${digits}e-2` : digits) + 0;
}
