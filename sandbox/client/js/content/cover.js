// Knows how something hidden as a spoiler is covered until it is pressed. Nobody reads it before, by ear neither.
import { h } from '../dom.js';

export function cover(node, what) {
  const frame = h('div', { class: 'cover' });
  const reveal = () => {
    frame.replaceWith(node);
    node.inert = false;
    const first = node.querySelector('button, a, input');
    first?.focus({ preventScroll: true });
  };
  node.inert = true;
  frame.append(node, h('button', { type: 'button', class: 'cover-press', 'aria-label': `Show ${what}, a spoiler`, on: { click: reveal } }, h('span', { 'aria-hidden': 'true' }, 'SPOILER')));
  return frame;
}
