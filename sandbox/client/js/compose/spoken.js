// Knows the two spellings of a message: as a person reads and types it, and as Discord keeps it.
import { findChannel, guild } from '../state.js';
import { userName } from '../names.js';
import { byName } from '../content/emoji.js';

const KEPT = /<(?:@!?(\d{1,20})|@&(\d{1,20})|#(\d{1,20})|a?:(\w{2,32}):\d{1,20})>/gu;

/** What is kept, for a box to edit in: { text, spoken: Map("@Name" → "<@id>") }. */
export function readable(content) {
  const spoken = new Map();
  const text = content.replace(KEPT, (whole, user, role, channel, emoji) => {
    const words = user ? `@${userName(user)}` : role ? roleWords(role) : channel ? channelWords(channel) : `:${emoji}:`;
    if (!words) return whole;
    spoken.set(words, whole);
    return words;
  });
  return { text, spoken };
}

const roleWords = (id) => {
  const role = guild()?.roles.find((one) => one.id === id);
  return role && `@${role.name}`;
};
const channelWords = (id) => {
  const found = findChannel(id);
  return found && `#${found.channel.name}`;
};

/** What was typed, as it is sent: mentions by id, `:names:` of emoji as emoji. */
export function meant(typed, spoken) {
  let text = typed;
  const longestFirst = [...spoken].sort(([a], [b]) => b.length - a.length);
  for (const [words, mention] of longestFirst) text = text.replaceAll(words, mention);
  // In code a name between colons is what it looks like.
  if (text.includes('`')) return text;
  return text.replace(/(?<![<\w]|<a):(\w{2,32}):(?!\d)/gu, (whole, name) => byName(name)?.sent ?? whole);
}
