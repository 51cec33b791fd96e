// Fetches the program with all its parts at the same time, and the looks of the figures, once for all
// of them, and hands each to it.

let loading;

export default function (component) {
  let release;
  let isGone = false;
  loading ??= load(component.data).catch((problem) => {
    loading = undefined;
    throw problem;
  });
  loading.then(({ draw }) => { if (!isGone) release = draw(component); });
  return () => {
    isGone = true;
    release?.();
  };
}

async function load({ library, style, handles, modules }) {
  const looks = Object.assign(document.createElement("link"), {
    rel: "stylesheet",
    href: new URL(style, document.baseURI).href,
  });
  const styled = new Promise((resolve) => { looks.onload = looks.onerror = resolve; });
  document.head.append(looks);
  const sources = [library, handles, ...modules].map((source) => import(new URL(source, document.baseURI)));
  const [program, curve] = await Promise.all([...sources, styled]);
  curve.follow(program.hand);
  return program;
}
