import { memo, type ReactNode, useMemo } from 'react';
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
  /** Something stands before its first line. */
  isOneFlow?: boolean;
}

/** Code in the colours of its language; plain until they are there. */
export function HighlightedCode({ code, language, isOneFlow = false }: HighlightedCodeProps) {
  const highlighted = useHighlighted(code, language);
  const isAwaited = language !== undefined && languageNamed(language) !== undefined;
  const rest = highlighted ? code.slice(highlighted.text.length) : code;
  const uncoloured = useMemo(
    () =>
      rest !== '' && (
        <span data-uncoloured={isAwaited || undefined}>
          <RevealedText text={rest} />
        </span>
      ),
    [rest, isAwaited],
  );
  if (!highlighted || highlighted.lines.length === 0) return uncoloured;
  return <Lines lines={highlighted.lines} rest={uncoloured} isOneFlow={isOneFlow} />;
}

/** Lines that are laid out together: of code that grows only the last of them are laid out anew. */
const blockSize = 12;

interface LinesProps {
  lines: CodeLine[];
  /** Goes on in the last line. */
  rest: ReactNode;
  isOneFlow: boolean;
}

function Lines({ lines, rest, isOneFlow }: LinesProps) {
  const blocks = Array.from({ length: Math.ceil(lines.length / blockSize) }, (_, at) =>
    lines.slice(at * blockSize, (at + 1) * blockSize),
  );
  return blocks.map((block, at) => {
    // What comes after the last line may belong to it.
    const isLast = at === blocks.length - 1;
    return <Block key={at} lines={block} rest={isLast ? rest : undefined} isLast={isLast} isBox={!isOneFlow} />;
  });
}

interface BlockProps {
  lines: CodeLine[];
  rest: ReactNode;
  isLast: boolean;
  /** Always one or never: to become one, all of it would be laid out anew. */
  isBox: boolean;
}

const Block = memo(
  function Block({ lines, rest, isLast, isBox }: BlockProps) {
    return (
      <span className={isBox ? 'block' : undefined}>
        {lines.map((line, at) => (
          <Line key={at} line={line} isLast={isLast && at === lines.length - 1} />
        ))}
        {rest}
      </span>
    );
  },
  (before, after) =>
    before.rest === after.rest &&
    before.isLast === after.isLast &&
    before.isBox === after.isBox &&
    before.lines.length === after.lines.length &&
    after.lines.every((line, at) => line === before.lines[at]),
);

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
