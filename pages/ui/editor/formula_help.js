// What helps while a formula is typed: completion, the call one is in, what a name means, and colours.
// All of it is looked up in a vocabulary that comes once.

const NAME = /[\p{L}_][\p{L}\p{N}_]*$/u;
const QUOTED = /([A-Za-z_]\w*)\s*(?:\[|==|!=|in\s*\()\s*(?:["']\w*["']\s*,\s*)*["'](\w*)$/;
const TOKEN = /"[^"]*"?|'[^']*'?|\d+(?:\.\d+)?|[A-Za-z_]\w*/g;
const SPOKEN = new Set(["and", "or", "not", "if", "else", "in"]);
const ORDER = ["argument", "line", "parameter", "column", "function"];

let vocabulary = { names: [], functions: [] };
let meanings = new Map();

function learn(known) {
  vocabulary = known;
  meanings = new Map([...known.functions, ...known.names].map((entry) => [entry.name, entry]));
  for (const field of mounted) field.view?.dispatch({ effects: field.learned.of(null) });
}

function complete(context, { kind, own }) {
  const start = formulaStart(kind, context.state.doc.lineAt(context.pos));
  if (start === null) return null;
  const before = context.state.sliceDoc(start, context.pos);
  const quoted = QUOTED.exec(before);
  if (quoted) {
    const options = values(quoted[1])
      .filter(([key]) => key.startsWith(quoted[2]))
      .map(([key, label]) => ({ label: key, detail: label === key ? "" : label }));
    return options.length ? { from: context.pos - quoted[2].length, options, filter: false } : null;
  }
  if (odd(before, '"') || odd(before, "'")) return null;
  const typedNow = NAME.exec(before)?.[0] ?? "";
  if (!typedNow && !context.explicit && !/[([,]\s*$/.test(before)) return null;
  const head = before.slice(0, before.length - typedNow.length);
  if (head.trimEnd().endsWith(".") || /\d$/.test(before.slice(0, before.length - typedNow.length))) {
    return null;
  }
  const options = offers(head, typedNow, own);
  return options.length ? { from: context.pos - typedNow.length, options, filter: false } : null;
}

// Where the formula begins: a field holds nothing else; in a plan's text it stands after its role.
function formulaStart(kind, line) {
  if (kind === "formula") return 0;
  const role = /^\s*(?:pay|measure|working):\s+["']?/.exec(line.text);
  return role ? line.from + role[0].length : null;
}

function offers(head, wish, own) {
  const call = callAround(head);
  const wanted = call && call.called.takes[placeIn(call)];
  const low = wish.toLowerCase();
  const found = [];
  for (const entry of [...argumentsLeft(call), ...vocabulary.names, ...vocabulary.functions]) {
    const name = entry.name.toLowerCase();
    const label = (entry.label ?? "").toLowerCase();
    if (entry.name === own) continue;
    const begins = name.startsWith(low) || (wish && label.startsWith(low));
    if (!begins && !(wish && (name.includes(low) || label.includes(low)))) continue;
    const fits = wanted && wanted.kinds.includes(entry.shape);
    found.push([fits ? 0 : entry.of === "argument" ? 1 : 2, begins ? 0 : 1, ORDER.indexOf(entry.of), found.length, entry]);
  }
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]);
  return found.slice(0, 40).map((row) => option(row[4]));
}

function option(entry) {
  const isFunction = entry.of === "function";
  return {
    label: entry.name,
    detail: isFunction ? entry.takes.map((one) => one.text).join(", ") : entry.label,
    info: entry.about ? () => element("div", entry.about, "pc-about") : undefined,
    type: entry.of,
    apply: isFunction ? insertCall : entry.name,
  };
}

function insertCall(view, { label }, from, to) {
  const opened = view.state.sliceDoc(to, to + 1) === "(";
  view.dispatch({
    changes: { from, to, insert: opened ? label : `${label}()` },
    selection: { anchor: from + label.length + 1 },
    userEvent: "input.complete",
  });
  library.startCompletion(view);
}

function argumentsLeft(call) {
  if (!call) return [];
  const parts = commas(call.inside);
  if (parts.at(-1).trim()) return [];
  const given = new Set(parts.map((part) => /^\s*(\w+)\s*=(?!=)/.exec(part)?.[1]));
  return call.called.takes
    .filter((one, at) => at >= parts.length - 1 && at && !one.many && !given.has(one.name))
    .map((one) => ({ name: `${one.name}=`, of: "argument", label: "" }));
}

function values(name) {
  return meanings.get(name)?.values ?? [];
}

function callAround(before) {
  const plain = before.replace(/"[^"]*"|'[^']*'/g, (text) => "_".repeat(text.length));
  let depth = 0;
  for (let at = plain.length - 1; at >= 0; at -= 1) {
    const sign = plain[at];
    if (sign === ")" || sign === "]") depth += 1;
    else if (sign === "(" || sign === "[") {
      depth -= 1;
      if (depth >= 0) continue;
      const name = /([A-Za-z_]\w*)\s*$/.exec(plain.slice(0, at))?.[1];
      const called = sign === "(" && meanings.get(name);
      if (called && called.of === "function") return { called, inside: plain.slice(at + 1), at };
      depth = 0;
    }
  }
  return null;
}

function placeIn({ called, inside }) {
  const parts = commas(inside);
  const named = /^\s*([A-Za-z_]\w*)\s*=(?!=)/.exec(parts.at(-1))?.[1];
  const at = called.takes.findIndex((one) => one.name === named);
  if (at >= 0) return at;
  if (called.takes.some((one) => one.many)) return 0;
  return Math.min(parts.length, Math.max(called.takes.length, 1)) - 1;
}

function commas(inside) {
  const parts = [""];
  let depth = 0;
  for (const sign of inside) {
    depth += "([".includes(sign) - ")]".includes(sign);
    if (sign === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += sign;
  }
  return parts;
}

const odd = (text, sign) => text.split(sign).length % 2 === 0;

let signatureField;
let looking;

function signatures() {
  const { EditorView, StateEffect, StateField, showTooltip } = library;
  looking ??= StateEffect.define();
  signatureField ??= StateField.define({
    create: () => ({ focused: false, tip: null }),
    update(value, transaction) {
      let { focused } = value;
      for (const effect of transaction.effects) if (effect.is(looking)) focused = effect.value;
      const same = focused === value.focused && !transaction.docChanged && !transaction.selection;
      return same ? value : { focused, tip: focused ? tip(transaction.state) : null };
    },
    provide: (field) => showTooltip.from(field, (value) => value.tip),
  });
  return [signatureField, EditorView.focusChangeEffect.of((_, focusing) => looking.of(focusing))];
}

function tip(state) {
  const { main } = state.selection;
  const call = main.empty && callAround(state.sliceDoc(0, main.head));
  if (!call) return null;
  const active = placeIn(call);
  const begins = state.sliceDoc(0, call.at).trimEnd().length - call.called.name.length;
  return {
    pos: Math.max(begins, 0),
    above: true,
    create: () => {
      const dom = element("div", "", "pc-signature");
      const code = element("code", `${call.called.name}(`);
      call.called.takes.forEach((one, at) => {
        if (at) code.append(", ");
        code.append(element(at === active ? "b" : "span", one.text));
      });
      code.append(")");
      dom.append(code, element("p", call.called.about));
      return { dom };
    },
  };
}

function hover(view, pos) {
  const text = view.state.doc.toString();
  for (const match of text.matchAll(TOKEN)) {
    const end = match.index + match[0].length;
    const entry = pos >= match.index && pos <= end && meanings.get(match[0]);
    if (!entry) continue;
    return {
      pos: match.index,
      end,
      above: true,
      create: () => {
        const dom = element("div", "", "pc-signature");
        const title = entry.label ?? entry.name;
        dom.append(element("strong", title), element("p", entry.about ?? ""));
        return { dom };
      },
    };
  }
  return null;
}

function colouring(field) {
  const { Decoration, ViewPlugin } = library;
  const marks = new Map();
  const mark = (kind) => {
    if (!marks.has(kind)) marks.set(kind, Decoration.mark({ class: `pc-${kind}-name` }));
    return marks.get(kind);
  };
  const drawn = (view) => {
    const ranges = [];
    for (const match of view.state.doc.toString().matchAll(TOKEN)) {
      const kind = kindOf(match[0]);
      if (kind) ranges.push(mark(kind).range(match.index, match.index + match[0].length));
    }
    return Decoration.set(ranges);
  };
  return ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.decorations = drawn(view);
      }
      update(update) {
        const learned = update.transactions.some((t) => t.effects.some((e) => e.is(field.learned)));
        if (update.docChanged || learned) this.decorations = drawn(update.view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function kindOf(token) {
  if (/^["']/.test(token)) return "text";
  if (/^\d/.test(token)) return "number";
  if (SPOKEN.has(token)) return "spoken";
  return meanings.get(token)?.of;
}
