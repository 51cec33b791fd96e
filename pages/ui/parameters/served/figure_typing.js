// A figure that is typed: the page follows as long as the text is a number, and the server reads what
// was typed.

const { search } = new URL(import.meta.url);
const { read } = await import(`./figure_numbers.js${search}`);
const { slide, write } = await import(`./figure_cells.js${search}`);
const { KEYS, keys, keyUp, letGo, move, place, position, release, take, wheel } =
  await import(`./figure_moves.js${search}`);

export function listenToField(figure, cell) {
  const { field } = cell;
  field.addEventListener("focus", () => field.select());
  field.addEventListener("mousedown", (event) => {
    if (document.activeElement === field) return;
    event.preventDefault(); // Firefox would put the cursor where the pointer is, after the choice
    field.focus();
  });
  field.addEventListener("input", () => {
    letGo(figure, cell);
    Object.assign(cell, { typed: true, stepped: undefined });
    field.classList.add("pc-unsent");
    follow(figure, cell);
  });
  field.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && "zy".includes(event.key.toLowerCase());
    if (isUndo) undo(cell, event);
    if (event.isComposing) return;
    if (event.key === "Enter") {
      commit(figure, cell);
      field.select();
    } else if (event.key === "Escape" && cell.typed) {
      leave(figure, cell);
      field.select();
    } else if (!cell.typed) {
      keys(figure, cell, event, KEYS);
    }
  });
  field.addEventListener("keyup", () => keyUp(figure, cell));
  field.addEventListener("blur", () => {
    commit(figure, cell);
    cell.stepped = undefined;
  });
  wheel(figure, cell, field);
}

// Keys are taken back in the field while it is typed into, and moves on the page else.
function undo(cell, event) {
  event.stopPropagation();
  if (cell.typed) return;
  event.preventDefault();
  const { key, code, keyCode, ctrlKey, metaKey, shiftKey } = event;
  const said = { key, code, keyCode, ctrlKey, metaKey, shiftKey, bubbles: true };
  document.body.dispatchEvent(new KeyboardEvent("keydown", said));
}

// What stands in the field goes to the server as it was typed, which alone knows how to read it.
export function commit(figure, cell) {
  letGo(figure, cell);
  if (!cell.typed) return;
  const text = cell.field.value;
  if (!text.trim() || text === cell.given.text) return leave(figure, cell);
  cell.typed = false;
  figure.json = { ...figure.json, ...position(figure, cell, cell.value) };
  release(figure, cell);
  figure.send({ ...place(cell), typed: text });
}

function leave(figure, cell) {
  cell.typed = false;
  move(figure, cell, cell.from);
  release(figure, cell);
  if (!figure.pending.length) figure.show();
  write(cell);
}

// The page follows what is typed as long as it is a number; else it is as before.
function follow(figure, cell) {
  const before = cell.held ? cell.from : cell.value;
  const value = read(cell.field.value, cell.given) ?? before;
  const { stops } = cell;
  const isBetween = value >= stops[0] && value <= stops.at(-1);
  const along = [...new Set([before, value])].sort((a, b) => a - b);
  take(figure, cell, isBetween ? stops : along);
  move(figure, cell, value);
  slide(cell);
}
