// Knows each kind of input a modal can hold: how it looks, what it holds, and what Discord's client would object to.
import { h, icon, iconButton, uid } from '../dom.js';
import { picker } from '../content/picker.js';
import { choicesOf } from '../content/choices.js';
import { bytes } from '../content/media.js';

const TEXT_LONGEST = 4000;
const FILE_LARGEST = 10 * 1024 * 1024;
const REQUIRED = 'This field is required';

const plural = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;
const isRequired = (component) => component.required !== false;

/**
 * A part of the form: { node, control, customId, required, value(), files?(), check() → words or null }.
 * `ids`: { label, about } of the elements that name and describe it. `changed()` is to be called on input.
 */
export function fieldOf(component, ids, changed) {
  switch (component.type) {
    case 4: return text(component, ids, changed);
    case 3: case 5: case 6: case 7: case 8: return select(component, ids, changed);
    case 19: return upload(component, ids, changed);
    case 21: return options(component, ids, changed, 'radio');
    case 22: return options(component, ids, changed, 'checkbox');
    case 23: return checkbox(component, ids, changed);
    default: return null;
  }
}

function text(component, ids, changed) {
  const paragraph = component.style === 2;
  const most = component.max_length ?? TEXT_LONGEST;
  const least = component.min_length ?? 0;
  const control = h(paragraph ? 'textarea' : 'input', {
    id: ids.control, class: 'text-input', type: paragraph ? null : 'text', rows: paragraph ? 4 : null, placeholder: component.placeholder, autocomplete: 'off',
    value: component.value ?? '', maxlength: most, dataset: { customId: component.custom_id }, 'aria-required': isRequired(component) ? 'true' : null,
  });
  const count = h('span', { class: 'count', 'aria-hidden': 'true' });
  const tally = () => { count.textContent = component.max_length || paragraph ? `${control.value.length}/${most}` : ''; };
  control.addEventListener('input', () => { tally(); changed(); });
  tally();
  return {
    node: h('div', { class: 'text-field' }, control, count), control, customId: component.custom_id, required: isRequired(component),
    value: () => control.value,
    check() {
      const { length } = control.value.trim();
      if (!length) return isRequired(component) ? REQUIRED : null;
      if (control.value.length < least) return `Must be at least ${plural(least, 'character')} long (now ${control.value.length})`;
      if (control.value.length > most) return `Must be at most ${plural(most, 'character')} long (now ${control.value.length})`;
      return null;
    },
  };
}

/** What Discord says when too few or too many were chosen. */
function amount(chosen, component, word) {
  const least = component.min_values ?? 1;
  const most = component.max_values ?? 1;
  if (!chosen) return isRequired(component) ? REQUIRED : null;
  if (chosen < least) return `Choose at least ${plural(least, word)}`;
  if (chosen > most) return `Choose at most ${plural(most, word)}`;
  return null;
}

function select(component, ids, changed) {
  const { options: list, defaults } = choicesOf(component);
  const part = picker({
    labelledby: ids.label, placeholder: component.placeholder || 'Make a selection', customId: component.custom_id, options: list, values: defaults, searchable: component.type !== 3,
    // An optional single choice can be taken back.
    min: isRequired(component) ? component.min_values ?? 1 : 0, max: component.max_values ?? 1, onChange: changed,
  });
  part.input.id = ids.control;
  if (isRequired(component)) part.input.setAttribute('aria-required', 'true');
  return {
    node: part.node, control: part.input, customId: component.custom_id, required: isRequired(component),
    value: part.values, check: () => amount(part.values().length, component, 'option'),
  };
}

function options(component, ids, changed, kind) {
  const { options: list, defaults } = choicesOf(component);
  const group = uid('group');
  const inputs = list.map((option, n) => h('input', { type: kind, name: group, id: `${group}-${n}`, value: option.value, 'aria-describedby': option.description ? `${group}-${n}-about` : null, on: { change: changed } }));
  inputs.forEach((input, n) => { input.checked = defaults.includes(list[n].value); });
  const node = h('div', {
    class: 'options', role: kind === 'radio' ? 'radiogroup' : 'group', 'aria-labelledby': ids.label, dataset: { customId: component.custom_id },
    'aria-required': kind === 'radio' && isRequired(component) ? 'true' : null,
  }, list.map((option, n) => h('label', { class: 'choice', for: `${group}-${n}` }, inputs[n],
    h('span', { class: 'choice-words' }, h('span', null, option.label), option.description && h('span', { class: 'choice-more', id: `${group}-${n}-about` }, option.description)))));
  const value = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const bounds = kind === 'radio' ? { ...component, min_values: 1, max_values: 1 } : { ...component, max_values: component.max_values ?? list.length };
  return { node, control: node, focus: () => inputs[0]?.focus(), customId: component.custom_id, required: isRequired(component), value, check: () => amount(value().length, bounds, 'option') };
}

function checkbox(component, ids, changed) {
  const control = h('input', { type: 'checkbox', id: ids.control, dataset: { customId: component.custom_id }, on: { change: changed } });
  control.checked = Boolean(component.default);
  return { node: h('span', { class: 'single-check' }, control), control, customId: component.custom_id, required: false, value: () => control.checked, check: () => null };
}

function upload(component, ids, changed) {
  let files = [];
  const most = component.max_values ?? 1;
  const control = h('input', {
    type: 'file', id: ids.control, class: 'file-input', multiple: most > 1, accept: component.file_types?.map((type) => (type.startsWith('.') ? type : `.${type}`)).join(','),
    dataset: { customId: component.custom_id }, 'aria-required': isRequired(component) ? 'true' : null,
  });
  const list = h('ul', { class: 'upload-list' });
  const take = (added) => {
    files = most > 1 ? [...files, ...added] : [...added].slice(0, 1);
    draw();
    changed();
  };
  const draw = () => list.replaceChildren(...files.map((file) => h('li', null, icon('file', 20), h('span', { class: 'tray-name' }, file.name), h('span', { class: 'tray-size' }, bytes(file.size)),
    iconButton('close', `Remove ${file.name}`, { on: { click: () => { files = files.filter((other) => other !== file); draw(); changed(); control.focus(); } } }))));
  control.addEventListener('change', () => {
    take(control.files);
    // So that the same file can be chosen again after it was removed.
    control.value = '';
  });
  const node = h('div', { class: 'upload' }, h('div', { class: 'upload-drop' }, h('p', { class: 'upload-words', 'aria-hidden': 'true' }, most > 1 ? `Choose up to ${most} files, or drop them here` : 'Choose a file, or drop it here'), control), list);
  node.addEventListener('dragover', (event) => event.preventDefault());
  node.addEventListener('drop', (event) => {
    event.preventDefault();
    event.stopPropagation();
    take(event.dataTransfer.files);
  });
  return {
    node, control, customId: component.custom_id, required: isRequired(component), value: () => [], files: () => files,
    check() {
      const large = files.find((file) => file.size > FILE_LARGEST);
      if (large) return `${large.name} is too large: at most ${bytes(FILE_LARGEST)}`;
      return amount(files.length, component, 'file');
    },
  };
}
