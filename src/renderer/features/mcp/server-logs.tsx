import { useCallback } from 'react';
import { useHeron } from '../../app/heron-context.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { t } from '../../../words/words.ts';

/** The last lines, as they were when they were asked for. */
export function ServerLogs({ name }: { name: string }) {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.mcp.logs({ name }), [engine, name]);
  const { data, failure, reload } = useQuery(engine.state, load);
  if (failure && !data)
    return <ErrorState title={t('Could not load the lines')} text={failure.message} onRetry={() => void reload()} />;
  if (!data) return <Skeleton lines={3} label={t('Loading the lines')} />;
  if (data.length === 0) return <p className="pt-1 text-xs text-muted">{t('Nothing since Heron was started.')}</p>;
  const text = data
    .map(({ at, from, text: line }) => `${new Date(at).toLocaleTimeString()} ${from}: ${line}`)
    .join('\n');
  return (
    <div className="space-y-2 pt-1">
      <CodeBlock code={text} />
      <Button size="sm" onClick={() => void reload()}>
        {t('Look again')}
      </Button>
    </div>
  );
}
