// The rows of a table of figures: their headings, and rows that come and go. `send` tells the server.

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

// Puts other words into the text that is there: a new one would have the browser style the whole page
// anew, for whatever it is told to look for inside of something else.
export function reword(element, text) {
  const only = element.childNodes.length === 1 ? element.firstChild : null;
  if (only?.nodeType !== Node.TEXT_NODE) element.textContent = text;
  else if (only.data !== text) only.data = text;
}

// What rows have in common stands once above them.
export const hasKey = ({ layout, rows }, place) =>
  rows[place].label !== null && (layout !== "groups" || rows[place].label !== rows[place - 1]?.label);

export function headings({ heads, rows, add }) {
  const line = element("div", "pc-row pc-row-heads");
  line.append(...heads.map(({ text, hover, of }) => {
    const head = element("span", of === "key" ? "pc-row-key" : "pc-cell", text);
    if (hover) head.title = hover;
    return head;
  }));
  if (add || rows.some((row) => row.remove)) line.append(element("span", "pc-remove"));
  return line;
}

export function removal({ remove }, place, send) {
  const button = Object.assign(element("button", "pc-remove", "×"), { type: "button", title: remove });
  button.setAttribute("aria-label", remove);
  button.dataset.of = `${place}/remove`;
  button.onclick = () => send({ row: place, remove: true });
  return button;
}

// A row of empty fields; what is typed there counts as soon as none is empty, and stays until the
// server has taken it.
export function newRow(figure, send) {
  const { add, words } = figure.data;
  figure.adding ??= new Map();
  const line = element("div", "pc-row pc-row-new");
  const said = element("span", "pc-unfinished");
  const known = figure.adding;
  const isHalf = () => add.columns.some(({ of }) => known.get(of)) && !isWhole();
  const isWhole = () => add.columns.every(({ of }) => (known.get(of) ?? "").trim());
  const tellHalf = () => (said.textContent = isHalf() ? words.unfinished : "");
  const offer = () => {
    tellHalf();
    if (!isWhole()) return;
    send({ add: Object.fromEntries(known) });
  };
  if (add.keys.length) {
    const choice = element("select", "pc-row-key");
    choice.setAttribute("aria-label", words.key);
    choice.append(...add.keys.map((key) => element("option", "", key)));
    choice.value = known.get("key") ?? add.keys[0];
    known.set("key", choice.value);
    choice.onchange = () => void known.set("key", choice.value);
    line.append(choice);
  }
  for (const { of, label } of add.columns) {
    const field = Object.assign(element("input"), { type: "text", autocomplete: "off", placeholder: "+" });
    field.dataset.of = `new/${of}`;
    field.setAttribute("aria-label", label);
    field.value = known.get(of) ?? "";
    field.oninput = () => known.set(of, field.value);
    field.onkeydown = (event) => {
      if ((event.ctrlKey || event.metaKey) && field.value) event.stopPropagation();
      if (event.key === "Enter" && !event.isComposing) field.blur();
    };
    field.onchange = offer;
    const cell = element("div", "pc-cell");
    cell.append(field);
    line.append(cell);
  }
  line.append(said);
  tellHalf();
  return line;
}
