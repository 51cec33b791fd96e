// Tells the browser which language the page is in, and offers the other theme. Streamlit has no
// call for its theme; its own menu does, so the button chooses there.

export default function ({ data, parentElement }) {
  document.documentElement.lang = data.language;
  const button = parentElement.querySelector("button");
  const dark = getComputedStyle(document.querySelector(".stApp")).colorScheme === "dark";
  button.textContent = "◐";
  button.title = data.switch;
  button.setAttribute("aria-label", data.switch);
  button.onclick = () => {
    press("stMainMenuButton");
    requestAnimationFrame(() => press(`stMainMenuItem-theme-${dark ? "Light" : "Dark"}`));
  };
}

const press = (name) => document.querySelector(`[data-testid="${name}"]`)?.click();
