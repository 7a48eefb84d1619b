// Knows the box where one writes: sending, answering, drafts, and the words when one may not write.
import { fill, h, iconButton } from '../dom.js';
import { can, channel, emit, on, state } from '../state.js';
import { sorted } from '../history.js';
import { named, userName } from '../names.js';
import { beginEdit } from '../view/editor.js';
import { pickEmoji } from '../view/emoji-picker.js';
import { FORUM, isThread } from '../view/thread.js';
import { commandLine } from './line.js';
import { acceptDrops, acceptPastes } from './drops.js';
import { offered } from './commands.js';
import { send } from './send.js';
import { meant } from './spoken.js';
import { suggestions } from './suggest.js';
import { fileTray } from './tray.js';
import { drawTyping, tellTyping, toldNothing, typingNode } from './typing.js';
import { offersFor } from './words.js';

const LONGEST = 2000;
const WARN_FROM = 1800;

/** What was typed and attached, by channel: it is there again when one comes back. */
let drafts = new Map();
/** "@Name" as typed → "<@id>" as sent. */
let spoken = new Map();
let current = null;
let command = null;

const list = suggestions();
const area = h('textarea', { id: 'composer-input', class: 'composer-area', rows: 1, 'data-testid': 'composer', autocomplete: 'off' });
const chooser = h('input', { type: 'file', multiple: true, class: 'quiet', tabindex: '-1', 'aria-label': 'Files to attach', 'data-testid': 'composer-files', on: { change: () => { attach(chooser.files); chooser.value = ''; } } });
const attachButton = iconButton('plus', 'Attach files', { on: { click: () => chooser.click() } });
const emojiButton = iconButton('smile', 'Insert an emoji', { 'aria-haspopup': 'dialog', on: { click: () => pickEmoji({ opener: emojiButton, take: (emoji) => { area.focus(); insert(0, ...emoji.typed); } }) } });
const sendButton = iconButton('send', 'Send message', { class: 'send', 'data-testid': 'composer-send', on: { click: () => submit() } });
const counter = h('span', { class: 'counter', 'aria-live': 'polite' });
const replyBar = h('div', { class: 'reply-bar', hidden: true });
const tray = fileTray({ changed: () => grow(), done: () => area.focus(), complain: (words) => emit('toast', words) });
const writing = h('div', { class: 'composer-line' }, attachButton, chooser, area, counter, emojiButton, sendButton);
const box = h('div', { class: 'composer-box' }, replyBar, tray.node, writing);
export const composerNode = h('div', { class: 'composer' }, list.node, box, typingNode);

function grow() {
  area.style.setProperty('height', 'auto');
  area.style.setProperty('height', `${area.scrollHeight}px`);
  const left = LONGEST - said().length;
  counter.textContent = LONGEST - left > WARN_FROM ? String(left) : '';
  counter.classList.toggle('over', left < 0);
  sendButton.disabled = area.disabled || (!area.value.trim() && !tray.files().length);
}

/** The text as it will be sent. */
const said = () => meant(area.value.trim(), spoken);

/** Puts words in the place of the `length` characters before the caret; they are sent `as` something else. */
function insert(length, words, as) {
  if (as) spoken.set(words, as);
  const at = area.selectionStart;
  area.setRangeText(`${words} `, at - length, area.selectionEnd, 'end');
  area.focus();
  list.hide();
  grow();
}

function submit() {
  const content = said();
  if (area.disabled || (!content && !tray.files().length)) return;
  if (content.length > LONGEST) return emit('toast', `Your message is too long: ${content.length} of ${LONGEST} characters.`);
  const reply = state.replying.get(current);
  const files = tray.files();
  area.value = '';
  spoken = new Map();
  state.replying.delete(current);
  drafts.delete(current);
  list.hide();
  toldNothing();
  drawReply();
  tray.set([]);
  area.focus();
  return send(current, { content, files, reply });
}

function attach(files) {
  if (area.disabled || !can().attach) return emit('toast', 'You do not have permission to attach files in this channel.');
  tray.add(files);
  return area.focus();
}

function drawReply() {
  const reply = state.replying.get(current);
  replyBar.hidden = !reply;
  const { author } = reply?.message ?? {};
  const change = (next) => {
    if (next) state.replying.set(current, next);
    else state.replying.delete(current);
    drawReply();
    area.focus();
  };
  fill(replyBar, reply && [
    h('span', { class: 'reply-words' }, 'Replying to ', named('author', author.id, author.global_name || author.username)),
    author.id !== state.me && h('button', { type: 'button', class: ['reply-ping', reply.ping && 'on'], 'aria-pressed': String(reply.ping), 'aria-label': `Mention ${userName(author.id, author)}`, title: 'Whether the author is told of your answer', on: { click: () => change({ ...reply, ping: !reply.ping }) } }, reply.ping ? '@ On' : '@ Off'),
    iconButton('close', 'Stop replying', { on: { click: () => change(null) } }),
  ]);
}

function openCommand(entry) {
  area.value = '';
  command = commandLine(entry, { list, close: closeCommand });
  writing.replaceWith(command);
  command.focusFirst();
}

function closeCommand(text = '') {
  if (!command) return;
  list.hide();
  command.replaceWith(writing);
  command = null;
  area.value = text;
  grow();
  if (area.disabled) return;
  area.focus();
  offer();
}

function offer() {
  const offers = offersFor(area.value, area.selectionStart ?? area.value.length, { insert, open: openCommand });
  // A whole command's name and a blank begin it: then the list is its chips'.
  if (!command) list.show(area, offers);
}

/** The words in the box, and whether one may write. */
function address(where) {
  const rights = can(where);
  if (where.recipients) return { may: true, words: `Message @${userName(where.recipients[0]?.id, where.recipients[0])}` };
  if (where.type === FORUM) return { may: false, words: 'Choose a post to write in.' };
  if (!rights.send) return { may: false, words: 'You do not have permission to send messages in this channel.' };
  return { may: true, words: isThread(where) ? `Message “${where.name}”` : `Message #${where.name}` };
}

export function showComposer() {
  const where = channel();
  composerNode.hidden = !where;
  if (!where) return;
  if (current !== where.id) {
    closeCommand();
    if (current) drafts.set(current, { text: area.value, files: tray.files(), spoken });
    current = where.id;
    const draft = drafts.get(current);
    area.value = draft?.text ?? '';
    spoken = draft?.spoken ?? new Map();
    tray.set(draft?.files ?? []);
    list.hide();
  }
  const { may, words } = address(where);
  area.disabled = !may;
  area.placeholder = words;
  area.setAttribute('aria-label', words);
  box.classList.toggle('off', !may);
  attachButton.hidden = !may || !can(where).attach;
  emojiButton.hidden = !may;
  if (!may) closeCommand();
  drawReply();
  grow();
  drawTyping();
}

export function forgetDrafts() {
  closeCommand();
  drafts = new Map();
  current = null;
  area.value = '';
  tray.set([]);
}

// How many lines a text takes depends on the width.
let width = 0;
new ResizeObserver(() => {
  if (area.clientWidth === width) return;
  width = area.clientWidth;
  grow();
}).observe(area);

area.addEventListener('input', () => {
  grow();
  if (area.value && !area.value.startsWith('/')) tellTyping(current);
  offer();
});
area.addEventListener('blur', () => setTimeout(() => { if (!command) list.hide(); }, 0));
area.addEventListener('keydown', (event) => {
  if (event.isComposing || list.key(event)) return;
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === 'Escape' && state.replying.has(current)) {
    event.stopPropagation();
    state.replying.delete(current);
    drawReply();
  } else if (event.key === 'ArrowUp' && !area.value) {
    const last = sorted(current).findLast((message) => message.author.id === state.me && message.content);
    if (!last) return;
    event.preventDefault();
    beginEdit(last);
  }
});
acceptPastes(area, attach);
export const acceptFiles = (target) => acceptDrops(target, attach);

on('reply', (message) => {
  closeCommand();
  state.replying.set(current, { message, ping: message.author.id !== state.me });
  drawReply();
  area.focus();
});
on('edit', beginEdit);
on('mention', (user) => {
  closeCommand();
  insert(0, `@${userName(user.id, user)}`, `<@${user.id}>`);
});
on('command', (name) => {
  const entry = offered().find((one) => one.name === name || one.command.name === name);
  if (!entry || area.disabled) return emit('toast', 'You cannot use this command here.');
  closeCommand();
  return openCommand(entry);
});
on('focus-composer', () => area.focus());
