import { useCallback } from 'react';
import type { TextPreview } from '../../../contract/workflows.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useSettledText } from '../../app/use-settled-text.ts';
import { useQuery } from '../../engine/use-query.ts';
import { useBuilderParts, useBuilderState } from './builder-context.ts';

interface ExpressionPreviewProps {
  text: string;
  isExpression: boolean;
}

/** What a text gives with the outputs of last time; or the character at which it stops making sense. */
export function ExpressionPreview(props: ExpressionPreviewProps) {
  // After a run it is looked at anew.
  const lastAt = useBuilderState(({ outputs }) => Math.max(0, ...Object.values(outputs).map(({ at }) => at)));
  return <Preview key={lastAt} {...props} />;
}

function Preview({ text, isExpression }: ExpressionPreviewProps) {
  const { engine } = useHeron();
  const { builder } = useBuilderParts();
  const input = useBuilderState(({ history }) => history.present.input);
  const settled = useSettledText(text, 200);
  const { id: workflowId } = builder.state.getState().kept;
  const load = useCallback(async (): Promise<TextPreview> => {
    const names = input ? { input } : {};
    return engine.client.workflows.preview({ workflowId, text: settled, isExpression, names });
  }, [engine, workflowId, settled, isExpression, input]);
  const { data } = useQuery(engine.state, load);
  if (!data) return null;
  if ('value' in data) {
    return (
      <p className="truncate text-xs text-muted" title={valueText(data.value)}>
        = <span className="font-mono text-text">{valueText(data.value)}</span>
      </p>
    );
  }
  if (data.at === undefined || data.at >= settled.length) return <p className="text-xs text-muted">{data.problem}</p>;
  return (
    <div role="status" className="space-y-1 text-xs text-danger">
      <p>{data.problem}</p>
      <p className="font-mono wrap-anywhere text-text">
        {settled.slice(Math.max(0, data.at - 30), data.at)}
        <mark className="rounded-sm bg-danger-soft text-danger underline decoration-wavy">
          {settled.slice(data.at, data.at + 1)}
        </mark>
        {settled.slice(data.at + 1, data.at + 30)}
      </p>
    </div>
  );
}

function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
