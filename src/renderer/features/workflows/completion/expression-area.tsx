import { type ComponentProps, useId, useLayoutEffect, useRef } from 'react';
import { countText } from '../../../ui/count-text.ts';
import { TextArea } from '../../../ui/text-area.tsx';
import { VisuallyHidden } from '../../../ui/visually-hidden.tsx';
import { SuggestionList } from './suggestion-list.tsx';
import { useCompletion } from './use-completion.ts';

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
  const moveTo = useCaret(area, isTakingOver ? value.length : undefined);
  const { offered, chosen, typed, accept, press, close } = useCompletion({
    ...{ place, value, isText },
    onReplace: (text, caret) => {
      onChange(text);
      moveTo(caret);
    },
  });
  const isOpen = offered.length > 0;
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
          typed(text, area.current?.selectionStart ?? text.length);
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
