// Knows the line under the box that says who is writing, and tells the others that one is writing oneself.
import { fill, h } from '../dom.js';
import { api } from '../api.js';
import { on, state } from '../state.js';
import { userName } from '../names.js';

const TELL_EVERY_MS = 8000;
export const typingNode = h('div', { class: 'typing', 'aria-live': 'off', 'data-testid': 'typing' });

export function drawTyping() {
  const now = Date.now();
  const who = [...(state.typing.get(state.channel) ?? [])].filter(([id, until]) => until > now && id !== state.me).map(([id]) => userName(id));
  const words = who.length > 3 ? 'Several people are typing…' : `${who.join(', ').replace(/, ([^,]*)$/u, ' and $1')} ${who.length === 1 ? 'is' : 'are'} typing…`;
  const said = who.length ? words : '';
  if (typingNode.dataset.said === said) return;
  typingNode.dataset.said = said;
  fill(typingNode, said && [h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')), words]);
}
setInterval(drawTyping, 1000);
on('typing', drawTyping);

let toldAt = 0;
let toldIn = null;

/** Says at most every few seconds that one is typing. */
export function tellTyping(channel) {
  if (toldIn === channel && Date.now() - toldAt < TELL_EVERY_MS) return;
  toldAt = Date.now();
  toldIn = channel;
  api.typing(channel).catch(() => { /* it is only a courtesy */ });
}

/** What was typed is sent: the next letter is told at once. */
export function toldNothing() {
  toldIn = null;
}
