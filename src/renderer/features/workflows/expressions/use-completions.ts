import { useCallback } from 'react';
import type { Complete } from '../../../ui/code-completions.ts';
import { useBuilderParts } from '../builder-context.ts';

/** The words that a step's fields can be written with: what other steps give, with what that was last time, and functions. */
export function useCompletions(place: string, isText: boolean): Complete {
  const { builder, catalogue } = useBuilderParts();
  return useCallback(
    async (text, at, isAsked) => {
      const { completionsAt, scopeOf } = await import('./offered-words.ts');
      const { history, outputs } = builder.state.getState();
      const scope = scopeOf(history.present, place, catalogue, outputs);
      return completionsAt(text, at, { isText, isAsked, scope });
    },
    [builder, catalogue, place, isText],
  );
}
