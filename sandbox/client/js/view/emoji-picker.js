// Knows the small window from which an emoji is picked: by looking, by its name, by keyboard.
import { h } from '../dom.js';
import { groups } from '../content/emoji.js';
import { sign } from '../content/sign.js';
import { float, sink } from './float.js';

const FACE_PX = 24;
const IN_A_ROW = 8;

/** `take(emoji)` gets { name, value, sent, typed }. */
export function pickEmoji({ opener, at, take }) {
  const search = h('input', { type: 'search', class: 'text-input', placeholder: 'Find an emoji', 'aria-label': 'Find an emoji', autocomplete: 'off', on: { input: () => draw(search.value.trim().toLowerCase()) } });
  const grid = h('div', { class: 'emoji-grid', tabindex: '-1' });
  const node = h('div', { class: 'emoji-picker', role: 'dialog', popover: 'manual', 'aria-label': 'Emoji', 'data-testid': 'emoji-picker', on: { keydown: key } }, search, grid);

  function draw(letters) {
    const found = groups().map((group) => ({ ...group, emoji: group.emoji.filter((emoji) => emoji.name.includes(letters)) })).filter((group) => group.emoji.length);
    grid.replaceChildren(...found.map((group) => h('section', { 'aria-label': group.title },
      h('h2', { class: 'emoji-title' }, group.title),
      h('div', { class: 'emoji-row' }, group.emoji.map((emoji) => h('button', { type: 'button', class: 'emoji-face', tabindex: '-1', 'aria-label': emoji.name.replaceAll('_', ' '), title: `:${emoji.name}:`, on: { click: () => pick(emoji) } }, sign(emoji.value, { size: FACE_PX })))))));
    if (!found.length) grid.replaceChildren(h('p', { class: 'emoji-none' }, 'No emoji of that name.'));
    const first = grid.querySelector('button');
    if (first) first.tabIndex = 0;
  }

  function pick(emoji) {
    sink();
    take(emoji);
  }

  function key(event) {
    const faces = [...grid.querySelectorAll('button')];
    const now = faces.indexOf(document.activeElement);
    if (event.key === 'Enter' && document.activeElement === search) {
      event.preventDefault();
      return faces[0]?.click();
    }
    const step = { ArrowDown: IN_A_ROW, ArrowUp: -IN_A_ROW, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    // In the field left and right move the caret.
    if (!step || (now < 0 && Math.abs(step) === 1)) return undefined;
    event.preventDefault();
    if (now < 0) return faces[0]?.focus();
    if (now + step < 0) return search.focus();
    return faces[Math.min(now + step, faces.length - 1)]?.focus();
  }

  draw('');
  float(node, { at, opener });
  search.focus({ preventScroll: true });
}
