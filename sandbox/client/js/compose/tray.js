// Knows the files that wait above the message box: adding, hiding as a spoiler, taking away.
import { fill, h, icon, iconButton } from '../dom.js';
import { bytes } from '../content/media.js';

const MOST_FILES = 10;
const LARGEST = 10 * 1024 * 1024;
const SPOILER = 'SPOILER_';

/** `changed()` after each change, `done()` when the focus must go on; `complain(words)` if something can't be taken. */
export function fileTray({ changed, done, complain }) {
  const node = h('ul', { class: 'tray', 'aria-label': 'Attached files', hidden: true });
  let files = [];

  function set(next) {
    files = next;
    node.hidden = !files.length;
    fill(node, files.map(item));
    changed();
  }

  function add(list) {
    const small = [...list].filter((file) => file.size <= LARGEST);
    if (small.length < list.length) complain(`Your files are too large: at most ${bytes(LARGEST)} each.`);
    if (small.length > MOST_FILES - files.length) complain(`You can attach up to ${MOST_FILES} files to a message.`);
    set([...files, ...small.slice(0, MOST_FILES - files.length)]);
  }

  /** Discord knows a hidden file by how its name begins. */
  function hide(file) {
    const name = file.name.startsWith(SPOILER) ? file.name.slice(SPOILER.length) : `${SPOILER}${file.name}`;
    set(files.map((other) => (other === file ? new File([file], name, { type: file.type }) : other)));
    done();
  }

  function item(file) {
    const hidden = file.name.startsWith(SPOILER);
    const name = hidden ? file.name.slice(SPOILER.length) : file.name;
    return h('li', { class: ['tray-file', hidden && 'hidden-file'] },
      file.type.startsWith('image/') ? thumbnail(file) : icon('file', 40),
      h('span', { class: 'tray-name' }, name), h('span', { class: 'tray-size' }, hidden ? 'Spoiler' : bytes(file.size)),
      h('span', { class: 'tray-tools' },
        iconButton('eye', hidden ? `Show ${name}` : `Mark ${name} as a spoiler`, { on: { click: () => hide(file) } }),
        iconButton('trash', `Remove ${name}`, { class: 'dangerous', on: { click: () => { set(files.filter((other) => other !== file)); done(); } } })));
  }

  return { node, add, set, files: () => files };
}

function thumbnail(file) {
  const url = URL.createObjectURL(file);
  return h('img', { src: url, alt: '', on: { load: () => URL.revokeObjectURL(url) } });
}
