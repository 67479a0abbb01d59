import type { FoundServer } from '../../../contract/models.ts';
import { Select } from '../../ui/select.tsx';
import type { ModelDraft } from './use-try-model.ts';
import { t } from '../../../words/words.ts';

interface FoundModelProps {
  server: FoundServer;
  draft: ModelDraft;
  onChange: (draft: ModelDraft) => void;
}

/** Which of a server's models; one needs no choice. */
export function FoundModel({ server: { models }, draft, onChange }: FoundModelProps) {
  return (
    <Select
      label={t('Model')}
      hint={models.length === 1 ? t('The only one it has.') : t('One that was made to follow instructions plans best.')}
      value={draft.model}
      onChange={(model) => onChange({ ...draft, model })}
      options={models.map((name) => ({ value: name, label: name }))}
    />
  );
}
