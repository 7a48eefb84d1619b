// Knows what one can do with a message, a person or a channel, and opens that as a menu where it is asked for.
import { api } from '../api.js';
import { react } from '../act/react.js';
import { runCommand } from '../act/running.js';
import { inMenus, KIND } from '../compose/commands.js';
import { spokenName } from '../content/emoji.js';
import { sign } from '../content/sign.js';
import { dismiss, isEphemeral, logOf } from '../history.js';
import { memberOf, userName } from '../names.js';
import { markRead } from '../reads.js';
import { href } from '../route.js';
import { can, channel, DMS, emit, findChannel, guild, state } from '../state.js';
import { pickEmoji } from './emoji-picker.js';
import { askForThread } from './new-thread.js';
import { isThread } from './thread.js';
import { showMenu } from './menu.js';
import { isSystem } from './system.js';

const QUICK = ['👍', '❤️', '😂', '✅', '👀'];

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    emit('toast', `${what} copied.`);
  } catch {
    emit('toast', `${what} could not be copied: ${text}`);
  }
}

const copyId = (id, what) => ({ label: `Copy ${what} ID`, sign: 'copy', action: 'copy-id', act: () => copy(id, `The ${what}’s ID`) });
const link = (where, message) => `${location.origin}${href({ guild: guild()?.id ?? DMS, channel: where })}${message ? `#message-${message}` : ''}`;

/** Commands of applications that work on a person or a message. */
function apps(kind, target) {
  const list = inMenus(kind);
  if (!list.length) return [];
  return ['line', { heading: 'Apps' }, ...list.map((command) => ({
    label: command.name, sign: 'slash', action: 'app',
    act: () => runCommand({ guild_id: guild()?.id, channel_id: state.channel, name: command.name, type: kind, target_id: target }, { command, name: command.name }),
  }))];
}

export function messageMenu(message, where) {
  if (message.pending || message.failed) return;
  const rights = can();
  const alone = isEphemeral(message);
  const mine = message.author.id === state.me && !isSystem(message);
  const faces = QUICK.map((name) => ({ label: `React with ${spokenName({ id: null, name })}`, face: sign({ id: null, name }, { size: 22 }), act: () => react(message, { id: null, name }) }));
  const open = !alone && !isSystem(message);
  const here = guild();
  showMenu({
    label: 'Message actions', ...where,
    items: [
      open && rights.react && { row: faces },
      open && rights.react && { label: 'Add reaction', sign: 'smile', action: 'react', act: () => pickEmoji({ ...where, take: (emoji) => react(message, emoji.value) }) },
      'line',
      mine && { label: 'Edit message', sign: 'edit', action: 'edit', act: () => emit('edit', message) },
      open && rights.send && { label: 'Reply', sign: 'reply', action: 'reply', act: () => emit('reply', message) },
      open && rights.thread && !message.thread && here && !isThread(channel()) && { label: 'Create thread', sign: 'thread', action: 'thread', act: () => askForThread({ message }) },
      'line',
      message.content && { label: 'Copy text', sign: 'copy', action: 'copy-text', act: () => copy(message.content, 'The text') },
      !alone && { label: 'Copy message link', sign: 'link', action: 'copy-link', act: () => copy(link(message.channel_id, message.id), 'The link') },
      !alone && { label: 'Mark unread', sign: 'unread', action: 'unread', act: () => emit('unread-from', message) },
      ...(open ? apps(KIND.message, message.id) : []),
      'line',
      alone && { label: 'Dismiss message', sign: 'close', action: 'dismiss', act: () => dismiss(message.channel_id, message.id) },
      !alone && (mine || rights.manage_messages) && { label: 'Delete message', sign: 'trash', danger: true, action: 'delete', act: () => emit('delete', { message }) },
      copyId(message.id, 'message'),
    ],
  });
}

function personMenu(user, where) {
  const here = guild();
  const name = userName(user.id, user);
  showMenu({
    label: name, ...where,
    items: [
      { label: 'Profile', sign: 'person', action: 'profile', act: () => emit('profile', { id: user.id, user, anchor: where.opener }) },
      here && can().send && { label: 'Mention', sign: 'at', action: 'mention', act: () => emit('mention', user) },
      user.id !== state.me && { label: 'Message', sign: 'chat', action: 'message', act: () => emit('write-to', user.id) },
      ...(here && memberOf(here, user.id) ? apps(KIND.person, user.id) : []),
      'line',
      copyId(user.id, 'user'),
    ],
  });
}

function channelMenu(target, where) {
  showMenu({
    label: target.name ?? 'Conversation', ...where,
    items: [
      { label: 'Mark as read', sign: 'check', action: 'read', act: () => markRead(target) },
      'line',
      { label: 'Copy link', sign: 'link', action: 'copy-link', act: () => copy(link(target.id), 'The link') },
      copyId(target.id, 'channel'),
    ],
  });
}

const personOf = (id) => memberOf(guild(), id)?.user ?? state.people.get(id) ?? channel()?.recipients?.find((user) => user.id === id);

/** What was meant by a press of the right button, the menu key or a long press; null leaves it to the browser. */
function meant(target) {
  const person = target.closest('[data-person], [data-named="author"], [data-named="user"]');
  const id = person?.dataset.person ?? person?.dataset.of;
  if (id && personOf(id)) return (where) => personMenu(personOf(id), where);
  const row = target.closest('.message');
  const message = row && logOf(state.channel)?.messages.get(row.dataset.message);
  if (message) return (where) => messageMenu(message, where);
  const way = target.closest('.channel[data-channel]');
  const found = way && findChannel(way.dataset.channel);
  return found ? (where) => channelMenu(found.channel, where) : null;
}

// Links and fields keep the browser's own menu.
const OWN = '.message a[href], input, textarea, dialog';

document.addEventListener('contextmenu', (event) => {
  const { target } = event;
  // A finger has a way of its own, below. Marked words keep the browser's menu.
  if (event.pointerType === 'touch' && target instanceof Element && !target.closest(OWN)) {
    event.preventDefault();
    return;
  }
  if (!(target instanceof Element) || target.closest(OWN) || String(getSelection())) return;
  const show = meant(target);
  if (!show) return;
  event.preventDefault();
  const byKey = event.button !== 2 && !event.clientX && !event.clientY;
  const opener = target.closest('button, a, .message') ?? target;
  show({ opener, at: byKey ? undefined : { x: event.clientX, y: event.clientY } });
});

// Not every browser tells of a finger that rests (Safari does not), so it is told here by the time.
const HOLD_MS = 450;
const STRAY_PX = 10;
let hold = null;

function letGo() {
  clearTimeout(hold?.timer);
  hold = null;
}

document.addEventListener('touchstart', ({ touches, target }) => {
  letGo();
  const show = touches.length === 1 && target instanceof Element && !target.closest(OWN) && meant(target);
  if (!show) return;
  const at = { x: touches[0].clientX, y: touches[0].clientY };
  const timer = setTimeout(() => {
    hold.shown = true;
    show({ opener: target.closest('button, a, .message') ?? target, at });
  }, HOLD_MS);
  hold = { at, timer, shown: false };
}, { passive: true });
document.addEventListener('touchmove', ({ touches: [touch] }) => {
  if (hold && Math.hypot(touch.clientX - hold.at.x, touch.clientY - hold.at.y) > STRAY_PX) letGo();
}, { passive: true });
document.addEventListener('touchend', (event) => {
  // The finger that opened the menu presses nothing in it.
  if (hold?.shown) event.preventDefault();
  letGo();
});
document.addEventListener('touchcancel', letGo);

/** The conversation with one person, made if there is none. */
export async function writeTo(id) {
  try {
    const opened = await api.openDm(id);
    if (!state.dms.some((known) => known.id === opened.id)) state.dms = [opened, ...state.dms];
    emit('world');
    emit('go', { guild: DMS, channel: opened.id });
  } catch (error) {
    emit('toast', error.message);
  }
}
