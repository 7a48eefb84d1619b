// Knows how markdown's tokens look. Builds elements from values only: what people wrote never becomes markup.
import { h } from '../dom.js';
import { blocks } from './block.js';
import { highlight } from './highlight.js';
import { inline } from './inline.js';
import { sign } from '../content/sign.js';
import { named } from '../names.js';
import { DMS, findChannel, emit } from '../state.js';
import { styled, wholeWords } from '../time.js';

/** A whole message, embed description or text display. `users`: people the message mentions, as fallbacks for names. */
export function markdown(text, { users = [] } = {}) {
  const context = { users };
  return blocks(text ?? '').map((block) => drawBlock(block, context));
}

/** One line: titles, field names, topics, previews. */
export function markdownLine(text, { users = [] } = {}) {
  return inline((text ?? '').replace(/\s*\n\s*/gu, ' ')).map((token) => draw(token, { users }));
}

const MOST_LARGE = 60;

/** Whether a message is nothing but a few emoji, which are then shown large. */
export function onlyEmoji(text) {
  // A guild's own stands here as any other.
  const bare = text.replace(/<a?:\w{2,32}:\d{1,20}>/gu, '⭐').replace(/\s+/gu, '');
  return bare.length > 0 && bare.length <= MOST_LARGE && /^(?:\p{Extended_Pictographic}|\p{Emoji_Component}|\u200d|\ufe0f)+$/u.test(bare) && /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(bare);
}

function drawBlock(block, context) {
  const inner = () => block.children.map((token) => draw(token, context));
  switch (block.kind) {
    case 'pre':
      return h('pre', { class: 'md-pre', tabindex: '0', role: 'group', 'aria-label': block.language ? `Code, ${block.language}` : 'Code' }, h('code', null, highlight(block.text, block.language).map(([kind, text]) => (kind ? h('span', { class: `code-${kind}` }, text) : text))));
    case 'quote':
      return h('blockquote', { class: 'md-quote' }, block.children.map((child) => drawBlock(child, context)));
    case 'heading':
      // Not a heading of the page: what people write must not break its outline.
      return h('strong', { class: `md-heading md-h${block.level}` }, inner());
    case 'small':
      return h('div', { class: 'md-small' }, inner());
    case 'list':
      return h(block.ordered ? 'ol' : 'ul', { class: 'md-list', start: block.ordered && block.start !== 1 ? block.start : null },
        block.items.map((item) => h('li', null, item.map((child) => drawBlock(child, context)))));
    default:
      return h('span', { class: 'md-plain' }, inner());
  }
}

function draw(token, context) {
  const inner = () => token.children.map((child) => draw(child, context));
  switch (token.kind) {
    case 'text': return token.text;
    case 'code': return h('code', { class: 'md-code' }, token.text);
    case 'strong': return h('strong', null, inner());
    case 'em': return h('em', null, inner());
    case 'underline': return h('u', null, inner());
    case 'strike': return h('s', null, inner());
    case 'spoiler': return spoiler(inner());
    case 'emoji': return sign(token, { label: `:${token.name}:` });
    case 'command': return h('button', { type: 'button', class: 'mention', on: { click: () => emit('command', token.name) } }, `/${token.name}`);
    case 'all': return h('span', { class: 'mention' }, token.text);
    case 'role': return named('role', token.id, null, { class: 'mention role-mention' });
    case 'user': return userMention(token.id, context);
    case 'channel': return channelMention(token.id);
    case 'time': return time(token);
    case 'link': return link(token, inner());
    default: return '';
  }
}

function userMention(id, { users }) {
  const known = users.find((user) => user?.id === id);
  return named('user', id, known?.global_name ?? known?.username, {
    tag: 'button', type: 'button', class: 'mention', on: { click: (event) => emit('profile', { id, anchor: event.currentTarget }) },
  });
}

function channelMention(id, message) {
  return named('channel', id, null, {
    tag: 'button', type: 'button', class: 'mention', on: { click: () => goTo(id, message) },
  });
}

function goTo(id, message) {
  const found = findChannel(id);
  if (found) emit('go', { guild: found.guild?.id ?? DMS, channel: id, message });
  else emit('toast', 'You do not have access to this channel.');
}

// Discord's links to a channel lead to the same channel here.
const CHANNEL_LINK = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/(?:\d+|@me)\/(\d{1,20})(?:\/(\d{1,20}))?\/?$/u;

function link({ url, title, children }, inner) {
  const [, channel, message] = CHANNEL_LINK.exec(url) ?? [];
  if (channel && findChannel(channel)) {
    const bare = children.length === 1 && children[0].text === url;
    if (bare) return channelMention(channel, message);
    return h('button', { type: 'button', class: 'link', title, on: { click: () => goTo(channel, message) } }, inner);
  }
  return h('a', { href: url, title, target: '_blank', rel: 'noopener noreferrer nofollow' }, inner);
}

function time({ unix, style }) {
  const date = new Date(unix * 1000);
  if (Number.isNaN(date.getTime())) return 'Invalid Date';
  const node = h('time', { class: 'md-time', datetime: date.toISOString(), title: wholeWords(date) }, styled(date, style));
  if (style === 'R') node.dataset.relative = String(unix);
  return node;
}

function spoiler(inner) {
  const hidden = h('span', { class: 'spoiler-text' }, inner);
  const node = h('span', { class: 'spoiler', role: 'button', tabindex: '0', 'aria-label': 'Spoiler, press to show' }, hidden);
  const show = (event) => {
    if (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    node.classList.add('shown');
    for (const name of ['role', 'tabindex', 'aria-label']) node.removeAttribute(name);
    node.removeEventListener('click', show);
    node.removeEventListener('keydown', show);
  };
  node.addEventListener('click', show);
  node.addEventListener('keydown', show);
  return node;
}

// "5 minutes ago" goes on counting.
setInterval(() => {
  for (const node of document.querySelectorAll('[data-relative]')) {
    node.textContent = styled(new Date(Number(node.dataset.relative) * 1000), 'R');
  }
}, 15_000);
