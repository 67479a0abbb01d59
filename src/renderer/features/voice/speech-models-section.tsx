import { useEffect, useRef } from 'react';
import { ErrorState } from '../../ui/error-state.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { bytesText } from '../runs/file-changes.ts';
import { LocalModelRow } from '../local-models/local-model-row.tsx';
import { useLocalModels } from '../local-models/use-local-models.ts';
import { t } from '../../../words/words.ts';

const kinds: string[] = ['speech', 'voice', 'wake-word'];

interface SpeechModelsSectionProps {
  /** Another model is here, or one is not any more. */
  onOther: () => Promise<void>;
}

/** What writes speech down and what reads aloud, to be downloaded. */
export function SpeechModelsSection({ onOther }: SpeechModelsSectionProps) {
  const { data, failure, reload, progress } = useLocalModels();
  const models = data?.models.filter(({ kind }) => kinds.includes(kind)) ?? [];
  const here = models
    .filter(({ state }) => state === 'ready')
    .map(({ id }) => id)
    .join(' ');
  const known = useRef<string>(undefined);
  const isRead = data !== undefined;
  useEffect(() => {
    if (!isRead) return;
    if (known.current !== undefined && known.current !== here) void onOther();
    known.current = here;
  }, [isRead, here, known, onOther]);
  if (failure && !data)
    return <ErrorState title={t('Could not load the models')} text={failure.message} onRetry={() => void reload()} />;
  if (!data) return <Skeleton lines={4} label={t('Loading the models')} />;
  return (
    <Section title={t('Models for speech')}>
      <p className="text-xs text-muted">
        {t(
          'Nothing is downloaded until you say so. Each runs on this machine, in a process of its own without the network.',
        )}
      </p>
      <ul aria-label={t('Models for speech')} className="divide-y rounded-lg border bg-raised">
        {models.map((model) => (
          <LocalModelRow key={model.id} model={model} progress={progress[model.id]} />
        ))}
      </ul>
      <p className="text-xs break-words text-muted">
        {t('{{free}} free in', { free: bytesText(data.free) })} <InlineCode>{data.folder}</InlineCode>
        {t('. Models of other places are added by their address in Settings, Models.')}
      </p>
    </Section>
  );
}
