/** The bytes that `produce` writes into the stream it is handed, as they are asked for; its error is theirs. */
export async function* writtenBytes(
  produce: (writable: WritableStream<Uint8Array>) => Promise<unknown>,
): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  let failure: { error: unknown } | undefined;
  const producing = produce(writable).catch(async (error: unknown) => {
    failure = { error };
    // Without this a reader would wait for ever; the stream may have ended by itself, which is as good.
    await writable.abort(error).catch(() => undefined);
  });
  try {
    yield* readable;
  } catch (error) {
    failure ??= { error };
  }
  await producing;
  if (failure) throw failure.error;
}
