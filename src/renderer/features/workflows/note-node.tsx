import { type NodeProps, NodeResizer } from '@xyflow/react';
import { memo } from 'react';
import type { CanvasNote } from '../../../contract/canvas.ts';
import { classNames } from '../../ui/class-names.ts';
import { useBuilderParts } from './builder-context.ts';
import { changeNote } from './document/notes.ts';
import type { NoteNode } from './flow-nodes.ts';
import { t } from '../../../words/words.ts';

export const NoteNodeView = memo(function NoteNodeView({ data: { note }, selected }: NodeProps<NoteNode>) {
  const { builder } = useBuilderParts();
  const change = (part: Partial<CanvasNote>, mergeKey: string) =>
    builder.edit((document) => changeNote(document, note.id, part), mergeKey);
  return (
    <div
      className={classNames(
        'h-full rounded-lg border bg-warning-soft p-2.5',
        selected && 'outline-2 outline-offset-1 outline-accent outline-solid',
      )}
    >
      <NodeResizer
        isVisible={selected}
        minWidth={80}
        minHeight={40}
        color="var(--color-accent)"
        onResizeEnd={(_, { x, y, width, height }) => {
          const whole = { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
          change(whole, `size of ${note.id}`);
        }}
      />
      <textarea
        aria-label={t('Note')}
        value={note.text}
        placeholder={t('Write a note')}
        onChange={(event) => change({ text: event.target.value }, `text of ${note.id}`)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        className="nodrag nowheel h-full w-full resize-none bg-transparent text-sm outline-none"
      />
    </div>
  );
});
