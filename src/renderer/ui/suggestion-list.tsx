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
  return (
    <div
      id={id}
      role="listbox"
      aria-label={label}
      // Whatever scrolls can be reached by keys; the field takes Tab while there is a list.
      tabIndex={0}
      className={`${floatingPanel} max-h-[min(18rem,40vh)] w-full overflow-y-auto overscroll-contain p-1.5`}
    >
      {suggestions.map((suggestion) => (
        <Option
          key={suggestion.id}
          id={optionId(id, suggestion.id)}
          suggestion={suggestion}
          isActive={suggestion.id === active}
          onPick={() => onPick(suggestion)}
          onActivate={() => onActivate(suggestion)}
        />
      ))}
    </div>
  );
}

interface OptionProps {
  id: string;
  suggestion: Suggestion;
  isActive: boolean;
  onPick: () => void;
  onActivate: () => void;
}

function Option({ id, suggestion, isActive, onPick, onActivate }: OptionProps) {
  const { icon: Icon, label, hint, isMono } = suggestion;
  const option = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isActive) option.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    <button
      ref={option}
      type="button"
      id={id}
      role="option"
      aria-selected={isActive}
      tabIndex={-1}
      // The press must not take the focus from the field.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onPointerMove={() => !isActive && onActivate()}
      onClick={onPick}
      className="flex min-h-8 w-full items-center gap-2.5 rounded-md px-2.5 py-1 text-left text-sm select-none aria-selected:bg-hover aria-selected:chosen"
    >
      {Icon && <Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-muted" />}
      <span className={isMono ? 'min-w-0 font-mono text-xs wrap-anywhere' : 'shrink-0'}>{label}</span>
      {hint && <span className="min-w-0 truncate text-xs text-muted">{hint}</span>}
    </button>
  );
}

export function optionId(listId: string, id: string): string {
  return `${listId}-${id.replaceAll(/[^\w-]/g, '_')}`;
}
