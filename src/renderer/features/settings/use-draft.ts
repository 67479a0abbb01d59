import { type KeyboardEvent, useState } from 'react';

/**
 * What is typed into a field until it is kept: when the field is left or Enter is pressed, if `problemOf` has nothing
 * against it. Escape goes back to what is kept.
 */
export function useDraft(
  kept: string,
  problemOf: (text: string) => string | undefined,
  onKeep: (text: string) => void,
) {
  const [draft, setDraft] = useState<string>();
  const problem = draft === undefined ? undefined : problemOf(draft);
  const keep = (): void => {
    if (draft === undefined || problem !== undefined) return;
    setDraft(undefined);
    onKeep(draft);
  };
  return {
    error: problem,
    value: draft ?? kept,
    onChange: setDraft,
    onBlur: keep,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter') keep();
      if (event.key === 'Escape') setDraft(undefined);
    },
  };
}
