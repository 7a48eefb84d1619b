// Knows the messages that only this tab shows: on their way, or failed with the reason. The sandbox knows none of them.
import { emit, me, state } from '../state.js';
import { atTime } from '../snowflake.js';

let messages = [];
let count = 0;

export const localIn = (channel) => messages.filter((message) => message.channel_id === channel && message.of === state.me);
export const localOf = (test) => messages.find((message) => message.of === state.me && test(message));

/** Shows a message of this person, with `parts` over what every message has. */
export function show(channel, parts) {
  count += 1;
  const message = { id: `${atTime(Date.now())}-${count}`, channel_id: channel, type: 0, content: '', author: me(), of: state.me, timestamp: new Date().toISOString(), mentions: [], attachments: [], pending: true, ...parts };
  messages.push(message);
  emit('local', message);
  return message;
}

export function change({ id }, parts) {
  messages = messages.map((other) => (other.id === id ? { ...other, ...parts } : other));
  const changed = messages.find((other) => other.id === id);
  if (changed?.of === state.me) emit('local', changed);
}

/** `quietly`: what takes its place is drawn with it. */
export function take(message, { quietly = false } = {}) {
  if (!messages.some((other) => other.id === message.id)) return;
  messages = messages.filter((other) => other.id !== message.id);
  if (!quietly && message.of === state.me) emit('local', message);
}
