import { t } from '../../../words/words.ts';
import { LocalModelRow } from './local-model-row.tsx';
import { useLocalModels } from './use-local-models.ts';

/** The models to talk with that can be downloaded; the download goes on while one does something else. */
export function ChatModels() {
  const { data, progress } = useLocalModels();
  const models = data?.models.filter(({ kind }) => kind === 'chat') ?? [];
  if (models.length === 0) return null;
  return (
    <div>
      <p className="pb-2 text-xs text-muted">
        {t(
          'Heron runs it itself. When it is here and no other model is set up, it plans from then on. All there are stand in Settings, Models.',
        )}
      </p>
      <ul aria-label={t('Models to download')} className="divide-y rounded-lg border bg-raised">
        {models.map((model) => (
          <LocalModelRow key={model.id} model={model} progress={progress[model.id]} isShort />
        ))}
      </ul>
    </div>
  );
}
