// Knows how one's own message is edited in place.
import { h } from '../dom.js';
import { api } from '../api.js';
import { put } from '../history.js';
import { emit, state } from '../state.js';
import { meant, readable } from '../compose/spoken.js';

const LONGEST = 2000;

/** What was typed survives redraws of the message. */
let draft = null;

export function beginEdit(message) {
  draft = { id: message.id, ...readable(message.content) };
  const before = state.editing;
  state.editing = message.id;
  if (before && before !== message.id) emit('redraw', { id: before, channel_id: message.channel_id });
  emit('redraw', message);
  const area = document.querySelector('[data-testid="edit-input"]');
  area?.focus();
  area?.setSelectionRange(area.value.length, area.value.length);
}

export function endEdit(message) {
  if (state.editing !== message.id) return;
  state.editing = null;
  draft = null;
  emit('redraw', message);
  document.querySelector('[data-testid="composer"]')?.focus();
}

export function editor(message) {
  if (draft?.id !== message.id) draft = { id: message.id, ...readable(message.content) };
  const problem = h('p', { class: 'trouble', role: 'alert', hidden: true });
  const area = h('textarea', { class: 'edit-area', rows: 1, 'aria-label': 'Edit message', 'data-testid': 'edit-input', dataset: { keep: 'edit-input' }, value: draft.text });
  const say = (words) => {
    problem.textContent = words;
    problem.hidden = !words;
  };
  const save = async () => {
    const text = meant(area.value.trim(), draft.spoken);
    if (text === message.content) return endEdit(message);
    if (!text && !message.attachments?.length) return emit('delete', { message });
    if (text.length > LONGEST) return say(`Your message is too long: ${text.length} of ${LONGEST} characters.`);
    area.disabled = true;
    try {
      const edited = await api.edit(message.channel_id, message.id, text);
      if (edited?.id) put(edited);
      return endEdit(message);
    } catch (error) {
      area.disabled = false;
      area.focus();
      return say(error.message);
    }
  };
  const grow = () => {
    area.style.setProperty('height', 'auto');
    area.style.setProperty('height', `${area.scrollHeight}px`);
  };
  area.addEventListener('input', () => {
    draft.text = area.value;
    grow();
  });
  area.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      endEdit(message);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      save();
    }
  });
  requestAnimationFrame(grow);
  return h('div', { class: 'editor' }, area, problem,
    h('p', { class: 'hint' }, 'escape to ', h('button', { type: 'button', class: 'link', on: { click: () => endEdit(message) } }, 'cancel'), ' · enter to ', h('button', { type: 'button', class: 'link', 'data-testid': 'edit-save', on: { click: save } }, 'save')));
}
