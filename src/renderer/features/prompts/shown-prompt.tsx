import { useCallback } from 'react';
import { useStore } from 'zustand';
import type { ShownPrompt } from '../../../contract/prompts.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { shownRequest } from './shown-request.ts';
import { t } from '../../../words/words.ts';

/** What a model would be shown next, word for word. */
export function ShownPromptDialog() {
  const asked = useStore(shownRequest, (state) => state.asked);
  return (
    <Dialog
      isOpen={asked !== undefined}
      onOpenChange={(isOpen) => !isOpen && shownRequest.setState({ asked: undefined })}
      title={t('What the model sees')}
      text={
        asked?.conversationId === undefined ? t('In a conversation that begins now.') : t('With the next message here.')
      }
      size="lg"
    >
      {asked && <Shown conversationId={asked.conversationId} />}
    </Dialog>
  );
}

function Shown({ conversationId }: { conversationId: string | undefined }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.prompts.show({ conversationId }), [engine, conversationId]);
  const { data, failure, reload } = useQuery(engine.state, load);
  if (failure) return <ErrorState title={t('Nothing to show')} text={failure.message} onRetry={() => void reload()} />;
  if (!data) return <Skeleton lines={8} label={t('Putting it together')} />;
  return <Parts shown={data} />;
}

const speakers = (): Record<ShownPrompt['messages'][number]['role'], string> => ({
  user: t('Said to it'),
  assistant: t('Its answer'),
  tool: t('A result'),
});

function Parts({ shown: { model, pack, tokens, window, instructions, messages } }: { shown: ShownPrompt }) {
  return (
    <div className="space-y-4">
      <p className="text-sm">
        {t('{{model}} is asked, with the prompt pack {{pack}}: about {{tokens}} of {{window}} tokens.', {
          ...{ model, pack, tokens, window },
        })}
      </p>
      <Part title={t('Instructions')} text={instructions} />
      {messages.map(({ role, text }, index) => (
        <Part key={`${index} ${role}`} title={speakers()[role]} text={text} />
      ))}
    </div>
  );
}

function Part({ title, text }: { title: string; text: string }) {
  return (
    <section className="space-y-1.5">
      <h3 className="text-sm font-medium">{title}</h3>
      <CodeBlock label={title} code={text} wraps />
    </section>
  );
}
