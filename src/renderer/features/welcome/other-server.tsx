import { TextField } from '../../ui/text-field.tsx';
import { AddressField } from '../settings/address-field.tsx';
import { addressProblem } from '../settings/model-address.ts';
import { ModelField } from '../settings/model-field.tsx';
import type { DraftProblems, ModelDraft } from './use-try-model.ts';
import { t } from '../../../words/words.ts';

interface OtherServerProps {
  draft: ModelDraft;
  problems: DraftProblems;
  onChange: (draft: ModelDraft) => void;
}

export function OtherServer({ draft, problems, onChange }: OtherServerProps) {
  return (
    <div className="space-y-4 rounded-xl border bg-raised p-4 shadow-raised">
      <AddressField
        value={draft.baseUrl}
        error={problems.baseUrl}
        onChange={(baseUrl) => onChange({ ...draft, baseUrl })}
      />
      <TextField
        label={t('API key')}
        hint={t('If the server wants one. It goes into the vault on this machine, and is never shown again.')}
        type="password"
        isMono
        autoComplete="off"
        value={draft.apiKey}
        onChange={(apiKey) => onChange({ ...draft, apiKey })}
      />
      <ModelField
        baseUrl={draft.baseUrl.trim()}
        apiKey={draft.apiKey}
        problem={addressProblem(draft.baseUrl)}
        error={problems.model}
        value={draft.model}
        onChange={(model) => onChange({ ...draft, model })}
      />
    </div>
  );
}
