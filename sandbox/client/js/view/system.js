// Knows the messages that Discord itself writes: who joined, what was pinned, which thread was begun.
import { h, icon } from '../dom.js';
import { named } from '../names.js';
import { emit } from '../state.js';
import { stamp, wholeWords } from '../time.js';

const PINNED = 6;
const THREAD = 18;
const WORDS = {
  [PINNED]: () => [' pinned ', way('a message', 'jump'), ' to this channel.'],
  21: () => ' started this thread.',
  7: () => ' joined the server.',
  8: () => ' boosted the server!',
  [THREAD]: (message) => [' started a thread: ', way(message.content || 'a thread', 'thread')],
};
const SIGNS = { [PINNED]: 'pin', 7: 'right', [THREAD]: 'thread' };

export const isSystem = (message) => message.type in WORDS;

const way = (words, kind) => ({ words, kind });

export function drawSystem(message) {
  const date = new Date(message.timestamp);
  const { author } = message;
  const follow = { jump: () => emit('jump', message.message_reference?.message_id), thread: () => emit('go', { channel: message.message_reference?.channel_id }) };
  const words = [WORDS[message.type](message)].flat().map((part) => (part.kind ? h('button', { type: 'button', class: 'system-way', on: { click: follow[part.kind] } }, part.words) : part));
  return h('li', { class: 'message system head', id: `message-${message.id}`, tabindex: '-1', 'data-testid': `message-${message.id}`, dataset: { message: message.id, keep: `message-${message.id}` } },
    h('div', { class: 'message-main' },
      h('span', { class: 'system-sign' }, icon(SIGNS[message.type] ?? 'at', 18)),
      h('div', { class: 'message-body' },
        named('author', author.id, author.global_name || author.username, { class: 'author' }), words, ' ',
        h('time', { class: 'stamp', datetime: date.toISOString(), title: wholeWords(date) }, stamp(date)))));
}
