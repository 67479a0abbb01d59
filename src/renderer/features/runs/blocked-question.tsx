import { MessageCircleQuestionMark } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { TaskQuestion } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { answerLabel } from './answer-label.ts';
import { t } from '../../../words/words.ts';

interface BlockedQuestionProps {
  runId: string;
  /** Of a task inside others, its path. */
  taskId: string;
  title: string;
  question: TaskQuestion;
}

/** A step that stopped with a question goes on with what is answered here. */
export function BlockedQuestion({ runId, taskId, title, question }: BlockedQuestionProps) {
  const { engine } = useHeron();
  const [text, setText] = useState('');
  const give = useCallback(
    async (answer: string) => {
      await engine.client.runs.answer({ runId, taskId, answer });
    },
    [engine, runId, taskId],
  );
  const sending = useAction(t('Your answer did not get through'), give);
  return (
    <div className="py-1 text-text">
      <Notice tone="warning" icon={MessageCircleQuestionMark} title={question.text}>
        {question.choices ? (
          <div role="group" aria-label={t('Answers for {{title}}', { title })} className="mt-2 flex flex-wrap gap-2">
            {question.choices.map((choice) => (
              <Button key={choice} size="sm" isLoading={sending.isBusy} onClick={() => void sending.run(choice)}>
                {answerLabel(choice)}
              </Button>
            ))}
          </div>
        ) : (
          <form
            className="mt-2 flex items-end gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              if (text.trim() !== '') void sending.run(text.trim());
            }}
          >
            <div className="min-w-0 flex-1">
              <TextField label={t('Your answer')} value={text} onChange={setText} />
            </div>
            <Button type="submit" size="sm" isLoading={sending.isBusy} disabled={text.trim() === ''}>
              {t('Answer')}
            </Button>
          </form>
        )}
      </Notice>
    </div>
  );
}
