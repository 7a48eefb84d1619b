// Knows messages on their way: shown at once, replaced by the sandbox's own, kept with the reason when they fail.
import { api } from '../api.js';
import { put } from '../history.js';
import { emit, me, on, state } from '../state.js';
import { atTime } from '../snowflake.js';

/** Messages of this tab that the sandbox has not confirmed. */
let pending = [];
let count = 0;

export const pendingIn = (channel) => pending.filter((message) => message.channel_id === channel && message.of === state.me);

export async function send(channel, { content, files = [], reply }) {
  count += 1;
  const message = {
    id: `${atTime(Date.now())}-${count}`, channel_id: channel, type: reply ? 19 : 0, content, author: me(), of: state.me,
    timestamp: new Date().toISOString(), mentions: [], pending: true, files, reply,
    message_reference: reply ? { message_id: reply.id } : undefined, referenced_message: reply,
    attachments: files.map((file, n) => ({ id: String(n), filename: file.name, size: file.size, url: '#', content_type: 'application/octet-stream' })),
  };
  pending.push(message);
  emit('pending', message);
  await deliver(message);
}

async function deliver(message) {
  const { epoch } = state;
  try {
    const said = await api.say(message.channel_id, { content: message.content, ...(message.reply ? { reply_to: message.reply.id } : {}) }, message.files);
    settle(message);
    if (epoch === state.epoch && said?.id) put(said, { isNew: true });
  } catch (error) {
    replace(message, { pending: false, failed: error.message });
  }
  if (epoch === state.epoch) emit('pending', message);
}

function settle(message) {
  pending = pending.filter((other) => other.id !== message.id);
}

function replace(message, change) {
  pending = pending.map((other) => (other.id === message.id ? { ...other, ...change } : other));
}

/** The live stream may bring our own message before the answer to the request does: then the shown copy goes at once. */
export function arrived(message) {
  if (message.author?.id !== state.me) return;
  const copy = pending.find((other) => other.pending && other.of === state.me && other.channel_id === message.channel_id && other.content === message.content && other.files.length === (message.attachments?.length ?? 0));
  if (copy) settle(copy);
}

on('resend', (message) => {
  replace(message, { pending: true, failed: undefined });
  emit('pending', message);
  deliver(message);
});
on('unsend', (message) => {
  settle(message);
  emit('pending', message);
});
