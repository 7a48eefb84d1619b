// Knows the messages of the channels opened in this tab: loading, paging, merging what arrives live. Draws nothing.
import { api } from './api.js';
import { emit, state } from './state.js';
import { later, order } from './snowflake.js';

const PAGE = 50;

/** channel id → { messages: Map, complete, stale, loading, error } */
let logs = new Map();

export const EPHEMERAL = 1 << 6;
export const LOADING = 1 << 7;
export const isEphemeral = (message) => Boolean((message.flags ?? 0) & EPHEMERAL);

export const logOf = (channel) => logs.get(channel);

export function forgetAll() {
  logs = new Map();
}

/** Events may have been missed: what is shown is fetched again now, the rest when it is opened. */
export function distrustAll() {
  for (const log of logs.values()) log.stale = true;
}

export function forget(channel) {
  logs.delete(channel);
}

export function sorted(channel) {
  const log = logs.get(channel);
  return log ? [...log.messages.values()].sort(order) : [];
}

/** Fetches the newest page unless it is there and trusted. */
export async function load(channel) {
  const known = logs.get(channel);
  if (known && !known.stale && !known.error) return;
  const log = known ?? { messages: new Map(), complete: false, stale: true, loading: false, error: null };
  if (log.loading) return;
  logs.set(channel, log);
  log.loading = true;
  log.error = null;
  // What arrives while the page is on its way is newer than the page and must survive it.
  log.arrived = new Set();
  log.removed = new Set();
  const { epoch } = state;
  try {
    const page = await api.messages(channel, { limit: PAGE });
    if (epoch !== state.epoch) return;
    replacePage(log, page);
    log.stale = false;
  } catch (error) {
    if (epoch !== state.epoch) return;
    log.error = error;
  } finally {
    log.loading = false;
  }
  emit('log', { channel, kind: 'load' });
}

function replacePage(log, page) {
  const oldest = page.reduce((least, message) => (!least || later(least, message.id) ? message.id : least), null);
  const overlaps = page.some((message) => log.messages.has(message.id));
  const whole = page.length < PAGE;
  for (const id of [...log.messages.keys()]) {
    if (log.arrived.has(id)) continue;
    // Without an overlap there may be a gap between what was kept and the page, so what was kept goes.
    if (whole || !overlaps || !later(oldest, id)) log.messages.delete(id);
  }
  if (whole) log.complete = true;
  else if (!overlaps) log.complete = false;
  for (const message of page) {
    if (!log.removed.has(message.id) && !log.arrived.has(message.id)) log.messages.set(message.id, message);
  }
}

/** Fetches the page before the oldest message. */
export async function loadOlder(channel) {
  const log = logs.get(channel);
  if (!log || log.complete || log.loading) return;
  const oldest = sorted(channel).find((message) => !isEphemeral(message));
  if (!oldest) return;
  log.loading = true;
  log.arrived = new Set();
  log.removed = new Set();
  const { epoch } = state;
  try {
    const page = await api.messages(channel, { before: oldest.id, limit: PAGE });
    if (epoch !== state.epoch) return;
    for (const message of page) if (!log.removed.has(message.id)) log.messages.set(message.id, message);
    log.complete = page.length < PAGE;
  } catch (error) {
    emit('toast', error.message);
  } finally {
    log.loading = false;
  }
  emit('log', { channel, kind: 'older' });
}

/** Fetches further back until a message is there; false if it is nowhere. */
export async function reach(channel, id) {
  const { epoch } = state;
  for (;;) {
    const log = logs.get(channel);
    if (!log || epoch !== state.epoch || log.complete || log.error) return Boolean(log?.messages.has(id));
    if (log.messages.has(id)) return true;
    const before = log.messages.size;
    await loadOlder(channel);
    if (log.messages.size === before) return false;
  }
}

/** A message as it came from the sandbox, live or as an answer; both may bring the same one. */
export function put(message, { isNew = false, reacted = false } = {}) {
  const log = logs.get(message.channel_id);
  if (!log) return;
  const known = log.messages.get(message.id);
  if (!known && !message.author) return;
  // Changes of messages further up than what is loaded will be fetched with their page.
  if (!known && !isNew && !log.complete && [...log.messages.keys()].every((id) => later(id, message.id))) return;
  // How a message began is never newer than what is known of it: an answer may come after the change that followed it.
  if (isNew && (known || log.removed?.has(message.id))) return;
  // Who reacted is known from the reactions' own events; a changed message tells only how many.
  const reactions = known && !reacted ? known.reactions : message.reactions;
  log.messages.set(message.id, known ? { ...known, ...message, reactions } : message);
  log.arrived?.add(message.id);
  emit('log', { channel: message.channel_id, kind: known ? 'change' : 'add', message });
}

export function drop(channel, id) {
  const log = logs.get(channel);
  if (!log) return;
  log.removed?.add(id);
  if (!log.messages.delete(id)) return;
  for (const reply of log.messages.values()) {
    if (reply.message_reference?.message_id === id) log.messages.set(reply.id, { ...reply, referenced_message: null });
  }
  emit('log', { channel, kind: 'remove' });
}

/** "Dismiss message": gone for the one who could see it. */
export async function dismiss(channel, id) {
  drop(channel, id);
  try {
    await api.remove(channel, id);
  } catch (error) {
    emit('toast', error.message);
  }
}
