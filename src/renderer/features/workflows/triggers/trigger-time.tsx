import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { keysOfPress } from '../../../../contract/hot-keys.ts';
import type { ScheduleTime } from '../../../../contract/time/schedule-time.ts';
import type { TimePreview } from '../../../../contract/schedules.ts';
import { timeWords } from '../../../../contract/time/time-words.ts';
import { useHeron } from '../../../app/heron-context.ts';
import { useSettledText } from '../../../app/use-settled-text.ts';
import { useQuery } from '../../../engine/use-query.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { type PollDraft, pollDraftOf, pollTimeOf } from '../../schedules/poll-draft.ts';
import { TimeField } from '../../schedules/time-field.tsx';
import { t } from '../../../../words/words.ts';

interface TriggerTimeProps {
  time: ScheduleTime;
  onChange: (time: ScheduleTime) => void;
}

/** When a trigger starts the workflow, in the form that fits it. */
export function TriggerTime({ time, onChange }: TriggerTimeProps) {
  if (time.kind === 'said')
    return <PhraseField phrase={time.phrase} onChange={(phrase) => onChange({ ...time, phrase })} />;
  if (time.kind === 'keys') return <KeysField keys={time.keys} onChange={(keys) => onChange({ ...time, keys })} />;
  return <WordsField {...{ time, onChange }} />;
}

function PhraseField({ phrase, onChange }: { phrase: string; onChange: (phrase: string) => void }) {
  const [typed, setTyped] = useState<string>();
  const isWrong = typed !== undefined && !isPhrase(typed);
  return (
    <TextField
      label={t('What you say')}
      hint={t('Typed in a conversation, or spoken. Capitals and punctuation make no difference.')}
      value={typed ?? phrase}
      error={isWrong ? t('Two letters at least, and no quotation marks') : undefined}
      onBlur={() => setTyped(undefined)}
      onChange={(next) => {
        setTyped(next);
        if (isPhrase(next)) onChange(next.trim());
      }}
    />
  );
}

function isPhrase(text: string): boolean {
  return text.trim().length >= 2 && text.length <= 200 && !/["“”\n]/.test(text) && /[\p{L}\p{N}]/u.test(text);
}

function KeysField({ keys, onChange }: { keys: string; onChange: (keys: string) => void }) {
  return (
    <TextField
      label={t('The keys')}
      hint={t('Press them here. In the app they work in every program; in a browser while Heron is in front.')}
      value={keys}
      isMono
      onChange={() => undefined}
      onKeyDown={(event) => {
        const pressed = keysOfPress(event);
        if (pressed === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        onChange(pressed);
      }}
    />
  );
}

type Draft = { words: string; poll: PollDraft | undefined; zone: string };

/** What is written becomes the trigger's time as soon as it means one. */
function WordsField({ time, onChange }: TriggerTimeProps) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(time));
  const stored = textOf(time);
  const [from, setFrom] = useState(stored);
  const { preview, isCurrent } = usePreview(draft);
  const meant = isCurrent && preview?.problem === undefined ? preview?.time : undefined;
  const next = meant && withKept(meant, draft, time);
  const written = next && textOf(next);
  if (stored !== from) {
    setFrom(stored);
    // Somebody else changed it, or it was undone.
    if (stored !== written) setDraft(draftOf(time));
  }
  const take = useEffectEvent((text: string) => {
    if (text !== stored && stored === from) onChange(JSON.parse(text) as ScheduleTime);
  });
  useEffect(() => {
    if (written !== undefined) take(written);
  }, [written]);
  return (
    <TimeField
      draft={draft}
      preview={preview}
      problem={undefined}
      onChange={(changes) =>
        setDraft((before) => ({
          words: changes.words ?? before.words,
          zone: changes.zone ?? before.zone,
          poll: 'poll' in changes ? changes.poll : before.poll,
        }))
      }
    />
  );
}

/** In whichever order its fields were written. */
function textOf(time: ScheduleTime): string {
  return JSON.stringify(Object.fromEntries(Object.entries(time).toSorted(([one], [other]) => (one < other ? -1 : 1))));
}

function draftOf(time: ScheduleTime): Draft {
  const zone = time.kind === 'cron' ? (time.zone ?? '') : '';
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const plain = time.kind === 'cron' ? timeWords({ kind: 'cron', cron: time.cron }, own) : timeWords(time, own);
  const words = time.kind === 'cron' && plain.startsWith('at the times of ') ? time.cron : plain;
  return { words, zone, poll: time.kind === 'poll' ? pollDraftOf(time) : undefined };
}

/** What no words say stays as it was. */
function withKept(meant: ScheduleTime, { zone, words }: Draft, before: ScheduleTime): ScheduleTime {
  if (meant.kind === 'poll') return meant;
  if (meant.kind === 'cron') return zone === '' ? meant : { ...meant, zone };
  return meant.kind === before.kind && draftOf(before).words === words ? before : meant;
}

/** What the engine reads of the draft; not current while that is still of what stood there before. */
function usePreview({ words, poll }: Draft): { preview: TimePreview | undefined; isCurrent: boolean } {
  const { engine } = useHeron();
  const time = poll && pollTimeOf(poll);
  const wanted: { time: ScheduleTime } | { text: string } = time ? { time } : { text: poll ? '' : words };
  const written = JSON.stringify(wanted);
  const asked = useSettledText(written);
  const load = useCallback(async () => {
    const preview = await engine.client.schedules.preview(JSON.parse(asked) as typeof wanted);
    return { asked, preview };
  }, [engine, asked]);
  const { data } = useQuery(engine.state, load);
  return { preview: data?.preview, isCurrent: data?.asked === written };
}
