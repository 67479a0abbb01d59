import { useState } from 'react';
import { answersTo } from '../../../contract/grant-words.ts';
import type { GrantChoice, GrantScope, PermissionRequest } from '../../../contract/permissions.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useActionTitle } from '../runs/use-run.ts';
import { choiceOf, draftSentence, firstDraft, type GrantDraft, type Until, untilNames, usesOf } from './grant-draft.ts';
import { scopeNames } from './grant-scope.ts';
import { ReachText } from './reach-text.tsx';
import { targetChoices } from './target-choices.ts';
import { t } from '../../../words/words.ts';
import { woven } from '../../words/woven.ts';

interface MoreDialogProps {
  requests: readonly [PermissionRequest, ...PermissionRequest[]];
  onClose: () => void;
  onAllow: (scope: GrantScope, choice: GrantChoice) => void;
}

/** Longer or shorter, narrower or wider than what was asked. Its last line says what will be allowed. */
export function MoreDialog({ requests, onClose, onAllow }: MoreDialogProps) {
  const [request] = requests;
  const [draft, setDraft] = useState(firstDraft);
  const isValid = usesOf(draft) !== undefined;
  const allow = () => {
    if (!isValid) return;
    onClose();
    onAllow(draft.scope, choiceOf(request, draft, Date.now()));
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={t('What may {{workerName}} do?', { workerName: request.workerName })}
      footer={
        <>
          <Sentence requests={requests} draft={draft} />
          <div className="ml-auto flex gap-2">
            <Button data-deny onClick={onClose}>
              {t('Cancel')}
            </Button>
            <Button disabled={!isValid} onClick={allow}>
              {t('Allow this')}
            </Button>
          </div>
        </>
      }
    >
      <Fields request={request} draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />
    </Dialog>
  );
}

interface FieldsProps {
  request: PermissionRequest;
  draft: GrantDraft;
  onChange: (change: Partial<GrantDraft>) => void;
}

function Fields({ request, draft, onChange }: FieldsProps) {
  const actionTitle = useActionTitle();
  const [action, ...others] = request.actions;
  const scopes = answersTo(request).filter((answer) => answer !== 'deny');
  return (
    <div className="space-y-4">
      <RadioCards
        label={t('What')}
        value={draft.target}
        onChange={(target) => onChange({ target })}
        cards={targetChoices(request.need).map(({ id, reach, hint }) => ({
          value: id,
          label: <ReachText reach={reach} />,
          hint,
        }))}
      />
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        <Select
          label={t('Where')}
          value={draft.scope}
          onChange={(scope) => onChange({ scope: scope as GrantScope })}
          options={scopes.map((value) => ({ value, label: scopeNames()[value] }))}
        />
        <Select
          label={t('Until')}
          value={draft.until}
          onChange={(until) => onChange({ until: until as Until })}
          options={Object.entries(untilNames()).map(([value, label]) => ({ value, label }))}
        />
        <TextField
          label={t('How many times')}
          placeholder={t('Any number')}
          inputMode="numeric"
          value={draft.uses}
          error={usesOf(draft) === undefined ? t('A whole number from 1 to 10000') : undefined}
          onChange={(uses) => onChange({ uses })}
        />
        {action !== undefined && others.length === 0 && (
          <Select
            label={t('In which action')}
            value={draft.isOneAction ? 'one' : 'all'}
            onChange={(value) => onChange({ isOneAction: value === 'one' })}
            options={[
              { value: 'all', label: t('Any of {{workerName}}', { workerName: request.workerName }) },
              { value: 'one', label: t('Only “{{action}}”', { action: actionTitle(`${request.workerId}.${action}`) }) },
            ]}
          />
        )}
      </div>
    </div>
  );
}

function Sentence({ requests, draft }: Pick<MoreDialogProps, 'requests'> & { draft: GrantDraft }) {
  const actionTitle = useActionTitle();
  const { text, reach, limits } = draftSentence(requests, draft, actionTitle);
  return (
    <p aria-live="polite" className="w-full text-sm wrap-anywhere">
      {woven(text, { worker: requests[0].workerName, reach: <ReachText reach={reach} /> })} {limits}
    </p>
  );
}
