import { KeyHint } from '../../ui/key-hint.tsx';
import { Section } from '../../ui/section.tsx';

const groups: { title: string; rows: { label: string; keys: string[] }[] }[] = [
  {
    title: 'In a conversation',
    rows: [
      { label: 'Send', keys: ['Enter'] },
      { label: 'New line', keys: ['Shift+Enter'] },
      { label: 'Stop the run; press twice', keys: ['Escape'] },
    ],
  },
  {
    title: 'In lists and on the timeline',
    rows: [
      { label: 'Move', keys: ['ArrowUp', 'ArrowDown'] },
      { label: 'Open and close what is inside', keys: ['ArrowRight', 'ArrowLeft'] },
      { label: 'Close the details', keys: ['Escape'] },
      { label: 'All keys of the waterfall', keys: ['?'] },
    ],
  },
];

/** Keys that stay as they are. */
export function FixedKeys() {
  return groups.map(({ title, rows }) => (
    <Section key={title} title={title}>
      {rows.map(({ label, keys }) => (
        <div key={label} className="flex min-h-6 items-center gap-3">
          <span className="min-w-0 flex-1 text-sm">{label}</span>
          {keys.map((each) => (
            <KeyHint key={each} keys={each} />
          ))}
        </div>
      ))}
    </Section>
  ));
}
