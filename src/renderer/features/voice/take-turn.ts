/** One window of a browser has the microphone at a time: two would hear, and do, everything twice. */
export async function takeMicrophoneTurn(signal: AbortSignal, onWait: () => void): Promise<() => void> {
  const { promise: over, resolve: release } = Promise.withResolvers<void>();
  const hold = (): Promise<void> => over;
  const got = await new Promise<boolean>((resolve) => {
    void navigator.locks.request('heron-microphone', { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? hold() : undefined;
    });
  });
  if (got) return release;
  onWait();
  await new Promise<void>((resolve, reject) => {
    navigator.locks
      .request('heron-microphone', { signal }, () => {
        resolve();
        return hold();
      })
      .catch(reject);
  });
  return release;
}
