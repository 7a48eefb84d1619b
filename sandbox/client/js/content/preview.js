// Knows the one line by which a message is quoted or asked about.

const TEXT = 10;

function firstText(components) {
  for (const component of components ?? []) {
    const found = component.type === TEXT ? component.content : firstText(component.components);
    if (found) return found;
  }
  return '';
}

/** Words of the message, or of what stands in it; empty if it holds only files. */
export function preview(message) {
  const [embed] = message.embeds ?? [];
  return message.content || firstText(message.components) || embed?.title || embed?.description || '';
}
