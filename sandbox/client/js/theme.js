// Knows which theme to show before the first paint: the address's ?theme=, else the last choice, else dark.
(() => {
  const wanted = new URLSearchParams(location.search).get('theme');
  let kept = null;
  try { kept = localStorage.getItem('sandbox.theme'); } catch { /* storage may be off: dark then */ }
  const theme = [wanted, kept].find((name) => name === 'light' || name === 'dark') ?? 'dark';
  document.documentElement.dataset.theme = theme;
})();
