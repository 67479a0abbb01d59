import { useState } from 'react';
import type { Secret } from '../../../contract/secrets.ts';
import { useHeron } from '../../app/heron-context.ts';
import { failureOf } from '../../engine/failure.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { andText } from '../../ui/list-text.ts';
import { t } from '../../../words/words.ts';

export function RemoveSecret({ secret: { name, wantedBy, kind } }: { secret: Secret }) {
  const { engine } = useHeron();
  const [isAsking, setIsAsking] = useState(false);
  const own = { model: t('The model'), 'sign-in': t('The MCP server'), worker: undefined }[kind];
  const users = own ? [own] : wantedBy.map(({ workerName }) => workerName);
  return (
    <>
      <Button size="sm" variant="ghost" aria-label={t('Remove {{name}}', { name })} onClick={() => setIsAsking(true)}>
        {t('Remove')}
      </Button>
      <AlertDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={t('Remove {{name}}?', { name })}
        text={
          users.length > 0
            ? t('Its value is forgotten and cannot be brought back. {{users}} will not work without it.', {
                users: andText(users),
              })
            : t('Its value is forgotten and cannot be brought back. No worker wants it.')
        }
        confirmLabel={t('Remove')}
        onConfirm={async () => {
          await engine.client.secrets.remove({ name }).catch((error: unknown) => {
            throw new Error(failureOf(error).message);
          });
        }}
      />
    </>
  );
}
