// Knows the list that stands above the message box: what is offered for the word being typed. Whoever types hands it the offer.
import { h, uid } from '../dom.js';

/**
 * One list for several inputs. `show(input, { title, about?, options: [{ sign?, label, more?, side?, testid?, take() }] })`
 * gives the keys to `input`; an offer without options is words only.
 */
export function suggestions() {
  const listId = uid('suggest');
  const title = h('div', { class: 'suggest-title', id: `${listId}-title` });
  const list = h('div', { class: 'suggest-list', role: 'listbox', id: listId, tabindex: '0', 'aria-labelledby': `${listId}-title`, 'data-testid': 'suggestions' });
  const node = h('div', { class: 'suggest', hidden: true }, title, list);
  let input = null;
  let options = [];
  let active = 0;

  function draw() {
    list.hidden = !options.length;
    list.replaceChildren(...options.map((option, n) => h('div', {
      role: 'option', id: `${listId}-${n}`, class: ['suggestion', n === active && 'active'], 'aria-selected': n === active ? 'true' : 'false',
      dataset: { testid: option.testid ?? 'suggestion' },
      on: { pointerdown: (event) => event.preventDefault(), click: () => take(option), pointermove: () => { if (active !== n) { active = n; draw(); } } },
    }, option.sign?.(), h('span', { class: 'suggestion-words' }, h('span', { class: 'suggestion-label' }, option.label), option.more && h('span', { class: 'suggestion-more' }, option.more)), option.side && h('span', { class: 'suggestion-side' }, option.side))));
    const current = list.children[active];
    if (current) input.setAttribute('aria-activedescendant', current.id);
    else input.removeAttribute('aria-activedescendant');
    current?.scrollIntoView({ block: 'nearest' });
  }

  function take(option) {
    hide();
    option.take();
  }

  function hide() {
    node.hidden = true;
    options = [];
    input?.removeAttribute('aria-activedescendant');
    if (input?.getAttribute('role') === 'combobox') input.setAttribute('aria-expanded', 'false');
  }

  function show(owner, found) {
    if (input && input !== owner) hide();
    input = owner;
    if (!found || (!found.options.length && !found.about)) return hide();
    options = found.options;
    title.replaceChildren(found.title ?? '', ...(found.about ? [h('span', { class: 'suggest-about' }, found.about)] : []));
    title.hidden = !found.title && !found.about;
    active = 0;
    node.hidden = false;
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', listId);
    if (input.getAttribute('role') === 'combobox') input.setAttribute('aria-expanded', String(options.length > 0));
    return draw();
  }

  /** Returns true if the key was meant for the list. */
  function key(event) {
    if (node.hidden || !options.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      active = (active + step + options.length) % options.length;
      draw();
    } else if (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) take(options[active]);
    else if (event.key === 'Escape') hide();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return { node, show, hide, key, isOpen: () => !node.hidden && options.length > 0 };
}
