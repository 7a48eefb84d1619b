// Knows a menu: how its items look and how the keyboard moves among them. What they do is handed to it.
import { h, icon } from '../dom.js';
import { float, sink } from './float.js';

/**
 * `items`: { label, sign?, hint?, danger?, act() }, { heading }, { row: [{ label, face, act() }] } or 'line'; what is
 * false is left out. `at`: { x, y }, else it stands at `opener`, which also gets the focus back.
 */
export function showMenu({ label, items, at, opener }) {
  const node = h('div', { class: 'menu', role: 'menu', popover: 'manual', 'aria-label': label, 'data-testid': 'menu', on: { keydown: key } }, tidy(items).map(draw));
  node.addEventListener('contextmenu', (event) => event.preventDefault());
  float(node, { at, opener });
  entries(node)[0]?.focus({ preventScroll: true });
}

/** No line at an end, no two in a row. */
function tidy(items) {
  const there = items.filter(Boolean);
  return there.filter((item, n) => item !== 'line' || (n > 0 && n < there.length - 1 && there[n - 1] !== 'line'));
}

const entries = (node) => [...node.querySelectorAll('[role="menuitem"]')];

function entry({ act, ...props }, ...inner) {
  return h('button', { type: 'button', role: 'menuitem', tabindex: '-1', ...props, on: { click: () => { sink(); act(); } } }, ...inner);
}

function draw(item) {
  if (item === 'line') return h('div', { class: 'menu-line', role: 'separator' });
  if (item.heading) return h('div', { class: 'menu-heading', role: 'presentation' }, item.heading);
  if (item.row) return h('div', { class: 'menu-row', role: 'none' }, item.row.map((one) => entry({ act: one.act, class: 'menu-face', 'aria-label': one.label, title: one.label }, one.face)));
  return entry({ act: item.act, class: ['menu-item', item.danger && 'danger'], dataset: { action: item.action } },
    h('span', { class: 'menu-words' }, item.label), item.hint && h('span', { class: 'menu-hint' }, item.hint), item.sign && icon(item.sign, 18));
}

function key(event) {
  const list = entries(event.currentTarget);
  const now = list.indexOf(document.activeElement);
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  let next = null;
  if (event.key in steps) next = list[(now + steps[event.key] + list.length) % list.length];
  else if (event.key === 'Home') next = list[0];
  else if (event.key === 'End') next = list.at(-1);
  else if (event.key === 'Tab') sink();
  else if (event.key.length === 1 && event.key !== ' ') {
    const after = [...list.slice(now + 1), ...list.slice(0, now + 1)];
    next = after.find((one) => one.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()));
  } else return;
  event.preventDefault();
  event.stopPropagation();
  next?.focus();
}
