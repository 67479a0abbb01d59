import type { LucideIcon } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { floatingPanel } from './overlay.ts';

export interface Suggestion {
  id: string;
  label: string;
  /** Muted, after the label. */
  hint?: string | undefined;
  icon?: LucideIcon;
  isMono?: boolean;
}

interface SuggestionListProps {
  id: string;
  label: string;
  suggestions: Suggestion[];
  /** The id of the one that Enter would take. */
  active: string | undefined;
  onPick: (suggestion: Suggestion) => void;
  onActivate: (suggestion: Suggestion) => void;
}

/** What could stand where one is writing. The field keeps the focus; it names the list and the chosen one. */
export function SuggestionList({ id, label, suggestions, active, onPick, onActivate }: SuggestionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div className={`${floatingPanel} max-h-[min(18rem,40vh)] w-full overflow-y-auto overscroll-contain p-1.5`}>
      <div ref={list} id={id} role="listbox" aria-label={label}>
        {suggestions.map((suggestion) => {
          const { icon: Icon, label: name, hint, isMono } = suggestion;
          return (
            <div
              key={suggestion.id}
              id={optionId(id, suggestion.id)}
              role="option"
              aria-selected={suggestion.id === active}
              // The press must not take the focus from the field.
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => suggestion.id !== active && onActivate(suggestion)}
              onClick={() => onPick(suggestion)}
              className="flex min-h-8 items-center gap-2.5 rounded-md px-2.5 py-1 text-sm select-none aria-selected:bg-hover aria-selected:chosen"
            >
              {Icon && <Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-muted" />}
              <span className={isMono ? 'min-w-0 font-mono text-xs wrap-anywhere' : 'shrink-0'}>{name}</span>
              {hint && <span className="min-w-0 truncate text-xs text-muted">{hint}</span>}
            </div>
          );
        })}
      </div>
    </div>
  );
}

export function optionId(listId: string, id: string): string {
  return `${listId}-${id.replaceAll(/[^\w-]/g, '_')}`;
}
