// Knows the list of those who can see the open channel, grouped by their highest hoisted role.
import { fill, h } from '../dom.js';
import { channel, emit, guild } from '../state.js';
import { avatar, named, rolesOf, userName } from '../names.js';
import { maySee } from '../permission.js';
import { isThread } from './thread.js';

const MOST = 300;

export function drawMembers(node) {
  const here = guild();
  const where = channel();
  if (!where) return fill(node);
  if (!here) return fill(node, list('In this conversation', where.recipients ?? []));
  // Who sees a thread sees its channel.
  const place = isThread(where) ? here.channels.find((one) => one.id === where.parent_id) ?? where : where;
  const present = here.members.filter((member) => maySee(here, place, member));
  const hoisted = here.roles.filter((role) => role.hoist && role.id !== here.id).sort((a, b) => b.position - a.position);
  const left = new Set(present);
  const groups = [];
  for (const role of hoisted) {
    const inside = [...left].filter((member) => rolesOf(here, member).find((one) => one.hoist)?.id === role.id);
    for (const member of inside) left.delete(member);
    groups.push([role.name, inside]);
  }
  groups.push(['Members', [...left]]);
  return fill(node, groups.filter(([, members]) => members.length).map(([name, members]) => list(name, members.map((member) => member.user))));
}

function list(name, users) {
  const sorted = users.map((user) => ({ user, name: userName(user.id, user) })).sort((a, b) => a.name.localeCompare(b.name));
  return h('section', { 'aria-label': name },
    h('h2', { class: 'members-title' }, `${name} — ${users.length}`),
    h('ul', { class: 'member-list' }, sorted.slice(0, MOST).map(({ user, name: words }) => h('li', null, h('button', {
      type: 'button', class: 'member', dataset: { person: user.id, keep: `member-${user.id}` }, 'data-testid': `member-${user.id}`, on: { click: (event) => emit('profile', { id: user.id, user, anchor: event.currentTarget }) },
    }, avatar(user.id, words, 32), named('author', user.id, words, { class: 'member-name' }), user.bot && h('span', { class: 'app-tag' }, 'APP'))))),
    sorted.length > MOST && h('p', { class: 'members-more' }, `and ${sorted.length - MOST} more`));
}
