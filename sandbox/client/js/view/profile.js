// Knows the small card about a person, from which one can write to them.
import { append, h } from '../dom.js';
import { hex } from '../colour.js';
import { emit, guild, state } from '../state.js';
import { avatar, memberOf, rolesOf, userName } from '../names.js';

const card = h('div', { class: 'profile', popover: 'auto', role: 'dialog', 'aria-label': 'Profile', 'data-testid': 'profile' });
document.body.append(card);

export function showProfile({ id, user, anchor }) {
  const member = memberOf(guild(), id);
  const person = member?.user ?? state.people.get(id) ?? user ?? { id, username: 'unknown-user' };
  const name = userName(id, person);
  const roles = rolesOf(guild(), member);
  card.replaceChildren();
  append(card, [
    h('div', { class: 'profile-band' }),
    avatar(id, name, 72),
    h('h2', null, name, person.bot && h('span', { class: 'app-tag' }, 'APP')),
    h('p', { class: 'profile-name' }, `@${person.username}`),
    roles.length > 0 && h('ul', { class: 'profile-roles', 'aria-label': 'Roles' }, roles.map((role) => h('li', null, h('span', { class: 'role-dot', 'aria-hidden': 'true', style: { '--dot': role.color ? hex(role.color) : null } }), role.name))),
    id !== state.me && h('button', { type: 'button', class: 'button primary', on: { click: () => { card.hidePopover(); emit('write-to', id); } } }, 'Message'),
  ]);
  card.showPopover();
  place(anchor);
  card.querySelector('button')?.focus({ preventScroll: true });
}

function place(anchor) {
  const box = anchor.getBoundingClientRect();
  const width = card.offsetWidth;
  const height = card.offsetHeight;
  const right = box.right + 12;
  const left = right + width < innerWidth ? right : Math.max(8, box.left - width - 12);
  card.style.setProperty('left', `${Math.min(left, innerWidth - width - 8)}px`);
  card.style.setProperty('top', `${Math.max(8, Math.min(box.top, innerHeight - height - 8))}px`);
}
