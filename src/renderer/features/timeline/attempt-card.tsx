import { blobIdsIn } from '../../../contract/blobs.ts';
import type { TaskAttempt } from '../../../contract/timeline.ts';
import { usageTexts } from '../../../contract/usage.ts';
import { openLink } from '../../app/open-link.ts';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { StepIcon, type StepState } from '../../ui/step-icon.tsx';
import { exactTimeText } from '../../ui/time-text.ts';
import { BlobList } from '../runs/blob-list.tsx';
import { FailureNote } from '../runs/failure-note.tsx';
import { spanText } from './axis.ts';
import { LargeValue } from './large-value.tsx';
import { t } from '../../../words/words.ts';

interface AttemptCardProps {
  runId: string;
  attempt: TaskAttempt;
  isOpenAtFirst: boolean;
  isOnly: boolean;
}

const words: Record<TaskAttempt['status'], string> = {
  running: 'going on',
  completed: 'done',
  failed: 'failed',
  blocked: 'stopped with a question',
  skipped: 'skipped',
  cancelled: 'cancelled',
  'cut-off': 'cut off',
};

export function AttemptCard({ runId, attempt, isOpenAtFirst, isOnly }: AttemptCardProps) {
  const { startedAt, endedAt, status } = attempt;
  const took = startedAt !== undefined && endedAt !== undefined ? spanText(endedAt - startedAt) : undefined;
  return (
    <div className="rounded-lg border bg-surface px-3 py-1.5">
      <Disclosure
        isOpenAtFirst={isOpenAtFirst}
        title={
          <span className="flex items-center gap-2">
            <StepIcon state={iconOf(status)} />
            <span>
              {isOnly ? '' : t('Attempt {{attempt}}: ', { attempt: attempt.attempt })}
              {words[status]}
            </span>
          </span>
        }
        end={took && <span className="text-xs text-muted tabular-nums">{took}</span>}
      >
        <Content runId={runId} attempt={attempt} />
      </Disclosure>
    </div>
  );
}

function iconOf(status: TaskAttempt['status']): StepState {
  return status === 'cut-off' ? 'cancelled' : status;
}

function Content({ runId, attempt }: { runId: string; attempt: TaskAttempt }) {
  const { startedAt, endedAt, input, output, says, error, repairs, text, idempotencyKey, used } = attempt;
  const entries = [
    ...(startedAt === undefined ? [] : [{ name: t('Started'), value: exactTimeText(startedAt) }]),
    ...(endedAt === undefined ? [] : [{ name: t('Ended'), value: exactTimeText(endedAt) }]),
    ...(idempotencyKey === undefined ? [] : [{ name: t('Key'), value: <InlineCode>{idempotencyKey}</InlineCode> }]),
    ...(used ? [{ name: t('Used'), value: usageTexts(used).join(', ') }] : []),
    ...(repairs ? [{ name: t('Mended'), value: repairs.join('; ') }] : []),
  ];
  const blobs = output?.value === undefined ? [] : blobIdsIn(output.value);
  return (
    <div className="space-y-3 pb-2">
      {says && <Markdown text={says} onOpenLink={openLink} headingLevel={4} />}
      {text && <p className="text-sm break-words whitespace-pre-wrap">{text}</p>}
      {error && <FailureNote failure={error} />}
      {input && <LargeValue runId={runId} part="input" value={input} />}
      {blobs.length > 0 && output?.value !== undefined && <BlobList output={output.value} />}
      {output && <LargeValue runId={runId} part="output" value={output} isPart={attempt.isPart} />}
      <DescriptionList entries={entries} />
    </div>
  );
}
