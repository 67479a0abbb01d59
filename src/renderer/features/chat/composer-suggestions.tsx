import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import type { Command } from '../../app/commands.ts';
import { countText } from '../../ui/count-text.ts';
import { optionId, SuggestionList } from '../../ui/suggestion-list.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { firstSlot } from '../workers/open-slots.ts';
import { useManifests } from '../workers/use-manifests.ts';
import { mentionBefore, tokenAt } from './composer-token.ts';
import { selectInComposer } from './focus-composer.ts';
import { type Offer, useSuggestions } from './use-suggestions.ts';

interface Parts {
  text: string;
  commands: readonly Command[];
  onChange: (text: string) => void;
  /** The whole text is a command that is to be carried out. */
  onCommand: (text: string) => void;
}

type ComposerSuggestions = {
  isOpen: boolean;
  list: ReactNode;
  /** For the field. */
  field: Record<string, unknown> & { onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void };
};

/** Commands after a slash, workers and files after an @: found while one writes, taken by Enter or Tab. */
export function useComposerSuggestions({ text, commands, onChange, onCommand }: Parts): ComposerSuggestions {
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const [closedFor, setClosedFor] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const token = useMemo(() => tokenAt(text, Math.min(caret, text.length)), [text, caret]);
  const offers = useSuggestions(token, commands);
  const isName = useIsName();
  const isOpen = token !== undefined && offers.length > 0 && closedFor !== text;
  const active = offers.find(({ id }) => id === chosen) ?? offers[0];
  useEffect(() => setChosen(undefined), [token?.kind, token?.query]);

  async function take(offer: Offer): Promise<void> {
    if (!token) return;
    const { text: finished, isSent } = await offer.finish();
    const next = text.slice(0, token.from) + finished + text.slice(token.to);
    if (isSent) return onCommand(next);
    onChange(next);
    const end = token.from + finished.length;
    setCaret(end);
    selectInComposer(firstSlot(finished) && token.kind === 'argument' ? slotIn(next) : { start: end, end });
  }

  function move(step: number): void {
    const at = offers.findIndex(({ id }) => id === active?.id);
    setChosen(offers[(at + step + offers.length) % offers.length]?.id);
  }

  function handleKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Backspace' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const { selectionStart, selectionEnd } = event.currentTarget;
      const whole = selectionStart === selectionEnd ? mentionBefore(text, selectionStart, isName) : undefined;
      if (!whole) return;
      event.preventDefault();
      onChange(text.slice(0, whole.from) + text.slice(whole.to));
      setCaret(whole.from);
      selectInComposer({ start: whole.from, end: whole.from });
      return;
    }
    if (!isOpen || !active || event.shiftKey) return;
    const acts: Record<string, () => void> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => void take(active),
      Tab: () => void take(active),
      Escape: () => setClosedFor(text),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  return {
    isOpen,
    list: (
      <>
        <span role="status">
          <VisuallyHidden>{isOpen ? countText(offers.length, 'suggestion') : ''}</VisuallyHidden>
        </span>
        {isOpen && (
          <div className="absolute inset-x-0 bottom-full z-20 mb-1.5 px-3 sm:px-6">
            <SuggestionList
              id={listId}
              label={token.kind === 'mention' ? 'Workers and files' : 'Commands'}
              suggestions={offers}
              active={active?.id}
              onActivate={({ id }) => setChosen(id)}
              onPick={({ id }) => {
                const offer = offers.find((one) => one.id === id);
                if (offer) void take(offer);
              }}
            />
          </div>
        )}
      </>
    ),
    field: {
      onKeyDown: handleKeyDown,
      onSelect: ({ currentTarget }: { currentTarget: HTMLTextAreaElement }) => setCaret(currentTarget.selectionStart),
      onBlur: () => setClosedFor(text),
      onFocus: () => setClosedFor(undefined),
      'aria-autocomplete': 'list',
      'aria-controls': isOpen ? listId : undefined,
      'aria-activedescendant': isOpen && active ? optionId(listId, active.id) : undefined,
    },
  };
}

function slotIn(text: string): { start: number; end: number } {
  return firstSlot(text) ?? { start: text.length, end: text.length };
}

function useIsName(): (said: string) => boolean {
  const manifests = useManifests();
  return useMemo(() => {
    const names = manifests.flatMap(({ id, actions }) => [id, ...Object.keys(actions).map((name) => `${id}.${name}`)]);
    const known = new Set(names);
    return (said) => known.has(said);
  }, [manifests]);
}
