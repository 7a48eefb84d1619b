// Knows how to make elements from values. Text only ever becomes text nodes; there is no way to pass markup in.

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element. `props`: class, dataset, style (custom properties too), on (events), anything else is an attribute. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === 'class') node.className = Array.isArray(value) ? value.filter(Boolean).join(' ') : value;
    else if (key === 'on') for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else if (key === 'dataset') for (const [name, text] of Object.entries(value)) { if (text != null) node.dataset[name] = text; }
    else if (key === 'style') for (const [name, text] of Object.entries(value)) { if (text != null) node.style.setProperty(name, text); }
    else if (key === 'value') node.value = value;
    else node.setAttribute(key, value === true ? '' : String(value));
  }
  append(node, children);
  return node;
}

export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/** Replaces what a node holds. */
export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

// Strokes on a 24 grid, drawn for this client.
const SHAPES = {
  hash: ['M5 9h14M5 15h14M10 4 8 20M16 4l-2 16'],
  lock: ['M7 11V8a5 5 0 0 1 10 0v3', 'M6 11h12v9H6z'],
  thread: ['M5 6h14M5 11h9M9 16h10', 'm5 13 4 3-4 3'],
  voice: ['M4 10v4h4l5 4V6L8 10z', 'M16 9a4 4 0 0 1 0 6'],
  news: ['M4 10v4l11 4V6z', 'M18 10v4'],
  forum: ['M4 5h12v9H9l-3 3v-3H4z', 'M19 9v8h-2v3l-3-3h-3'],
  down: ['m6 9 6 6 6-6'],
  left: ['m15 6-6 6 6 6'],
  right: ['m9 6 6 6-6 6'],
  people: ['M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z', 'M3 20c0-3.500 2.500-6 6-6s6 2.500 6 6', 'M16 5a3 3 0 0 1 0 6M17 14c2.500.5 4 2.700 4 6'],
  reply: ['m10 7-5 5 5 5', 'M5 12h9a5 5 0 0 1 5 5v2'],
  edit: ['m5 19 1-4L16 5l3 3L9 18z', 'm14 7 3 3'],
  trash: ['M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13'],
  close: ['m6 6 12 12M18 6 6 18'],
  plus: ['M12 5v14M5 12h14'],
  check: ['m5 12 5 5 9-10'],
  send: ['M4 5l16 7-16 7 3-7z', 'M7 12h8'],
  file: ['M6 3h8l4 4v14H6z', 'M14 3v4h4'],
  download: ['M12 4v11m-5-5 5 5 5-5', 'M5 20h14'],
  out: ['M13 5h6v6M19 5l-9 9', 'M17 14v5H5V7h5'],
  eye: ['M2 12s4-6 10-6 10 6 10 6-4 6-10 6-10-6-10-6z', 'M12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z'],
  sun: ['M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z', 'M12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600 7 7M17 17l1.400 1.400M18.400 5.600 17 7M7 17l-1.400 1.400'],
  moon: ['M19 14.500A8 8 0 0 1 9.500 5a7.500 7.500 0 1 0 9.500 9.500z'],
  swap: ['M7 8h12m-4-4 4 4-4 4', 'M17 16H5m4-4-4 4 4 4'],
  chat: ['M4 5h16v11H11l-4 4v-4H4z'],
  warn: ['M12 4 3 20h18z', 'M12 10v5M12 17.500v.5'],
  at: ['M15.500 12a3.500 3.500 0 1 1-7 0 3.500 3.500 0 0 1 7 0z', 'M15.500 8.500V13a2.500 2.500 0 0 0 5 0v-1a8.500 8.500 0 1 0-3.500 6.900'],
  slash: ['M15 5 9 19'],
  smile: ['M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z', 'M8.500 14.500c1.800 2.400 5.200 2.400 7 0M9 9.500v.5M15 9.500v.5'],
  more: ['M5.500 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2z', 'M12 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2z', 'M18.500 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2z'],
  pin: ['m9 4 7 0-1 6 3 3v2H6v-2l3-3zM12 15v6'],
  copy: ['M9 9h11v11H9z', 'M5 15H4V4h11v1'],
  link: ['M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1', 'M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1'],
  unread: ['M4 6h16v12H4z', 'm4 7 8 6 8-6'],
  person: ['M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z', 'M4 21c0-4 3.500-7 8-7s8 3 8 7'],
  menu: ['M4 7h16M4 12h16M4 17h16'],
  image: ['M4 5h16v14H4z', 'm5 17 5-5 4 4 2-2 4 4', 'M15.500 10a1.200 1.200 0 1 0 0-2.400 1.200 1.200 0 0 0 0 2.400z'],
};

/** An inline icon, hidden from assistive technology: the control around it carries the name. */
export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = { viewBox: '0 0 24 24', width: size, height: size, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.8, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true', class: 'icon' };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, String(value));
  for (const d of SHAPES[name]) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/** A button that shows an icon only. */
export function iconButton(name, label, props = {}) {
  return h('button', { type: 'button', ...props, class: ['icon-button', props.class].flat(), 'aria-label': label, title: label }, icon(name));
}

let next = 0;
/** An id that no other element of this page has. */
export const uid = (stem) => `${stem}-${(next += 1)}`;
