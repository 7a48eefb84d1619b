// Knows the list that stands above the message box while one types `/`, `@` or `#`. What it offers is handed to it.
import { h, uid } from '../dom.js';

/**
 * A list box driven from `area`. `find(text, caret)` → null or { title, options: [{ sign?, label, more?, side?, take() }] }.
 */
export function suggestions(area, find) {
  const listId = uid('suggest');
  const title = h('div', { class: 'suggest-title', id: `${listId}-title` });
  const list = h('div', { class: 'suggest-list', role: 'listbox', id: listId, tabindex: '0', 'aria-labelledby': `${listId}-title`, 'data-testid': 'suggestions' });
  const node = h('div', { class: 'suggest', hidden: true }, title, list);
  let options = [];
  let active = 0;

  area.setAttribute('aria-autocomplete', 'list');
  area.setAttribute('aria-controls', listId);

  function draw() {
    list.replaceChildren(...options.map((option, n) => h('div', {
      role: 'option', id: `${listId}-${n}`, class: ['suggestion', n === active && 'active'], 'aria-selected': n === active ? 'true' : 'false',
      dataset: { testid: option.testid ?? 'suggestion' },
      on: { pointerdown: (event) => event.preventDefault(), click: () => take(option), pointermove: () => { if (active !== n) { active = n; draw(); } } },
    }, option.sign?.(), h('span', { class: 'suggestion-words' }, h('span', { class: 'suggestion-label' }, option.label), option.more && h('span', { class: 'suggestion-more' }, option.more)), option.side && h('span', { class: 'suggestion-side' }, option.side))));
    const current = list.children[active];
    if (current) area.setAttribute('aria-activedescendant', current.id);
    current?.scrollIntoView({ block: 'nearest' });
  }

  function take(option) {
    hide();
    option.take();
  }

  function hide() {
    node.hidden = true;
    options = [];
    area.removeAttribute('aria-activedescendant');
  }

  function update() {
    const found = find(area.value, area.selectionStart ?? area.value.length);
    if (!found?.options.length) return hide();
    options = found.options;
    title.textContent = found.title;
    active = 0;
    node.hidden = false;
    return draw();
  }

  /** Returns true if the key was meant for the list. */
  function key(event) {
    if (node.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      active = (active + step + options.length) % options.length;
      draw();
    } else if (event.key === 'Enter' || event.key === 'Tab') take(options[active]);
    else if (event.key === 'Escape') hide();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return { node, update, hide, key };
}
