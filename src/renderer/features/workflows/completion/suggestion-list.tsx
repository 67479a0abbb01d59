import { useEffect, useRef } from 'react';
import { classNames } from '../../../ui/class-names.ts';
import { t } from '../../../words/words.ts';
import type { Suggestion } from './complete.ts';

interface SuggestionListProps {
  /** Of each option that and its index. */
  id: string;
  offered: readonly Suggestion[];
  chosen: number;
  onChoose: (suggestion: Suggestion) => void;
}

/** Below the text; the focus stays in that. */
export function SuggestionList({ id, offered, chosen, onChoose }: SuggestionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Of which some browsers give a promise, which is no end of an effect.
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={t('What can stand here')}
      className="absolute inset-x-0 top-full z-20 mt-1 max-h-48 overflow-y-auto rounded-md border bg-raised p-1 shadow-raised"
    >
      {offered.map((suggestion, index) => (
        <div
          key={suggestion.name}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          tabIndex={-1}
          onMouseDown={(event) => {
            // The text keeps the focus.
            event.preventDefault();
            onChoose(suggestion);
          }}
          className={classNames(
            'flex cursor-default items-baseline gap-2 rounded-sm px-2 py-1 text-xs',
            index === chosen ? 'chosen bg-accent-soft' : 'hover:bg-hover',
          )}
        >
          <span className="shrink-0 font-mono">{suggestion.name}</span>
          <span className="min-w-0 flex-1 truncate text-right text-muted">{suggestion.hint}</span>
        </div>
      ))}
    </div>
  );
}
