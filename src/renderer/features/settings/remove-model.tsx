import { useCallback, useState } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { AlertDialog } from '../../ui/alert-dialog.tsx';
import { Button } from '../../ui/button.tsx';

export function RemoveModel() {
  const { engine } = useHeron();
  const [isAsking, setIsAsking] = useState(false);
  const clear = useCallback(async () => {
    await engine.client.models.clear({});
  }, [engine]);
  const remove = useAction('Could not remove the model', clear);
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>Remove model</Button>
      <AlertDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title="Plan without a model?"
        text="The address, the model and a kept key are forgotten. Heron goes on planning by rules."
        confirmLabel="Remove"
        onConfirm={async () => {
          await remove.run();
        }}
      />
    </>
  );
}
