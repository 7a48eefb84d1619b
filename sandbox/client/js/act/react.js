// Knows how the person puts a reaction to a message or takes it back.
import { api } from '../api.js';
import { keyOf } from '../content/emoji.js';
import { emit, state } from '../state.js';

export const isMine = (reaction) => Boolean(reaction.users?.includes(state.me));

export async function toggle(message, emoji) {
  const held = (message.reactions ?? []).find((reaction) => keyOf(reaction.emoji) === keyOf(emoji));
  try {
    await (held && isMine(held) ? api.unreact : api.react)(message.channel_id, message.id, keyOf(emoji));
  } catch (error) {
    emit('toast', error.message);
  }
}

/** Puts a reaction; one that is there already stays. */
export async function react(message, emoji) {
  const held = (message.reactions ?? []).find((reaction) => keyOf(reaction.emoji) === keyOf(emoji));
  if (!held || !isMine(held)) await toggle(message, emoji);
}
