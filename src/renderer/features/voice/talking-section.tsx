import { useState } from 'react';
import type { PhraseCheck, VoiceSettings } from '../../../contract/voice.ts';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useTalkKeys } from './use-talk-keys.ts';
import type { VoiceSectionProps } from './section-props.ts';
import { plural, t } from '../../../words/words.ts';

const triggers = (talkKeys: string) =>
  [
    { value: 'wake', label: t('Wake phrase'), hint: t('Heron listens for it all the time, on this machine alone.') },
    {
      value: 'toggle',
      label: t('Press to talk'),
      hint:
        talkKeys === ''
          ? t('The button begins, and ends it again.')
          : t('{{talkKeys}} or the button begins, and ends it again.', { talkKeys }),
    },
    {
      value: 'hold',
      label: t('Hold to talk'),
      hint:
        talkKeys === ''
          ? t('Heron hears you while the button is down.')
          : t('Heron hears you while {{talkKeys}} or the button is down.', { talkKeys }),
    },
  ] as const;

const sensitivities = () => [
  { value: 'low', label: t('Low: seldom by mistake') },
  { value: 'normal', label: t('Normal') },
  { value: 'high', label: t('High: heard easily') },
];

const windows = [0, 5, 8, 15, 30];

export function TalkingSection({ chosen, onChange }: VoiceSectionProps) {
  const talkKeys = useTalkKeys();
  return (
    <Section title={t('How you begin')}>
      <RadioCards
        label={t('How you begin')}
        isLabelHidden
        value={chosen.trigger}
        onChange={(trigger) => onChange({ trigger })}
        cards={[...triggers(talkKeys)]}
      />
      {chosen.trigger === 'wake' && <WakePhrase phrase={chosen.wakePhrase} onChange={onChange} />}
      {chosen.trigger === 'wake' && (
        <Select
          label={t('Sensitivity')}
          hint={t('How easily the wake phrase is heard, also where nobody said it.')}
          layout="inline"
          value={chosen.sensitivity}
          onChange={(sensitivity) => onChange({ sensitivity: sensitivity as VoiceSettings['sensitivity'] })}
          options={sensitivities()}
        />
      )}
      {chosen.trigger === 'wake' && (
        <Select
          label={t('Go on listening')}
          hint={t('After an answer, for so long the wake phrase is not needed.')}
          layout="inline"
          value={String(chosen.followUpSeconds)}
          onChange={(seconds) => onChange({ followUpSeconds: Number(seconds) })}
          options={[...new Set([...windows, chosen.followUpSeconds])].map((seconds) => ({
            value: String(seconds),
            label: seconds === 0 ? t('Not at all') : plural(seconds, { one: '1 second', other: '{{count}} seconds' }),
          }))}
        />
      )}
    </Section>
  );
}

const form = /^[a-z']+(?: [a-z']+){1,3}$/;

interface WakePhraseProps {
  phrase: string;
  onChange: VoiceSectionProps['onChange'];
}

/** It is kept once the dictionary has every word of it. */
function WakePhrase({ phrase, onChange }: WakePhraseProps) {
  const { engine } = useHeron();
  const [draft, setDraft] = useState<string>();
  const [said, setSaid] = useState<{ error?: string; hint?: string }>({});
  const keep = async (): Promise<void> => {
    if (draft === undefined || draft === phrase) return setDraft(undefined);
    if (!form.test(draft)) return setSaid({ error: t('Two to four words in small letters, like hey heron') });
    const check = await engine.client.voice.checkPhrase({ phrase: draft }).catch((error: unknown) => failureOf(error));
    if ('code' in check) return setSaid({ error: check.message });
    if (check.unknown.length > 0)
      return setSaid({ error: t('No dictionary has {{words}}', { words: check.unknown.join(', ') }) });
    setSaid({ hint: hintOf(check) });
    setDraft(undefined);
    onChange({ wakePhrase: draft });
  };
  return (
    <TextField
      label={t('Wake phrase')}
      hint={said.hint ?? t('Two words or more; long ones are heard more surely.')}
      error={said.error}
      layout="inline"
      value={draft ?? phrase}
      onChange={(text) => {
        setDraft(text);
        setSaid({});
      }}
      onBlur={() => void keep()}
      onKeyDown={({ key }) => {
        if (key === 'Enter') void keep();
        if (key === 'Escape') setDraft(undefined);
      }}
    />
  );
}

function hintOf({ isShort, pronunciations }: PhraseCheck): string {
  const sounds = pronunciations.map((each) => each.toLowerCase().replaceAll(' ', '-')).join(' ');
  return isShort
    ? t('Said {{sounds}}. It is short: Heron may hear it where nobody says it.', { sounds })
    : t('Said {{sounds}}.', { sounds });
}
