// Knows that a plain click on a link of ours stays in the page while ctrl, middle and friends open another tab.
import { emit } from '../state.js';

export function follow(to) {
  return (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    emit('go', to);
  };
}
