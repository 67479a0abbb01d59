import { useCallback, useState } from 'react';
import { reachParts, reachWords } from '../../../contract/grant-words.ts';
import type { Grant } from '../../../contract/permissions.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { ReachText } from './reach-text.tsx';
import { capabilityNames } from './requests.ts';
import { t } from '../../../words/words.ts';

export function RevokeButton({ grant, workerName }: { grant: Grant; workerName: string }) {
  const { engine } = useHeron();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useCallback(async () => {
    await engine.client.permissions.revoke({ grantId: grant.id });
  }, [engine, grant.id]);
  const revoke = useAction(t('Could not revoke the permission'), remove);
  return (
    <>
      <Button
        size="sm"
        aria-label={t('Revoke {{value}} at {{grant}} from {{workerName}}', {
          value: capabilityNames()[grant.capability].toLowerCase(),
          grant: reachWords(grant),
          workerName,
        })}
        onClick={() => setIsAsking(true)}
      >
        {t('Revoke')}
      </Button>
      <AlertDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={t('Revoke this permission of {{workerName}}?', { workerName })}
        text={t('The next time it needs it, it asks again. A step that uses it right now fails.')}
        confirmLabel={t('Revoke')}
        onConfirm={async () => {
          await revoke.run();
        }}
      >
        <p className="text-sm wrap-anywhere">
          {capabilityNames()[grant.capability]}: <ReachText reach={reachParts(grant)} />
        </p>
      </AlertDialog>
    </>
  );
}
