import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { BuilderState } from './builder-state.ts';
import type { Builder } from './builder-store.ts';
import type { Catalogue } from './catalogue.ts';
import type { Problem } from './problems.ts';
import type { StepStates } from './step-states.ts';
import type { Starts } from './triggers/use-starts.ts';

/** What the parts of the builder work on together. */
export type BuilderParts = {
  builder: Builder;
  catalogue: Catalogue;
  problems: readonly Problem[];
  steps: StepStates;
  /** What its triggers have become. */
  starts: Starts;
  /** What the chosen scenario gives instead of doing it. */
  pinned: ReadonlySet<string>;
  /** How much of what was said of each step is open, by its id. */
  comments: ReadonlyMap<string, number>;
  /** Asks which step is to come after one. */
  askAfter: (place: string) => void;
  /** Shows a step in the panel, and on the canvas. */
  reveal: (place: string) => void;
};

export const BuilderContext = createContext<BuilderParts | undefined>(undefined);

export function useBuilderParts(): BuilderParts {
  const parts = use(BuilderContext);
  if (!parts) throw new Error('There is no workflow open here');
  return parts;
}

export function useBuilderState<Value>(select: (state: BuilderState) => Value): Value {
  return useStore(useBuilderParts().builder.state, select);
}
