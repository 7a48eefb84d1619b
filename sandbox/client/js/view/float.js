// Knows what floats over the page, one at a time: where it stands, when it goes, who has the focus afterwards.

let open = null;

/** A way back to the element: itself, or what was drawn in its place, or at least its message. */
export function wayBack(node) {
  const row = node?.closest('.message')?.id;
  return () => {
    if (!node || node.isConnected) return node;
    const within = document.getElementById(row) ?? document;
    const { keep } = node.dataset;
    return (keep && within.querySelector(`[data-keep="${CSS.escape(keep)}"]`)) || (row ? within : null);
  };
}

/** Shows `node` (a manual popover) at a point, else beside `opener`. Presses outside and Escape end it. */
export function float(node, { at, opener, ended } = {}) {
  sink();
  const back = wayBack(opener);
  document.body.append(node);
  node.showPopover();
  place(node, at ?? corner(opener));
  const outside = (event) => { if (!node.contains(event.target)) sink({ refocus: false }); };
  const key = (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    sink();
  };
  const again = () => place(node, at ?? corner(opener));
  document.addEventListener('pointerdown', outside, true);
  node.addEventListener('keydown', key);
  window.addEventListener('resize', again);
  open = {
    node,
    end({ refocus }) {
      document.removeEventListener('pointerdown', outside, true);
      window.removeEventListener('resize', again);
      const inside = node.contains(document.activeElement);
      node.remove();
      ended?.();
      if (refocus && (inside || document.activeElement === document.body)) back()?.focus?.({ preventScroll: true });
    },
  };
}

/** Ends what floats. */
export function sink({ refocus = true } = {}) {
  const was = open;
  open = null;
  was?.end({ refocus });
}

function corner(opener) {
  const box = opener?.getBoundingClientRect() ?? { left: innerWidth / 2, bottom: innerHeight / 2, top: innerHeight / 2, right: innerWidth / 2 };
  return { x: box.left, y: box.bottom + 4, above: box.top - 4, right: box.right };
}

function place(node, { x, y, above = y, right }) {
  const { offsetWidth: width, offsetHeight: height } = node;
  const fits = y + height + 8 <= innerHeight;
  const top = fits ? y : Math.max(8, above - height);
  // To the left of its corner where the right side has no room.
  const left = x + width + 8 <= innerWidth ? x : (right ?? x) - width;
  node.style.setProperty('left', `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`);
  node.style.setProperty('top', `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`);
}
