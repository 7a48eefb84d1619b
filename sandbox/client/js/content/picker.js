// Knows the one drop-down of this client: a combobox with a list box, for one or many values, by pointer and keyboard.
import { h, icon, uid } from '../dom.js';
import { sign } from './sign.js';

const READ_WHOLE = 10;
const ONE_WORD_MS = 800;
/** What is drawn at once; the rest is found by typing. */
const MOST = 100;

/**
 * `options`: [{value, label, description?, emoji?, sign?}]; `searchable`: to be typed in however few there are.
 * `onDone(values)` is called when the list closes with other values than it opened with. `labelledby` is an element's id.
 */
export function picker({ label, labelledby, placeholder, customId, options, values = [], min = 1, max = 1, searchable, disabled, onDone, onChange }) {
  const known = new Map(options.map((option) => [option.value, option]));
  let picked = values.filter((value) => known.has(value));
  let before = picked;
  const readOnly = !searchable && options.length <= READ_WHOLE;
  let open = false;
  let busy = false;
  let active = -1;
  let found = options;
  let shown = options.slice(0, MOST);
  const many = max > 1;
  const listId = uid('list');
  const end = () => h('span', { class: 'picker-end', 'aria-hidden': 'true' }, busy ? h('span', { class: 'spinner' }) : icon('down', 20));
  const chips = h('span', { class: 'picker-chips' });
  const input = h('input', {
    type: 'text', role: 'combobox', class: 'picker-input', autocomplete: 'off', spellcheck: 'false', placeholder,
    readonly: readOnly, disabled, 'aria-expanded': 'false', 'aria-controls': listId, 'aria-haspopup': 'listbox',
    'aria-label': labelledby ? null : label, 'aria-labelledby': labelledby, 'aria-autocomplete': readOnly ? null : 'list',
    dataset: { customId, keep: customId },
  });
  const list = h('div', { id: listId, class: 'picker-list', role: 'listbox', popover: 'manual', 'aria-label': label || placeholder || 'Options', 'aria-multiselectable': many ? 'true' : null });
  const control = h('div', { class: ['picker-control', disabled && 'off'] }, chips, input, end());
  const node = h('div', { class: 'picker' }, control, list);

  function face() {
    const options_ = picked.map((value) => known.get(value));
    chips.replaceChildren(...(many ? options_.map((option) => h('span', { class: 'chip' }, option.label)) : []));
    if (!open || readOnly) input.value = many || !options_.length ? '' : options_[0].label;
    input.placeholder = many && options_.length ? '' : placeholder;
    // Chips are beside the input: their words must be heard with it.
    if (many) input.setAttribute('aria-description', options_.map((option) => option.label).join(', ') || 'Nothing chosen');
    node.dataset.values = picked.join(',');
  }

  function draw() {
    list.replaceChildren(...shown.map((option, n) => h('div', {
      id: `${listId}-${n}`, role: 'option', class: ['option', n === active && 'active'], 'aria-selected': picked.includes(option.value) ? 'true' : 'false',
      dataset: { value: option.value }, on: { pointerdown: (event) => event.preventDefault(), click: () => choose(option) },
    }, option.sign?.() ?? sign(option.emoji, { size: 22 }),
    h('span', { class: 'option-words' }, h('span', null, option.label), option.description && h('span', { class: 'option-more' }, option.description)),
    picked.includes(option.value) && icon('check', 18))));
    if (found.length > shown.length) list.append(h('div', { role: 'option', class: 'option none', 'aria-disabled': 'true', 'aria-selected': 'false' }, `and ${found.length - shown.length} more: type to find them`));
    if (!shown.length) list.append(h('div', { role: 'option', class: 'option none', 'aria-disabled': 'true', 'aria-selected': 'false' }, 'No results'));
    const current = list.querySelector('.active');
    if (current) input.setAttribute('aria-activedescendant', current.id);
    else input.removeAttribute('aria-activedescendant');
    current?.scrollIntoView({ block: 'nearest' });
  }

  function place() {
    const box = control.getBoundingClientRect();
    if (box.bottom < 0 || box.top > innerHeight) return close();
    const below = innerHeight - box.bottom - 12;
    const above = box.top - 12;
    const up = below < 200 && above > below;
    list.style.setProperty('max-height', `${Math.min(320, up ? above : below)}px`);
    list.style.setProperty('left', `${box.left}px`);
    list.style.setProperty('width', `${box.width}px`);
    list.style.setProperty('top', up ? 'auto' : `${box.bottom + 4}px`);
    list.style.setProperty('bottom', up ? `${innerHeight - box.top + 4}px` : 'auto');
  }

  const outside = (event) => { if (!node.contains(event.target)) close(); };
  const scrolled = (event) => { if (!list.contains(event.target)) place(); };

  function show() {
    if (open || disabled || busy) return;
    open = true;
    before = picked;
    find('');
    active = Math.max(0, shown.findIndex((option) => picked.includes(option.value)));
    if (!readOnly) input.value = '';
    input.setAttribute('aria-expanded', 'true');
    control.classList.add('open');
    draw();
    list.showPopover();
    place();
    document.addEventListener('pointerdown', outside, true);
    document.addEventListener('scroll', scrolled, true);
    window.addEventListener('resize', place);
  }

  function close() {
    if (!open) return;
    open = false;
    active = -1;
    if (list.isConnected && list.matches(':popover-open')) list.hidePopover();
    document.removeEventListener('pointerdown', outside, true);
    document.removeEventListener('scroll', scrolled, true);
    window.removeEventListener('resize', place);
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
    control.classList.remove('open');
    const changed = picked.join('\n') !== before.join('\n');
    if (changed && onDone && picked.length < min) picked = before;
    else if (changed) onDone?.(picked);
    face();
  }

  function choose(option) {
    const has = picked.includes(option.value);
    if (!many) {
      picked = has && min === 0 ? [] : [option.value];
      // Choosing the same again is a choice too.
      if (has && min > 0 && onDone) before = [];
    } else if (has) picked = picked.filter((value) => value !== option.value);
    else if (picked.length < max) picked = [...picked, option.value];
    onChange?.(picked);
    if (!many) return close();
    active = shown.indexOf(option);
    draw();
    face();
    place();
    return undefined;
  }

  function find(wanted) {
    found = options.filter((option) => `${option.label} ${option.description ?? ''}`.toLowerCase().includes(wanted));
    shown = found.slice(0, MOST);
  }

  let letters = '';
  let lettersAt = 0;

  /** Letters typed in a row lead to the option that begins with them. */
  function leap(letter) {
    if (Date.now() - lettersAt > ONE_WORD_MS) letters = '';
    lettersAt = Date.now();
    letters += letter.toLowerCase();
    const at = shown.findIndex((option) => option.label.toLowerCase().startsWith(letters));
    if (at >= 0) { active = at; draw(); }
  }

  function key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) {
      event.preventDefault();
      if (!open) return show();
      active = (active + moves[event.key] + shown.length) % Math.max(1, shown.length);
      return draw();
    }
    if (event.key === 'Home' && open && readOnly) { active = 0; return draw(); }
    if (event.key === 'End' && open && readOnly) { active = shown.length - 1; return draw(); }
    if (event.key === 'Enter' || (event.key === ' ' && readOnly)) {
      event.preventDefault();
      event.stopPropagation();
      if (!open) return show();
      return shown[active] && choose(shown[active]);
    }
    if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      return close();
    }
    if (event.key === 'Tab') return close();
    if (open && readOnly && event.key.length === 1) leap(event.key);
    return undefined;
  }

  control.addEventListener('click', () => {
    if (disabled) return;
    if (open && readOnly) close();
    else show();
    input.focus();
  });
  input.addEventListener('keydown', key);
  input.addEventListener('blur', () => setTimeout(() => { if (document.activeElement !== input) close(); }, 0));
  input.addEventListener('input', () => {
    if (!open) show();
    const wanted = input.value.trim().toLowerCase();
    find(wanted);
    active = shown.length ? 0 : -1;
    draw();
  });
  function setBusy(next) {
    busy = next;
    control.lastChild.replaceWith(end());
  }

  face();
  return { node, input, setBusy, values: () => picked };
}
