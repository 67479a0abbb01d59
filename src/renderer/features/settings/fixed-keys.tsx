import { KeyHint } from '../../ui/key-hint.tsx';
import { Section } from '../../ui/section.tsx';
import { t } from '../../../words/words.ts';

const groups = (): { title: string; rows: { label: string; keys: string[] }[] }[] => [
  {
    title: t('In a conversation'),
    rows: [
      { label: t('Send'), keys: ['Enter'] },
      { label: t('New line'), keys: ['Shift+Enter'] },
      { label: t('Stop the run; press twice'), keys: ['Escape'] },
    ],
  },
  {
    title: t('When Heron calls'),
    rows: [
      { label: t('Take a call'), keys: ['Alt+A'] },
      { label: t('Put a call off'), keys: ['Alt+L'] },
      { label: t('Decline a call'), keys: ['Alt+X'] },
    ],
  },
  {
    title: t('In the builder of workflows'),
    rows: [
      { label: t('Add a step'), keys: ['A'] },
      { label: t('Undo'), keys: ['Mod+Z'] },
      { label: t('Do it again'), keys: ['Mod+Shift+Z', 'Mod+Y'] },
      { label: t('Choose all steps'), keys: ['Mod+A'] },
      { label: t('Duplicate what is chosen'), keys: ['Mod+D'] },
      { label: t('Put a frame around it, or take it away'), keys: ['Mod+G', 'Mod+Shift+G'] },
      { label: t('Copy, cut and paste steps'), keys: ['Mod+C', 'Mod+X', 'Mod+V'] },
      { label: t('Delete what is chosen'), keys: ['Delete'] },
      { label: t('Choose nothing'), keys: ['Escape'] },
    ],
  },
  {
    title: t('In lists and on the timeline'),
    rows: [
      { label: t('Move'), keys: ['ArrowUp', 'ArrowDown'] },
      { label: t('Open and close what is inside'), keys: ['ArrowRight', 'ArrowLeft'] },
      { label: t('Close the details'), keys: ['Escape'] },
      { label: t('All keys of the waterfall'), keys: ['?'] },
    ],
  },
];

/** Keys that stay as they are. */
export function FixedKeys() {
  return groups().map(({ title, rows }) => (
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
