import { isSensitive, type PermissionNeed } from '../../../contract/permission-need.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { plural, t } from '../../../words/words.ts';
import { WarningNote } from './warning-note.tsx';

const languageNames = (): Record<string, string> => ({
  javascript: t('JavaScript'),
  typescript: t('TypeScript'),
  python: t('Python'),
});

/** The thing itself, whole: what is allowed must be what is read. */
export function NeedView({ need }: { need: PermissionNeed }) {
  const { capability, target, detail } = need;
  if (capability === 'shell' && detail)
    return <CodeBlock code={detail} label={t('Command, run with {{target}}', { target })} hasBar isCommand />;
  if (capability === 'code' && detail) {
    const label = plural(
      detail.split('\n').length,
      { one: '{{language}}, 1 line', other: '{{language}}, {{count}} lines' },
      { language: languageNames()[target] ?? target },
    );
    return <CodeBlock code={detail} label={label} hasBar wraps />;
  }
  return (
    <>
      <p className="rounded-md border bg-sunken px-2.5 py-1.5 font-mono text-xs break-all whitespace-pre-wrap">
        <RevealedText text={target} />
      </p>
      {isSensitive(need) ? <Sensitive /> : detail && <Detail text={detail} />}
    </>
  );
}

function Detail({ text }: { text: string }) {
  return (
    <p className="text-xs break-words text-muted">
      <RevealedText text={text} />
    </p>
  );
}

/** What is in it may go on from here. */
function Sensitive() {
  return (
    <WarningNote>
      {t('It may hold passwords or keys. What is read of it stands in the timeline, and a model that plans sees it.')}
    </WarningNote>
  );
}
