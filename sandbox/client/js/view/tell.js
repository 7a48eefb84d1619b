// Knows how the page says things beside the conversation: a lost connection, a toast, words for those who hear it.
import { fill, h } from '../dom.js';
import { state } from '../state.js';

const LOST_WORDS_AFTER_MS = 1200;
const TOAST_MS = 6000;

export const banner = h('div', { class: 'banner', role: 'status', hidden: true });
let lostTimer = 0;

/** Says that the connection is gone, unless it is back in a moment. */
export function showLost(lost) {
  state.online = !lost;
  clearTimeout(lostTimer);
  if (!lost) {
    banner.hidden = true;
    return;
  }
  lostTimer = setTimeout(() => {
    fill(banner, 'Connection lost. Trying to reconnect…');
    banner.hidden = false;
  }, LOST_WORDS_AFTER_MS);
}

export function toast(words) {
  const node = h('p', { class: 'toast' }, words);
  document.getElementById('toasts').append(node);
  setTimeout(() => node.remove(), TOAST_MS);
}

/** Said to those who hear the page. */
export function announce(words) {
  const region = document.getElementById('announce');
  region.textContent = '';
  // Emptied first, so that the same words twice are heard twice.
  setTimeout(() => { region.textContent = words; }, 30);
}
