import { useEffect, useRef, useState } from 'react';
import type { Conversation } from '../../../contract/conversations.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { TextField } from '../../ui/text-field.tsx';
import { t } from '../../../words/words.ts';

interface RenameFieldProps {
  conversation: Conversation;
  onDone: () => void;
}

/** Enter and leaving keep the new title, Escape the old one. */
export function RenameField({ conversation: { id, title }, onDone }: RenameFieldProps) {
  const { engine } = useHeron();
  const [value, setValue] = useState(title);
  const isOver = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  const rename = useAction(t('Could not rename the conversation'), async (next: string) => {
    await engine.client.conversations.rename({ conversationId: id, title: next });
  });
  useEffect(() => box.current?.querySelector('input')?.select(), []);
  const finish = (next: string) => {
    if (isOver.current) return;
    isOver.current = true;
    if (next.trim() !== '' && next.trim() !== title) void rename.run(next.trim());
    onDone();
  };
  return (
    <div ref={box}>
      <TextField
        label={t('Title of the conversation')}
        isLabelHidden
        maxLength={200}
        value={value}
        onChange={setValue}
        onBlur={() => finish(value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) finish(value);
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          finish(title);
        }}
      />
    </div>
  );
}
