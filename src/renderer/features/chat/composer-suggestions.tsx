import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import type { Command } from '../../app/commands.ts';
import { optionId, SuggestionList } from '../../ui/suggestion-list.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { firstSlot } from '../workers/open-slots.ts';
import { useManifests } from '../workers/use-manifests.ts';
import { mentionBefore, tokenAt } from './composer-token.ts';
import { selectInComposer } from './focus-composer.ts';
import { type Offer, useSuggestions } from './use-suggestions.ts';
import { plural, t } from '../../../words/words.ts';

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
  const [marked, setMarked] = useState<{ id: string; query: string }>();
  const token = useMemo(() => tokenAt(text, Math.min(caret, text.length)), [text, caret]);
  const offers = useSuggestions(token, commands);
  const isName = useIsName();
  const isOpen = token !== undefined && offers.length > 0 && closedFor !== text;
  const active = offers.find(({ id }) => id === marked?.id && token?.query === marked.query) ?? offers[0];
  const mark = (id: string | undefined): void => setMarked(id && token ? { id, query: token.query } : undefined);

  function put(next: string, selected: { start: number; end: number }): void {
    onChange(next);
    setCaret(selected.end);
    selectInComposer(selected);
  }

  async function take(offer: Offer): Promise<void> {
    if (!token) return;
    const { text: finished, isSent } = await offer.finish();
    const next = text.slice(0, token.from) + finished + text.slice(token.to);
    if (isSent) return onCommand(next);
    const end = token.from + finished.length;
    put(next, (token.kind === 'argument' ? firstSlot(next) : undefined) ?? { start: end, end });
  }

  const keys: Keys = {
    isOpen,
    offers,
    active,
    mark,
    take: (offer) => void take(offer),
    close: () => setClosedFor(text),
  };
  return {
    isOpen,
    list: (
      <Suggestions {...keys} id={listId} label={token?.kind === 'mention' ? t('Workers and files') : t('Commands')} />
    ),
    field: {
      onKeyDown(event) {
        const whole = event.key === 'Backspace' ? mentionAtCaret(event, text, isName) : undefined;
        if (!whole) return handleKey(event, keys);
        event.preventDefault();
        put(text.slice(0, whole.from) + text.slice(whole.to), { start: whole.from, end: whole.from });
      },
      onSelect: ({ currentTarget }: { currentTarget: HTMLTextAreaElement }) => setCaret(currentTarget.selectionStart),
      onBlur: () => setClosedFor(text),
      onFocus: () => setClosedFor(undefined),
      'aria-autocomplete': 'list',
      'aria-controls': isOpen ? listId : undefined,
      'aria-activedescendant': isOpen && active ? optionId(listId, active.id) : undefined,
    },
  };
}

type Keys = {
  isOpen: boolean;
  offers: Offer[];
  active: Offer | undefined;
  mark: (id: string | undefined) => void;
  take: (offer: Offer) => void;
  close: () => void;
};

function handleKey(event: KeyboardEvent, { isOpen, offers, active, mark, take, close }: Keys): void {
  if (!isOpen || !active || event.shiftKey || event.nativeEvent.isComposing) return;
  const move = (step: number): void =>
    mark(offers[(offers.indexOf(active) + step + offers.length) % offers.length]?.id);
  const acts: Record<string, () => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => take(active),
    Tab: () => take(active),
    Escape: close,
  };
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

/** What Backspace takes away as one. With another key it takes a word, as everywhere. */
function mentionAtCaret(
  { currentTarget, ctrlKey, metaKey, altKey, nativeEvent }: KeyboardEvent<HTMLTextAreaElement>,
  text: string,
  isName: (said: string) => boolean,
): { from: number; to: number } | undefined {
  const { selectionStart, selectionEnd } = currentTarget;
  if (ctrlKey || metaKey || altKey || nativeEvent.isComposing || selectionStart !== selectionEnd) return undefined;
  return mentionBefore(text, selectionStart, isName);
}

function Suggestions({ isOpen, offers, active, mark, take, id, label }: Keys & { id: string; label: string }) {
  return (
    <>
      <span role="status">
        <VisuallyHidden>
          {isOpen ? plural(offers.length, { one: '1 suggestion', other: '{{count}} suggestions' }) : ''}
        </VisuallyHidden>
      </span>
      {isOpen && (
        <div className="absolute inset-x-0 bottom-full z-20 mb-1.5 px-3 sm:px-6">
          <SuggestionList
            {...{ id, label }}
            suggestions={offers}
            active={active?.id}
            onActivate={(offer) => mark(offer.id)}
            onPick={(picked) => offers.filter((offer) => offer.id === picked.id).forEach(take)}
          />
        </div>
      )}
    </>
  );
}

function useIsName(): (said: string) => boolean {
  const manifests = useManifests();
  return useMemo(() => {
    const names = manifests.flatMap(({ id, actions }) => [id, ...Object.keys(actions).map((name) => `${id}.${name}`)]);
    const known = new Set(names);
    return (said) => known.has(said);
  }, [manifests]);
}
