// Knows Discord's arithmetic of permissions, as far as the client must foresee it (member list, commands).
const ADMINISTRATOR = 1n << 3n;
const VIEW_CHANNEL = 1n << 10n;
const ALL = (1n << 60n) - 1n;

function base(guild, member) {
  if (guild.owner_id === member.user.id) return ALL;
  let bits = 0n;
  for (const role of guild.roles) {
    if (role.id === guild.id || member.roles.includes(role.id)) bits |= BigInt(role.permissions ?? 0);
  }
  return bits & ADMINISTRATOR ? ALL : bits;
}

function inChannel(guild, channel, member) {
  let bits = base(guild, member);
  if (bits === ALL) return bits;
  const overwrites = channel.permission_overwrites ?? [];
  const apply = (list) => {
    let allow = 0n;
    let deny = 0n;
    for (const overwrite of list) {
      allow |= BigInt(overwrite.allow ?? 0);
      deny |= BigInt(overwrite.deny ?? 0);
    }
    bits = (bits & ~deny) | allow;
  };
  apply(overwrites.filter((overwrite) => overwrite.id === guild.id));
  apply(overwrites.filter((overwrite) => member.roles.includes(overwrite.id)));
  apply(overwrites.filter((overwrite) => overwrite.id === member.user.id));
  return bits;
}

export const maySee = (guild, channel, member) => Boolean(inChannel(guild, channel, member) & VIEW_CHANNEL);

/** Whether everyone may see a channel; if not it gets a lock. */
export function isPrivate(guild, channel) {
  return !maySee(guild, channel, { user: { id: '0' }, roles: [] });
}

/** Whether a command is offered: Discord hides those whose default permissions the person lacks. */
export function mayUse(guild, channel, member, command) {
  if (command.default_member_permissions === null || command.default_member_permissions === undefined) return true;
  const needed = BigInt(command.default_member_permissions);
  const bits = inChannel(guild, channel, member);
  if (bits === ALL) return true;
  return needed !== 0n && (bits & needed) === needed;
}
