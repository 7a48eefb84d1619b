// Knows which theme to show before the first paint: the address's ?theme=, else the last choice, else dark.
// `system` follows the machine's, also while the page is open.
(() => {
  const NAMES = ['light', 'dark', 'system'];
  const wanted = new URLSearchParams(location.search).get('theme');
  let kept = null;
  try { kept = localStorage.getItem('sandbox.theme'); } catch { /* storage may be off: dark then */ }
  const choice = [wanted, kept].find((name) => NAMES.includes(name)) ?? 'dark';
  const light = matchMedia('(prefers-color-scheme: light)');
  const follow = () => { document.documentElement.dataset.theme = light.matches ? 'light' : 'dark'; };
  if (choice !== 'system') {
    document.documentElement.dataset.theme = choice;
    return;
  }
  follow();
  light.addEventListener('change', follow);
  // A choice made by hand ends the following.
  addEventListener('sandbox:theme', () => light.removeEventListener('change', follow));
})();
