import { Camera, ScreenShare } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { EyeKind } from '../../../contract/eyes.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { t } from '../../../words/words.ts';

interface SourceListProps {
  kind: EyeKind;
  isBusy: boolean;
  /** `title` is empty where the browser's own dialog comes next. */
  onChoose: (title: string) => void;
}

/** The app lists screens and windows itself; a browser asks in a dialog of its own. */
export function SourceList({ kind, isBusy, onChoose }: SourceListProps) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.eyes.status({}), [engine]);
  const { data: status, failure } = useQuery(engine.state, load);
  if (failure && !status) return <Notice tone="danger">{failure.message}</Notice>;
  if (kind === 'screen' && !status) return <Skeleton lines={3} label={t('Looking for screens')} />;
  if (kind === 'screen' && status?.listsSources) return <Sources onChoose={onChoose} />;
  return (
    <div className="flex flex-col items-center gap-3 rounded-lg border border-dashed bg-sunken px-6 py-10 text-center text-sm text-muted">
      <Button
        variant="primary"
        icon={kind === 'screen' ? ScreenShare : Camera}
        isLoading={isBusy}
        onClick={() => onChoose('')}
      >
        {kind === 'screen' ? t('Choose a screen or window') : t('Open the camera')}
      </Button>
      {kind === 'screen'
        ? t('The browser asks which one. You see the picture before Heron does.')
        : t('You see the picture before Heron does.')}
    </div>
  );
}

function Sources({ onChoose }: { onChoose: (title: string) => void }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.eyes.sources({}), [engine]);
  const { data: sources, failure } = useQuery(engine.state, load);
  const [refused, setRefused] = useState<string>();
  if (failure) return <Notice tone="danger">{failure.message}</Notice>;
  if (!sources) return <Skeleton lines={3} label={t('Looking for screens')} />;
  const choose = async (sourceId: string, name: string): Promise<void> => {
    try {
      await engine.client.eyes.choose({ sourceId });
      onChoose(name);
    } catch {
      setRefused(name);
    }
  };
  return (
    <div className="space-y-3">
      {refused !== undefined && <Notice tone="warning">{`“${refused}” is gone. Choose another one.`}</Notice>}
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3" aria-label={t('Screens and windows')}>
        {sources.map(({ id, name, thumbnail }) => (
          <li key={id}>
            <button
              type="button"
              onClick={() => void choose(id, name)}
              className="flex w-full flex-col gap-1.5 rounded-lg border bg-raised p-2 text-left text-xs shadow-raised hover:bg-sunken"
            >
              <img src={thumbnail} alt="" className="aspect-video w-full rounded-sm bg-sunken object-contain" />
              <span className="line-clamp-2 wrap-anywhere">{name}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
