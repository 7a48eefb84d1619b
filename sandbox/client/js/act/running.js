// Knows a command on its way: said at once in the conversation, gone when the bot answers, kept in red when it doesn't.
import { api } from '../api.js';
import { EPHEMERAL } from '../history.js';
import { emit, me, on, state } from '../state.js';
import { botOf } from '../compose/commands.js';
import { change, localOf, show, take } from './local.js';
import { apply, NO_ANSWER } from './outcome.js';

const COMMAND = 20;
const MENU = 23;

/** `body` as the sandbox takes it; `name` as it is read ("ticket close"). */
export function runCommand(body, { command, name, files = [] }) {
  const message = show(body.channel_id, {
    type: (command.type ?? 1) === 1 ? COMMAND : MENU, author: botOf(command), flags: EPHEMERAL, sending: true, body, files,
    interaction_metadata: { user: me(), name },
  });
  return deliver(message);
}

async function deliver(message) {
  const { epoch } = state;
  let failure = null;
  let outcome = null;
  try {
    outcome = await api.command(message.body, message.files);
    if (outcome.outcome === 'failed') failure = NO_ANSWER;
  } catch (error) {
    failure = error.message;
  }
  if (failure) return change(message, { sending: false, pending: false, failed: failure });
  take(message);
  if (epoch === state.epoch) apply(outcome, message.channel_id);
  return undefined;
}

/** The live stream may bring the bot's answer before the request ends: then the line that waits for it goes at once. */
export function answered(message) {
  const cause = message.interaction_metadata;
  if (!cause || cause.user?.id !== state.me) return;
  const waiting = localOf((other) => other.sending && other.channel_id === message.channel_id && other.interaction_metadata.name.split(' ')[0] === cause.name);
  if (waiting) take(waiting, { quietly: true });
}

on('rerun', (message) => {
  change(message, { sending: true, pending: true, failed: undefined });
  deliver(message);
});
on('unrun', (message) => {
  take(message);
  emit('focus-composer');
});
