/** How long to wait before trying again: doubling, with a ceiling. */

/** Milliseconds to wait after the `attempt`-th failure or empty answer, counted from 1. */
export function backoff_ms(attempt: number, first_ms: number, ceiling_ms: number): number {
  return Math.min(ceiling_ms, first_ms * 2 ** Math.max(0, attempt - 1));
}
