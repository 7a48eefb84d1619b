// Waits for something that no page shows. Knows only how to ask again.

const AGAIN_MS = 25;

/** Asks until the answer is neither false nor nothing, and gives it. */
export async function until<T>(what: string, within_ms: number, ask: () => Promise<T>): Promise<NonNullable<T>> {
  const end = performance.now() + within_ms;
  for (;;) {
    const answer = await ask();
    if (answer) return answer as NonNullable<T>;
    if (performance.now() > end) throw new Error(`not within ${within_ms} ms: ${what}`);
    await pace(AGAIN_MS);
  }
}

/** How fast something is done over and over. Not for waiting until something has happened. */
export const pace = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How long it took until the answer was neither false nor nothing, in milliseconds. */
export async function measured(what: string, within_ms: number, ask: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await until(what, within_ms, ask);
  return Math.round(performance.now() - begun);
}

/** Tells a figure, so that it can be read beside the test's name. */
export function figure(what: string, value: string): void {
  console.log(`    ${what}: ${value}`);
}
