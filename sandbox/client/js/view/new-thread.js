// Knows the question by which a thread or a forum's post begins: its name, and what is said first.
import { h, uid } from '../dom.js';
import { api } from '../api.js';
import { emit, state } from '../state.js';
import { known } from '../world.js';

const LONGEST_NAME = 100;
const LONGEST = 2000;
const PUBLIC = 11;

/** On `message`, in the open channel, or (`post`) as a post with its first message. */
export function askForThread({ message, post = false } = {}) {
  const id = uid('thread');
  const [titleWords, send] = post ? ['New post', 'Post'] : ['New thread', 'Create thread'];
  const trouble = h('p', { class: 'trouble', role: 'alert', hidden: true });
  const name = h('input', { id: `${id}-name`, class: 'text-input', type: 'text', maxlength: LONGEST_NAME, autocomplete: 'off', 'aria-required': 'true', value: message?.content.slice(0, 40) ?? '' });
  const words = h('textarea', { id: `${id}-words`, class: 'text-input', rows: 4, maxlength: LONGEST, 'aria-required': 'true' });
  const field = (control, label) => h('div', { class: 'field' }, h('label', { class: 'field-label', for: control.id }, label), control);
  const form = h('form', { class: 'modal-form', novalidate: true, on: { submit } },
    h('header', { class: 'modal-head' }, h('h2', { id: `${id}-title` }, titleWords)),
    h('div', { class: 'modal-body' }, field(name, post ? 'Title' : 'Name'), post && field(words, 'Message'), trouble),
    h('footer', { class: 'modal-foot' }, h('button', { type: 'button', class: 'button plain', on: { click: () => dialog.close() } }, 'Cancel'), h('button', { type: 'submit', class: 'button primary' }, send)));
  const dialog = h('dialog', { class: 'modal', 'aria-labelledby': `${id}-title`, 'data-testid': 'new-thread' }, form);

  function say(text) {
    trouble.textContent = text ?? '';
    trouble.hidden = !text;
  }

  async function submit(event) {
    event.preventDefault();
    const empty = [name, post && words].find((control) => control && !control.value.trim());
    if (empty) {
      say('This is needed.');
      return empty.focus();
    }
    try {
      const body = { name: name.value.trim(), ...(message ? { message_id: message.id } : post ? { message: { content: words.value.trim() } } : { type: PUBLIC }) };
      const made = await api.startThread(state.channel, body);
      known(made);
      dialog.close();
      return emit('go', { channel: made.id });
    } catch (error) {
      return say(error.message);
    }
  }

  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  name.focus();
}
