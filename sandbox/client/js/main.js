// Knows how the parts hang together: start, becoming a person, going somewhere, what is drawn when something changes.
import { h, fill, append } from './dom.js';
import { read, write } from './route.js';
import { channel, DMS, emit, findChannel, guild, me, on, state } from './state.js';
import { follow } from './live.js';
import { catchUp, loadPeople, loadWorld, take } from './world.js';
import { drop, forgetAll, load } from './history.js';
import { userName } from './names.js';
import { dmCount, pings } from './reads.js';
import { api } from './api.js';
import { react } from './act/react.js';
import { paced } from './pace.js';
import { drawRail } from './view/rail.js';
import { drawChannels, inOrder } from './view/channels.js';
import { drawMembers } from './view/members.js';
import { announce, banner, showLost, toast } from './view/tell.js';
import { drawYou } from './view/you.js';
import { drawHeader, headerNode } from './view/header.js';
import { messagesNode, showChannel } from './view/messages.js';
import { showPins } from './view/pins.js';
import { showProfile } from './view/profile.js';
import './keys.js';
import { confirm } from './view/confirm.js';
import { messageMenu, writeTo } from './view/context.js';
import { pickEmoji } from './view/emoji-picker.js';
import { closeDrawer, drawDrawers, openDrawer, phone } from './view/drawer.js';
import { sink } from './view/float.js';
import { drawForum, FORUM } from './view/thread.js';
import { acceptFiles, composerNode, forgetDrafts, showComposer } from './compose/composer.js';
import { closeModal, openModal } from './modal/modal.js';
import { markdown } from './markdown/render.js';
import { preview } from './content/preview.js';

const app = document.getElementById('app');
const part = (id) => document.getElementById(id);
const narrow = matchMedia('(max-width: 1099px)');
const nowhere = h('div', { class: 'empty nowhere' });
const RETRY_MS = 1500;
const READABLE = new Set([0, 5, 10, 11, 12, FORUM]);

let leave = () => {};

append(part('chat'), [headerNode, banner, messagesNode, nowhere, composerNode]);
acceptFiles(part('chat'));
state.membersOpen = !narrow.matches;

async function start() {
  try {
    await loadPeople();
  } catch {
    showLost(true);
    setTimeout(start, RETRY_MS);
    return;
  }
  showLost(false);
  const route = read();
  await become(known(route.as) ?? firstPerson(), route);
}

const known = (id) => (id && state.people.has(id) ? id : null);

/** The first person who is in a guild. */
function firstPerson() {
  const people = [...state.people.values()].filter((person) => !person.bot);
  return (people.find((person) => person.guilds?.length) ?? people[0])?.id;
}

/** Makes this tab another person's. */
async function become(id, { guild: wantedGuild, channel: wantedChannel, message }, { replace = true } = {}) {
  leave();
  leave = () => {};
  closeModal();
  sink();
  state.epoch += 1;
  Object.assign(state, { me: id, guilds: new Map(), dms: [], busy: new Set(), failures: new Map(), replying: new Map(), typing: new Map(), editing: null, guild: wantedGuild, channel: null });
  forgetAll();
  forgetDrafts();
  app.setAttribute('aria-busy', 'true');
  const { epoch } = state;
  leave = follow(id, take, (status) => {
    showLost(status === 'lost');
    if (status === 'again') catchUp();
  });
  try {
    await loadWorld();
  } catch (error) {
    if (epoch !== state.epoch) return;
    showLost(true);
    setTimeout(() => { if (epoch === state.epoch) become(id, { guild: wantedGuild, channel: wantedChannel }, { replace }); }, RETRY_MS);
    return;
  }
  if (epoch !== state.epoch) return;
  app.removeAttribute('aria-busy');
  place({ guild: wantedGuild, channel: wantedChannel, message }, { replace });
}

/** Decides where one is, given where one wants to be, and draws it. */
function place({ guild: wantedGuild, channel: wantedChannel, message }, { replace = false } = {}) {
  const found = wantedChannel ? findChannel(wantedChannel) : undefined;
  state.guild = found ? found.guild?.id ?? DMS : wantedGuild === DMS || state.guilds.has(wantedGuild) ? wantedGuild : state.guilds.keys().next().value ?? DMS;
  state.channel = found?.channel.id ?? (phone.matches ? null : usual());
  if (state.channel) remember();
  write({ as: state.me, guild: state.guild, channel: state.channel }, { replace });
  closeDrawer({ refocus: false });
  drawAll();
  if (state.channel && channel().type !== FORUM) load(state.channel).then(() => { if (message) emit('jump', message); });
}

const lastKey = () => `sandbox.last.${state.me}.${state.guild}`;

function remember() {
  sessionStorage.setItem(lastKey(), state.channel);
}

/** The channel to open in a guild when none is named: the last one, else the first that can be read. */
function usual() {
  const here = guild();
  if (!here) return null;
  const last = sessionStorage.getItem(lastKey());
  const readable = inOrder(here).filter((candidate) => READABLE.has(candidate.type));
  return (readable.find((candidate) => candidate.id === last) ?? readable[0])?.id ?? null;
}

/** On a phone without an open channel the list of channels is the page. */
const listOnly = () => phone.matches && !state.channel;

const drawList = () => drawChannels(part('channels'), listOnly() ? 1 : 2);

/** Draws anew; whoever had the focus in what was replaced has it again. */
function keepingFocus(draw) {
  const { activeElement: focused } = document;
  const name = focused?.closest('#rail, #members, .chat-head, #you') && focused.dataset.testid;
  draw();
  if (name && !focused.isConnected) document.querySelector(`[data-testid="${CSS.escape(name)}"]`)?.focus({ preventScroll: true });
}

const drawAll = () => keepingFocus(drawParts);

function drawParts() {
  drawRail(part('rail'));
  drawList();
  if (listOnly()) part('panel').setAttribute('role', 'main');
  else part('panel').removeAttribute('role');
  drawYou(part('you'));
  drawMembers(part('members'));
  drawHeader();
  showChannel(state.channel);
  showComposer();
  app.dataset.view = state.channel ? 'chat' : 'list';
  app.classList.toggle('with-members', state.membersOpen && Boolean(state.channel));
  drawDrawers();
  const open = channel();
  const forum = open?.type === FORUM;
  messagesNode.hidden = !open || forum;
  nowhere.hidden = Boolean(open) && !forum;
  nowhere.classList.toggle('empty', !forum);
  if (forum) drawForum(nowhere, open);
  else if (!open) drawNowhere();
  drawTitle();
}

function drawNowhere() {
  if (state.guild === DMS) fill(nowhere, h('h2', null, 'Your conversations'), h('p', null, state.dms.length ? 'Choose one on the left.' : 'Nobody has written to you yet. Press a person’s name in a server to write to them.'));
  else if (!state.guilds.size) fill(nowhere, h('h2', null, `${userName(state.me)} is in no server`), h('p', null, 'Choose another person at the bottom left.'));
  else fill(nowhere, h('h2', null, 'No text channels'), h('p', null, 'There is no channel here that you may see.'));
}

function drawTitle() {
  const open = channel();
  const where = open ? (open.recipients ? `@${userName(open.recipients[0]?.id, open.recipients[0])}` : `#${open.name}`) : '';
  const unread = state.dms.reduce((sum, dm) => sum + dmCount(dm), 0) + [...state.guilds.values()].flatMap((one) => one.channels).reduce((sum, one) => sum + pings(one), 0);
  document.title = `${unread ? `(${unread}) ` : ''}${[where, guild()?.name, me() && userName(state.me)].filter(Boolean).join(' · ')}`;
}

on('go', async (to) => {
  if (to.as && to.as !== state.me) return become(to.as, { guild: state.guild, channel: state.channel }, { replace: false });
  // A message may name what was made a moment ago and is not known yet.
  if (to.channel && !findChannel(to.channel)) await loadWorld().catch(() => {});
  return place({ guild: to.guild ?? state.guild, channel: to.channel === undefined ? state.channel : to.channel, message: to.message });
});
on('back', () => openDrawer('channels'));
on('world', () => {
  if (app.hasAttribute('aria-busy')) return;
  const lost = state.channel && !findChannel(state.channel);
  if (lost) {
    emit('toast', 'You can no longer see that channel.');
    sessionStorage.removeItem(lastKey());
  }
  if (lost || (state.guild !== DMS && !state.guilds.has(state.guild)) || (!state.channel && !phone.matches && state.guild !== DMS)) place({ guild: state.guild, channel: null }, { replace: true });
  else drawAll();
});
on('reload', () => { if (state.channel) load(state.channel); });
on('reads', paced(() => {
  keepingFocus(() => drawRail(part('rail')));
  drawList();
  drawTitle();
}));
on('channels', drawList);
on('modal', openModal);
on('profile', showProfile);
on('write-to', writeTo);
on('message-menu', ({ message, ...where }) => messageMenu(message, where));
on('pins', showPins);
on('pick-reaction', ({ message, opener }) => pickEmoji({ opener, take: (emoji) => react(message, emoji.value) }));
on('toast', toast);
on('announce', announce);
on('members-toggle', () => {
  if (phone.matches) return openDrawer('members');
  state.membersOpen = !state.membersOpen;
  drawHeader();
  app.classList.toggle('with-members', state.membersOpen);
  return headerNode.querySelector('[data-testid="members-toggle"]')?.focus();
});
on('theme', (theme) => {
  window.dispatchEvent(new Event('sandbox:theme'));
  document.documentElement.dataset.theme = theme;
  try { localStorage.setItem('sandbox.theme', theme); } catch { /* for this page only, then */ }
  const address = new URL(location.href);
  address.searchParams.delete('theme');
  history.replaceState(null, '', address.pathname + address.search);
  drawYou(part('you'));
  document.querySelector('[data-testid="theme"]')?.focus();
});
on('delete', ({ message, sure }) => {
  const done = async () => {
    try {
      await api.remove(message.channel_id, message.id);
      drop(message.channel_id, message.id);
    } catch (error) {
      toast(error.message);
    }
  };
  if (sure) return done();
  return confirm({ title: 'Delete message', words: 'Are you sure you want to delete this message?', preview: [h('strong', null, userName(message.author.id, message.author)), h('div', { class: 'md' }, markdown(preview(message) || 'Attachment', { users: message.mentions ?? [] }))], yes: 'Delete', done });
});

window.addEventListener('popstate', () => {
  const route = read();
  if (known(route.as) && route.as !== state.me) become(route.as, route);
  else place(route, { replace: true });
});
// With the machine's theme the button offers the other one.
matchMedia('(prefers-color-scheme: light)').addEventListener('change', () => keepingFocus(() => drawYou(part('you'))));
phone.addEventListener('change', () => {
  if (state.channel) drawAll();
  else place({ guild: state.guild, channel: null }, { replace: true });
});
narrow.addEventListener('change', () => {
  state.membersOpen = !narrow.matches;
  drawAll();
});
start();
