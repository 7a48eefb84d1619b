// Knows what stands above the first message: the welcome, that it is loading, or why it could not be had.
import { fill, h, icon } from '../dom.js';
import { channel, emit, guild } from '../state.js';
import { avatar, userName } from '../names.js';
import { isThread } from './thread.js';


export function drawBeginning(node, log) {
  const open = channel();
  if (!open || (log && !log.complete && !log.error)) {
    fill(node, log?.loading || !log ? h('p', { class: 'loading-words' }, h('span', { class: 'spinner', 'aria-hidden': 'true' }), 'Loading messages…') : null);
  } else if (log?.error) {
    fill(node, h('div', { class: 'empty' }, h('h2', null, 'These messages could not be loaded'), h('p', null, log.error.message), h('button', { type: 'button', class: 'button primary', on: { click: () => emit('reload') } }, 'Try again')));
  } else if (log) fill(node, welcome(open));
}

function welcome(open) {
  const other = open.recipients?.[0];
  const thread = isThread(open);
  const name = other ? userName(other.id, other) : open.name;
  const title = other || thread ? name : `Welcome to #${name}!`;
  const words = other ? `This is the beginning of your direct messages with ${name}.`
    : thread ? `This is the start of the thread “${name}”.` : `This is the start of the #${name} channel${guild() ? ` in ${guild().name}` : ''}.`;
  return h('div', { class: 'welcome' },
    other ? avatar(other.id, name, 72) : h('span', { class: 'welcome-sign', 'aria-hidden': 'true' }, icon(thread ? 'thread' : 'hash', 40)),
    h('h2', null, title), h('p', null, words));
}
