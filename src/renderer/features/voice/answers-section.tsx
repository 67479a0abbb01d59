import { Volume2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { VoiceSettings, VoiceStatus } from '../../../contract/voice.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { Switch } from '../../ui/switch.tsx';
import { ServerModel } from './free-speech-section.tsx';
import { onPageVoices, pagePrefix, pageVoices, sayInPage } from './page-voices.ts';
import { createPlayback } from './playback.ts';
import type { VoiceSectionProps } from './section-props.ts';
import { t } from '../../../words/words.ts';

interface AnswersSectionProps extends VoiceSectionProps {
  status: VoiceStatus;
}

export function AnswersSection({ chosen, onChange, status }: AnswersSectionProps) {
  const speakers = status.engines.filter(({ stages, state }) => stages.includes('speak') && state === 'ready');
  const ofPage = usePageVoices().map((value) => ({
    value,
    label: value.slice(pagePrefix.length),
    group: t('This system, in this window'),
  }));
  const found = speakers.flatMap(({ name, voices: own }) =>
    own.map((voice) => ({ value: voice, label: voice, group: name })),
  );
  const spare = found.findIndex(({ value }) => value.startsWith('built-in/'));
  const voices = found.toSpliced(spare === -1 ? found.length : spare, 0, ...ofPage);
  return (
    <Section title={t('Answers')}>
      <Switch
        label={t('Read answers out')}
        hint={t('Of what you asked by voice. Speak, and Heron falls silent.')}
        checked={chosen.speaks}
        onChange={(speaks) => onChange({ speaks })}
      />
      {voices.length > 0 && (
        <Select
          label={t('Voice')}
          layout="inline"
          value={voices.some(({ value }) => value === chosen.voice) ? chosen.voice : voices[0]?.value}
          onChange={(voice) => onChange({ voice })}
          options={voices}
        />
      )}
      <ServerModel
        label={t("A server's voices")}
        hint={t('Of a server in Settings, Models that reads out: what Heron says is sent there. Empty: none.')}
        placeholder="openai/gpt-4o-mini-tts"
        model={chosen.hostedVoice}
        onCommit={(hostedVoice) => onChange({ hostedVoice })}
      />
      {voices.length > 0 && <Measure label={t('Pace')} value={chosen.rate} onCommit={(rate) => onChange({ rate })} />}
      {voices.length > 0 && (
        <Measure label={t('Pitch')} value={chosen.pitch} onCommit={(pitch) => onChange({ pitch })} />
      )}
      {voices.length > 0 && <Sample chosen={chosen} first={voices[0]?.value ?? ''} />}
      <Switch
        label={t('Answer questions by voice')}
        hint={t(
          'A yes allows, once, what only touches files and can be undone. Everything else needs the screen; a no is always heard.',
        )}
        checked={chosen.answersByVoice}
        onChange={(answersByVoice) => onChange({ answersByVoice })}
      />
    </Section>
  );
}

interface MeasureProps {
  label: string;
  /** Times the voice's own. */
  value: number;
  onCommit: (value: number) => void;
}

function Measure({ label, value, onCommit }: MeasureProps) {
  const [draft, setDraft] = useState(value);
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <p className="flex-1 text-sm font-medium">{label}</p>
      <div className="w-40">
        <Slider
          label={label}
          min={0.5}
          max={2}
          step={0.1}
          value={draft}
          valueText={t('{{draft}} times the voice’s own', { draft })}
          onChange={setDraft}
          onCommit={onCommit}
        />
      </div>
      <span className="w-10 text-right text-xs whitespace-nowrap text-muted tabular-nums">{draft.toFixed(1)} ×</span>
    </div>
  );
}

/** Those of the system that this window speaks with itself. */
function usePageVoices(): string[] {
  const [voices, setVoices] = useState(pageVoices);
  useEffect(() => onPageVoices(() => setVoices(pageVoices())), []);
  return voices;
}

/** `first`: the voice that speaks while none is chosen. */
function Sample({ chosen, first }: { chosen: VoiceSettings; first: string }) {
  const { engine } = useHeron();
  const sample = useAction(t('Could not speak'), async () => {
    const text = t('Hello. This is how I read answers out.');
    const { voice: named, rate, pitch } = chosen;
    const voice = named === '' ? first : named;
    if (voice.startsWith(pagePrefix)) return sayInPage(text, { voice, rate, pitch });
    const wav = await engine.client.voice.sample({ text });
    const playback = createPlayback(() => playback.close());
    playback.play(() => Promise.resolve(wav));
  });
  return (
    <div className="flex justify-end">
      <Button size="sm" icon={Volume2} isLoading={sample.isBusy} onClick={() => void sample.run()}>
        {t('Hear it')}
      </Button>
    </div>
  );
}
