// Knows what the list above the box offers for the word at the caret: commands, people, roles, channels, emoji.
import { h, icon } from '../dom.js';
import { channel, guild } from '../state.js';
import { avatar, initials, userName } from '../names.js';
import { sign } from '../content/sign.js';
import { named as emojiNamed } from '../content/emoji.js';
import { appName, offered } from './commands.js';

const OFFERED = 12;
const COMMANDS = 30;
const WORD = /(?:^|\s)([@#:])([^\s@#:]{0,32})$/u;

/** `insert(length, words, as?)` replaces the word's letters, its sign too; `open(entry)` begins a command. */
export function offersFor(text, caret, { insert, open }) {
  const slash = /^\/([^\n]*)$/u.exec(text);
  if (slash) return commands(slash[1], open);
  const word = WORD.exec(text.slice(0, caret));
  if (!word) return null;
  const [, mark, part] = word;
  const wanted = part.toLowerCase();
  const put = (words, as) => insert(part.length + 1, words, as);
  if (mark === '@') return { title: 'Members and roles', options: mentionable(wanted, put) };
  if (mark === '#') return { title: 'Channels', options: channelsLike(wanted, put) };
  return part.length < 2 ? null : { title: 'Emoji', options: emojiNamed(wanted).slice(0, OFFERED).map((emoji) => ({ label: `:${emoji.name}:`, sign: () => sign(emoji.value, { size: 22 }), take: () => put(...emoji.typed) })) };
}

function commands(typed, open) {
  const wanted = typed.toLowerCase();
  const all = offered();
  // A whole name and a blank after it: chosen.
  const whole = /\s$/u.test(wanted) && all.filter((entry) => entry.name.toLowerCase() === wanted.trimEnd());
  if (whole && whole.length === 1) {
    open(whole[0]);
    return null;
  }
  const found = all.filter((entry) => entry.name.toLowerCase().includes(wanted.trimEnd())).sort((a, b) => b.name.toLowerCase().startsWith(wanted.trimEnd()) - a.name.toLowerCase().startsWith(wanted.trimEnd()));
  return { title: found.length ? 'Commands' : '', options: found.slice(0, COMMANDS).map((entry) => ({
    label: `/${entry.name}`, more: entry.description, side: appName(entry.command), testid: `command-${entry.name}`,
    sign: () => h('span', { class: 'command-sign', 'aria-hidden': 'true' }, initials(appName(entry.command))), take: () => open(entry),
  })) };
}

function mentionable(wanted, put) {
  const here = guild();
  const people = here?.members.map((member) => member.user) ?? channel()?.recipients ?? [];
  const persons = people.map((user) => ({ user, name: userName(user.id, user) }))
    .filter(({ user, name }) => `${name} ${user.username}`.toLowerCase().includes(wanted))
    .map(({ user, name }) => ({ label: name, side: user.username, sign: () => avatar(user.id, name, 24), take: () => put(`@${name}`, `<@${user.id}>`) }));
  const roles = (here?.roles ?? []).filter((role) => role.id !== here.id && !role.managed && role.name.toLowerCase().includes(wanted))
    .map((role) => ({ label: `@${role.name}`, side: 'Role', sign: () => icon('at', 20), take: () => put(`@${role.name}`, `<@&${role.id}>`) }));
  const all = here ? ['everyone', 'here'].filter((word) => word.startsWith(wanted)).map((word) => ({ label: `@${word}`, side: word === 'here' ? 'Everyone who is here' : 'All who can see this channel', sign: () => icon('people', 20), take: () => put(`@${word}`) })) : [];
  return [...persons.slice(0, OFFERED), ...roles.slice(0, OFFERED), ...all];
}

function channelsLike(wanted, put) {
  return (guild()?.channels ?? []).filter((one) => one.type !== 4 && one.name.toLowerCase().includes(wanted)).slice(0, OFFERED)
    .map((one) => ({ label: `#${one.name}`, sign: () => icon('hash', 20), take: () => put(`#${one.name}`, `<#${one.id}>`) }));
}
