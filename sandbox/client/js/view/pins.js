// Knows the list of what is pinned in the open channel, and the way from there to each message.
import { api } from '../api.js';
import { preview } from '../content/preview.js';
import { h } from '../dom.js';
import { markdown } from '../markdown/render.js';
import { avatar, named, userName } from '../names.js';
import { emit, state } from '../state.js';
import { stamp, wholeWords } from '../time.js';
import { float, sink } from './float.js';

/** Shown beside the button that asked for it. */
export async function showPins(opener) {
  const where = state.channel;
  let pins;
  try {
    pins = await api.pins(where);
  } catch (error) {
    return emit('toast', error.message);
  }
  if (where !== state.channel) return undefined;
  const node = h('div', { class: 'pins', role: 'dialog', popover: 'manual', tabindex: '-1', 'aria-label': 'Pinned messages', 'data-testid': 'pins' },
    h('h2', { class: 'pins-title' }, 'Pinned messages'),
    pins.length ? h('ul', null, pins.map(row)) : h('p', { class: 'pins-none' }, 'Nothing is pinned here.'));
  float(node, { opener });
  (node.querySelector('button') ?? node).focus({ preventScroll: true });
  return undefined;
}

function row(message) {
  const { author } = message;
  const sent = new Date(message.timestamp);
  const name = userName(author.id, author);
  const go = () => {
    sink({ refocus: false });
    emit('jump', message.id);
  };
  return h('li', { class: 'pin' },
    avatar(author.id, name, 32),
    h('div', { class: 'pin-body' },
      h('div', { class: 'byline' }, named('author', author.id, author.global_name || author.username), h('time', { class: 'stamp', datetime: sent.toISOString(), title: wholeWords(sent) }, stamp(sent))),
      h('div', { class: 'pin-words md', inert: true }, message.content ? markdown(message.content, { users: message.mentions ?? [] }) : preview(message) || 'No words')),
    h('button', { type: 'button', class: 'pin-jump', 'aria-label': `Go to the message by ${name}`, on: { click: go } }, 'Jump'));
}
