// Plotly itself, loaded once a page however many charts it has.
let loading;

export function loadPlotly(url) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => (window.Plotly ? resolve(window.Plotly) : reject(new Error(url)));
    script.onerror = () => reject(new Error(url));
    document.head.append(script);
  });
  return loading;
}
