import { lazy, Suspense } from 'react';
import { useServerQuestions } from './use-server-questions.ts';

/** Few runs ever show one. */
const QuestionForm = lazy(async () => ({ default: (await import('./question-form.tsx')).QuestionForm }));

/** What servers ask in the middle of the calls of a run, or of all runs; nothing while they ask nothing. */
export function ServerQuestions({ runId }: { runId?: string }) {
  const questions = useServerQuestions(runId);
  if (questions.length === 0) return null;
  return (
    <Suspense>
      {questions.map((question) => (
        <QuestionForm key={question.id} question={question} />
      ))}
    </Suspense>
  );
}
