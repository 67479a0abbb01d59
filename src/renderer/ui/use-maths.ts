import { useEffect } from 'react';
import { createStore, useStore } from 'zustand';
import type { withFormulas } from './maths.ts';
import { hasMaths, withMathMarks } from './math-marks.ts';

type WithFormulas = typeof withFormulas;

const state = createStore<{ isOn: boolean; withFormulas: WithFormulas | undefined }>(() => ({
  isOn: true,
  withFormulas: undefined,
}));
let loading: Promise<void> | undefined;

/** Whether formulas are drawn, or stay as they were written. */
export function drawMaths(isOn: boolean): void {
  state.setState({ isOn });
}

/** The text with its formulas marked, and what draws them once it is there; what has no formulas loads nothing. */
export function useMaths(text: string): { text: string; withFormulas: WithFormulas | undefined } {
  const { isOn, withFormulas: draws } = useStore(state);
  const marked = isOn ? withMathMarks(text) : text;
  const isNeeded = isOn && hasMaths(marked);
  useEffect(() => {
    if (isNeeded) loading ??= load();
  }, [isNeeded]);
  return isNeeded && draws ? { text: marked, withFormulas: draws } : { text, withFormulas: undefined };
}

async function load(): Promise<void> {
  try {
    const maths = await import('./maths.ts');
    state.setState({ withFormulas: maths.withFormulas });
  } catch {
    // The formulas stay as they were written; the next text with one tries again.
    loading = undefined;
  }
}
