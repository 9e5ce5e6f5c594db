// Streamlit sends this file along with every update, so it holds nothing but the way to the rest, which the browser keeps.

export default function (component) {
  const { parentElement, data } = component;
  const chart = import(new URL(data[0].script, location.href));
  chart.then(({ show }) => show(component)).catch(() => (parentElement.textContent = data[0].words.unavailable));
  return () => chart.then(({ leave }) => leave(component));
}
