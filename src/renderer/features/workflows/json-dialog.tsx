import { useState } from 'react';
import { Task } from '../../../contract/plan-task.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CodeField } from '../../ui/code-field.tsx';
import { useBuilderParts } from './builder-context.ts';
import { withTask } from './document/place.ts';
import { t } from '../../../words/words.ts';

interface JsonDialogProps {
  place: string;
  task: Task;
  onClose: () => void;
}

/** A step as it stands in the plan: everything the plan language knows can be said here. */
export function JsonDialog({ place, task, onClose }: JsonDialogProps) {
  const { builder } = useBuilderParts();
  const [text, setText] = useState(() => JSON.stringify(task, undefined, 2));
  const [problem, setProblem] = useState<string>();
  const keep = (): void => {
    const read = readTask(text, task.id);
    if (typeof read === 'string') return setProblem(read);
    builder.edit((document) => withTask(document, place, () => read));
    onClose();
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      size="lg"
      title={t('{{step}} as JSON', { step: task.title ?? task.id })}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button variant="primary" onClick={keep}>
            {t('Keep')}
          </Button>
        </>
      }
    >
      <CodeField label={t('The step')} writtenIn="json" rows={12} value={text} error={problem} onChange={setText} />
    </Dialog>
  );
}

/** The step, or what is wrong with the text. */
function readTask(text: string, id: string): Task | string {
  try {
    const parsed = Task.safeParse(JSON.parse(text));
    if (!parsed.success)
      return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
    return parsed.data.id === id ? parsed.data : t('The id stays {{id}}: its name is changed in the panel.', { id });
  } catch (error) {
    return t('No JSON: {{message}}', { message: (error as Error).message });
  }
}
