import { useCallback, useState } from 'react';
import type { ModelProvider } from '../../../contract/models.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { idOf } from './model-words.ts';
import { t } from '../../../words/words.ts';

/** In the order in which they are tried. A key goes in and never comes out again. */
export function Accounts({ provider: { id: providerId, accounts } }: { provider: ModelProvider }) {
  const { engine } = useHeron();
  const [edited, setEdited] = useState<{ id: string; isNew: boolean }>();
  const removing = useCallback(
    async (accountId: string) => {
      await engine.client.models.removeAccount({ providerId, accountId });
    },
    [engine, providerId],
  );
  const remove = useAction(t('Could not remove the account'), removing);
  return (
    <div className="space-y-1.5">
      <ul aria-label={t('Accounts of {{providerId}}', { providerId })} className="space-y-1">
        {accounts.map(({ id, hasKey }) => (
          <li key={id} className="flex flex-wrap items-center gap-2 text-sm">
            <span className="font-medium">{id}</span>
            <Badge tone={hasKey ? 'success' : 'neutral'}>{hasKey ? t('A key is kept') : t('No key')}</Badge>
            <span className="ml-auto flex gap-1.5">
              <Button
                size="sm"
                variant="ghost"
                aria-label={
                  hasKey ? t('Change key of account {{id}}', { id }) : t('Enter key of account {{id}}', { id })
                }
                onClick={() => setEdited({ id, isNew: false })}
              >
                {hasKey ? t('Change key') : t('Enter key')}
              </Button>
              {accounts.length > 1 && (
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={t('Remove account {{id}}', { id })}
                  onClick={() => void remove.run(id)}
                >
                  {t('Remove')}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      <Button size="sm" variant="ghost" onClick={() => setEdited({ id: '', isNew: true })}>
        {t('Add an account')}
      </Button>
      <Dialog
        isOpen={edited !== undefined}
        onOpenChange={() => setEdited(undefined)}
        size="sm"
        title={edited ? titleOf(edited, providerId) : ''}
        text={t(
          'The key goes into the vault on this machine, is sent to this provider alone, and is never shown again.',
        )}
      >
        {edited && <KeyForm {...{ providerId, account: edited }} onDone={() => setEdited(undefined)} />}
      </Dialog>
    </div>
  );
}

function titleOf({ id, isNew }: { id: string; isNew: boolean }, providerId: string): string {
  return isNew ? t('Add an account of {{providerId}}', { providerId }) : t('Key of {{id}}', { id });
}

interface KeyFormProps {
  providerId: string;
  account: { id: string; isNew: boolean };
  onDone: () => void;
}

function KeyForm({ providerId, account, onDone }: KeyFormProps) {
  const { engine } = useHeron();
  const [name, setName] = useState(account.id);
  const [apiKey, setApiKey] = useState('');
  const accountId = account.isNew ? idOf(name) : account.id;
  const keep = useCallback(async () => {
    await engine.client.models.keepAccount({ providerId, accountId, apiKey: apiKey.trim() });
    onDone();
  }, [engine, providerId, accountId, apiKey, onDone]);
  const save = useAction(t('Could not keep the key'), keep);
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (accountId !== '') void save.run();
      }}
    >
      {account.isNew && <TextField label={t('Name')} placeholder="work" value={name} onChange={setName} />}
      <TextField
        label={t('API key')}
        hint={account.isNew ? undefined : t('Leave it empty to remove the key that is kept.')}
        type="password"
        isMono
        autoComplete="off"
        value={apiKey}
        onChange={setApiKey}
      />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={accountId === ''} isLoading={save.isBusy}>
          {t('Save')}
        </Button>
      </div>
    </form>
  );
}
