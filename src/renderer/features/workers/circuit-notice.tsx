import type { Circuit } from '../../../contract/circuits.ts';
import type { Worker } from '../../../contract/workers.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useNow } from '../../app/use-now.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { circuitText } from './circuit-text.ts';
import { nameOf } from './store.ts';
import { t } from '../../../words/words.ts';

/** That a worker is left alone after too many faults, until when, and what the last one was. */
export function CircuitNotice({ worker }: { worker: Worker }) {
  if (!worker.circuit) return null;
  return <Held circuit={worker.circuit} whose={{ workerId: worker.id }} name={nameOf(worker)} what="calls" />;
}

interface HeldProps {
  circuit: Circuit;
  whose: { workerId: string } | { host: string };
  name: string;
  what: 'calls' | 'requests';
}

export function Held({ circuit, whose, name, what }: HeldProps) {
  const { workers } = useHeron();
  const tryNow = useAction(t('Could not have {{name}} tried', { name }), workers.tryNow);
  const isOpen = circuit.state === 'open';
  const now = useNow(1000, isOpen);
  const title = 'host' in whose ? `${name} is left alone for now` : t('Left alone for now');
  return (
    <Notice
      tone="warning"
      title={title}
      action={
        isOpen && (
          <Button size="sm" isLoading={tryNow.isBusy} onClick={() => void tryNow.run(whose)}>
            {t('Try now')}
          </Button>
        )
      }
    >
      <p className="text-xs">{circuitText(circuit, what, now)}</p>
      <p className="mt-1 text-xs">{t('Last error: {{message}}', { message: circuit.lastError.message })}</p>
    </Notice>
  );
}
