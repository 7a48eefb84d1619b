// Knows the column of servers at the far left.
import { fill, h, icon } from '../dom.js';
import { href } from '../route.js';
import { DMS, state } from '../state.js';
import { initials } from '../names.js';
import { dmCount, isUnread, pings } from '../reads.js';
import { avatarColour } from '../colour.js';
import { follow } from './link.js';

export function drawRail(node) {
  const unreadDms = state.dms.reduce((sum, dm) => sum + dmCount(dm), 0);
  fill(node, h('ul', { class: 'rail-list' },
    h('li', null, entry({ id: DMS, name: 'Direct messages', face: icon('chat', 24), count: unreadDms, unread: unreadDms > 0 })),
    h('li', { class: 'rail-line', 'aria-hidden': 'true' }),
    [...state.guilds.values()].map((guild) => h('li', null, entry({
      id: guild.id, name: guild.name, face: initials(guild.name), colour: avatarColour(guild.id),
      count: guild.channels.reduce((sum, channel) => sum + pings(channel), 0), unread: guild.channels.some(isUnread),
    })))));
}

function entry({ id, name, face, count, unread, colour }) {
  const here = state.guild === id;
  const says = count ? `${name}, ${count} unread` : unread ? `${name}, unread` : name;
  return h('a', {
    class: ['server', here && 'here', unread && 'unread', id === DMS && 'home'], href: href({ as: state.me, guild: id }), 'aria-label': says, title: name,
    'aria-current': here ? 'true' : null, 'data-testid': `guild-${id}`, style: { '--avatar': colour }, on: { click: follow({ guild: id, channel: null }) },
  }, face, count > 0 && h('span', { class: 'badge', 'aria-hidden': 'true' }, count > 99 ? '99+' : String(count)));
}
