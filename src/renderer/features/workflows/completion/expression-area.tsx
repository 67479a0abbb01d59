import { type ComponentProps, type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { countText } from '../../../ui/count-text.ts';
import { TextArea } from '../../../ui/text-area.tsx';
import { VisuallyHidden } from '../../../ui/visually-hidden.tsx';
import { type Suggestion, suggestionsFor, typedAt } from './complete.ts';
import { SuggestionList } from './suggestion-list.tsx';
import { useKnown } from './use-known.ts';

interface ExpressionAreaProps extends Omit<ComponentProps<typeof TextArea>, 'isMono'> {
  /** The step whose text it is. */
  place: string;
  /** A text with `{{ }}` in it, and not an expression by itself. */
  isText: boolean;
  /** It takes the place of a field that was typed in: the caret is at its end. */
  isTakingOver?: boolean;
}

/** A text area that offers, as one types, what an expression can name there, with what that gave last. */
export function ExpressionArea({ place, isText, isTakingOver = false, ...rest }: ExpressionAreaProps) {
  const { value, onChange } = rest;
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [caret, setCaret] = useState<number>();
  const [chosen, setChosen] = useState(0);
  const moveTo = useCaret(area, isTakingOver ? value.length : undefined);
  const known = useKnown(place, caret !== undefined);
  const typed = caret === undefined ? undefined : typedAt(value, caret, isText);
  const offered = typed && known ? suggestionsFor(typed, known) : [];
  const isOpen = offered.length > 0;
  const close = (): void => setCaret(undefined);
  const look = (at: number, isAsked: boolean, text = value): void => {
    const here = typedAt(text, at, isText);
    setCaret(here && (isAsked || here.last !== '' || here.names.length > 0) ? at : undefined);
    setChosen(0);
  };
  const accept = ({ insert }: Suggestion): void => {
    if (!typed) return;
    const next = value.slice(0, typed.from) + insert + value.slice(typed.to);
    const end = typed.from + insert.length;
    onChange(next);
    moveTo(end);
    look(end, false, next);
    if (!insert.endsWith('.')) close();
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const isAsking = event.key === ' ' && event.ctrlKey;
    const act = isAsking
      ? () => look(event.currentTarget.selectionStart, true)
      : isOpen && keyOf(event.key, { count: offered.length, chosen, setChosen, close, accept: () => pick() });
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const pick = (): void => {
    const suggestion = offered[chosen];
    if (suggestion) accept(suggestion);
  };
  const said = isOpen ? { 'aria-controls': listId, 'aria-activedescendant': `${listId}-${chosen}` } : {};
  return (
    <div className="relative">
      <TextArea
        {...{ ...rest, ...said, ref: area }}
        isMono
        aria-autocomplete="list"
        aria-haspopup="listbox"
        onChange={(text) => {
          onChange(text);
          look(area.current?.selectionStart ?? text.length, false, text);
        }}
        onKeyDown={press}
        onBlur={close}
      />
      {isOpen && <SuggestionList id={listId} {...{ offered, chosen }} onChoose={accept} />}
      <VisuallyHidden>
        <span role="status">{isOpen ? countText(offered.length, 'suggestion') : ''}</span>
      </VisuallyHidden>
    </div>
  );
}

type Keys = {
  count: number;
  chosen: number;
  setChosen: (index: number) => void;
  close: () => void;
  accept: () => void;
};

function keyOf(key: string, { count, chosen, setChosen, close, accept }: Keys): (() => void) | undefined {
  return {
    ArrowDown: () => setChosen((chosen + 1) % count),
    ArrowUp: () => setChosen((chosen + count - 1) % count),
    Enter: accept,
    Escape: close,
  }[key];
}

/** Where the caret goes once the text is there; a text that was set puts it at its end. */
function useCaret(area: { current: HTMLTextAreaElement | null }, first: number | undefined): (at: number) => void {
  const wanted = useRef(first);
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    area.current?.focus();
    area.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = undefined;
  });
  return (at) => {
    wanted.current = at;
  };
}
