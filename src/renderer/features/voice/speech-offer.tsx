import { Download, Mic } from 'lucide-react';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { LocalModel } from '../../../contract/local-models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { bytesText } from '../runs/file-changes.ts';
import { current, progressText } from '../local-models/local-model-words.ts';
import { useLocalModels } from '../local-models/use-local-models.ts';
import { keptMicrophone } from './devices.ts';
import { t } from '../../../words/words.ts';

/** Where nothing understands speech: the smallest model that does, right here. */
export function SpeechOffer() {
  const { data, failure, progress } = useLocalModels();
  const models = data?.models.filter(({ kind }) => kind === 'speech') ?? [];
  const isHere = models.some(({ state }) => state === 'ready');
  useTryOnceHere(data && isHere);
  if (failure) return <p className="mt-1 text-danger">{failure.message}</p>;
  if (isHere) return <PressInstead />;
  const [first] = models.toSorted((one, other) => (one.size ?? Infinity) - (other.size ?? Infinity));
  const coming = models.find(({ state }) => isComing.has(state));
  if (coming)
    return <Coming model={current(coming, progress[coming.id])} bytesPerSecond={progress[coming.id]?.bytesPerSecond} />;
  return first ? <Offer model={first} /> : null;
}

const isComing = new Set<LocalModel['state']>(['downloading', 'checking', 'waiting']);

/** What was missing has come: it is tried once, and not where a model was here before. */
function useTryOnceHere(isHere: boolean | undefined): void {
  const { voice } = useHeron();
  const before = useRef<boolean>(undefined);
  const tryAgain = useEffectEvent(() => voice.start(keptMicrophone()));
  useEffect(() => {
    if (before.current === false && isHere) tryAgain();
    before.current = isHere;
  }, [isHere]);
}

function Offer({ model: { id, size, state, failure } }: { model: LocalModel }) {
  const { engine } = useHeron();
  const begin = useAction(t('Could not download the model'), async () => {
    await engine.client.localModels[state === 'absent' ? 'download' : 'resume']({ modelId: id });
  });
  return (
    <div className="mt-1.5 space-y-1.5">
      <Button size="sm" icon={Download} isLoading={begin.isBusy} onClick={() => void begin.run()}>
        {size === undefined
          ? t('Download a model for speech')
          : t('Download a model for speech ({{size}})', { size: bytesText(size) })}
      </Button>
      {failure && <p className="text-danger">{failure.message}</p>}
    </div>
  );
}

function Coming({ model, bytesPerSecond = 0 }: { model: LocalModel; bytesPerSecond?: number | undefined }) {
  const text = progressText(model, bytesPerSecond) ?? '';
  return (
    <div className="mt-1.5 max-w-96 space-y-1">
      <ProgressBar
        label={t('Download of {{name}}', { name: model.name })}
        value={model.state === 'checking' || model.size === undefined ? undefined : model.received}
        max={model.size ?? 1}
        valueText={text}
      />
      <p className="text-xs text-muted tabular-nums">{text}</p>
    </div>
  );
}

/** A model for speech hears no wake phrase. */
function PressInstead() {
  const { settings, voice } = useHeron();
  const press = useAction(t('Could not keep the setting'), async () => {
    await settings.update({ voice: { trigger: 'toggle' } });
    voice.start(keptMicrophone());
  });
  return (
    <Button size="sm" icon={Mic} className="mt-1.5" isLoading={press.isBusy} onClick={() => void press.run()}>
      {t('Press to talk instead')}
    </Button>
  );
}
