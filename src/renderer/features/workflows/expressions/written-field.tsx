import { useMemo } from 'react';
import { CodeField } from '../../../ui/code-field.tsx';
import { useBuilderParts } from '../builder-context.ts';
import type { WrittenIn } from '../../../ui/code-editor-languages.ts';
import { ExpressionPreview, problemsOf, useExpressionPreview } from './expression-preview.tsx';
import { useCompletions } from './use-completions.ts';
import { t } from '../../../../words/words.ts';

interface WrittenFieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  place: string;
  /** `expression`: one by itself; in all others expressions stand in `{{ }}`. */
  writtenIn: WrittenIn;
  isSingleLine?: boolean;
  value: string;
  onChange: (value: string) => void;
}

/** What is written into a step: with words from what other steps gave, and below it what it gives now. */
export function WrittenField({ hint, place, writtenIn, value, ...rest }: WrittenFieldProps) {
  const { builder } = useBuilderParts();
  const isExpression = writtenIn === 'expression';
  const looked = useExpressionPreview(value, isExpression);
  const problems = useMemo(() => problemsOf(looked?.text === value ? looked : undefined), [looked, value]);
  const isCode = !isExpression && writtenIn !== 'template';
  return (
    <div className="space-y-1.5">
      <CodeField
        {...rest}
        {...{ value, writtenIn, problems, undoing: builder }}
        hint={isCode ? [hint, t('Escape, then Tab leaves the field.')].filter(Boolean).join(' ') : hint}
        complete={useCompletions(place, !isExpression)}
        rows={isCode ? 8 : 1}
      />
      {/* What is wrong is said once. */}
      <ExpressionPreview looked={rest.error && looked && 'problem' in looked.preview ? undefined : looked} />
    </div>
  );
}
