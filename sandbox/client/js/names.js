// Knows what people, roles and channels are called here, and keeps what is already on screen up to date when that changes.
import { h } from './dom.js';
import { avatarColour, tint } from './colour.js';
import { state, guild, findChannel, on } from './state.js';

export const memberOf = (where, id) => where?.members.find((member) => member.user.id === id);

export function userName(id, fallback, where = guild()) {
  const member = memberOf(where, id);
  const user = member?.user ?? state.people.get(id) ?? fallback;
  return member?.nick || user?.global_name || user?.username || 'unknown-user';
}

/** The member's roles, highest first. */
export function rolesOf(where, member) {
  if (!where || !member) return [];
  return where.roles
    .filter((role) => member.roles.includes(role.id))
    .sort((a, b) => b.position - a.position);
}

const colourOf = (id) => rolesOf(guild(), memberOf(guild(), id)).find((role) => role.color)?.color ?? 0;
const roleOf = (id) => guild()?.roles.find((role) => role.id === id);

export function initials(name) {
  const words = name.trim().split(/[\s_.-]+/u).filter(Boolean);
  const first = [...(words[0] ?? '?')][0];
  const last = words.length > 1 ? [...words.at(-1)][0] : '';
  return (first + last).toUpperCase();
}

export function avatar(id, name, size = 40) {
  return h('span', { class: 'avatar', 'aria-hidden': 'true', style: { '--avatar': avatarColour(id), '--size': `${size}px` } }, initials(name));
}

/** A span or button whose words follow the world: `kind` is user, author, role or channel. */
export function named(kind, id, fallback, props = {}) {
  const node = h(props.tag ?? 'span', { ...props, tag: null, dataset: { ...props.dataset, named: kind, of: id, fallback } });
  write(node);
  return node;
}

function write(node) {
  const { named: kind, of: id, fallback } = node.dataset;
  if (kind === 'author' || kind === 'user') {
    const name = userName(id, { username: fallback });
    node.textContent = kind === 'user' ? `@${name}` : name;
    const colours = kind === 'author' ? tint(colourOf(id)) : {};
    for (const theme of ['--tint-dark', '--tint-light']) {
      if (colours[theme]) node.style.setProperty(theme, colours[theme]);
      else node.style.removeProperty(theme);
    }
  } else if (kind === 'role') {
    const role = roleOf(id);
    node.textContent = `@${role?.name.replace(/^@/u, '') ?? 'unknown-role'}`;
    for (const [theme, value] of Object.entries(tint(role?.color))) node.style.setProperty(theme, value);
  } else {
    const found = findChannel(id)?.channel;
    node.textContent = found ? `#${found.name}` : '#no-access';
    node.classList.toggle('unknown', !found);
  }
}

on('world', () => {
  for (const node of document.querySelectorAll('[data-named]')) write(node);
});
