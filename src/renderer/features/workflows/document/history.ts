/** What was, what is and what was taken back. */
export type History<State> = {
  past: readonly State[];
  present: State;
  future: readonly State[];
  /** Changes that go on with the last one, as typing does, are one step with it. */
  mergeKey?: string | undefined;
};

const mostSteps = 500;

export function begin<State>(present: State): History<State> {
  return { past: [], present, future: [] };
}

export function record<State>(history: History<State>, next: State, mergeKey?: string): History<State> {
  const { past, present } = history;
  if (next === present) return history;
  const goesOn = mergeKey !== undefined && mergeKey === history.mergeKey;
  return { past: goesOn ? past : [...past, present].slice(-mostSteps), present: next, future: [], mergeKey };
}

export function undo<State>(history: History<State>): History<State> {
  const { past, present, future } = history;
  const before = past.at(-1);
  return before === undefined ? history : { past: past.slice(0, -1), present: before, future: [present, ...future] };
}

export function redo<State>(history: History<State>): History<State> {
  const { past, present, future } = history;
  const [after, ...rest] = future;
  return after === undefined ? history : { past: [...past, present], present: after, future: rest };
}
