import { addUsage, type CallUsage } from '../../../contract/usage.ts';

/** What an execution waits for from outside of itself. */
type Kind =
  | 'step'
  | 'end'
  | 'ensure'
  | 'turn'
  | 'pause'
  | 'call'
  | 'model'
  | 'draw'
  | 'answer'
  | 'decision'
  | 'wake'
  | 'hear';

export type Inlet = {
  kind: Kind;
  path: string;
  signal: AbortSignal | undefined;
  /** Of a call: takes what it has used since this was last called. */
  use: (used: CallUsage) => void;
  give: (value: unknown) => void;
  refuse: (error: Error) => void;
};

/** Tasks wait at inlets until the log says what they were given. */
export type Inlets = ReturnType<typeof createInlets>;

export function createInlets() {
  const byPath = new Map<string, Inlet[]>();
  let closed: Error | undefined;

  function remove(inlet: Inlet): void {
    const left = byPath.get(inlet.path)?.filter((each) => each !== inlet) ?? [];
    if (left.length > 0) byPath.set(inlet.path, left);
    else byPath.delete(inlet.path);
  }

  return {
    /** `heeds`: the wait ends with the signal; else, like a call that cannot be called back, when the log says so. */
    wait: <Value>(
      kind: Kind,
      path: string,
      signal?: AbortSignal,
      { heeds = true, onUsed }: { heeds?: boolean; onUsed?: (total: CallUsage) => void } = {},
    ): Promise<Value> =>
      new Promise((resolve, reject) => {
        let total: CallUsage = {};
        if (closed) return reject(closed);
        if (heeds && signal?.aborted) return reject(signal.reason as Error);
        const giveUp = (): void => {
          remove(inlet);
          reject(signal?.reason as Error);
        };
        const leave = (): void => {
          remove(inlet);
          signal?.removeEventListener('abort', giveUp);
        };
        const inlet: Inlet = {
          ...{ kind, path, signal },
          use: (used) => onUsed?.((total = addUsage(total, used))),
          give: (value) => {
            leave();
            resolve(value as Value);
          },
          refuse: (error) => {
            leave();
            reject(error);
          },
        };
        if (heeds) signal?.addEventListener('abort', giveUp, { once: true });
        const others = byPath.get(path);
        if (others) others.push(inlet);
        else byPath.set(path, [inlet]);
      }),
    find: (path: string, ...kinds: Kind[]): Inlet | undefined =>
      byPath.get(path)?.find(({ kind }) => kinds.includes(kind)),
    ofKinds: (...kinds: Kind[]): Inlet[] =>
      [...byPath.values()].flatMap((inlets) => inlets.filter(({ kind }) => kinds.includes(kind))),
    /** Nobody is given anything any more. */
    close: (reason: Error): void => {
      closed = reason;
      for (const inlets of [...byPath.values()]) for (const inlet of [...inlets]) inlet.refuse(reason);
    },
  };
}
