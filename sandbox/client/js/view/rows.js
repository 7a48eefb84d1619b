// Knows the message under the pointer or in focus: its toolbar, and the arrow keys from one message to the next.

/** `live(id)` gives a message's row as it is drawn now, `tools(id)` its toolbar or null. Returns what hangs the toolbar anew. */
export function tendRows(list, { live, tools }) {
  let hovered = null;

  function dress(id) {
    const old = list.querySelector('.toolbar');
    const row = id ? live(id) : null;
    hovered = row ? id : null;
    if (old && row?.contains(old)) return;
    old?.remove();
    const bar = row && tools(id);
    if (bar) row.append(bar);
  }

  const idOf = (event) => event.target.closest('.message')?.dataset.message;
  list.addEventListener('pointerover', (event) => {
    const id = idOf(event);
    if (id && id !== hovered) dress(id);
  });
  list.addEventListener('pointerleave', () => {
    if (!hovered || !live(hovered)?.contains(document.activeElement)) dress(null);
  });
  list.addEventListener('focusin', (event) => dress(idOf(event)));
  list.addEventListener('keydown', (event) => {
    const row = event.target.closest('.message');
    if (!row || event.target !== row) return;
    const rows = [...list.querySelectorAll('.message')];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const target = step && rows[rows.indexOf(row) + step];
    if (!step) return;
    event.preventDefault();
    if (!target) return;
    row.tabIndex = -1;
    target.tabIndex = 0;
    target.focus();
  });
  return { again: () => dress(hovered), none: () => dress(null) };
}
