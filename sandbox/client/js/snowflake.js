// Knows that ids are 64-bit numbers in strings that hold a time.
const EPOCH_MS = 1_420_070_400_000n;

export const number = (id) => BigInt(id ?? 0);
export const timeOf = (id) => Number((number(id) >> 22n) + EPOCH_MS);
export const atTime = (ms) => String((BigInt(ms) - EPOCH_MS) << 22n);
export const later = (a, b) => number(a) > number(b);

/** For sorting, oldest first. */
export function order(a, b) {
  const left = number(a.id);
  const right = number(b.id);
  return left < right ? -1 : Number(left > right);
}
