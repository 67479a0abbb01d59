import type { Thinking } from '../../../contract/thinking.ts';
import { Disclosure } from '../../ui/disclosure.tsx';
import { durationText } from '../../ui/time-text.ts';
import { t } from '../../../words/words.ts';

/** What a model thought before an answer, folded until somebody wants to read it. */
export function ThinkingBlock({ thinking, isThinking = false }: { thinking: Thinking; isThinking?: boolean }) {
  const took = durationText(thinking.tookMs < 1000 ? thinking.tookMs : Math.round(thinking.tookMs / 1000) * 1000);
  const title = isThinking ? t('Thinking…') : t('Thought for {{time}}', { time: took.replace('.0 s', ' s') });
  return (
    <Disclosure title={<span className="text-xs text-muted">{title}</span>}>
      <p className="text-xs break-words whitespace-pre-wrap text-muted">{thinking.text}</p>
    </Disclosure>
  );
}
