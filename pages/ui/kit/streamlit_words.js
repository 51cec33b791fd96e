// Says what Streamlit itself writes on the page in the reader's language: texts, labels for screen
// readers, tooltips and placeholders, as they come. Only what stands there word for word is changed.

const ATTRIBUTES = ["aria-label", "title", "placeholder"];
let say = (text) => text;
let observer;

export default function ({ data }) {
  say = translator(data.words);
  if (!observer) {
    observer = new MutationObserver(changed);
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ATTRIBUTES,
    });
  }
  everything(document.body);
}

function translator(words) {
  const whole = new Map(words.filter(([from]) => !from.includes("{}")));
  const around = words
    .filter(([from]) => from.includes("{}"))
    .map(([from, to]) => [...from.split("{}"), to]);
  return (text) => {
    if (whole.has(text)) return whole.get(text);
    for (const [before, after, to] of around) {
      if (text.length > before.length + after.length && text.startsWith(before) && text.endsWith(after))
        return to.replace("{}", () => text.slice(before.length, text.length - after.length));
    }
    return text;
  };
}

function changed(records) {
  for (const { type, target, addedNodes } of records) {
    if (type === "childList") addedNodes.forEach(everything);
    else if (type === "attributes") attributes(target);
    else written(target);
  }
}

function everything(root) {
  if (root.nodeType === Node.TEXT_NODE) return written(root);
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  attributes(root);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) written(node);
    else attributes(node);
  }
}

// What people wrote is theirs: only Streamlit's own parts of the page are read, never what a plan,
// a file or a document says.
const OWN = "[data-testid^=stFileUploader], [data-testid^=stMainMenu], [data-testid=stSkipToContent], [data-testid=InputInstructions], [data-testid=stStatusWidget], [data-testid=stDialog] > button, [data-testid=stHeader], [data-baseweb=menu] [aria-disabled], [role=listbox][data-empty=true], [role=option][data-key=__select_all__], [data-testid=stThemeSwitcher]";

function written(node) {
  const text = node.nodeValue.trim();
  if (!text || !node.parentElement?.closest(OWN)) return;
  const said = say(text);
  if (said !== text) node.nodeValue = node.nodeValue.replace(text, () => said);
}

function attributes(element) {
  for (const name of ATTRIBUTES) {
    const text = element.getAttribute(name);
    const said = text && say(text);
    if (text && said !== text) element.setAttribute(name, said);
  }
}
