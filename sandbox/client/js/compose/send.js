// Knows messages on their way: shown at once, replaced by the sandbox's own, kept with the reason when they fail.
import { api } from '../api.js';
import { put } from '../history.js';
import { on, state } from '../state.js';
import { change, localOf, show, take } from '../act/local.js';

/** `reply`: { message, ping } of what is answered to. */
export async function send(channel, { content, files = [], reply }) {
  const to = reply?.message;
  const message = show(channel, {
    type: to ? 19 : 0, content, files, reply, said: true,
    message_reference: to ? { message_id: to.id } : undefined, referenced_message: to,
    attachments: files.map((file, n) => ({ id: String(n), filename: file.name, size: file.size, url: '#', content_type: 'application/octet-stream' })),
  });
  await deliver(message);
}

async function deliver(message) {
  const { epoch } = state;
  const { reply, content, channel_id, files } = message;
  // Like Discord's client: everybody named is told, the author of what is answered to only if wished.
  const answering = reply ? { reply_to: reply.message.id, allowed_mentions: { parse: ['users', 'roles', 'everyone'], replied_user: reply.ping } } : {};
  try {
    const said = await api.say(channel_id, { content, ...answering }, files);
    if (epoch === state.epoch && said?.id) put(said, { isNew: true });
    take(message);
  } catch (error) {
    change(message, { pending: false, failed: error.message });
  }
}

/** The live stream may bring our own message before the answer to the request does: then the shown copy goes at once. */
export function arrived(message) {
  if (message.author?.id !== state.me) return;
  const copy = localOf((other) => other.said && other.pending && other.channel_id === message.channel_id && other.content === message.content && other.files.length === (message.attachments?.length ?? 0));
  if (copy) take(copy, { quietly: true });
}

on('resend', (message) => {
  change(message, { pending: true, failed: undefined });
  deliver(message);
});
on('unsend', (message) => take(message));
