// Knows the scrolling list of messages: what is drawn anew and what stays, where the eye is, what the keyboard reaches.
import { fill, h, icon } from '../dom.js';
import { can, channel, emit, guild, on, state } from '../state.js';
import { isEphemeral, loadOlder, logOf, sorted } from '../history.js';
import { lastRead, markRead } from '../reads.js';
import { later } from '../snowflake.js';
import { dayKey } from '../time.js';
import { avatar, userName } from '../names.js';
import { continues, dayDivider, drawMessage, newDivider, toolbar } from './message.js';
import { paced } from '../pace.js';
import { pendingIn } from '../compose/send.js';

const NEAR_END_PX = 80;
const NEAR_TOP_PX = 400;

const list = h('ol', { class: 'messages', 'data-testid': 'messages' });
const start = h('div', { class: 'beginning' });
const scroller = h('div', { class: 'scroller', role: 'region', 'aria-label': 'Messages', tabindex: '0' }, start, list);
const pill = h('button', { type: 'button', class: 'pill', hidden: true, on: { click: () => toEnd() } });
export const messagesNode = h('div', { class: 'log' }, scroller, pill);

let current = null;
/** Where "New" stands: the last message read when the channel was opened. */
let readMark = '0';
let drawn = new Map();
let missed = 0;
let hovered = null;

const nearEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;

function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
  missed = 0;
  pill.hidden = true;
  seen();
}

function seen() {
  if (document.visibilityState !== 'visible' || !nearEnd()) return;
  missed = 0;
  pill.hidden = true;
  const newest = sorted(current).findLast((message) => !isEphemeral(message));
  const open = channel();
  if (open && open.id === current && newest) markRead(open, later(newest.id, open.last_message_id) ? newest.id : open.last_message_id);
}

/** Shows a channel from its end. */
export function showChannel(id) {
  const changed = current !== id;
  current = id;
  if (changed) {
    drawn = new Map();
    list.replaceChildren();
    missed = 0;
    pill.hidden = true;
    state.editing = null;
    hovered = null;
    const open = channel();
    readMark = open ? lastRead(open) : '0';
    scroller.setAttribute('aria-label', open ? `Messages in ${title(open)}` : 'Messages');
  }
  draw({ toBottom: changed });
}

const title = (open) => (open.recipients ? `the conversation with ${open.recipients.map((user) => userName(user.id, user)).join(', ')}` : `#${open.name}`);

/** Messages are replaced, never changed in place, so what one looks like in text can be kept. */
const texts = new WeakMap();

function textOf(message) {
  if (!texts.has(message)) texts.set(message, JSON.stringify(message));
  return texts.get(message);
}

/** A message is drawn anew only if one of these changed. */
function print(message, head) {
  const busy = [...state.busy].filter((key) => key.startsWith(`${message.id}:`)).join();
  return JSON.stringify([textOf(message), head, busy, state.failures.get(message.id), state.editing === message.id]);
}

function draw({ toBottom = false } = {}) {
  if (!current) return;
  const atEnd = toBottom || nearEnd();
  const log = logOf(current);
  const messages = [...sorted(current), ...pendingIn(current)];
  const nodes = [];
  const next = new Map();
  const focused = keepOf(document.activeElement);
  let before = null;
  let marked = false;
  for (const message of messages) {
    const newDay = !before || dayKey(new Date(before.timestamp)) !== dayKey(new Date(message.timestamp));
    const firstNew = !marked && readMark !== '0' && !message.pending && !isEphemeral(message) && message.author.id !== state.me && later(message.id, readMark);
    if (newDay) nodes.push(reuse(next, `day-${message.id}`, 'day', () => dayDivider(message)));
    if (firstNew && before) nodes.push(reuse(next, 'new', 'new', newDivider));
    marked ||= firstNew;
    const head = newDay || firstNew || !continues(before, message);
    nodes.push(reuse(next, message.id, print(message, head), () => drawMessage(message, { head })));
    before = message;
  }
  drawn = next;
  place(nodes);
  beginning(log);
  if (atEnd) scroller.scrollTop = scroller.scrollHeight;
  const last = list.querySelector('.message:last-of-type');
  for (const node of list.querySelectorAll('.message[tabindex="0"]')) node.tabIndex = -1;
  if (last) last.tabIndex = 0;
  refocus(focused);
  dress(hovered);
  messagesNode.classList.toggle('loading', Boolean(!log || (log.loading && !messages.length)));
  seen();
}

/** Bursts of other people's messages are drawn together. */
const drawSoon = paced(() => draw());

function reuse(next, key, mark, make) {
  const old = drawn.get(key);
  const entry = old?.mark === mark ? old : { mark, node: make() };
  next.set(key, entry);
  return entry.node;
}

/** Puts the nodes in order, touching only what is out of place. */
function place(nodes) {
  const wanted = new Set(nodes);
  for (const node of [...list.children]) if (!wanted.has(node)) node.remove();
  let at = list.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else list.insertBefore(node, at);
  }
}

const keepOf = (node) => {
  if (!node || !list.contains(node)) return null;
  const message = node.closest('.message');
  return { message: message?.dataset.message, keep: node.dataset.keep, from: node.selectionStart, to: node.selectionEnd };
};

function refocus(focused) {
  if (!focused?.keep || (document.activeElement && document.activeElement !== document.body)) return;
  const row = drawn.get(focused.message)?.node;
  const target = row?.dataset.keep === focused.keep ? row : row?.querySelector(`[data-keep="${CSS.escape(focused.keep)}"]`);
  target?.focus({ preventScroll: true });
  if (target?.tagName === 'TEXTAREA') target.setSelectionRange(focused.from, focused.to);
}

function beginning(log) {
  const open = channel();
  if (!open || (log && !log.complete && !log.error)) {
    fill(start, log?.loading || !log ? h('p', { class: 'loading-words' }, h('span', { class: 'spinner', 'aria-hidden': 'true' }), 'Loading messages…') : null);
    return;
  }
  if (log?.error) {
    fill(start, h('div', { class: 'empty' }, h('h2', null, 'These messages could not be loaded'), h('p', null, log.error.message), h('button', { type: 'button', class: 'button primary', on: { click: () => emit('reload') } }, 'Try again')));
    return;
  }
  if (!log) return;
  const other = open.recipients?.[0];
  fill(start, h('div', { class: 'welcome' },
    other ? avatar(other.id, userName(other.id, other), 72) : h('span', { class: 'welcome-sign', 'aria-hidden': 'true' }, icon('hash', 40)),
    h('h2', null, other ? userName(other.id, other) : `Welcome to #${open.name}!`),
    h('p', null, other ? `This is the beginning of your direct messages with ${userName(other.id, other)}.` : `This is the start of the #${open.name} channel${guild() ? ` in ${guild().name}` : ''}.`)));
}

/** Hangs the toolbar on the message under the pointer or in focus. */
function dress(row) {
  const old = list.querySelector('.toolbar');
  const id = row?.dataset.message;
  const live = id ? drawn.get(id)?.node : null;
  hovered = live ?? null;
  if (old && live?.contains(old)) return;
  old?.remove();
  if (!live || state.editing === id) return;
  const message = logOf(current)?.messages.get(id);
  const tools = message && toolbar(message, can());
  if (tools) live.append(tools);
}

list.addEventListener('pointerover', (event) => {
  const row = event.target.closest('.message');
  if (row && row !== hovered) dress(row);
});
messagesNode.addEventListener('pointerleave', () => {
  if (!hovered?.contains(document.activeElement)) dress(null);
});
list.addEventListener('focusin', (event) => dress(event.target.closest('.message')));
list.addEventListener('keydown', (event) => {
  const row = event.target.closest('.message');
  if (!row || event.target !== row) return;
  const rows = [...list.querySelectorAll('.message')];
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const target = rows[rows.indexOf(row) + step];
  if (!target) return;
  row.tabIndex = -1;
  target.tabIndex = 0;
  target.focus();
});

scroller.addEventListener('scroll', () => {
  if (nearEnd()) seen();
  if (scroller.scrollTop < NEAR_TOP_PX) older();
}, { passive: true });

async function older() {
  const log = logOf(current);
  if (!log || log.complete || log.loading || log.error) return;
  const from = scroller.scrollHeight - scroller.scrollTop;
  await loadOlder(current);
  scroller.scrollTop = scroller.scrollHeight - from;
}

document.addEventListener('visibilitychange', seen);
// Pictures that arrive late must not push the end out of sight.
let stuck = true;
scroller.addEventListener('scroll', () => { stuck = nearEnd(); }, { passive: true });
new ResizeObserver(() => { if (stuck) scroller.scrollTop = scroller.scrollHeight; }).observe(list);
new ResizeObserver(() => { if (stuck) scroller.scrollTop = scroller.scrollHeight; }).observe(scroller);

on('log', ({ channel: where, kind, message }) => {
  if (where !== current) return;
  const wasNear = nearEnd();
  const mine = message?.author.id === state.me;
  if (kind === 'load' || kind === 'older' || mine) draw({ toBottom: kind === 'load' || (kind === 'add' && mine) });
  else drawSoon();
  // A short page may leave room above: fill it, or nobody could scroll to the rest.
  if (kind !== 'older' && scroller.scrollHeight <= scroller.clientHeight + NEAR_TOP_PX) older();
  if (kind === 'add' && !wasNear && !mine) {
    missed += 1;
    pill.hidden = false;
    fill(pill, `${missed} new message${missed === 1 ? '' : 's'}`, icon('down', 16));
  }
});
on('redraw', (message) => { if (message.channel_id === current) draw(); });
on('pending', () => draw({ toBottom: true }));
on('jump', (id) => {
  const row = drawn.get(id)?.node;
  if (!row) return emit('toast', 'That message is further up; scroll to load it.');
  row.scrollIntoView({ block: 'center' });
  row.classList.add('flash');
  setTimeout(() => row.classList.remove('flash'), 1600);
  return row.focus({ preventScroll: true });
});
