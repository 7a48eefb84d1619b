// Knows the scrolling list of messages: what is drawn anew and what stays, where the eye is, what is new.
import { fill, h, icon, iconButton } from '../dom.js';
import { can, channel, emit, on, state } from '../state.js';
import { isEphemeral, loadOlder, logOf, reach, sorted } from '../history.js';
import { lastRead, markRead, markUnread } from '../reads.js';
import { later } from '../snowflake.js';
import { clockWords, dayKey } from '../time.js';
import { userName } from '../names.js';
import { localIn } from '../act/local.js';
import { showWaiting } from '../content/components.js';
import { drawBeginning } from './beginning.js';
import { continues, dayDivider, drawMessage, newDivider, toolbar } from './message.js';
import { tendRows } from './rows.js';
import { paced } from '../pace.js';

const NEAR_END_PX = 80;
const NEAR_TOP_PX = 400;
const FLASH_MS = 1600;

const list = h('ol', { class: 'messages', 'data-testid': 'messages' });
const start = h('div', { class: 'beginning' });
const scroller = h('div', { class: 'scroller', role: 'region', 'aria-label': 'Messages', tabindex: '0' }, start, list);
const pill = h('button', { type: 'button', class: 'pill', hidden: true, on: { click: () => toEnd() } });
const since = h('div', { class: 'since', hidden: true });
export const messagesNode = h('div', { class: 'log' }, since, scroller, pill);

let current = null;
/** Where "New" stands: the last message read when the channel was opened. */
let readMark = '0';
/** Marked unread by hand: it stays so while one looks. */
let held = false;
let drawn = new Map();
let missed = 0;

const rows = tendRows(list, {
  live: (id) => drawn.get(id)?.node,
  tools: (id) => {
    const message = state.editing === id ? null : logOf(current)?.messages.get(id);
    return message ? toolbar(message, can()) : null;
  },
});

const nearEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;

function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
  missed = 0;
  pill.hidden = true;
  seen();
}

function seen() {
  if (held || document.visibilityState !== 'visible' || !nearEnd()) return;
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
    since.hidden = true;
    state.editing = null;
    held = false;
    rows.none();
    const open = channel();
    readMark = open ? lastRead(open) : '0';
    scroller.setAttribute('aria-label', open ? `Messages in ${title(open)}` : 'Messages');
  }
  draw({ toBottom: changed });
  if (changed) tellSince();
}

const title = (open) => (open.recipients ? `the conversation with ${open.recipients.map((user) => userName(user.id, user)).join(', ')}` : `#${open.name}`);

const isNew = (message) => readMark !== '0' && !message.pending && !isEphemeral(message) && (held || message.author.id !== state.me) && later(message.id, readMark);

/** The bar at the top, when what is new begins above what is in sight. */
function tellSince() {
  const divider = drawn.get('new')?.node;
  const hidden = !divider || divider.getBoundingClientRect().top >= scroller.getBoundingClientRect().top;
  if (hidden) { since.hidden = true; return; }
  const fresh = sorted(current).filter(isNew);
  fill(since,
    h('button', { type: 'button', class: 'since-words', on: { click: () => { divider.scrollIntoView({ block: 'center' }); since.hidden = true; } } }, `${fresh.length} new ${fresh.length === 1 ? 'message' : 'messages'} since ${clockWords(new Date(fresh[0].timestamp))}`),
    iconButton('check', 'Mark as read', { on: { click: () => caughtUp() } }));
  since.hidden = false;
}

/** All is read: no line, no bar, and the end in sight. */
function caughtUp() {
  held = false;
  since.hidden = true;
  readMark = sorted(current).findLast((message) => !isEphemeral(message))?.id ?? readMark;
  draw({ toBottom: true });
}

/** Messages are replaced, never changed in place, so what one looks like in text can be kept. */
const texts = new WeakMap();

function textOf(message) {
  if (!texts.has(message)) texts.set(message, JSON.stringify(message));
  return texts.get(message);
}

/** A message is drawn anew only if one of these changed. */
function print(message, head) {
  return JSON.stringify([textOf(message), head, state.failures.get(message.id), state.editing === message.id, can().react]);
}

function draw({ toBottom = false } = {}) {
  if (!current) return;
  const atEnd = toBottom || nearEnd();
  const log = logOf(current);
  const messages = [...sorted(current), ...localIn(current)];
  const nodes = [];
  const next = new Map();
  const focused = keepOf(document.activeElement);
  let before = null;
  let marked = false;
  for (const message of messages) {
    const newDay = !before || dayKey(new Date(before.timestamp)) !== dayKey(new Date(message.timestamp));
    const firstNew = !marked && isNew(message);
    if (newDay) nodes.push(reuse(next, `day-${message.id}`, 'day', () => dayDivider(message)));
    if (firstNew && (before || held)) nodes.push(reuse(next, 'new', 'new', newDivider));
    marked ||= firstNew;
    const head = newDay || firstNew || !continues(before, message);
    nodes.push(reuse(next, message.id, print(message, head), () => drawMessage(message, { head })));
    before = message;
  }
  drawn = next;
  place(nodes);
  drawBeginning(start, log);
  if (atEnd) scroller.scrollTop = scroller.scrollHeight;
  const last = list.querySelector('.message:last-of-type');
  for (const node of list.querySelectorAll('.message[tabindex="0"]')) node.tabIndex = -1;
  if (last) last.tabIndex = 0;
  rows.again();
  refocus(focused);
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
  return { message: node.closest('.message')?.dataset.message, keep: node.dataset.keep, from: node.selectionStart, to: node.selectionEnd };
};

function refocus(focused) {
  if (!focused || (document.activeElement && document.activeElement !== document.body)) return;
  const row = drawn.get(focused.message)?.node;
  const named = focused.keep && (row?.dataset.keep === focused.keep ? row : row?.querySelector(`[data-keep="${CSS.escape(focused.keep)}"]`));
  // What had the focus is gone: its message is the nearest place.
  const target = named || row;
  target?.focus({ preventScroll: true });
  if (target?.tagName === 'TEXTAREA') target.setSelectionRange(focused.from, focused.to);
}

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
  // What comes while one looks is not new to anybody.
  if (kind === 'add' && wasNear && !held && !drawn.has('new') && document.visibilityState === 'visible' && !isEphemeral(message)) readMark = message.id;
  if (kind === 'load' || kind === 'older' || mine) draw({ toBottom: kind === 'load' || (kind === 'add' && mine) });
  else drawSoon();
  if (kind === 'load') tellSince();
  // A short page may leave room above: fill it, or nobody could scroll to the rest.
  if (kind !== 'older' && scroller.scrollHeight <= scroller.clientHeight + NEAR_TOP_PX) older();
  if (kind === 'add' && !wasNear && !mine) {
    missed += 1;
    pill.hidden = false;
    fill(pill, `${missed} new message${missed === 1 ? '' : 's'}`, icon('down', 16));
  }
});
on('waiting', (message) => {
  const row = drawn.get(message.id)?.node;
  if (row) showWaiting(row, message);
});
on('redraw', (message) => { if (message.channel_id === current) draw(); });
on('local', (message) => { if (message.channel_id === current) draw({ toBottom: true }); });
on('escape', caughtUp);
on('unread-from', (message) => {
  held = true;
  readMark = markUnread(channel(), message.id);
  draw();
});
on('jump', async (id) => {
  if (!id) return undefined;
  if (!drawn.has(id)) await reach(current, id);
  const row = drawn.get(id)?.node;
  if (!row) return emit('toast', 'That message is gone.');
  stuck = false;
  row.scrollIntoView({ block: 'center' });
  row.classList.add('flash');
  setTimeout(() => row.classList.remove('flash'), FLASH_MS);
  return row.focus({ preventScroll: true });
});
