import { LockKeyhole, LockKeyholeOpen } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { Vault } from '../../../contract/secrets.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PassphraseForm } from './passphrase-form.tsx';
import { UnlockForm } from './unlock-form.tsx';
import { t } from '../../../words/words.ts';

/** Which store holds the secrets, what that is worth, and how to make it better. */
export function VaultNotice({ vault, hasSecrets }: { vault: Vault; hasSecrets: boolean }) {
  const { protection, state, message, keychain } = vault;
  if (state === 'locked') {
    return (
      <Notice tone="warning" icon={LockKeyhole} title={t('The vault is locked')}>
        <p>{t('Its secrets cannot be used until it is opened with its passphrase.')}</p>
        <UnlockForm />
      </Notice>
    );
  }
  if (state === 'unreachable') {
    return (
      <Notice tone="danger" title={t('The secrets cannot be reached')}>
        {message}
      </Notice>
    );
  }
  const isWeak = protection === 'key-file' && hasSecrets;
  return (
    <Notice tone={isWeak ? 'warning' : 'neutral'} icon={isWeak ? undefined : LockKeyholeOpen}>
      <p>{message}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        {keychain !== undefined && protection !== 'passphrase' && <MoveToKeychain keychain={keychain} />}
        {(protection === 'key-file' || protection === 'passphrase') && (
          <ChangePassphrase hasOne={protection === 'passphrase' && hasSecrets} />
        )}
      </div>
    </Notice>
  );
}

function MoveToKeychain({ keychain }: { keychain: string }) {
  const { engine } = useHeron();
  const protect = useCallback(async () => {
    await engine.client.secrets.protect({ by: 'keychain' });
  }, [engine]);
  const move = useAction(t('Could not move the key'), protect);
  return (
    <Button size="sm" isLoading={move.isBusy} onClick={() => void move.run()}>
      {t('Let {{keychain}} keep the key', { keychain })}
    </Button>
  );
}

function ChangePassphrase({ hasOne }: { hasOne: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setIsOpen(true)}>
        {hasOne ? t('Change the passphrase') : t('Set a passphrase')}
      </Button>
      <PassphraseForm isOpen={isOpen} onOpenChange={setIsOpen} hasOne={hasOne} />
    </>
  );
}
