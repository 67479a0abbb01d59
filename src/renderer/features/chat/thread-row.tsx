import { memo } from 'react';
import type { Message } from '../../../contract/conversations.ts';
import { openLink } from '../../app/open-link.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RunCard } from '../runs/run-card.tsx';
import { NearPhrases } from './near-phrases.tsx';
import { OutgoingMessage } from './outgoing-message.tsx';
import { OwnMessage } from './own-message.tsx';
import type { ThreadItem } from './threads.ts';

interface ThreadRowProps {
  item: ThreadItem;
  threadKey: string;
  /** The newest run stays unfolded; only the newest message offers what else could have been meant. */
  isLast: boolean;
}

/** Drawn again only when its item changes: a thread can be long, and an answer comes in many pieces. */
export const ThreadRow = memo(function ThreadRow(props: ThreadRowProps) {
  // Out of sight it is neither laid out nor painted. What a row shows beside itself must lie inside: the rest is cut off.
  return (
    <div className="-mx-2 px-2 pb-5 [contain-intrinsic-size:auto_6rem] [content-visibility:auto]">
      <Row {...props} />
    </div>
  );
});

function Row({ item, threadKey, isLast }: ThreadRowProps) {
  switch (item.kind) {
    case 'message':
      return <MessageRow message={item.message} threadKey={threadKey} />;
    case 'outgoing':
      return <OutgoingMessage outgoing={item.outgoing} threadKey={threadKey} />;
    case 'streaming':
      return (
        <article aria-busy>
          <h2 className="sr-only">Heron</h2>
          <Markdown text={item.text} isStreaming onOpenLink={openLink} />
        </article>
      );
    case 'fallBack':
      return (
        <Notice>
          The model gave no usable plan, so the rules were used.{' '}
          <span className="text-muted">{item.error.message}</span>
        </Notice>
      );
    case 'run':
      return <RunCard runId={item.runId} isOpenAtFirst={isLast} />;
  }
}

function MessageRow({ message, threadKey }: { message: Message; threadKey: string }) {
  if (message.role === 'person') return <OwnMessage message={message} />;
  return (
    <article className="animate-fade-in space-y-3">
      <h2 className="sr-only">Heron</h2>
      <Markdown text={message.text} onOpenLink={openLink} />
      {message.nearPhrases && <NearPhrases phrases={message.nearPhrases} threadKey={threadKey} />}
    </article>
  );
}
