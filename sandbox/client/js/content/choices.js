// Knows what a select offers: its own options, or the people, roles and channels of the guild.
import { h, icon } from '../dom.js';
import { channel, guild, state } from '../state.js';
import { avatar, userName } from '../names.js';
import { hex } from '../colour.js';

const byLabel = (a, b) => a.label.localeCompare(b.label);

function people() {
  const here = guild()?.members.map((member) => member.user) ?? [...(channel()?.recipients ?? []), state.people.get(state.me)].filter(Boolean);
  return here.map((user) => {
    const label = userName(user.id, user);
    return { value: user.id, label, description: `@${user.username}`, sign: () => avatar(user.id, label, 24) };
  }).sort(byLabel);
}

function roles() {
  return (guild()?.roles ?? [])
    .filter((role) => role.id !== guild().id)
    .sort((a, b) => b.position - a.position)
    .map((role) => ({ value: role.id, label: role.name, sign: () => h('span', { class: 'role-dot', style: { '--dot': role.color ? hex(role.color) : null } }) }));
}

function channels(types) {
  return (guild()?.channels ?? [])
    .filter((candidate) => (types?.length ? types.includes(candidate.type) : true))
    .map((candidate) => ({ value: candidate.id, label: candidate.name, sign: () => icon(candidate.type === 4 ? 'forum' : 'hash', 18) }));
}

/** `{options, defaults}` of a select of any kind (3, 5, 6, 7, 8), also of a radio or checkbox group. */
export function choicesOf(component) {
  const defaults = (component.default_values ?? []).map((value) => value.id);
  switch (component.type) {
    case 5: return { options: people(), defaults };
    case 6: return { options: roles(), defaults };
    case 7: return { options: [...people(), ...roles()], defaults };
    case 8: return { options: channels(component.channel_types), defaults };
    default: {
      const options = component.options ?? [];
      return { options, defaults: options.filter((option) => option.default).map((option) => option.value) };
    }
  }
}
