import { changedRange } from './changed-range.ts';
import { classNames } from './class-names.ts';
import { RevealedText } from './revealed-text.tsx';
import type { DiffLine } from './unified-diff.ts';
import { VisuallyHidden } from './visually-hidden.tsx';

type Range = [start: number, end: number];

const looks: Record<DiffLine['kind'], { row: string; text: string; mark: string; sign: string; said: string }> = {
  same: { row: '', text: 'text-text', mark: '', sign: ' ', said: '' },
  added: { row: 'bg-success-soft', text: 'text-success', mark: 'bg-success/25', sign: '+', said: 'added' },
  removed: { row: 'bg-danger-soft', text: 'text-danger', mark: 'bg-danger/25', sign: '−', said: 'removed' },
  note: { row: '', text: 'text-muted', mark: '', sign: ' ', said: '' },
};

export function DiffHunkRows({ header, lines, isFirst }: { header: string; lines: DiffLine[]; isFirst: boolean }) {
  const ranges = changedRanges(lines);
  return (
    <tbody>
      <tr className={classNames('bg-hover text-muted', !isFirst && 'border-t')}>
        <td colSpan={4} className="px-3 wrap-anywhere">
          {header}
        </td>
      </tr>
      {lines.map((line, index) => (
        <Row key={index} line={line} range={ranges.get(index)} />
      ))}
    </tbody>
  );
}

function Row({ line, range }: { line: DiffLine; range: Range | undefined }) {
  const { row, text, mark, sign, said } = looks[line.kind];
  const number = 'w-px pl-2 pr-1 text-right align-top text-muted tabular-nums select-none';
  return (
    <tr className={row}>
      <td className={classNames(number, 'max-sm:hidden')}>{line.before}</td>
      <td className={number}>{line.after ?? <span className="sm:hidden">{line.before}</span>}</td>
      <td className={classNames('w-px px-1 text-center align-top select-none', text)}>
        <span aria-hidden>{sign}</span>
        <VisuallyHidden>{said}</VisuallyHidden>
      </td>
      <td className={classNames('pr-3 wrap-anywhere whitespace-pre-wrap', line.kind === 'note' && 'text-muted italic')}>
        {range ? <Marked text={line.text} range={range} className={mark} /> : <RevealedText text={line.text} />}
      </td>
    </tr>
  );
}

function Marked({ text, range: [start, end], className }: { text: string; range: Range; className: string }) {
  return (
    <>
      <RevealedText text={text.slice(0, start)} />
      <span className={classNames('rounded-xs', className)}>
        <RevealedText text={text.slice(start, end)} />
      </span>
      <RevealedText text={text.slice(end)} />
    </>
  );
}

/** Pairs removed lines with the added ones right after them, in order, and finds what changed within each pair. */
function changedRanges(lines: DiffLine[]): Map<number, Range> {
  const ranges = new Map<number, Range>();
  let index = 0;
  while (index < lines.length) {
    const removed = runLength(lines, index, 'removed');
    const added = runLength(lines, index + removed, 'added');
    for (let offset = 0; offset < Math.min(removed, added); offset += 1) {
      const range = changedRange(lines[index + offset]?.text ?? '', lines[index + removed + offset]?.text ?? '');
      if (!range) continue;
      ranges.set(index + offset, [range.start, range.beforeEnd]);
      ranges.set(index + removed + offset, [range.start, range.afterEnd]);
    }
    index += Math.max(1, removed + added);
  }
  return ranges;
}

function runLength(lines: DiffLine[], start: number, kind: DiffLine['kind']): number {
  let end = start;
  while (lines[end]?.kind === kind) end += 1;
  return end - start;
}
