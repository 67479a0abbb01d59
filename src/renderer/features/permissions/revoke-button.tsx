import { useCallback, useState } from 'react';
import { reachParts, reachWords } from '../../../contract/grant-words.ts';
import type { Grant } from '../../../contract/permissions.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { ReachText } from './reach-text.tsx';
import { capabilityNames } from './requests.ts';

export function RevokeButton({ grant, workerName }: { grant: Grant; workerName: string }) {
  const { engine } = useHeron();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useCallback(async () => {
    await engine.client.permissions.revoke({ grantId: grant.id });
  }, [engine, grant.id]);
  const revoke = useAction('Could not revoke the permission', remove);
  return (
    <>
      <Button
        size="sm"
        aria-label={`Revoke ${capabilityNames[grant.capability].toLowerCase()} at ${reachWords(grant)} from ${workerName}`}
        onClick={() => setIsAsking(true)}
      >
        Revoke
      </Button>
      <AlertDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`Revoke this permission of ${workerName}?`}
        text="The next time it needs it, it asks again. A step that uses it right now fails."
        confirmLabel="Revoke"
        onConfirm={async () => {
          await revoke.run();
        }}
      >
        <p className="text-sm wrap-anywhere">
          {capabilityNames[grant.capability]}: <ReachText reach={reachParts(grant)} />
        </p>
      </AlertDialog>
    </>
  );
}
