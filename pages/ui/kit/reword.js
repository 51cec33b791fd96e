// Puts new words and attributes into what is there, where it is built alike: new elements would have
// the browser style the whole page anew.
function reword(old, wanted) {
  const [before, after] = [[...old.childNodes], [...wanted.childNodes]];
  if (before.length !== after.length) return false;
  return before.every((node, place) => {
    const next = after[place];
    if (node.nodeName !== next.nodeName) return false;
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data !== next.data) node.data = next.data;
      return true;
    }
    for (const { name } of [...node.attributes]) if (!next.hasAttribute(name)) node.removeAttribute(name);
    for (const { name, value } of next.attributes) {
      if (node.getAttribute(name) !== value) node.setAttribute(name, value);
    }
    return reword(node, next);
  });
}
