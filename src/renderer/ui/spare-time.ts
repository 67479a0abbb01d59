/** Work for when nothing else is to be done; one piece a time, so that no piece holds up a key or a frame. */
const waiting = new Set<() => void>();
let isPlanned = false;

/** Returns what takes the work back. */
export function inSpareTime(work: () => void): () => void {
  waiting.add(work);
  plan();
  return () => waiting.delete(work);
}

function plan(): void {
  if (isPlanned || waiting.size === 0) return;
  isPlanned = true;
  // Not every browser has it; a page that is hidden or busy comes to it all the same.
  if ('requestIdleCallback' in window) requestIdleCallback(workOne, { timeout: 500 });
  else setTimeout(workOne, 16);
}

function workOne(): void {
  isPlanned = false;
  const [work] = waiting;
  if (!work) return;
  waiting.delete(work);
  work();
  plan();
}
