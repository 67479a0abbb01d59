import { TriangleAlert } from 'lucide-react';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useBuilderParts, useBuilderState } from './builder-context.ts';

/** Somebody else saved it while there were changes here: neither is lost. */
export function ConflictBar() {
  const { builder } = useBuilderParts();
  const theirs = useBuilderState((state) => state.theirs);
  const failure = useBuilderState(({ saving, failure: last }) => (saving === 'failed' ? last : undefined));
  const settle = useAction('It could not be saved', builder.settle);
  const save = useAction('It could not be saved', async () => void (await builder.flush()));
  if (theirs) {
    return (
      <Notice
        shape="bar"
        tone="warning"
        icon={TriangleAlert}
        action={
          <span className="flex gap-2">
            <Button size="sm" isLoading={settle.isBusy} onClick={() => void settle.run('theirs')}>
              Take theirs
            </Button>
            <Button size="sm" isLoading={settle.isBusy} onClick={() => void settle.run('own')}>
              Keep mine
            </Button>
          </span>
        }
      >
        This workflow was changed in another window. Undo gives yours back if you take theirs.
      </Notice>
    );
  }
  if (!failure) return null;
  return (
    <Notice
      shape="bar"
      tone="danger"
      icon={TriangleAlert}
      action={
        <Button size="sm" isLoading={save.isBusy} onClick={() => void save.run()}>
          Try again
        </Button>
      }
    >
      Your changes could not be saved: {failure.message}
    </Notice>
  );
}
