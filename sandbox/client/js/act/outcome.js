// Knows how to press, choose and submit as the person, and what each outcome of the bot means for the screen.
import { api } from '../api.js';
import { put } from '../history.js';
import { emit, state } from '../state.js';

export const NO_ANSWER = 'The application did not respond';
const PRESS_FAILED = 'This interaction failed';

/** Applies an outcome; returns words if the bot failed. */
export function apply(outcome, channel) {
  if (outcome.outcome === 'failed') return NO_ANSWER;
  if (outcome.message) put({ channel_id: channel, ...outcome.message }, { isNew: true });
  if (outcome.outcome === 'modal') emit('modal', { ...outcome.modal, channel });
  return null;
}

/** Presses a button or chooses in a select of a message. Spinner and failure are shown at the message. */
export async function press(message, custom_id, values) {
  const key = `${message.id}:${custom_id}`;
  if (state.busy.has(key)) return;
  const { epoch } = state;
  state.busy.add(key);
  const before = state.failures.delete(message.id);
  emit('waiting', message);
  if (before) emit('redraw', message);
  let failure = null;
  let outcome = null;
  try {
    const body = { channel_id: message.channel_id, message_id: message.id, custom_id };
    if (values) body.values = values;
    outcome = await api.press(body);
    if (outcome.outcome === 'failed') failure = PRESS_FAILED;
  } catch (error) {
    failure = error.message;
  }
  state.busy.delete(key);
  if (epoch !== state.epoch) return;
  if (failure) state.failures.set(message.id, failure);
  emit('waiting', message);
  // Drawn before a modal opens, so that the focus comes back to a button that is still there.
  if (failure) emit('redraw', message);
  if (!failure) apply(outcome, message.channel_id);
}

/** Sends a modal; returns null, or what went wrong: words, and Discord's tree of errors if there is one. */
export async function submit(modal, values, files) {
  try {
    const failure = apply(await api.submit(modal.modal_id, values, files), modal.channel);
    return failure && { words: failure };
  } catch (error) {
    return { words: error.message, errors: error.errors };
  }
}
