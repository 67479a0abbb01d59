/** The bytes that `produce` gives away one after the other, each when it is asked for; its error is theirs. */
export async function* givenBytes(
  produce: (give: (bytes: Uint8Array) => Promise<void>) => Promise<unknown>,
): AsyncGenerator<Uint8Array> {
  let asked = Promise.withResolvers<void>();
  let given = Promise.withResolvers<Uint8Array | undefined>();
  let isOver = false;
  const producing = asked.promise
    .then(() =>
      produce(async (bytes) => {
        if (isOver) throw new Error('Nobody reads on');
        asked = Promise.withResolvers();
        // Copied: the memory they are in may be another's by the time they are used.
        given.resolve(bytes.slice());
        await asked.promise;
        if (isOver) throw new Error('Nobody reads on');
      }),
    )
    .then(
      () => given.resolve(undefined),
      (error: unknown) => given.reject(error),
    );
  try {
    for (;;) {
      given = Promise.withResolvers();
      asked.resolve();
      const bytes = await given.promise;
      if (!bytes) return;
      yield bytes;
    }
  } finally {
    isOver = true;
    given.promise.catch(() => undefined);
    asked.resolve();
    await producing;
  }
}
