// Knows the registered commands that this person may use here: sub-commands unfolded, and what runs on a person or message.
import { channel, can, guild, state } from '../state.js';
import { memberOf, userName } from '../names.js';
import { mayUse } from '../permission.js';

const SUB = 1;
const GROUP = 2;
/** Discord's `type` of a command. */
export const KIND = { typed: 1, person: 2, message: 3 };

function registered(kind) {
  const where = channel();
  if (!where || can(where).command === false) return [];
  const here = guild();
  const member = memberOf(here, state.me);
  if (here && !member) return [];
  return (here ? here.commands ?? [] : where.commands ?? [])
    .filter((command) => (command.type ?? KIND.typed) === kind && (!here || mayUse(here, where, member, command)));
}

/** Every command that can be typed, as { name: "reminder debug", description, command, path: [option], options }. */
export function offered() {
  return registered(KIND.typed).flatMap((command) => unfold(command, command, [])).sort((a, b) => a.name.localeCompare(b.name));
}

/** The commands in the menus of people (`KIND.person`) or messages (`KIND.message`). */
export const inMenus = (kind) => registered(kind).sort((a, b) => a.name.localeCompare(b.name));

function unfold(command, at, path) {
  const inner = (at.options ?? []).filter((option) => option.type === SUB || option.type === GROUP);
  if (inner.length) return inner.flatMap((option) => unfold(command, option, [...path, option]));
  return [{ name: [command.name, ...path.map((option) => option.name)].join(' '), description: at.description, command, path, options: at.options ?? [] }];
}

/** Wraps the values in the sub-commands they belong to. */
export function nested(path, values) {
  return path.reduceRight((inner, option) => [{ name: option.name, type: option.type, options: inner }], values);
}

/** A command names its application, not its bot; with one bot about it can only be that one. */
export function botOf({ application_id }) {
  const around = guild() ? guild().members.map((member) => member.user) : channel()?.recipients ?? [];
  const bots = around.filter((user) => user.bot);
  return bots.find((user) => user.id === application_id) ?? (bots.length === 1 ? bots[0] : null) ?? { id: application_id, username: 'Application', bot: true };
}

export function appName(command) {
  const bot = botOf(command);
  return userName(bot.id, bot);
}
