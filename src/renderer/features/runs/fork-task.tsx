import { GitFork, RotateCcw } from 'lucide-react';
import { useId, useState } from 'react';
import type { Failure } from '../../../contract/errors.ts';
import type { JsonObject } from '../../../contract/json.ts';
import type { TaskState } from '../../../contract/runs.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { failureOf } from '../../engine/failure.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { changedFields, fieldIssues } from './fork-input.ts';
import { plural, t } from '../../../words/words.ts';

export interface ForkTaskProps {
  runId: string;
  title: string;
  state: Pick<TaskState, 'id' | 'status'>;
  /** As it was given, or planned; undefined for a step that has none. */
  input: JsonObject | undefined;
  /** The run waits, and will go on. */
  isUnderWay: boolean;
}

/** Of a step that is over, in a run that is or that waits: runs again from here on, with another input if one likes. */
export function ForkTask(props: ForkTaskProps) {
  const [isOpen, setIsOpen] = useState(false);
  const label = props.state.status === 'failed' ? t('Retry from here') : t('Run again from here');
  return (
    <>
      <Button
        size="sm"
        icon={props.state.status === 'failed' ? RotateCcw : GitFork}
        aria-label={`${label}: ${props.title}`}
        onClick={() => setIsOpen(true)}
      >
        {label}
      </Button>
      {isOpen && <ForkDialog {...props} label={label} close={() => setIsOpen(false)} />}
    </>
  );
}

function ForkDialog({ label, close, ...task }: ForkTaskProps & { label: string; close: () => void }) {
  const form = useId();
  const { title, input, isUnderWay } = task;
  const [text, setText] = useState(() => JSON.stringify(input ?? {}, null, 2));
  const { fork, error, forget, isBusy } = useFork(task, close);
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && close()}
      title={`${label}: ${title}`}
      text={t(
        'A new run begins with this step and does everything after it anew. What does not come after it is kept as it was, and not done again. You are asked for permissions as for any run.',
      )}
      size="lg"
      footer={
        <>
          <Button onClick={close}>{t('Cancel')}</Button>
          <Button type="submit" form={form} variant="primary" isLoading={isBusy}>
            {label}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          void fork(text);
        }}
      >
        {isUnderWay && <Notice>{t('The run that waits goes on as well; stop it if only one of both shall.')}</Notice>}
        {input && (
          <TextArea
            label={t('Input')}
            hint={t('As JSON. Only the fields you change are changed; the others are worked out as in the plan.')}
            isMono
            rows={6}
            value={text}
            error={error}
            onChange={(next) => {
              setText(next);
              forget();
            }}
          />
        )}
        {!input && error && (
          <p role="alert" className="text-sm text-danger">
            {error}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function useFork({ runId, state, input }: ForkTaskProps, close: () => void) {
  const { engine } = useHeron();
  const [error, setError] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);

  async function fork(text: string): Promise<void> {
    const changed = input ? changedFields(input, text) : { set: [] };
    if ('error' in changed) return setError(changed.error);
    setIsBusy(true);
    try {
      const forked = await engine.client.runs.fork({ runId, from: state.id, set: changed.set });
      const title = plural(forked.kept, {
        one: 'Runs again from here; 1 step kept',
        other: 'Runs again from here; {{count}} steps kept',
      });
      showToast({ tone: 'success', title, ...(forked.note === undefined ? {} : { text: forked.note }) });
      close();
      navigate({ screen: 'timeline', runId: forked.runId });
    } catch (reason) {
      setError(wordsOf(failureOf(reason)));
    } finally {
      setIsBusy(false);
    }
  }
  return { fork, error, isBusy, forget: () => setError(undefined) };
}

/** By field, where the engine says so. */
function wordsOf({ details, message }: Failure): string {
  const issues = fieldIssues(details);
  return issues.length > 0 ? issues.join(' · ') : message;
}
