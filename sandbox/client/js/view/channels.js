// Knows the list of a guild's channels by category, or of the direct messages.
import { fill, h, icon } from '../dom.js';
import { href } from '../route.js';
import { DMS, emit, guild, state } from '../state.js';
import { avatar, userName } from '../names.js';
import { isPrivate } from '../permission.js';
import { dmCount, isUnread, pings } from '../reads.js';
import { number } from '../snowflake.js';
import { follow } from './link.js';
import { isThread } from './thread.js';

const CATEGORY = 4;
const VOICE = new Set([2, 13]);

const closed = new Set(JSON.parse(sessionStorage.getItem('sandbox.closed') ?? '[]'));

const byPosition = (a, b) => (VOICE.has(a.type) - VOICE.has(b.type)) || (a.position ?? 0) - (b.position ?? 0) || (number(a.id) < number(b.id) ? -1 : 1);

/** Channels in the order they stand on screen. */
export function inOrder(where) {
  return groups(where).flatMap((group) => group.channels);
}

function groups(where) {
  const plain = where.channels.filter((channel) => channel.type !== CATEGORY && !isThread(channel));
  const categories = where.channels.filter((channel) => channel.type === CATEGORY).sort(byPosition);
  const known = new Set(categories.map((category) => category.id));
  const threads = where.channels.filter((channel) => isThread(channel) && (!channel.thread_metadata?.archived || channel.id === state.channel));
  const withThreads = (list) => list.sort(byPosition).flatMap((channel) => [channel, ...threads.filter((thread) => thread.parent_id === channel.id).sort((a, b) => (number(a.id) < number(b.id) ? -1 : 1))]);
  return [
    { category: null, channels: withThreads(plain.filter((channel) => !known.has(channel.parent_id))) },
    ...categories.map((category) => ({ category, channels: withThreads(plain.filter((channel) => channel.parent_id === category.id)) })),
  ].filter((group) => group.category ? group.channels.length > 0 || group.category.can?.manage_channels : group.channels.length > 0);
}

/** Latest conversation first. */
export const dmsInOrder = () => [...state.dms].sort((a, b) => (number(a.last_message_id) > number(b.last_message_id) ? -1 : 1));

/** `top`: the level of the first heading; on a phone the list is a page of its own. */
export function drawChannels(node, top = 2) {
  const focused = document.activeElement?.closest?.('#channels a, #channels button')?.dataset.testid;
  const scrolled = node.querySelector('.channel-scroll')?.scrollTop ?? 0;
  const here = guild();
  fill(node,
    h('header', { class: 'panel-head' }, h(`h${top}`, null, here ? here.name : 'Direct messages')),
    h('div', { class: 'channel-scroll' }, here ? groups(here).map((group) => drawGroup(here, group, top + 1)) : drawDms()));
  node.querySelector('.channel-scroll').scrollTop = scrolled;
  if (focused) node.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function drawGroup(here, { category, channels }, level) {
  if (!category) return h('ul', { class: 'channel-list' }, channels.map((channel) => drawChannel(here, channel)));
  const shut = closed.has(category.id);
  const toggle = () => {
    if (!closed.delete(category.id)) closed.add(category.id);
    sessionStorage.setItem('sandbox.closed', JSON.stringify([...closed]));
    emit('channels');
  };
  const listId = `category-${category.id}`;
  // A closed category still shows what is open or unread.
  const visible = shut ? channels.filter((channel) => channel.id === state.channel || isUnread(channel)) : channels;
  return h('section', { class: 'category', 'aria-label': category.name },
    h(`h${level}`, { class: 'category-head' }, h('button', { type: 'button', class: ['category-name', shut && 'shut'], 'aria-expanded': shut ? 'false' : 'true', 'aria-controls': listId, 'data-testid': `category-${category.name}`, on: { click: toggle } }, icon('down', 14), category.name)),
    h('ul', { class: 'channel-list', id: listId }, visible.map((channel) => drawChannel(here, channel))));
}

const SIGNS = { 2: 'voice', 13: 'voice', 5: 'news', 15: 'forum', 10: 'thread', 11: 'thread', 12: 'thread' };

function drawChannel(here, channel) {
  const current = channel.id === state.channel;
  const unread = isUnread(channel) && !current;
  const locked = !isThread(channel) && isPrivate(here, channel);
  const count = pings(channel);
  const words = [channel.name, VOICE.has(channel.type) ? 'voice channel' : null, locked ? 'private' : null, count ? `${count} mentions` : unread ? 'unread' : null].filter(Boolean).join(', ');
  const inner = [icon(SIGNS[channel.type] ?? 'hash', 20), locked && h('span', { class: 'lock' }, icon('lock', 12)), h('span', { class: 'channel-name' }, channel.name), count > 0 && h('span', { class: 'badge', 'aria-hidden': 'true' }, String(count))];
  const dataset = { testid: `channel-${channel.name}`, channel: channel.id };
  if (VOICE.has(channel.type)) return h('li', null, h('span', { class: 'channel voice', dataset }, inner));
  return h('li', { class: isThread(channel) ? 'threaded' : null }, h('a', {
    class: ['channel', current && 'here', unread && 'unread'], href: href({ as: state.me, guild: here.id, channel: channel.id }), 'aria-current': current ? 'page' : null,
    'aria-label': words, dataset, on: { click: follow({ guild: here.id, channel: channel.id }) },
  }, inner));
}

function drawDms() {
  const list = dmsInOrder();
  return h('ul', { class: 'channel-list dm-list', 'data-testid': 'dms', 'aria-label': 'Conversations' },
    list.length ? list.map(drawDm) : h('li', { class: 'none-yet' }, 'No conversations yet. Choose a person in a server to write to them.'));
}

function drawDm(channel) {
  const other = channel.recipients?.find((user) => user.id !== state.me) ?? channel.recipients?.[0] ?? { id: '0', username: 'unknown-user' };
  const name = userName(other.id, other);
  const current = channel.id === state.channel;
  const count = current ? 0 : dmCount(channel);
  return h('li', null, h('a', {
    class: ['channel dm', current && 'here', count > 0 && 'unread'], href: href({ as: state.me, guild: DMS, channel: channel.id }), 'aria-current': current ? 'page' : null,
    'aria-label': count ? `${name}, ${count} unread` : name, dataset: { testid: `dm-${other.id}`, channel: channel.id }, on: { click: follow({ guild: DMS, channel: channel.id }) },
  }, avatar(other.id, name, 32), h('span', { class: 'channel-name' }, name), other.bot && h('span', { class: 'app-tag' }, 'APP'), count > 0 && h('span', { class: 'badge', 'aria-hidden': 'true', 'data-testid': 'unread' }, String(count))));
}
