// Knows the dialog in which a bot asks: lays out its components, checks as Discord's client does, keeps the input when sending fails.
import { h, icon, iconButton, uid } from '../dom.js';
import { markdown } from '../markdown/render.js';
import { wayBack } from '../view/float.js';
import { emit } from '../state.js';
import { submit } from '../act/outcome.js';
import { fieldOf } from './field.js';

let showing = null;

/** Opens a modal as it came with an outcome; `modal.channel` is where it was asked for. */
export function openModal(modal) {
  showing?.close();
  const opener = document.activeElement;
  const back = wayBack(opener);
  const titleId = uid('modal-title');
  const fields = [];
  const parts = (modal.components ?? []).map((component) => layout(component, fields));
  const trouble = h('p', { class: 'trouble modal-trouble', role: 'alert', hidden: true, 'data-testid': 'modal-error' });
  const send = h('button', { type: 'submit', class: 'button primary', 'data-testid': 'modal-submit' }, h('span', { class: 'button-face' }, 'Submit'));
  const form = h('form', { novalidate: true, class: 'modal-form' },
    h('header', { class: 'modal-head' }, h('h2', { id: titleId }, modal.title), iconButton('close', 'Close', { on: { click: () => dialog.close() } })),
    h('div', { class: 'modal-body' }, parts,
      h('p', { class: 'modal-note' }, icon('warn', 16), 'This form will be submitted to the application. Do not share passwords or other sensitive information.')),
    trouble,
    h('footer', { class: 'modal-foot' }, h('button', { type: 'button', class: 'button plain', on: { click: () => dialog.close() } }, 'Cancel'), send));
  const dialog = h('dialog', { class: 'modal', 'aria-labelledby': titleId, 'data-testid': 'modal', dataset: { customId: modal.custom_id } }, form);
  showing = dialog;

  const say = (words) => {
    trouble.replaceChildren(...(words ? [icon('warn', 16), words] : []));
    trouble.hidden = !words;
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (send.disabled) return;
    say(null);
    const wrong = fields.filter((field) => field.show(field.check()));
    if (wrong.length) return wrong[0].focus();
    send.disabled = true;
    send.classList.add('busy');
    send.setAttribute('aria-busy', 'true');
    const failure = await submit(modal, valuesOf(fields), filesOf(fields));
    send.disabled = false;
    send.classList.remove('busy');
    send.removeAttribute('aria-busy');
    if (!failure) return dialog.close();
    if (!dialog.open) return emit('toast', failure.words);
    const placed = placeErrors(fields, failure.errors);
    return say(placed ? null : `${failure.words}${/[.!?]$/u.test(failure.words) ? '' : '.'} Your answers are kept: try again.`);
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (showing === dialog) showing = null;
    // The message may have been drawn anew meanwhile: then its button of the same name takes the focus.
    if (opener && !opener.isConnected) back()?.focus?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  (fields[0] ?? { focus: () => send.focus() }).focus();
}

function valuesOf(fields) {
  return Object.fromEntries(fields.filter((field) => !field.files).map((field) => [field.customId, field.value()]));
}

function filesOf(fields) {
  return fields.filter((field) => field.files).flatMap((field) => field.files().map((file) => ({ id: field.customId, file })));
}

/** Puts errors that the sandbox found at the fields they name. */
function placeErrors(fields, errors) {
  if (!errors) return false;
  let placed = false;
  for (const field of fields) {
    const words = errors[field.customId]?._errors?.[0]?.message ?? errors.values?.[field.customId]?._errors?.[0]?.message;
    if (!words) continue;
    field.show(words);
    if (!placed) field.focus();
    placed = true;
  }
  return placed;
}

function layout(component, fields) {
  switch (component.type) {
    case 1: return (component.components ?? []).map((child) => labelled(child, child.label, null, fields));
    case 10: return h('div', { class: 'modal-text md' }, markdown(component.content));
    case 18: return labelled(component.component, component.label, component.description, fields);
    default: return null;
  }
}

/** A label, its description, the input and the place for what is wrong. */
function labelled(component, label, description, fields) {
  if (!component) return null;
  const stem = uid('field');
  const ids = { label: `${stem}-label`, control: `${stem}-control`, about: `${stem}-about`, error: `${stem}-error` };
  const field = fieldOf(component, ids, () => { if (!error.hidden) field.show(field.check()); });
  if (!field) return null;
  const error = h('p', { class: 'field-error', id: ids.error, hidden: true });
  const describe = () => field.control.setAttribute('aria-describedby', [description && ids.about, !error.hidden && ids.error].filter(Boolean).join(' '));
  const focus = field.focus ?? (() => field.control.focus());
  field.focus = focus;
  field.show = (words) => {
    error.textContent = words ?? '';
    error.hidden = !words;
    if (field.control.getAttribute('role') !== 'group') field.control.setAttribute('aria-invalid', words ? 'true' : 'false');
    node.classList.toggle('wrong', Boolean(words));
    describe();
    return Boolean(words);
  };
  const grouped = ['group', 'radiogroup'].includes(field.control.getAttribute('role'));
  const name = h(grouped ? 'span' : 'label', { id: ids.label, class: 'field-label', for: grouped ? null : ids.control }, label ?? component.custom_id,
    field.required && h('span', { class: 'required', 'aria-hidden': 'true' }, ' *'));
  const about = description && h('p', { class: 'field-about', id: ids.about }, description);
  const node = h('div', { class: ['field', component.type === 23 && 'field-check'], dataset: { field: component.custom_id } }, name, about, field.node, error);
  describe();
  fields.push(field);
  return node;
}

/** Leaves an open form, as when the person changes. */
export const closeModal = () => showing?.close();

