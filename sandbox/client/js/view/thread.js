// Knows threads as one meets them: under the message they began on, and as the posts of a forum.
import { fill, h, icon } from '../dom.js';
import { emit, findChannel, guild, state } from '../state.js';
import { avatar, userName } from '../names.js';
import { isUnread } from '../reads.js';
import { href } from '../route.js';
import { number, timeOf } from '../snowflake.js';
import { relative } from '../time.js';
import { follow } from './link.js';
import { askForThread } from './new-thread.js';

export const FORUM = 15;
const KINDS = new Set([10, 11, 12]);
export const isThread = (channel) => KINDS.has(channel?.type);

const counted = (thread) => `${thread.message_count ?? 0} ${thread.message_count === 1 ? 'message' : 'messages'}`;

/** The way from a message to the thread that hangs on it. */
export function threadWay(message) {
  if (!message.thread) return null;
  const thread = findChannel(message.thread.id)?.channel ?? message.thread;
  return h('button', { type: 'button', class: 'thread-way', dataset: { testid: 'thread', keep: `thread-${thread.id}` }, on: { click: () => emit('go', { channel: thread.id }) } },
    icon('thread', 18), h('strong', null, thread.name), h('span', { class: 'thread-more' }, thread.thread_metadata?.archived ? 'Archived' : counted(thread)));
}

/** A forum's posts, the one last written in first. */
export function drawForum(node, forum) {
  const posts = guild().channels.filter((channel) => isThread(channel) && channel.parent_id === forum.id)
    .sort((a, b) => (number(a.last_message_id ?? a.id) > number(b.last_message_id ?? b.id) ? -1 : 1));
  const tags = new Map((forum.available_tags ?? []).map((tag) => [tag.id, tag.name]));
  fill(node, h('div', { class: 'forum' },
    h('button', { type: 'button', class: 'button primary', dataset: { testid: 'new-post' }, on: { click: () => askForThread({ post: true }) } }, icon('plus', 18), 'New post'),
    forum.topic && h('p', { class: 'forum-topic' }, forum.topic),
    posts.length ? h('ul', { class: 'posts', 'aria-label': 'Posts' }, posts.map((post) => drawPost(post, tags))) : h('p', { class: 'empty' }, 'There are no posts yet.')));
}

function drawPost(post, tags) {
  const name = userName(post.owner_id);
  return h('li', null, h('a', { class: ['post', isUnread(post) && 'unread'], href: href({ as: state.me, guild: state.guild, channel: post.id }), dataset: { testid: `post-${post.id}` }, on: { click: follow({ channel: post.id }) } },
    (post.applied_tags ?? []).length > 0 && h('span', { class: 'post-tags' }, post.applied_tags.map((id) => h('span', { class: 'post-tag' }, tags.get(id) ?? 'tag'))),
    h('strong', null, post.name),
    h('span', { class: 'post-foot' }, avatar(post.owner_id ?? '0', name, 20), name, ' · ', counted(post), ' · ', relative(new Date(timeOf(post.last_message_id ?? post.id))))));
}
