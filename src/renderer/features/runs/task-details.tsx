import { blobIdsIn } from '../../../contract/blobs.ts';
import { whatOf } from '../../../contract/plan-task.ts';
import { DescriptionList } from '../../ui/description-list.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { BlobList } from './blob-list.tsx';
import type { TaskRow } from './task-rows.ts';
import { t } from '../../../words/words.ts';

export function TaskDetails({ row: { task, state } }: { row: TaskRow }) {
  const entries = [
    { name: task.action === undefined ? t('Kind') : t('Action'), value: <InlineCode>{whatOf(task)}</InlineCode> },
    ...(state.attempt > 1 ? [{ name: t('Attempt'), value: String(state.attempt) }] : []),
    ...(task.after?.length ? [{ name: t('After'), value: task.after.join(', ') }] : []),
    {
      name: state.input ? t('Input') : t('Input as planned'),
      value: <JsonView value={state.input ?? task.input ?? {}} label={t('Input')} openLevels={2} />,
    },
    ...(state.part === undefined
      ? []
      : [
          {
            name: t('Output so far'),
            value: <JsonView value={state.part} label={t('Output so far')} openLevels={2} />,
          },
        ]),
    ...(state.output === undefined
      ? []
      : [
          ...(blobIdsIn(state.output).length > 0
            ? [{ name: t('Files'), value: <BlobList output={state.output} /> }]
            : []),
          { name: t('Output'), value: <JsonView value={state.output} label={t('Output')} openLevels={2} /> },
        ]),
  ];
  return <DescriptionList entries={entries} />;
}
