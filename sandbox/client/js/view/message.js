// Knows how one message looks. What it can do is in the toolbar and the components.
import { h, icon, iconButton } from '../dom.js';
import { isMine, toggle } from '../act/react.js';
import { keyOf, spokenName } from '../content/emoji.js';
import { sign } from '../content/sign.js';
import { markdown, markdownLine, onlyEmoji } from '../markdown/render.js';
import { avatar, named, userName } from '../names.js';
import { clockWords, dayWords, stamp, wholeWords } from '../time.js';
import { attachments } from '../content/media.js';
import { embeds } from '../content/embed.js';
import { preview } from '../content/preview.js';
import { threadWay } from './thread.js';
import { components } from '../content/components.js';
import { dismiss, isEphemeral, LOADING } from '../history.js';
import { can, emit, state } from '../state.js';
import { mentionsMe } from '../reads.js';
import { editor } from './editor.js';
import { drawSystem, isSystem } from './system.js';

const GROUP_MS = 7 * 60_000;
const COMMAND = 20;
const MENU = 23;
const STARTER = 21;

const sent = (message) => new Date(message.timestamp);

/** Whether a message goes on under the one before, without its own head. */
export function continues(before, message) {
  return Boolean(before)
    && before.author.id === message.author.id
    && !message.message_reference && !message.interaction_metadata && !isSystem(message) && !isSystem(before)
    && isEphemeral(before) === isEphemeral(message)
    && sent(message) - sent(before) < GROUP_MS
    && sent(message).toDateString() === sent(before).toDateString();
}

export function drawMessage(message, { head }) {
  // A thread that hangs on a message begins with it.
  if (message.type === STARTER && message.referenced_message) return drawMessage({ ...message.referenced_message, id: message.id, type: 0, thread: null, reactions: [] }, { head: true });
  if (isSystem(message)) return drawSystem(message);
  const date = sent(message);
  const classes = ['message', head && 'head', mentionsMe(message) && 'to-me', isEphemeral(message) && 'ephemeral', message.pending && 'pending', message.failed && 'failed', state.editing === message.id && 'editing'];
  return h('li', {
    class: classes, id: `message-${message.id}`, tabindex: '-1', 'data-testid': `message-${message.id}`,
    dataset: { message: message.id, author: message.author.id, keep: `message-${message.id}`, ephemeral: isEphemeral(message) ? 'true' : null },
  },
  head && reference(message),
  h('div', { class: 'message-main' },
    head
      ? h('button', { type: 'button', class: 'avatar-button', tabindex: '-1', 'aria-hidden': 'true', dataset: { person: message.author.id }, on: { click: (event) => profile(event, message) } }, avatar(message.author.id, userName(message.author.id, message.author)))
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
    threadWay(message),
    message.failed && failed(message),
    state.failures.has(message.id) && h('p', { class: 'trouble', role: 'alert', 'data-testid': 'interaction-failed' }, icon('warn', 16), state.failures.get(message.id)),
    isEphemeral(message) && !message.pending && onlyYou(message),
  ];
}

function failed(message) {
  const [again, away] = message.body ? ['rerun', 'unrun'] : ['resend', 'unsend'];
  return h('p', { class: 'trouble', role: 'alert', 'data-testid': 'send-failed' }, icon('warn', 16), message.failed, ' ',
    h('button', { type: 'button', class: 'link', on: { click: () => emit(again, message) } }, 'Retry'), !message.body && [' · ', h('button', { type: 'button', class: 'link', on: { click: () => emit(away, message) } }, 'Discard')]);
}

function onlyYou(message) {
  const away = message.body ? () => emit('unrun', message) : () => dismiss(message.channel_id, message.id);
  return h('p', { class: 'only-you' }, icon('eye', 16), h('span', { 'data-testid': 'ephemeral' }, 'Only you can see this'), ' · ', h('button', { type: 'button', class: 'link', on: { click: away } }, 'Dismiss message'));
}

function content(message) {
  if (message.sending) return h('div', { class: 'content thinking', 'data-testid': 'message-content' }, h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), 'Sending command…');
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
  if (command?.user && (message.type === COMMAND || message.type === MENU)) {
    const used = command.name && message.type === COMMAND ? `/${command.name}` : command.name ?? 'a command';
    return h('div', { class: 'reference' }, avatar(command.user.id, userName(command.user.id, command.user), 16), named('author', command.user.id, command.user.global_name || command.user.username), ' used ', h('span', { class: 'mention' }, used));
  }
  if (message.type !== 19 && !message.referenced_message) return null;
  const original = message.referenced_message;
  if (!original) return h('div', { class: 'reference' }, h('em', null, 'Original message was deleted'));
  const said = preview(original).replace(/^[#>-][#\s]*/u, '');
  const words = said ? markdownLine(said, { users: original.mentions ?? [] }) : h('em', null, 'Click to see attachment');
  // The preview holds mentions, which are buttons themselves, so only the author's name is the way to the message.
  return h('div', { class: 'reference' },
    avatar(original.author.id, userName(original.author.id, original.author), 16),
    h('button', { type: 'button', class: 'reference-jump', 'aria-label': `Go to the message by ${userName(original.author.id, original.author)}`, on: { click: () => emit('jump', original.id) } },
      named('author', original.author.id, original.author.global_name || original.author.username)),
    h('span', { class: 'reference-words', inert: true }, words));
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  const may = can().react;
  return h('ul', { class: 'reactions', 'aria-label': 'Reactions' },
    message.reactions.map((reaction) => h('li', null, reactionButton(message, reaction, may))),
    may && h('li', null, iconButton('smile', 'Add reaction', { class: 'reaction-more', dataset: { keep: `react-${message.id}` }, on: { click: (event) => emit('pick-reaction', { message, opener: event.currentTarget }) } })));
}

const TOLD = 4;

function reactionButton(message, reaction, may) {
  const { emoji, count, users = [] } = reaction;
  const mine = isMine(reaction);
  const names = users.slice(0, TOLD).map((id) => userName(id));
  const who = users.length > TOLD ? `${names.join(', ')} and ${users.length - TOLD} more` : names.join(', ').replace(/, ([^,]*)$/u, ' and $1');
  const name = emoji.id ? `:${emoji.name}:` : spokenName(emoji);
  return h('button', {
    type: 'button', class: ['reaction', mine && 'mine'], 'aria-pressed': mine ? 'true' : 'false', 'aria-label': `${name}, ${count} ${count === 1 ? 'reaction' : 'reactions'}`,
    title: who ? `${who} reacted with ${name}` : name, disabled: !mine && !may && 'disabled', dataset: { testid: 'reaction', emoji: emoji.name, keep: `reaction-${message.id}-${keyOf(emoji)}` }, on: { click: () => toggle(message, emoji) },
  }, sign(emoji, { size: 18 }), h('span', { class: 'count', 'aria-hidden': 'true' }, String(count)));
}

export const dayDivider = (message) => h('li', { class: 'divider' }, h('span', null, dayWords(sent(message))));

export const newDivider = () => h('li', { class: 'divider new' }, h('span', null, 'New'));

/** The buttons that stand over the message under the pointer or in focus. */
export function toolbar(message, rights) {
  if (message.pending || message.failed) return null;
  const open = !isEphemeral(message) && !isSystem(message);
  const mine = open && message.author.id === state.me;
  const tools = [
    open && rights.react && iconButton('smile', 'Add reaction', { dataset: { action: 'react', keep: 'tool-react' }, on: { click: (event) => emit('pick-reaction', { message, opener: event.currentTarget }) } }),
    open && rights.send && iconButton('reply', 'Reply', { dataset: { action: 'reply', keep: 'tool-reply' }, on: { click: () => emit('reply', message) } }),
    mine && iconButton('edit', 'Edit', { dataset: { action: 'edit', keep: 'tool-edit' }, on: { click: () => emit('edit', message) } }),
    open && (mine || rights.manage_messages) && iconButton('trash', 'Delete', { class: 'dangerous', dataset: { action: 'delete', keep: 'tool-delete' }, on: { click: (event) => emit('delete', { message, sure: event.shiftKey }) } }),
    iconButton('more', 'More', { 'aria-haspopup': 'menu', dataset: { action: 'more', keep: 'tool-more' }, on: { click: (event) => emit('message-menu', { message, opener: event.currentTarget }) } }),
  ].filter(Boolean);
  return tools.length ? h('div', { class: 'toolbar', role: 'group', 'aria-label': 'Message actions' }, tools) : null;
}
