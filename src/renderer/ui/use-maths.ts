import { useEffect } from 'react';
import { createStore, useStore } from 'zustand';
import { hasMaths, withMathMarks } from './math-marks.ts';

type WithFormulas = (typeof import('./maths.ts'))['withFormulas'];

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
  const { isOn, withFormulas } = useStore(state);
  const marked = isOn ? withMathMarks(text) : text;
  const isNeeded = isOn && hasMaths(marked);
  useEffect(() => {
    if (isNeeded) loading ??= load();
  }, [isNeeded]);
  return isNeeded && withFormulas ? { text: marked, withFormulas } : { text, withFormulas: undefined };
}

async function load(): Promise<void> {
  try {
    const { withFormulas } = await import('./maths.ts');
    state.setState({ withFormulas });
  } catch {
    // The formulas stay as they were written; the next text with one tries again.
    loading = undefined;
  }
}
