import { Zap } from 'lucide-react';
import { useCallback } from 'react';
import { useQuery } from '../engine/use-query.ts';
import { Notice } from '../ui/notice.tsx';
import { useHeron } from './heron-context.ts';

/** That calls fail on purpose, so that nobody takes it for trouble; it holds until Heron is started again. */
export function ChaosBanner() {
  const { engine } = useHeron();
  const load = useCallback(() => engine.client.health.get({}), [engine]);
  const { data } = useQuery(engine.state, load);
  const chaos = data?.components.find(({ name }) => name === 'chaos');
  if (!chaos) return null;
  return (
    <Notice shape="bar" tone="warning" icon={Zap}>
      {chaos.message}
    </Notice>
  );
}
