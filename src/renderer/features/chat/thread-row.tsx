import { lazy, memo, Suspense } from 'react';
import type { Failure } from '../../../contract/errors.ts';
import type { Thinking } from '../../../contract/thinking.ts';
import { openLink } from '../../app/open-link.ts';
import { classNames } from '../../ui/class-names.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RunCard } from '../runs/run-card.tsx';
import { AgentRow } from './agent-row.tsx';
import { CheckpointLine } from './checkpoint-line.tsx';
import { ModelNoteLine } from './model-note-line.tsx';
import { NearPhrases } from './near-phrases.tsx';
import { OutgoingMessage } from './outgoing-message.tsx';
import { OwnMessage } from './own-message.tsx';
import { ThinkingBlock } from './thinking-block.tsx';
import { ownPicture } from './own-picture.ts';
import { StopAnswer } from './stop-answer.tsx';
import type { ThreadItem } from './threads.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { t } from '../../../words/words.ts';

/** What answers in words has no files. */
const MadeFiles = lazy(async () => ({ default: (await import('./made-files.tsx')).MadeFiles }));

/** Most conversations hold no plan. */
const PlanCard = lazy(async () => ({ default: (await import('./plan-card.tsx')).PlanCard }));

interface ThreadRowProps {
  item: ThreadItem;
  threadKey: string;
  /** The newest run stays unfolded; only the newest message offers what else could have been meant. */
  isLast: boolean;
}

/** Drawn again only when its item changes: a thread can be long, and an answer comes in many pieces. */
export const ThreadRow = memo(function ThreadRow(props: ThreadRowProps) {
  return (
    <div className="pb-5">
      <Row {...props} />
    </div>
  );
});

function Row({ item, threadKey, isLast }: ThreadRowProps) {
  switch (item.kind) {
    case 'message':
      return item.message.role === 'person' ? (
        <OwnMessage message={item.message} />
      ) : (
        <Answer
          text={item.message.text}
          runId={item.message.runId}
          from={item.message.from}
          thinking={item.message.thinking}
          nearPhrases={item.message.nearPhrases}
          threadKey={threadKey}
        />
      );
    case 'agent':
      return <AgentRow agent={item.agent} />;
    case 'outgoing':
      return <OutgoingMessage outgoing={item.outgoing} threadKey={threadKey} />;
    case 'streaming':
      return (
        <>
          <Answer text={item.text} thinking={item.thinking} isStreaming threadKey={threadKey} />
          {!item.isOfRun && <StopAnswer threadKey={threadKey} />}
        </>
      );
    case 'fallBack':
      return (
        <Notice title={fallBackTitle(item.error)}>
          <p className="text-muted">{item.error.message}</p>
        </Notice>
      );
    case 'modelNote':
      return <ModelNoteLine note={item.note} />;
    case 'checkpoint':
      return <CheckpointLine checkpoint={item.checkpoint} />;
    case 'plan':
      return (
        <Suspense fallback={<Skeleton lines={3} label={t('Loading the plan')} />}>
          <PlanCard held={item.held} threadKey={threadKey} />
        </Suspense>
      );
    case 'run':
      return <RunCard runId={item.runId} isOpenAtFirst={isLast} />;
  }
}

/** A server that is not there gave no bad plan. */
function fallBackTitle({ code }: Failure): string {
  if (code === 'network') return t('The model could not be reached, so the rules were used.');
  if (code === 'timeout') return t('The model took too long, so the rules were used.');
  return t('The model gave no usable plan, so the rules were used.');
}

interface AnswerProps {
  text: string;
  isStreaming?: boolean;
  /** What it is the answer of. */
  runId?: string | undefined;
  /** The agent that gives it, if it has a name. */
  from?: string | undefined;
  thinking?: Thinking | undefined;
  nearPhrases?: string[] | undefined;
  threadKey: string;
}

/** The same while it streams and afterwards, so that nothing of it is drawn again when it is whole. */
function Answer({ text, isStreaming = false, runId, from, thinking, nearPhrases, threadKey }: AnswerProps) {
  return (
    <article aria-busy={isStreaming || undefined} className="group/answer relative animate-fade-in space-y-3">
      <h2 className="sr-only">{t('Heron')}</h2>
      {from !== undefined && <p className="text-xs text-muted">{t('From {{from}}', { from })}</p>}
      {thinking && <ThinkingBlock thinking={thinking} isThinking={isStreaming && text === ''} />}
      <Markdown text={text} isStreaming={isStreaming} onOpenLink={openLink} pictureOf={ownPicture} />
      {runId !== undefined && (
        <Suspense>
          <MadeFiles runId={runId} />
        </Suspense>
      )}
      {nearPhrases && <NearPhrases phrases={nearPhrases} threadKey={threadKey} />}
      {!isStreaming && (
        // In the gap below, as with what the person said.
        <span
          className={classNames(
            '-ml-1.5 flex opacity-0 transition-opacity group-focus-within/answer:opacity-100 group-hover/answer:opacity-100 pointer-coarse:opacity-100 pointer-fine:absolute pointer-fine:top-full',
            // What has an edge is not as far from it as the last line of a text.
            nearPhrases || runId !== undefined ? 'pointer-fine:mt-0.5' : 'pointer-fine:-mt-1',
          )}
        >
          <CopyButton text={text} label={t('Copy the answer')} />
        </span>
      )}
    </article>
  );
}
