/**
 * Counts what of a run does something. A task that others are inside counts only between them; one that waits does not count. When
 * nothing is left that counts and something waits, the run can leave memory.
 */
export type Activity = {
  begin(): void;
  end(): void;
  /** Something waits, at most until `due`; gives what takes it off again. */
  wait(due: number | undefined): () => void;
};

/** `onIdle` is called with the moment at which the first wait is due, undefined for an open one. */
export function createActivity(onIdle: (due: number | undefined) => void): Activity {
  const waiting = new Set<{ due: number | undefined }>();
  let active = 0;
  let isAsked = false;

  function ask(): void {
    if (active > 0 || waiting.size === 0 || isAsked) return;
    isAsked = true;
    // What ends in this turn may begin something.
    setImmediate(() => {
      isAsked = false;
      if (active > 0 || waiting.size === 0) return;
      const dues = [...waiting].flatMap(({ due }) => (due === undefined ? [] : [due]));
      onIdle(dues.length > 0 ? Math.min(...dues) : undefined);
    });
  }

  return {
    begin: () => void (active += 1),
    end: () => {
      active -= 1;
      ask();
    },
    wait: (due) => {
      const entry = { due };
      waiting.add(entry);
      active -= 1;
      ask();
      return () => {
        if (waiting.delete(entry)) active += 1;
      };
    },
  };
}
