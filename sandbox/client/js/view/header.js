// Knows the bar over the conversation: where one is, what it is about, the way back on a phone.
import { fill, h, icon, iconButton } from '../dom.js';
import { markdownLine } from '../markdown/render.js';
import { channel, emit, guild, state } from '../state.js';
import { avatar, userName } from '../names.js';
import { isPrivate } from '../permission.js';
import { FORUM, isThread } from './thread.js';

const signOf = (here, where) => (isThread(where) ? 'thread' : where.type === FORUM ? 'forum' : here && isPrivate(here, where) ? 'lock' : 'hash');

export const headerNode = h('header', { class: 'chat-head' });

export function drawHeader() {
  const where = channel();
  const other = where?.recipients?.[0];
  const here = guild();
  const parent = isThread(where) && here?.channels.find((one) => one.id === where.parent_id);
  fill(headerNode,
    iconButton('menu', 'Channels', { class: 'back', 'data-testid': 'back', on: { click: () => emit('back') } }),
    other ? avatar(other.id, userName(other.id, other), 24) : where && h('span', { class: 'chat-sign' }, icon(signOf(here, where), 22)),
    parent && h('button', { type: 'button', class: 'parent', on: { click: () => emit('go', { channel: parent.id }) } }, `#${parent.name}`, icon('right', 16)),
    h('h1', { 'data-testid': 'title' }, where ? (other ? userName(other.id, other) : where.name) : here?.name ?? 'Direct messages'),
    where?.topic && h('p', { class: 'topic', title: where.topic }, markdownLine(where.topic)),
    h('span', { class: 'grow' }),
    where && where.type !== FORUM && iconButton('pin', 'Pinned messages', { 'aria-haspopup': 'dialog', dataset: { testid: 'pins-toggle', keep: 'pins-toggle' }, on: { click: (event) => emit('pins', event.currentTarget) } }),
    where && iconButton('people', state.membersOpen ? 'Hide the member list' : 'Show the member list', { class: state.membersOpen ? 'on' : '', 'aria-pressed': state.membersOpen ? 'true' : 'false', dataset: { testid: 'members-toggle' }, on: { click: () => emit('members-toggle') } }));
}
