import { memo, useMemo } from 'react';
import { languageNamed } from './code-languages.ts';
import type { CodeLine } from './code-lines.ts';
import { revealHidden } from './hidden-characters.ts';
import { RevealedText } from './revealed-text.tsx';
import { useHighlighted } from './use-highlighted.ts';

/** Looks by what a word is in its language; whatever is not named here is plain. */
const looks: Record<string, string> = {
  addition: 'text-success',
  attr: 'text-warning',
  attribute: 'text-warning',
  built_in: 'text-accent',
  bullet: 'text-accent',
  char: 'text-success',
  comment: 'text-muted italic',
  deletion: 'text-danger',
  doctag: 'text-muted italic',
  keyword: 'text-accent',
  link: 'text-success',
  literal: 'text-warning',
  meta: 'text-muted',
  name: 'text-accent',
  number: 'text-warning',
  property: 'text-warning',
  quote: 'text-muted italic',
  regexp: 'text-success',
  section: 'font-semibold',
  'selector-class': 'text-warning',
  'selector-id': 'text-warning',
  'selector-tag': 'text-accent',
  string: 'text-success',
  strong: 'font-semibold',
  symbol: 'text-warning',
  tag: 'text-muted',
  'template-variable': 'text-warning',
  title: 'font-semibold',
  type: 'text-accent',
  variable: 'text-warning',
};

interface HighlightedCodeProps {
  code: string;
  /** The word after the three backticks. */
  language: string | undefined;
}

/** Code in the colours of its language; plain until they are there. */
export function HighlightedCode({ code, language }: HighlightedCodeProps) {
  const highlighted = useHighlighted(code, language);
  const lines = useMemo(() => highlighted && <Lines lines={highlighted.lines} />, [highlighted]);
  const isAwaited = language !== undefined && languageNamed(language) !== undefined;
  const rest = highlighted ? code.slice(highlighted.text.length) : code;
  return (
    <>
      {lines}
      {rest !== '' && (
        <span data-uncoloured={isAwaited || undefined}>
          <RevealedText text={rest} />
        </span>
      )}
    </>
  );
}

function Lines({ lines }: { lines: CodeLine[] }) {
  return lines.map((line, at) => <Line key={at} line={line} isLast={at === lines.length - 1} />);
}

const Line = memo(function Line({ line, isLast }: { line: CodeLine; isLast: boolean }) {
  const hasHidden = revealHidden(line.map(({ text }) => text).join('')).some(({ hidden }) => hidden);
  return (
    <>
      <bdi dir="ltr">
        {line.map(({ text, kind }, at) => (
          <span key={at} className={kind === undefined ? undefined : looks[kind]}>
            {hasHidden ? <RevealedText text={text} /> : text}
          </span>
        ))}
      </bdi>
      {!isLast && '\n'}
    </>
  );
});
