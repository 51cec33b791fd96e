// A formula, or the text of a whole plan, in CodeMirror. What completes and explains while somebody
// types is looked up in formula_help.js. A moment after the last key the server works out what is
// paid, and when nothing more is typed what is wrong and all the rest. Nothing is sent while Chinese
// is being composed.

const PAUSE_MS = 100;
const SETTLE_MS = 200;
const RUN_MS = 2500;

let loading;
let library;
const fields = new WeakMap();
const mounted = new Set();

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".pc-field");
  if (!root) return;
  if (data.vocabulary) return learn(data.vocabulary);
  const field = fields.get(root) ?? adopt(root);
  field.trigger = component.setTriggerValue;
  field.data = data;
  if (field.view) receive(field);
  else load(data.library).then(() => field.gone || (field.view ? receive(field) : open(field)));
  return () => release(field);
}

const load = (source) =>
  (loading ??= import(new URL(source, document.baseURI)).then((loaded) => {
    library = loaded;
  }));

function adopt(root) {
  const field = { root, sent: null, seq: 0, run: 0, typedAt: 0, focused: null };
  fields.set(root, field);
  mounted.add(field);
  return field;
}

function release(field) {
  field.gone = true;
  clearTimeout(field.timer);
  field.view?.destroy();
  mounted.delete(field);
  fields.delete(field.root);
}

function open(field) {
  const { EditorState, EditorView, StateEffect } = library;
  const { data, root } = field;
  field.learned = StateEffect.define();
  field.seq = data.seq;
  field.run = data.run + 1;
  field.sent = data.value;
  const box = root.querySelector(".pc-field-box");
  box.textContent = "";
  field.view = new EditorView({
    parent: box,
    state: EditorState.create({
      doc: data.value,
      extensions: [
        basics(field),
        data.kind === "formula" ? formula(field) : wholeText(),
        looks(),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((t) => t.annotation(adopted()))) {
            typed(field);
          }
        }),
      ],
    }),
  });
  receive(field);
}

// -- to and from the server ---------------------------------------------------------------------

let ours;
const adopted = () => (ours ??= library.Annotation.define());

function typed(field) {
  const now = performance.now();
  if (now - field.typedAt > RUN_MS) field.run += 1;
  field.typedAt = now;
  field.root.classList.add("waiting");
  clearTimeout(field.timer);
  clearTimeout(field.settling);
  field.timer = setTimeout(() => send(field), PAUSE_MS);
}

function send(field) {
  clearTimeout(field.timer);
  if (field.gone) return;
  if (field.view.composing) {
    field.timer = setTimeout(() => send(field), PAUSE_MS);
    return;
  }
  const text = field.view.state.doc.toString();
  if (text === field.sent) return field.root.classList.remove("waiting");
  field.sent = text;
  field.seq += 1;
  const sent = { text, seq: field.seq, run: field.run };
  field.trigger("typed", sent);
  clearTimeout(field.settling);
  // On a busy server this takes the place of what still waits there, so it says the same again.
  field.settling = setTimeout(() => field.gone || field.trigger("settled", sent), SETTLE_MS);
}

// The answer to an earlier text is old news; what nobody here typed (undo, another name) is taken.
function receive(field) {
  const { data, view } = field;
  const text = view.state.doc.toString();
  const old = data.seq < field.seq;
  if (!old && data.value.trimEnd() !== text.trimEnd() && data.value !== field.sent) {
    replace(field, text);
  }
  field.seq = Math.max(field.seq, data.seq);
  if (!old) {
    clearTimeout(field.settling);
    field.root.classList.remove("waiting");
  }
  if (data.value.trimEnd() === view.state.doc.toString().trimEnd()) complain(field);
  view.contentDOM.setAttribute("aria-label", data.label);
  if (data.focus && data.focus !== field.focused) {
    field.focused = data.focus;
    view.focus();
    view.dispatch({ selection: { anchor: view.state.doc.length } });
  }
}

function replace(field, text) {
  const next = field.data.value;
  let from = 0;
  while (from < text.length && text[from] === next[from]) from += 1;
  let back = 0;
  const most = Math.min(text.length, next.length) - from;
  while (back < most && text[text.length - 1 - back] === next[next.length - 1 - back]) back += 1;
  clearTimeout(field.timer);
  field.sent = next;
  field.view.dispatch({
    changes: { from, to: text.length - back, insert: next.slice(from, next.length - back) },
    annotations: adopted().of(true),
  });
}

function complain(field) {
  const { data, view, root } = field;
  const { doc } = view.state;
  const found = data.problems.map((problem) => ({ ...problem, ...place(problem, doc) }));
  const list = root.querySelector(".pc-field-problems");
  list.replaceChildren(...found.map((problem) => told(field, problem)));
  root.classList.toggle("wrong", found.length > 0);
  view.contentDOM.setAttribute("aria-invalid", String(found.length > 0));
  view.dispatch(
    library.setDiagnostics(
      view.state,
      found.map(({ from, to, text, remedy }) => ({
        from,
        to,
        severity: "error",
        message: [text, remedy].filter(Boolean).join(" "),
      })),
    ),
  );
}

function place({ from, to, line }, doc) {
  if (line && from === undefined) {
    const row = doc.line(Math.min(line, doc.lines));
    const indent = row.text.length - row.text.trimStart().length;
    return { from: row.from + indent, to: Math.max(row.to, row.from + indent) };
  }
  const start = Math.min(from ?? 0, doc.length);
  const end = Math.min(Math.max(to ?? start, start), doc.length);
  return start === end && start > 0 && start === doc.length
    ? { from: start - 1, to: end }
    : { from: start, to: Math.max(end, Math.min(start + 1, doc.length)) };
}

function told(field, { text, remedy, where, fix, from, to }) {
  const row = document.createElement("p");
  const go = () => {
    field.view.focus();
    field.view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
  };
  if (where) {
    const jump = element("button", where, "pc-where");
    jump.type = "button";
    jump.onclick = go;
    row.append(jump);
  }
  row.append(element("span", text), " ", element("em", remedy));
  if (fix) {
    const mend = element("button", fix.label, "pc-fix");
    mend.type = "button";
    mend.onclick = () => {
      field.view.dispatch({ changes: { from: fix.from, to: fix.to, insert: fix.insert } });
      field.view.focus();
      send(field);
    };
    row.append(mend);
  }
  return row;
}

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text ?? "";
  if (className) made.className = className;
  return made;
}

// -- typing -------------------------------------------------------------------------------------

function basics(field) {
  const { EditorView, Prec, autocompletion, bracketMatching, closeBrackets, drawSelection } = library;
  const { history, keymap, tooltips } = library;
  return [
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    EditorView.lineWrapping,
    tooltips({ position: "fixed", parent: document.querySelector(".stApp") ?? document.body }),
    autocompletion({
      override: [(context) => complete(context, field.data)],
      icons: false,
      activateOnTypingDelay: 60,
    }),
    Prec.highest(
      keymap.of([
        { key: "Tab", run: library.acceptCompletion },
        { key: "Mod-Enter", run: () => (send(field), true) },
      ]),
    ),
    keymap.of([
      ...library.closeBracketsKeymap,
      ...library.completionKeymap,
      ...library.historyKeymap,
      ...library.defaultKeymap,
    ]),
    EditorView.domEventHandlers({
      blur: () => send(field),
      focus: () => void (field.run += 1),
      keydown: (event) => {
        if ((event.ctrlKey || event.metaKey) && "zy".includes(event.key.toLowerCase())) {
          event.stopPropagation();
        }
      },
    }),
    EditorView.contentAttributes.of({ spellcheck: "false", autocapitalize: "off" }),
  ];
}

function formula(field) {
  const { Prec, keymap } = library;
  return [
    Prec.low(
      keymap.of([
        { key: "Enter", run: () => (send(field), true) },
        { key: "Shift-Enter", run: library.insertNewline },
      ]),
    ),
    colouring(field),
    signatures(),
    library.hoverTooltip(hover),
  ];
}

function wholeText() {
  const { EditorView, foldGutter, highlightActiveLine, highlightActiveLineGutter } = library;
  const { HighlightStyle, keymap, lineNumbers, syntaxHighlighting, tags, yaml } = library;
  const style = HighlightStyle.define([
    { tag: tags.definition(tags.propertyName), color: "var(--pc-variant)" },
    { tag: [tags.propertyName], color: "var(--pc-variant)" },
    { tag: [tags.string, tags.content], color: "inherit" },
    { tag: [tags.comment, tags.lineComment], color: "var(--pc-muted)", fontStyle: "italic" },
    { tag: [tags.number, tags.bool, tags.null], color: "var(--pc-gain)" },
    { tag: [tags.punctuation, tags.separator, tags.bracket], color: "var(--pc-muted)" },
  ]);
  return [
    lineNumbers(),
    foldGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    yaml(),
    syntaxHighlighting(style),
    library.lintGutter(),
    keymap.of(library.foldKeymap),
    EditorView.theme({ ".cm-scroller": { maxHeight: "68vh", overflow: "auto" } }),
  ];
}

// -- looks ----------------------------------------------------------------------------------------

function looks() {
  const tooltip = {
    backgroundColor: "light-dark(#ffffff, #1d212d)",
    color: "light-dark(#1f2430, #e7e9f1)",
    border: "1px solid var(--pc-rule)",
    borderRadius: "0.5rem",
    boxShadow: "0 6px 24px rgba(0, 0, 0, 0.16)",
    fontSize: "13px",
    overflow: "hidden",
  };
  return library.EditorView.theme({
    "&": { fontSize: "0.86rem", backgroundColor: "transparent", color: "inherit" },
    "&.cm-focused": { outline: "none" },
    ".cm-content": { fontFamily: "var(--st-code-font, monospace)", padding: "0.45rem 0", caretColor: "currentColor" },
    ".cm-line": { padding: "0 0.65rem" },
    ".cm-cursor": { borderLeftColor: "currentColor", borderLeftWidth: "1.5px" },
    ".cm-gutters": { backgroundColor: "transparent", color: "var(--pc-muted)", border: "0" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "rgba(128, 128, 128, 0.08)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
      { backgroundColor: "light-dark(#d9d8fb, #3b3d70)" },
    "&.cm-focused .cm-matchingBracket": { backgroundColor: "rgba(128, 128, 128, 0.25)" },
    ".cm-tooltip": tooltip,
    ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--st-code-font, monospace)", maxHeight: "15rem", minWidth: "18rem" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.28rem 0.7rem", display: "flex", gap: "1.2rem", lineHeight: "1.35" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
      backgroundColor: "light-dark(#eceafd, #34376a)",
      color: "inherit",
    },
    ".cm-completionDetail": {
      marginLeft: "auto",
      fontStyle: "normal",
      fontFamily: "var(--st-font, sans-serif)",
      color: "var(--pc-muted)",
      overflow: "hidden",
      textOverflow: "ellipsis",
      maxWidth: "18rem",
      whiteSpace: "nowrap",
    },
    ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
    ".cm-tooltip.cm-completionInfo": { padding: "0.5rem 0.7rem", maxWidth: "22rem", lineHeight: "1.45" },
    ".cm-diagnostic-error": { borderLeft: "0", padding: "0.45rem 0.7rem" },
  });
}
