// Knows how one message looks. What it can do is in the toolbar and the components.
import { h, icon, iconButton } from '../dom.js';
import { markdown, markdownLine, onlyEmoji } from '../markdown/render.js';
import { avatar, named, userName } from '../names.js';
import { clockWords, stamp, wholeWords } from '../time.js';
import { attachments } from '../content/media.js';
import { embeds } from '../content/embed.js';
import { components } from '../content/components.js';
import { dismiss, isEphemeral, LOADING } from '../history.js';
import { emit, state } from '../state.js';
import { mentionsMe } from '../reads.js';
import { editor } from './editor.js';

const GROUP_MS = 7 * 60_000;
const SYSTEM = { 6: 'pinned a message to this channel.', 7: 'joined the server.', 8: 'boosted the server!', 18: 'started a thread.' };

const sent = (message) => new Date(message.timestamp);

/** Whether a message goes on under the one before, without its own head. */
export function continues(before, message) {
  return Boolean(before)
    && before.author.id === message.author.id
    && !message.message_reference && !message.interaction_metadata && !(message.type in SYSTEM) && !(before.type in SYSTEM)
    && isEphemeral(before) === isEphemeral(message)
    && sent(message) - sent(before) < GROUP_MS
    && sent(message).toDateString() === sent(before).toDateString();
}

export function drawMessage(message, { head }) {
  if (message.type in SYSTEM) return drawSystem(message);
  const date = sent(message);
  const classes = ['message', head && 'head', mentionsMe(message) && 'to-me', isEphemeral(message) && 'ephemeral', message.pending && 'pending', message.failed && 'failed', state.editing === message.id && 'editing'];
  return h('li', {
    class: classes, id: `message-${message.id}`, tabindex: '-1', 'data-testid': `message-${message.id}`,
    dataset: { message: message.id, author: message.author.id, keep: `message-${message.id}`, ephemeral: isEphemeral(message) ? 'true' : null },
  },
  head && reference(message),
  h('div', { class: 'message-main' },
    head
      ? h('button', { type: 'button', class: 'avatar-button', tabindex: '-1', 'aria-hidden': 'true', on: { click: (event) => profile(event, message) } }, avatar(message.author.id, userName(message.author.id, message.author)))
      : h('time', { class: 'gutter', datetime: date.toISOString(), title: wholeWords(date) }, clockWords(date)),
    h('div', { class: 'message-body' }, head && byline(message, date), body(message))));
}

const profile = (event, message) => emit('profile', { id: message.author.id, user: message.author, anchor: event.currentTarget });

function byline(message, date) {
  return h('div', { class: 'byline' },
    named('author', message.author.id, message.author.global_name || message.author.username, { tag: 'button', type: 'button', class: 'author', dataset: { keep: `author-${message.id}` }, on: { click: (event) => profile(event, message) } }),
    message.author.bot && h('span', { class: 'app-tag' }, 'APP'),
    h('time', { class: 'stamp', datetime: date.toISOString(), title: wholeWords(date) }, stamp(date)));
}

function body(message) {
  if (state.editing === message.id) return editor(message);
  return [
    content(message),
    attachments(message.attachments),
    embeds(message),
    components(message),
    reactions(message),
    message.failed && h('p', { class: 'trouble', role: 'alert' }, icon('warn', 16), message.failed, ' ', h('button', { type: 'button', class: 'link', on: { click: () => emit('resend', message) } }, 'Retry'), ' · ', h('button', { type: 'button', class: 'link', on: { click: () => emit('unsend', message) } }, 'Discard')),
    state.failures.has(message.id) && h('p', { class: 'trouble', role: 'alert', 'data-testid': 'interaction-failed' }, icon('warn', 16), state.failures.get(message.id)),
    isEphemeral(message) && h('p', { class: 'only-you' }, icon('eye', 16), h('span', { 'data-testid': 'ephemeral' }, 'Only you can see this'), ' · ', h('button', { type: 'button', class: 'link', on: { click: () => dismiss(message.channel_id, message.id) } }, 'Dismiss message')),
  ];
}

function content(message) {
  if ((message.flags ?? 0) & LOADING) {
    return h('div', { class: 'content thinking', 'data-testid': 'message-content' }, h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), `${userName(message.author.id, message.author)} is thinking…`);
  }
  const edited = message.edited_timestamp && h('time', { class: 'edited', datetime: message.edited_timestamp, title: wholeWords(new Date(message.edited_timestamp)) }, '(edited)');
  if (!message.content) return edited ? h('div', { class: 'content' }, edited) : null;
  return h('div', { class: ['content md', onlyEmoji(message.content) && 'huge'], 'data-testid': 'message-content' },
    markdown(message.content, { users: message.mentions ?? [] }), edited && ' ', edited);
}

function reference(message) {
  const command = message.interaction_metadata;
  if (command?.user && message.type === 20) {
    return h('div', { class: 'reference' }, named('author', command.user.id, command.user.global_name || command.user.username), ' used ', h('span', { class: 'mention' }, command.name ? `/${command.name}` : 'a command'));
  }
  if (message.type !== 19 && !message.referenced_message) return null;
  const original = message.referenced_message;
  if (!original) return h('div', { class: 'reference' }, h('em', null, 'Original message was deleted'));
  const words = original.content ? markdownLine(original.content, { users: original.mentions ?? [] }) : h('em', null, 'Click to see attachment');
  // The preview holds mentions, which are buttons themselves, so only the author's name is the way to the message.
  return h('div', { class: 'reference' },
    avatar(original.author.id, userName(original.author.id, original.author), 16),
    h('button', { type: 'button', class: 'reference-jump', 'aria-label': `Go to the message by ${userName(original.author.id, original.author)}`, on: { click: () => emit('jump', original.id) } },
      named('author', original.author.id, original.author.global_name || original.author.username)),
    h('span', { class: 'reference-words', inert: true }, words));
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return h('ul', { class: 'reactions', 'aria-label': 'Reactions' }, message.reactions.map(({ emoji, count }) => {
    const sign = emoji.id ? `:${emoji.name}:` : emoji.name;
    return h('li', { class: 'reaction' }, h('span', null, sign), h('span', { class: 'count' }, String(count)));
  }));
}

function drawSystem(message) {
  const date = sent(message);
  return h('li', { class: 'message system head', id: `message-${message.id}`, tabindex: '-1', 'data-testid': `message-${message.id}`, dataset: { message: message.id } },
    h('div', { class: 'message-main' },
      h('span', { class: 'system-sign' }, icon(message.type === 7 ? 'right' : 'at', 18)),
      h('div', { class: 'message-body' },
        named('author', message.author.id, message.author.global_name || message.author.username, { class: 'author' }), ` ${SYSTEM[message.type]} `,
        h('time', { class: 'stamp', datetime: date.toISOString(), title: wholeWords(date) }, stamp(date)))));
}

export function dayDivider(message) {
  const date = sent(message);
  const words = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' }).format(date);
  return h('li', { class: 'divider' }, h('span', null, words));
}

export const newDivider = () => h('li', { class: 'divider new' }, h('span', null, 'New'));

/** The buttons that stand over the message under the pointer or in focus. */
export function toolbar(message, rights) {
  if (message.pending || message.failed || isEphemeral(message) || message.type in SYSTEM) return null;
  const mine = message.author.id === state.me;
  const tools = [
    rights.send && iconButton('reply', 'Reply', { dataset: { action: 'reply' }, on: { click: () => emit('reply', message) } }),
    mine && iconButton('edit', 'Edit', { dataset: { action: 'edit' }, on: { click: () => emit('edit', message) } }),
    (mine || rights.manage_messages) && iconButton('trash', 'Delete', { class: 'dangerous', dataset: { action: 'delete' }, on: { click: (event) => emit('delete', { message, sure: event.shiftKey }) } }),
  ].filter(Boolean);
  return tools.length ? h('div', { class: 'toolbar', role: 'group', 'aria-label': 'Message actions' }, tools) : null;
}
