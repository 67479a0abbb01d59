/** The calls of a part that is not loaded yet: each gives a promise. */
export type Late<Part> = {
  [Name in keyof Part]: Part[Name] extends (...given: infer Given) => infer Result
    ? (...given: Given) => Promise<Awaited<Result>>
    : never;
};

/**
 * A part that is loaded when the first of its calls comes, so that no start pays for it. Errors: those of loading it, at each
 * call until it could be loaded, and its own.
 */
export function late<Part extends object>(load: () => Promise<Part>): Late<Part> {
  let loading: Promise<Part> | undefined;
  const loaded = (): Promise<Part> =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  const made: Record<string, unknown> = {};
  const calls: unknown = new Proxy(made, {
    get: (_, name) =>
      typeof name === 'symbol' || name === 'then'
        ? undefined
        : (made[name] ??= async (...given: unknown[]) => {
            const part = (await loaded()) as Record<string, (...all: unknown[]) => unknown>;
            return part[name]?.(...given);
          }),
  });
  return calls as Late<Part>;
}
