// Knows the keys that work wherever one is: Escape, Alt with the arrows, and letters that belong in the message box.
import { emit, guild, state } from './state.js';
import { isUnread } from './reads.js';
import { inOrder } from './view/channels.js';

const SPOKEN_IN = new Set([0, 5, 10, 11, 12, 15]);

/** The channel above or below the open one, with `unread` the next that is. */
function step(by, unread) {
  const list = guild() ? inOrder(guild()).filter((channel) => SPOKEN_IN.has(channel.type)) : state.dms;
  const now = list.findIndex((channel) => channel.id === state.channel);
  for (let n = 1; n <= list.length; n += 1) {
    const next = list[(now + by * n + list.length * n) % list.length];
    if (!unread || isUnread(next)) return emit('go', { channel: next.id });
  }
  return undefined;
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape') emit('escape');
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (by && event.altKey && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    step(by, event.shiftKey);
    return;
  }
  const free = document.activeElement === document.body || document.activeElement?.classList.contains('scroller');
  if (!free || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1 || event.key === ' ') return;
  document.querySelector('[data-testid="composer"]:not(:disabled)')?.focus();
});
