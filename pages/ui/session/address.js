// Lets the address say what the page shows, without a step for the browser's way back.

export default function ({ data: { parameter, token } }) {
  const address = new URL(location.href);
  if (token) address.searchParams.set(parameter, token);
  else address.searchParams.delete(parameter);
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}
