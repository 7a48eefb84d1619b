// Knows how to do a thing at once when it is rare and together when it is asked for again and again.

/** `work` at once, but not again within `ms`: what is asked for meanwhile is done together at the end. */
export function paced(work, ms = 50) {
  let last = 0;
  let timer = 0;
  const run = () => {
    timer = 0;
    work();
    // Counted from the end of the work, so that slow work leaves room for everything else.
    last = performance.now();
  };
  return () => {
    if (timer) return;
    const wait = last + ms - performance.now();
    if (wait <= 0) run();
    else timer = setTimeout(run, wait);
  };
}
