import { Bot } from 'lucide-react';
import { openLink } from '../../app/open-link.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';
import { Markdown } from '../../ui/markdown.tsx';
import type { AgentAtWork } from './threads.ts';
import { t } from '../../../words/words.ts';
import { woven } from '../../words/woven.ts';

/** An agent at work: who it is, what it writes, and what it calls meanwhile. */
export function AgentRow({ agent: { by, text, thinking, calls } }: { agent: AgentAtWork }) {
  return (
    <article aria-busy className="animate-fade-in space-y-2">
      <h2 className="flex items-center gap-1.5 text-xs text-muted">
        <Bot aria-hidden className="size-3.5" />
        {by === undefined ? t('Agent at work') : t('{{by}} at work', { by })}
      </h2>
      {thinking !== '' && (
        <Disclosure title={<span className="text-xs text-muted">{t('What it thinks')}</span>}>
          <p className="text-xs break-words whitespace-pre-wrap text-muted">{thinking}</p>
        </Disclosure>
      )}
      {text !== '' && <Markdown text={text} isStreaming={calls.length === 0} onOpenLink={openLink} />}
      {calls.length > 0 && (
        <p className="flex flex-wrap items-center gap-1 text-xs text-muted">
          {woven(t('Calling {{actions}}'), {
            actions: calls.map((call, index) => <InlineCode key={index}>{call}</InlineCode>),
          })}
        </p>
      )}
    </article>
  );
}
