import { Plus } from 'lucide-react';
import { useWantedDialog } from '../../app/wanted-dialog.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SecretForm } from './secret-form.tsx';
import { SecretTable } from './secret-table.tsx';
import { useSecrets } from './use-secrets.ts';
import { VaultNotice } from './vault-notice.tsx';
import { t } from '../../../words/words.ts';

export function SecretsTab() {
  const { data, failure, reload } = useSecrets();
  const canKeep = data?.vault.state === 'open';
  return (
    <div className="w-full max-w-5xl space-y-5 px-4 py-6 sm:px-6">
      <section aria-labelledby="secrets-title" className="space-y-3">
        <header className="flex flex-wrap items-end gap-3">
          <div className="min-w-0 flex-1 basis-72 sm:basis-56">
            <h2 id="secrets-title" className="text-sm font-semibold">
              {t('Secrets')}
            </h2>
            <p className="text-xs text-muted">
              {t(
                'Keys and passwords that workers use without ever seeing them: Heron puts each into requests to its own hosts, outside the sandbox.',
              )}
            </p>
          </div>
          {canKeep && <AddSecret />}
        </header>
        {data ? (
          <>
            <VaultNotice vault={data.vault} hasSecrets={data.secrets.some(({ filled }) => filled)} />
            <SecretTable secrets={data.secrets} canKeep={canKeep} />
          </>
        ) : failure ? (
          <ErrorState title={t('Could not load the secrets')} text={failure.message} onRetry={() => void reload()} />
        ) : (
          <Skeleton lines={4} label={t('Loading the secrets')} />
        )}
      </section>
    </div>
  );
}

function AddSecret() {
  const [isOpen, setIsOpen] = useWantedDialog('add-secret');
  return (
    <>
      <Button icon={Plus} onClick={() => setIsOpen(true)}>
        {t('Add a secret')}
      </Button>
      <SecretForm isOpen={isOpen} onOpenChange={setIsOpen} />
    </>
  );
}
