// Knows how the person's guilds and conversations are fetched and kept in step with what happens.
import { api } from './api.js';
import { distrustAll, drop, forget, logOf, put } from './history.js';
import { answered } from './act/running.js';
import { arrived } from './compose/send.js';
import { mentionsMe, noticed } from './reads.js';
import { keyOf } from './content/emoji.js';
import { emit, findChannel, state } from './state.js';
import { later } from './snowflake.js';
import { userName } from './names.js';

const SETTLE_MS = 60;
const TYPING_MS = 10_000;

export async function loadPeople() {
  const people = await api.people();
  state.people = new Map(people.map((person) => [person.id, person]));
}

export async function loadWorld() {
  const { epoch } = state;
  const [guilds, dms] = await Promise.all([api.guilds(), api.dms()]);
  if (epoch !== state.epoch) return;
  // Threads are channels under a channel, wherever they are listed.
  state.guilds = new Map(guilds.map((guild) => [guild.id, { ...guild, channels: [...guild.channels, ...(guild.threads ?? [])] }]));
  for (const guild of guilds) state.guildNames.set(guild.id, guild.name);
  state.dms = dms.map(withoutMe);
}

const withoutMe = (dm) => ({ ...dm, recipients: (dm.recipients ?? []).filter((user) => user.id !== state.me) });

let drawing = 0;

/** Many changes in one moment are one drawing. */
function redrawSoon() {
  if (drawing) return;
  drawing = setTimeout(() => {
    drawing = 0;
    emit('world');
  }, 0);
}

let timer = 0;
let running = false;
let again = false;

/** Fetches anew soon; many changes at once are one fetch. */
function refresh() {
  if (running) { again = true; return; }
  clearTimeout(timer);
  timer = setTimeout(fetchAnew, SETTLE_MS);
}

/** A thread that was just begun, before anybody tells of it. */
export function known(thread) {
  const home = state.guilds.get(thread.guild_id);
  if (home && !home.channels.some((channel) => channel.id === thread.id)) home.channels.push(thread);
}

async function fetchAnew() {
  running = true;
  try {
    await loadWorld();
    emit('world');
  } catch { /* the live connection will be lost too and asks again when it is back */ }
  running = false;
  if (!again) return;
  again = false;
  refresh();
}

/** After a gap in the stream nothing that was fetched before is to be trusted. */
export async function catchUp() {
  distrustAll();
  try {
    await Promise.all([loadPeople(), loadWorld()]);
    emit('world');
    emit('reload');
  } catch { refresh(); }
}

const HANDLERS = {
  MESSAGE_CREATE: said,
  MESSAGE_UPDATE: (message) => put(message),
  MESSAGE_DELETE: ({ channel_id, id }) => drop(channel_id, id),
  MESSAGE_DELETE_BULK: ({ channel_id, ids }) => { for (const id of ids) drop(channel_id, id); },
  EPHEMERAL_CREATE: (message) => {
    stopTyping(message);
    answered(message);
    put(message, { isNew: true });
    if (message.channel_id === state.channel) announce(message);
  },
  EPHEMERAL_UPDATE: (message) => put(message),
  EPHEMERAL_DELETE: ({ channel_id, id }) => drop(channel_id, id),
  MESSAGE_REACTION_ADD: (event) => reacted(event, (reactions) => added(reactions, event)),
  MESSAGE_REACTION_REMOVE: (event) => reacted(event, (reactions) => removed(reactions, event)),
  MESSAGE_REACTION_REMOVE_EMOJI: (event) => reacted(event, (reactions) => reactions.filter((one) => keyOf(one.emoji) !== keyOf(event.emoji))),
  MESSAGE_REACTION_REMOVE_ALL: (event) => reacted(event, () => []),
  CHANNEL_CREATE: changed,
  CHANNEL_UPDATE: changed,
  CHANNEL_DELETE: gone,
  TYPING_START: ({ channel_id, user_id }) => {
    if (!state.typing.has(channel_id)) state.typing.set(channel_id, new Map());
    state.typing.get(channel_id).set(user_id, Date.now() + TYPING_MS);
    emit('typing');
  },
};

export function take({ t, d }) {
  const handler = HANDLERS[t];
  if (handler) handler(d);
  else if (/^(?:CHANNEL|GUILD|THREAD|APPLICATION_COMMAND|USER)_/u.test(t)) refresh();
}

function stopTyping(message) {
  if (state.typing.get(message.channel_id)?.delete(message.author?.id)) emit('typing');
}

function said(message) {
  stopTyping(message);
  arrived(message);
  answered(message);
  const where = findChannel(message.channel_id)?.channel;
  if (where && (!where.last_message_id || later(message.id, where.last_message_id))) where.last_message_id = message.id;
  put(message, { isNew: true });
  const looking = message.channel_id === state.channel && document.visibilityState === 'visible';
  if (!where) {
    refresh();
    // A first direct message: its conversation is not known yet but counts all the same.
    if (!message.guild_id) noticed({ id: message.channel_id, type: 1, last_message_id: message.id }, message);
    return;
  }
  if (looking) announce(message);
  else noticed(where, message);
  emit('reads');
}

function announce(message) {
  if (message.author?.id === state.me) return;
  // Who, not what: the words stand in the list once, where the arrow keys reach them.
  const name = userName(message.author.id, message.author);
  emit('announce', mentionsMe(message) ? `${name} mentioned you` : `New message from ${name}`);
}

/** A channel that came into sight or changed, with what the person may do there. */
function changed(channel) {
  const merge = (list, next) => (list.some((known) => known.id === next.id) ? list.map((known) => (known.id === next.id ? { ...known, ...next } : known)) : [...list, next]);
  const home = state.guilds.get(channel.guild_id);
  if (home) home.channels = merge(home.channels, channel);
  else if (channel.recipients) state.dms = merge(state.dms, withoutMe(channel));
  // The commands of the bot in it are told when one asks.
  if (state.dms.some((dm) => dm.id === channel.id && !dm.commands)) refresh();
  // Without the rights in it, or of a guild not known yet: ask.
  if (!channel.can || (channel.guild_id && !home)) refresh();
  redrawSoon();
}

function gone({ id }) {
  forget(id);
  for (const guild of state.guilds.values()) guild.channels = guild.channels.filter((channel) => channel.id !== id);
  state.dms = state.dms.filter((dm) => dm.id !== id);
  redrawSoon();
}

function reacted({ channel_id, message_id }, change) {
  const message = logOf(channel_id)?.messages.get(message_id);
  if (message) put({ ...message, reactions: change(message.reactions ?? []) }, { reacted: true });
}

function added(reactions, { emoji, user_id }) {
  if (!reactions.some((one) => keyOf(one.emoji) === keyOf(emoji))) return [...reactions, { emoji, count: 1, users: [user_id] }];
  return reactions.map((one) => {
    if (keyOf(one.emoji) !== keyOf(emoji) || one.users?.includes(user_id)) return one;
    return { ...one, count: one.count + 1, users: [...(one.users ?? []), user_id] };
  });
}

function removed(reactions, { emoji, user_id }) {
  return reactions.map((one) => {
    if (keyOf(one.emoji) !== keyOf(emoji)) return one;
    return { ...one, count: one.count - 1, users: (one.users ?? []).filter((id) => id !== user_id) };
  }).filter((one) => one.count > 0);
}
