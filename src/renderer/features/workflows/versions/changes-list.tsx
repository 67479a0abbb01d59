import { fieldInWords } from '../../../../contract/field-names.ts';
import type { FieldChange } from '../../../../contract/compare-plans.ts';
import { Badge } from '../../../ui/badge.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { RevealedText } from '../../../ui/revealed-text.tsx';
import type { Tone } from '../../../ui/tone.ts';
import { useBuilderParts } from '../builder-context.ts';
import { taskAt } from '../document/place.ts';
import { titleOfStep } from '../steps.ts';
import { markLooks } from './compared-node.tsx';
import { type Comparison, laneOf, type Mark } from './merged.ts';
import { t } from '../../../../words/words.ts';

const tones: Record<Mark, Tone> = { added: 'success', removed: 'danger', changed: 'warning' };

interface ChangesListProps {
  comparison: Comparison;
  place: string | undefined;
  /** Shows a step in the picture. */
  onShow: (place: string) => void;
}

/** The same in words: every step that differs, and every field of it. */
export function ChangesList({ comparison: { document, steps, whole }, place, onShow }: ChangesListProps) {
  const { catalogue } = useBuilderParts();
  if (steps.length + whole.length === 0) {
    return <p className="p-4 text-sm text-muted">{t('They are the same. Only where steps stand may differ.')}</p>;
  }
  return (
    <ul aria-label={t('What changed')} className="space-y-1 p-2">
      {whole.length > 0 && (
        <li className="px-2 py-1.5">
          <span className="flex items-center gap-2 text-sm">
            <Badge tone="warning" icon={markLooks().changed.icon}>
              {t('Changed')}
            </Badge>
            {t('The workflow itself')}
          </span>
          <Fields fields={whole} />
        </li>
      )}
      {steps.map((step) => {
        const lane = laneOf(step.place);
        const task = taskAt(document, step.place);
        return (
          <li key={step.place}>
            <button
              type="button"
              aria-current={step.place === place || undefined}
              onClick={() => onShow(step.place)}
              className={classNames(
                'w-full rounded-md px-2 py-1.5 text-left focus-visible:-outline-offset-2',
                step.place === place ? 'chosen bg-accent-soft' : 'hover:bg-hover',
              )}
            >
              <span className="flex min-w-0 items-center gap-2 text-sm">
                <Badge tone={tones[step.mark]} icon={markLooks()[step.mark].icon}>
                  {markLooks()[step.mark].word}
                </Badge>
                <span className="min-w-0 truncate">
                  <RevealedText text={task ? titleOfStep(task, catalogue) : step.title} />
                </span>
                {lane !== '' && <span className="shrink-0 text-2xs text-muted">{lane}</span>}
              </span>
              <Fields fields={step.fields} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Fields({ fields }: { fields: readonly FieldChange[] }) {
  if (fields.length === 0) return null;
  return (
    <span className="mt-1 block space-y-1 text-xs">
      {fields.map(({ field, before, after }) => (
        <span key={field} className="block">
          <span className="block text-muted">{fieldInWords(field)}</span>
          {before !== undefined && (
            <span className="block rounded-sm bg-danger-soft px-1.5 font-mono text-2xs leading-5 wrap-anywhere">
              <span className="sr-only">{t('before:')} </span>
              <span aria-hidden>− </span>
              <RevealedText text={shown(before)} />
            </span>
          )}
          {after !== undefined && (
            <span className="block rounded-sm bg-success-soft px-1.5 font-mono text-2xs leading-5 wrap-anywhere">
              <span className="sr-only">{t('after:')} </span>
              <span aria-hidden>+ </span>
              <RevealedText text={shown(after)} />
            </span>
          )}
        </span>
      ))}
    </span>
  );
}

const longestShown = 300;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
}
