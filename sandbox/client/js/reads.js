// Knows what this person has read in this browser, and so what is unread. The sandbox itself keeps no read marks.
import { state, emit } from './state.js';
import { atTime, later, number } from './snowflake.js';

const key = () => `sandbox.read.${state.me}`;
let marks = null;

function book() {
  if (marks?.of === state.me) return marks;
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(key())); } catch { /* begin anew */ }
  // Channels of a guild count as read up to the first visit; direct messages are unread from the beginning.
  marks = kept ?? { since: atTime(Date.now()), read: {}, pings: {} };
  marks.of = state.me;
  if (!kept) save();
  return marks;
}

function save() {
  try { localStorage.setItem(key(), JSON.stringify(marks)); } catch { /* kept in memory only */ }
}

const isDm = (channel) => channel.type === 1 || channel.type === 3;

export function lastRead(channel) {
  return book().read[channel.id] ?? (isDm(channel) ? '0' : book().since);
}

export function isUnread(channel) {
  if (!channel.last_message_id || channel.type === 4) return false;
  return later(channel.last_message_id, lastRead(channel));
}

/** How often the person was named there since they last looked. */
export const pings = (channel) => book().pings[channel.id] ?? 0;

/** For direct messages: unread messages known of, at least one if the channel is unread. */
export const dmCount = (channel) => (isUnread(channel) ? Math.max(1, pings(channel)) : 0);

export function markRead(channel, id = channel?.last_message_id) {
  if (!channel || !id) return;
  const unread = isUnread(channel) || pings(channel) > 0;
  if (!later(id, lastRead(channel)) && !unread) return;
  if (later(id, lastRead(channel))) book().read[channel.id] = id;
  delete book().pings[channel.id];
  save();
  emit('reads');
}

/** Unread from a message on; returns the last one that counts as read. */
export function markUnread(channel, id) {
  const before = String(number(id) - 1n);
  book().read[channel.id] = before;
  save();
  emit('reads');
  return before;
}

/** A message arrived in a channel that is not being looked at. */
export function noticed(channel, message) {
  const mine = message.author?.id === state.me;
  if (mine) return markRead(channel, message.id);
  if (isDm(channel) || mentionsMe(message)) {
    book().pings[channel.id] = pings(channel) + 1;
    save();
  }
  emit('reads');
}

export function mentionsMe(message) {
  if (message.author?.id === state.me) return false;
  if (message.mention_everyone || message.mentions?.some((user) => user.id === state.me)) return true;
  if (!message.mention_roles?.length) return false;
  for (const guild of state.guilds.values()) {
    const roles = guild.members.find((member) => member.user.id === state.me)?.roles ?? [];
    if (message.mention_roles.some((role) => roles.includes(role))) return true;
  }
  return false;
}

// Another tab of the same person may have read something.
window.addEventListener('storage', (event) => {
  if (event.key !== key()) return;
  marks = null;
  emit('reads');
});
