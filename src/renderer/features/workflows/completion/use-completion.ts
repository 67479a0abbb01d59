import { type KeyboardEvent, useState } from 'react';
import { type Suggestion, suggestionsFor, type Typed, typedAt } from './complete.ts';
import { useKnown } from './use-known.ts';

type CompletedText = {
  /** The step whose text it is. */
  place: string;
  value: string;
  isText: boolean;
  /** The text, and where the caret is then. */
  onReplace: (text: string, caret: number) => void;
};

export type Completion = {
  offered: readonly Suggestion[];
  chosen: number;
  /** Something was typed, up to the caret. */
  typed: (text: string, caret: number) => void;
  accept: (suggestion: Suggestion) => void;
  press: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  close: () => void;
};

/** What is offered at the caret, and which of it is chosen. */
export function useCompletion({ place, value, isText, onReplace }: CompletedText): Completion {
  const [caret, setCaret] = useState<number>();
  const [chosen, setChosen] = useState(0);
  const known = useKnown(place, caret !== undefined);
  const here = caret === undefined ? undefined : typedAt(value, caret, isText);
  const offered = here && known ? suggestionsFor(here, known) : [];
  const close = (): void => setCaret(undefined);
  const look = (text: string, at: number, isAsked: boolean): void => {
    const found = typedAt(text, at, isText);
    setCaret(found && (isAsked || isBegun(found)) ? at : undefined);
    setChosen(0);
  };
  const accept = ({ insert }: Suggestion): void => {
    if (!here) return;
    const next = value.slice(0, here.from) + insert + value.slice(here.to);
    const end = here.from + insert.length;
    onReplace(next, end);
    if (insert.endsWith('.')) look(next, end, false);
    else close();
  };
  const actOf = ({ key, ctrlKey, currentTarget }: KeyboardEvent<HTMLTextAreaElement>): (() => void) | undefined => {
    if (key === ' ' && ctrlKey) return () => look(value, currentTarget.selectionStart, true);
    const suggestion = offered[chosen];
    if (!suggestion) return undefined;
    return {
      ArrowDown: () => setChosen((chosen + 1) % offered.length),
      ArrowUp: () => setChosen((chosen + offered.length - 1) % offered.length),
      Enter: () => accept(suggestion),
      Escape: close,
    }[key];
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const act = actOf(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return { offered, chosen, typed: (text, at) => look(text, at, false), accept, press, close };
}

const isBegun = ({ last, names }: Typed): boolean => last !== '' || names.length > 0;
