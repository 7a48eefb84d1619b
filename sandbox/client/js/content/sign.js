// Knows how an emoji is drawn: a letter of the system's own, or a guild's picture from the sandbox.
import { h } from '../dom.js';

/** `size` in pixels; without `label` it says nothing to those who hear the page. */
export function sign(emoji, { size = 20, label } = {}) {
  if (!emoji) return null;
  const heard = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' };
  if (!emoji.id) return h('span', { class: 'emoji', ...heard, style: { '--size': `${size}px` } }, emoji.name);
  const picture = h('img', { class: 'emoji', src: `/cdn/emojis/${emoji.id}.png`, alt: label ?? '', title: `:${emoji.name}:`, width: size, height: size, draggable: 'false' });
  picture.addEventListener('error', () => picture.replaceWith(`:${emoji.name}:`));
  return picture;
}
