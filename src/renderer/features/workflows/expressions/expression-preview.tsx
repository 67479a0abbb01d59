import { useCallback } from 'react';
import type { TextPreview } from '../../../../contract/workflows.ts';
import { useHeron } from '../../../app/heron-context.ts';
import { useSettledText } from '../../../app/use-settled-text.ts';
import { useQuery } from '../../../engine/use-query.ts';
import type { CodeProblem } from '../../../ui/code-problems.ts';
import { useBuilderParts, useBuilderState } from '../builder-context.ts';
import { shortText } from './short-text.ts';

/** What a text gives now, or what is wrong with it; `text` is what was looked at. */
type Looked = { text: string; preview: TextPreview };

/** Looks at a text once its typing has paused, and again after a run. Undefined for one in which nothing is worked out. */
export function useExpressionPreview(text: string, isExpression: boolean): Looked | undefined {
  const { engine } = useHeron();
  const { builder } = useBuilderParts();
  const input = useBuilderState(({ history }) => history.present.input);
  const lastAt = useBuilderState(({ outputs }) => Math.max(0, ...Object.values(outputs).map(({ at }) => at)));
  const settled = useSettledText(text, 200);
  const { id: workflowId } = builder.state.getState().kept;
  const isWorkedOut = (each: string): boolean => (isExpression ? each.trim() !== '' : each.includes('{{'));
  const load = useCallback(async (): Promise<Looked | undefined> => {
    const isAny = isExpression ? settled.trim() !== '' : settled.includes('{{');
    if (!isAny || lastAt < 0) return undefined;
    const names = input ? { input } : {};
    const preview = await engine.client.workflows.preview({ workflowId, text: settled, isExpression, names });
    return { text: settled, preview };
  }, [engine, workflowId, settled, isExpression, input, lastAt]);
  const { data } = useQuery(engine.state, load);
  return isWorkedOut(text) ? data : undefined;
}

const none: readonly CodeProblem[] = [];

/** Where the text stops making sense; what merely has not been written yet is not wrong. */
export function problemsOf(looked: Looked | undefined): readonly CodeProblem[] {
  if (!looked || 'value' in looked.preview) return none;
  const { at, problem } = looked.preview;
  return at === undefined || at >= looked.text.length ? none : [{ from: at, message: problem }];
}

/** What a text gives; or why it gives nothing. */
export function ExpressionPreview({ looked }: { looked: Looked | undefined }) {
  if (!looked) return null;
  const { preview } = looked;
  if ('value' in preview) {
    return (
      <p className="truncate text-xs text-muted" title={shortText(preview.value, 300)}>
        = <span className="font-mono text-text">{shortText(preview.value, 300)}</span>
      </p>
    );
  }
  if (problemsOf(looked).length === 0) return <p className="text-xs text-muted">{preview.problem}</p>;
  return (
    <p role="status" className="text-xs wrap-anywhere text-danger">
      {preview.problem}
    </p>
  );
}
