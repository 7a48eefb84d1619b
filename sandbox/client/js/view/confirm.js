// Knows the question before something is gone for good.
import { h, uid } from '../dom.js';

/** Asks; calls `done` if the answer is yes. */
export function confirm({ title, words, preview, yes, done }) {
  const id = uid('confirm');
  const dialog = h('dialog', { class: 'modal confirm', 'aria-labelledby': id, 'data-testid': 'confirm' },
    h('header', { class: 'modal-head' }, h('h2', { id }, title)),
    h('div', { class: 'modal-body' }, h('p', null, words), preview && h('div', { class: 'confirm-preview', inert: true }, preview)),
    h('footer', { class: 'modal-foot' },
      h('button', { type: 'button', class: 'button plain', on: { click: () => dialog.close() } }, 'Cancel'),
      h('button', { type: 'button', class: 'button danger', 'data-testid': 'confirm-yes', autofocus: true, on: { click: () => { dialog.close(); done(); } } }, yes)));
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
