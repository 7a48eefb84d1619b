// Knows how files come in from outside the page: dropped anywhere on the conversation, or pasted.

const hasFiles = (event) => event.dataTransfer?.types.includes('Files');

export function acceptDrops(target, take) {
  let depth = 0;
  const over = (next) => {
    depth = Math.max(0, next);
    target.classList.toggle('dropping', depth > 0);
  };
  target.addEventListener('dragenter', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    over(depth + 1);
  });
  target.addEventListener('dragover', (event) => { if (hasFiles(event)) event.preventDefault(); });
  target.addEventListener('dragleave', (event) => { if (hasFiles(event)) over(depth - 1); });
  target.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    over(0);
    take(event.dataTransfer.files);
  });
}

export function acceptPastes(area, take) {
  area.addEventListener('paste', (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    take(event.clipboardData.files);
  });
}
