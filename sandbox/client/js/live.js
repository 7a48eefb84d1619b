// Knows how to stay connected to one person's event stream: reconnects with growing waits and says when it is back.
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 10_000;

/**
 * Follows `user`. `onEvent({t, d})`; `onStatus('open' | 'again' | 'lost')`: 'again' means that events may have been missed.
 * Returns a function that stops.
 */
export function follow(user, onEvent, onStatus) {
  let socket = null;
  let stopped = false;
  let opened = false;
  let wait = FIRST_WAIT_MS;
  let timer = 0;

  const connect = () => {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const current = new WebSocket(`${scheme}://${location.host}/_sandbox/as/${user}/live`);
    socket = current;
    current.addEventListener('open', () => {
      if (stopped) return current.close();
      wait = FIRST_WAIT_MS;
      onStatus(opened ? 'again' : 'open');
      opened = true;
    });
    current.addEventListener('message', (event) => {
      if (!stopped) onEvent(JSON.parse(event.data));
    });
    current.addEventListener('close', () => {
      if (stopped) return;
      // The first picture was fetched beside the first connection; once that failed, any later one may have gaps.
      opened = true;
      onStatus('lost');
      timer = setTimeout(connect, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    });
  };

  const wake = () => {
    if (stopped || !timer || socket.readyState !== WebSocket.CLOSED) return;
    clearTimeout(timer);
    timer = 0;
    connect();
  };

  connect();
  window.addEventListener('online', wake);
  return () => {
    stopped = true;
    clearTimeout(timer);
    window.removeEventListener('online', wake);
    // Closing while connecting makes browsers complain; such a socket closes itself once open.
    if (socket.readyState === WebSocket.OPEN) socket.close();
  };
}
