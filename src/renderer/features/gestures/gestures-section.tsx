import { useStore } from 'zustand';
import { GestureAction, gestures, type GestureSettings } from '../../../contract/gestures.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { actionWords, gestureWords } from './gesture-words.ts';
import { gesturesOf } from './gestures-of.ts';
import { HandDrawing } from './hand-drawing.tsx';
import { t } from '../../../words/words.ts';

const confidences = [0.3, 0.5, 0.7, 0.9];
const rates = [2, 5, 8, 12, 15];
const pauses = [0, 500, 1500, 3000, 5000];

type Props = { chosen: GestureSettings; onChange: (change: Partial<GestureSettings>) => void };

export function GesturesSection() {
  const { settings: store } = useHeron();
  const chosen = useStore(store.state, ({ settings }) => settings?.gestures);
  const update = useAction(t('Could not keep the setting'), store.update);
  const onChange: Props['onChange'] = (change) => void update.run({ gestures: change });
  if (!chosen) return null;
  return (
    <>
      <Section
        title={t('Gestures')}
        text={t(
          'Hands before the camera are found on this machine, and no picture leaves it. A gesture counts when three pictures in a row show it.',
        )}
      >
        <Switch
          label={t('Watch for gestures')}
          hint={t('The camera is open while this is on, and the bar at the top says so.')}
          checked={chosen.isOn}
          onChange={(isOn) => onChange({ isOn })}
        />
        {chosen.isOn && <Test />}
        <HowItLooks chosen={chosen} onChange={onChange} />
      </Section>
      <Section title={t('What gestures do')} text={t('None of them allows anything or answers a question.')}>
        {gestures.map((gesture) => (
          <Select
            key={gesture}
            label={gestureWords()[gesture]}
            layout="inline"
            value={chosen.actions[gesture]}
            onChange={(action) => onChange({ actions: { ...chosen.actions, [gesture]: GestureAction.parse(action) } })}
            options={GestureAction.options.map((value) => ({ value, label: actionWords()[value] }))}
          />
        ))}
      </Section>
    </>
  );
}

function HowItLooks({ chosen, onChange }: Props) {
  return (
    <div className="space-y-3">
      <Select
        label={t('Model')}
        layout="inline"
        value={chosen.model}
        onChange={(model) => onChange({ model: model === 'lite' ? 'lite' : 'full' })}
        options={[
          { value: 'full', label: t('Full: sees hands better') },
          { value: 'lite', label: t('Light: less work for the machine') },
        ]}
      />
      <Select
        label={t('Sure of a hand from')}
        hint={t('Lower ones are found more easily, also where there is none.')}
        layout="inline"
        value={String(chosen.confidence)}
        onChange={(confidence) => onChange({ confidence: Number(confidence) })}
        options={optionsOf(confidences, chosen.confidence, (value) => `${Math.round(value * 100)} %`)}
      />
      <Select
        label={t('Pictures in a second, at most')}
        layout="inline"
        value={String(chosen.framesPerSecond)}
        onChange={(rate) => onChange({ framesPerSecond: Number(rate) })}
        options={optionsOf(rates, chosen.framesPerSecond, String)}
      />
      <Select
        label={t('Pause after a gesture')}
        layout="inline"
        value={String(chosen.pauseMs)}
        onChange={(pauseMs) => onChange({ pauseMs: Number(pauseMs) })}
        options={optionsOf(pauses, chosen.pauseMs, (value) => (value === 0 ? t('None') : `${value / 1000} s`))}
      />
    </div>
  );
}

function optionsOf(usual: number[], own: number, label: (value: number) => string) {
  return [...new Set([...usual, own])].map((value) => ({ value: String(value), label: label(value) }));
}

/** What is found just now, and what it would do. */
function Test() {
  const { phase, problem, hand, gesture, counted, times, tookMs } = useStore(gesturesOf(useHeron()).state);
  if (problem !== undefined) return <Notice tone="warning">{problem}</Notice>;
  return (
    <div className="space-y-2">
      <HandDrawing hand={hand} />
      <p className="flex flex-wrap justify-between gap-x-4 text-sm" aria-label={t('What is seen')}>
        <span className="font-medium">
          {phase === 'starting' && t('Loading what finds hands')}
          {phase === 'elsewhere' && t('Another window watches')}
          {phase === 'on' && (gesture ? gestureWords()[gesture] : hand ? t('A hand, and no gesture') : t('No hand'))}
        </span>
        <span className="text-muted tabular-nums">
          {counted && t('Last: {{value}} ({{times}})', { value: gestureWords()[counted], times })}{' '}
          {tookMs > 0 && `· ${Math.round(tookMs)} ms`}
        </span>
      </p>
    </div>
  );
}
