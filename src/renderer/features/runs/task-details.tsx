import { blobIdsIn } from '../../../contract/blobs.ts';
import { whatOf } from '../../../contract/plan-task.ts';
import { DescriptionList } from '../../ui/description-list.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { BlobList } from './blob-list.tsx';
import type { TaskRow } from './task-rows.ts';

export function TaskDetails({ row: { task, state } }: { row: TaskRow }) {
  const entries = [
    { name: task.action === undefined ? 'Kind' : 'Action', value: <InlineCode>{whatOf(task)}</InlineCode> },
    ...(state.attempt > 1 ? [{ name: 'Attempt', value: String(state.attempt) }] : []),
    ...(task.after?.length ? [{ name: 'After', value: task.after.join(', ') }] : []),
    {
      name: state.input ? 'Input' : 'Input as planned',
      value: <JsonView value={state.input ?? task.input ?? {}} label="Input" openLevels={2} />,
    },
    ...(state.part === undefined
      ? []
      : [{ name: 'Output so far', value: <JsonView value={state.part} label="Output so far" openLevels={2} /> }]),
    ...(state.output === undefined
      ? []
      : [
          ...(blobIdsIn(state.output).length > 0 ? [{ name: 'Files', value: <BlobList output={state.output} /> }] : []),
          { name: 'Output', value: <JsonView value={state.output} label="Output" openLevels={2} /> },
        ]),
  ];
  return <DescriptionList entries={entries} />;
}
