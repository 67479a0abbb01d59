import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { bytesText } from '../runs/file-changes.ts';
import { AddModel } from './add-model.tsx';
import { LocalModelRow } from './local-model-row.tsx';
import { useLocalModels } from './use-local-models.ts';
import { t } from '../../../words/words.ts';

/** Models that lie on this machine, and those that can be had. */
export function LocalModelsSection() {
  const { data, failure, reload, progress } = useLocalModels();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <section aria-labelledby="local-models-title" className="space-y-3">
      <header className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-56">
          <h2 id="local-models-title" className="text-sm font-semibold">
            {t('Models on this machine')}
          </h2>
          <p className="text-xs text-muted">
            {t(
              'Downloaded once, compared with their hash, and kept in a folder. Heron runs those of the chat itself; other programs find them there.',
            )}
          </p>
        </div>
        <Button icon={Plus} onClick={() => setIsAdding(true)}>
          {t('Add by address')}
        </Button>
      </header>
      {data === undefined ? (
        failure ? (
          <ErrorState title={t('Could not load the models')} text={failure.message} onRetry={() => void reload()} />
        ) : (
          <Skeleton lines={5} label={t('Loading the models for this machine')} />
        )
      ) : (
        <>
          <ul aria-label={t('Models on this machine')} className="divide-y rounded-lg border bg-raised shadow-raised">
            {data.models.map((model) => (
              <LocalModelRow key={model.id} model={model} progress={progress[model.id]} />
            ))}
          </ul>
          <p className="text-xs break-words text-muted">
            {t('{{free}} free where they lie:', { free: bytesText(data.free) })} <InlineCode>{data.folder}</InlineCode>
          </p>
        </>
      )}
      <AddModel isOpen={isAdding} onClose={() => setIsAdding(false)} />
    </section>
  );
}
