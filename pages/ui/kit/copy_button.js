// Puts a text on the clipboard and says so on the button for a moment.

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const label = button.querySelector("span");
  label.textContent = data.label;
  button.title = data.hover;
  button.onclick = async () => {
    await write(data.text, button);
    label.textContent = data.done;
    setTimeout(() => { label.textContent = data.label }, 2000);
  };
}

// Without https there is no clipboard for pages; a selection can still be copied.
async function write(text, button) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = Object.assign(document.createElement("textarea"), { value: text });
  button.after(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  button.focus();
}
