// Knows what this tab holds in memory and who wants to hear that it changed. Knows nothing of the network or of elements.

export const state = {
  /** Ticks whenever the person changes, so that late answers can be dropped. */
  epoch: 0,
  me: null,
  /** id → person, bots too. */
  people: new Map(),
  /** id → guild as this person sees it, in the server's order. */
  guilds: new Map(),
  /** Names of guilds seen by anyone in this tab, for the list of people. */
  guildNames: new Map(),
  /** Direct message channels. */
  dms: [],
  /** Guild id, or '@me' for direct messages. */
  guild: null,
  channel: null,
  online: true,
  membersOpen: true,
  /** `MESSAGE_ID:CUSTOM_ID` of components waiting for the bot. */
  busy: new Set(),
  /** message id → what went wrong with the last press. */
  failures: new Map(),
  /** The message being edited. */
  editing: null,
  /** channel id → message being replied to. */
  replying: new Map(),
  /** channel id → Map(user id → when to forget). */
  typing: new Map(),
};

const listeners = new Map();

export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(listener);
}

export function emit(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

export const DMS = '@me';

export const me = () => state.people.get(state.me);
export const guild = () => (state.guild && state.guild !== DMS ? state.guilds.get(state.guild) : undefined);

/** A channel by id in whatever guild or among the direct messages. */
export function findChannel(id) {
  for (const candidate of state.guilds.values()) {
    const found = candidate.channels.find((channel) => channel.id === id);
    if (found) return { channel: found, guild: candidate };
  }
  const dm = state.dms.find((channel) => channel.id === id);
  return dm ? { channel: dm, guild: undefined } : undefined;
}

export const channel = () => (state.channel ? findChannel(state.channel)?.channel : undefined);

/** What the person may do here; in direct messages everything that Discord allows there. */
export function can(where = channel()) {
  if (!where) return {};
  return where.can ?? { view: true, send: true, attach: true, manage_messages: false, manage_channels: false };
}
