// Knows the box where one writes: sending, files, replying, mentions, commands, and the words when one may not write.
import { fill, h, icon, iconButton } from '../dom.js';
import { api } from '../api.js';
import { can, channel, emit, guild, on, state } from '../state.js';
import { sorted } from '../history.js';
import { avatar, initials, named, userName } from '../names.js';
import { bytes } from '../content/media.js';
import { beginEdit } from '../view/editor.js';
import { send } from './send.js';
import { suggestions } from './suggest.js';
import { commandForm, offered } from './commands.js';

const LONGEST = 2000;
const WARN_FROM = 1800;
const MOST_FILES = 10;
const OFFERED = 12;
const TELL_EVERY_MS = 8000;

/** What was typed and attached, by channel: it is there again when one comes back. */
let drafts = new Map();
let files = [];
/** "@Name" as typed → "<@id>" as sent. */
let spoken = new Map();
let current = null;
let command = null;

const area = h('textarea', { id: 'composer-input', class: 'composer-area', rows: 1, 'data-testid': 'composer', autocomplete: 'off' });
const chooser = h('input', { type: 'file', multiple: true, class: 'quiet', tabindex: '-1', 'aria-label': 'Files to attach', 'data-testid': 'composer-files', on: { change: () => { attach(chooser.files); chooser.value = ''; } } });
const attachButton = iconButton('plus', 'Attach files', { on: { click: () => chooser.click() } });
const sendButton = iconButton('send', 'Send message', { class: 'send', 'data-testid': 'composer-send', on: { click: () => submit() } });
const counter = h('span', { class: 'counter', 'aria-live': 'polite' });
const replyBar = h('div', { class: 'reply-bar', hidden: true });
const tray = h('ul', { class: 'tray', 'aria-label': 'Attached files', hidden: true });
const typing = h('div', { class: 'typing', 'aria-live': 'off' });
const box = h('div', { class: 'composer-box' }, replyBar, tray, h('div', { class: 'composer-line' }, attachButton, chooser, area, counter, sendButton));
const helper = suggestions(area, find);
const slot = h('div', { class: 'composer-slot' }, box);
export const composerNode = h('div', { class: 'composer' }, helper.node, slot, typing);

function grow() {
  area.style.setProperty('height', 'auto');
  area.style.setProperty('height', `${area.scrollHeight}px`);
  const left = LONGEST - said().length;
  counter.textContent = LONGEST - left > WARN_FROM ? String(left) : '';
  counter.classList.toggle('over', left < 0);
  sendButton.disabled = area.disabled || (!area.value.trim() && !files.length);
}

/** The text as it will be sent: mentions by id. */
function said() {
  let text = area.value.trim();
  const longestFirst = [...spoken].sort(([a], [b]) => b.length - a.length);
  for (const [words, mention] of longestFirst) text = text.replaceAll(words, mention);
  return text;
}

function submit() {
  const content = said();
  if (area.disabled || (!content && !files.length)) return;
  if (content.length > LONGEST) return emit('toast', `Your message is too long: ${content.length} of ${LONGEST} characters.`);
  const reply = state.replying.get(current);
  const going = files;
  area.value = '';
  files = [];
  spoken = new Map();
  state.replying.delete(current);
  drafts.delete(current);
  helper.hide();
  drawParts();
  area.focus();
  return send(current, { content, files: going, reply });
}

function attach(list) {
  const rights = can();
  if (area.disabled || !rights.attach) return emit('toast', 'You do not have permission to attach files in this channel.');
  const room = MOST_FILES - files.length;
  if (list.length > room) emit('toast', `You can attach up to ${MOST_FILES} files to a message.`);
  files = [...files, ...[...list].slice(0, room)];
  drawParts();
  return area.focus();
}

function drawParts() {
  const reply = state.replying.get(current);
  replyBar.hidden = !reply;
  fill(replyBar, reply && [h('span', null, 'Replying to ', named('author', reply.author.id, reply.author.global_name || reply.author.username)), iconButton('close', 'Stop replying', { on: { click: () => { state.replying.delete(current); drawParts(); area.focus(); } } })]);
  tray.hidden = !files.length;
  fill(tray, files.map((file) => h('li', { class: 'tray-file' },
    file.type.startsWith('image/') ? thumbnail(file) : icon('file', 40),
    h('span', { class: 'tray-name' }, file.name), h('span', { class: 'tray-size' }, bytes(file.size)),
    iconButton('trash', `Remove ${file.name}`, { class: 'dangerous', on: { click: () => { files = files.filter((other) => other !== file); drawParts(); area.focus(); } } }))));
  grow();
}

function thumbnail(file) {
  const url = URL.createObjectURL(file);
  return h('img', { src: url, alt: '', on: { load: () => URL.revokeObjectURL(url) } });
}

/** What the list above the box offers for the word at the caret. */
function find(text, caret) {
  const slash = /^\/([^\n]*)$/u.exec(text);
  if (slash && guild()) {
    const wanted = slash[1].toLowerCase().trimEnd();
    const found = offered().filter((entry) => entry.name.toLowerCase().includes(wanted)).slice(0, 30);
    return { title: found.length ? 'Commands' : '', options: found.map((entry) => ({
      label: `/${entry.name}`, more: entry.description, side: appName(entry), testid: `command-${entry.name}`,
      sign: () => h('span', { class: 'command-sign', 'aria-hidden': 'true' }, initials(appName(entry))), take: () => openCommand(entry),
    })) };
  }
  const word = /(?:^|\s)([@#])([^\s@#]{0,32})$/u.exec(text.slice(0, caret));
  if (!word) return null;
  const [, sign, part] = word;
  const wanted = part.toLowerCase();
  const insert = (words, mention) => {
    spoken.set(words, mention);
    area.setRangeText(`${words} `, caret - part.length - 1, caret, 'end');
    area.focus();
    grow();
  };
  return sign === '@' ? { title: 'Members and roles', options: mentionable(wanted, insert) } : { title: 'Channels', options: channelsLike(wanted, insert) };
}

/** A command names its application, not its bot; with one bot in the guild it can only be that one. */
function appName({ command: { application_id } }) {
  const bots = (guild()?.members ?? []).filter((member) => member.user.bot);
  const bot = bots.find((member) => member.user.id === application_id) ?? (bots.length === 1 ? bots[0] : null);
  return bot ? userName(bot.user.id, bot.user) : 'Application';
}

function mentionable(wanted, insert) {
  const here = guild();
  const people = here?.members.map((member) => member.user) ?? channel()?.recipients ?? [];
  const persons = people.map((user) => ({ user, name: userName(user.id, user) }))
    .filter(({ user, name }) => `${name} ${user.username}`.toLowerCase().includes(wanted))
    .map(({ user, name }) => ({ label: name, side: user.username, sign: () => avatar(user.id, name, 24), take: () => insert(`@${name}`, `<@${user.id}>`) }));
  const roles = (here?.roles ?? []).filter((role) => role.id !== here.id && !role.managed && role.name.toLowerCase().includes(wanted))
    .map((role) => ({ label: `@${role.name}`, side: 'Role', sign: () => icon('at', 20), take: () => insert(`@${role.name}`, `<@&${role.id}>`) }));
  return [...persons, ...roles].slice(0, OFFERED);
}

function channelsLike(wanted, insert) {
  return (guild()?.channels ?? []).filter((one) => one.type !== 4 && one.name.toLowerCase().includes(wanted)).slice(0, OFFERED)
    .map((one) => ({ label: `#${one.name}`, sign: () => icon('hash', 20), take: () => insert(`#${one.name}`, `<#${one.id}>`) }));
}

function openCommand(entry) {
  area.value = '';
  grow();
  command = commandForm(entry, closeCommand);
  fill(slot, command);
  command.focusFirst();
}

function closeCommand() {
  if (!command) return;
  command = null;
  fill(slot, box);
  if (!area.disabled) area.focus();
}

/** The words in the box, and whether one may write. */
function address(where) {
  const rights = can(where);
  if (where.recipients) return { may: true, words: `Message @${userName(where.recipients[0]?.id, where.recipients[0])}` };
  if (where.type === 15) return { may: false, words: 'Choose a post to write in.' };
  if (!rights.send) return { may: false, words: 'You do not have permission to send messages in this channel.' };
  return { may: true, words: `Message #${where.name}` };
}

export function showComposer() {
  const where = channel();
  composerNode.hidden = !where;
  if (!where) return;
  if (current !== where.id) {
    if (current) drafts.set(current, { text: area.value, files, spoken });
    closeCommand();
    current = where.id;
    const draft = drafts.get(current);
    area.value = draft?.text ?? '';
    files = draft?.files ?? [];
    spoken = draft?.spoken ?? new Map();
    helper.hide();
  }
  const { may, words } = address(where);
  area.disabled = !may;
  area.placeholder = words;
  area.setAttribute('aria-label', words);
  box.classList.toggle('off', !may);
  attachButton.hidden = !may || !can(where).attach;
  if (!may) closeCommand();
  drawParts();
  drawTyping();
}

export function forgetDrafts() {
  drafts = new Map();
  current = null;
  area.value = '';
  files = [];
}

function drawTyping() {
  const now = Date.now();
  const who = [...(state.typing.get(current) ?? [])].filter(([id, until]) => until > now && id !== state.me).map(([id]) => userName(id));
  const words = who.length > 3 ? 'Several people are typing…' : `${who.join(', ').replace(/, ([^,]*)$/u, ' and $1')} ${who.length === 1 ? 'is' : 'are'} typing…`;
  fill(typing, who.length > 0 && [h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), words]);
}
setInterval(drawTyping, 1000);
on('typing', drawTyping);

// How many lines a text takes depends on the width.
let width = 0;
new ResizeObserver(() => {
  if (area.clientWidth === width) return;
  width = area.clientWidth;
  grow();
}).observe(area);

/** Says at most every few seconds that one is typing. */
let toldAt = 0;
function tell() {
  if (!area.value || area.value.startsWith('/') || Date.now() - toldAt < TELL_EVERY_MS) return;
  toldAt = Date.now();
  api.typing(current).catch(() => { /* it is only a courtesy */ });
}

area.addEventListener('input', () => {
  grow();
  tell();
  helper.update();
});
area.addEventListener('blur', () => setTimeout(helper.hide, 0));
area.addEventListener('keydown', (event) => {
  if (event.isComposing || helper.key(event)) return;
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === 'Escape' && state.replying.has(current)) {
    state.replying.delete(current);
    drawParts();
  } else if (event.key === 'ArrowUp' && !area.value) {
    const last = sorted(current).findLast((message) => message.author.id === state.me && message.content);
    if (!last) return;
    event.preventDefault();
    beginEdit(last);
  }
});
area.addEventListener('paste', (event) => {
  if (!event.clipboardData?.files.length) return;
  event.preventDefault();
  attach(event.clipboardData.files);
});

on('reply', (message) => {
  state.replying.set(current, message);
  drawParts();
  area.focus();
});
on('edit', beginEdit);

/** Files may be dropped anywhere on the conversation. */
export function acceptDrops(target) {
  let depth = 0;
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
  target.addEventListener('dragenter', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth += 1;
    target.classList.add('dropping');
  });
  target.addEventListener('dragover', (event) => { if (hasFiles(event)) event.preventDefault(); });
  target.addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    if (!depth) target.classList.remove('dropping');
  });
  target.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    target.classList.remove('dropping');
    attach(event.dataTransfer.files);
  });
}
