import { goesPastUndo, type Manifest, type Risk } from '../../../contract/manifest.ts';
import { Badge } from '../../ui/badge.tsx';
import type { Tone } from '../../ui/tone.ts';
import { exampleOf } from './phrases.ts';
import { SentenceText } from './sentence-text.tsx';
import { t } from '../../../words/words.ts';

const risks = (): Record<Risk, { label: string; tone: Tone }> => ({
  read: { label: t('Reads only'), tone: 'neutral' },
  reversible: { label: t('Can be undone'), tone: 'accent' },
  external: { label: t('Acts outside'), tone: 'warning' },
  irreversible: { label: t('Cannot be undone'), tone: 'danger' },
});

const examplesShown = 3;

export function ActionList({ actions }: { actions: Manifest['actions'] }) {
  return (
    <ul className="divide-y rounded-lg border">
      {Object.entries(actions).map(([name, action]) => {
        const examples = [...new Set(action.phrases.map((phrase) => exampleOf(phrase, action.input.properties)))].slice(
          0,
          examplesShown,
        );
        const risk = risks()[goesPastUndo(action) ? 'irreversible' : action.risk];
        return (
          <li key={name} className="space-y-1 px-3 py-2.5">
            <div className="flex items-start gap-2">
              <p className="min-w-0 flex-1 text-sm font-medium">{action.title}</p>
              <Badge tone={risk.tone}>{risk.label}</Badge>
            </div>
            <p className="text-xs text-muted">{action.description}</p>
            {examples.length > 0 && (
              <ul aria-label={t('How to say it: {{title}}', { title: action.title })} className="pt-0.5 text-xs">
                {examples.map((example) => (
                  <li key={example}>
                    “<SentenceText sentence={example} />”
                  </li>
                ))}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}
