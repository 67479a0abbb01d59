import { TriangleAlert } from 'lucide-react';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useBuilderParts, useBuilderState } from './builder-context.ts';
import { t } from '../../../words/words.ts';

/** Changes are here and not with the engine: they are handed in again by themselves when it is back. */
export function UnsavedBar() {
  const { builder } = useBuilderParts();
  const failure = useBuilderState(({ saving, failure: last }) => (saving === 'failed' ? last : undefined));
  const save = useAction(t('It could not be saved'), async () => void (await builder.flush()));
  if (!failure) return null;
  return (
    <Notice
      shape="bar"
      tone="danger"
      icon={TriangleAlert}
      action={
        <Button size="sm" isLoading={save.isBusy} onClick={() => void save.run()}>
          {t('Try again')}
        </Button>
      }
    >
      {t('Your changes could not be saved: {{message}}', { message: failure.message })}
    </Notice>
  );
}
