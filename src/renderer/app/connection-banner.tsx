import { CloudOff, LockKeyhole } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useHeron } from './heron-context.ts';

/** A window that has just opened, and a blink of the connection, are not worth a word. */
const silentMs = 600;

export function ConnectionBanner() {
  const { engine } = useHeron();
  const { phase, refusal } = useStore(engine.state);
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    setIsLong(false);
    if (phase === 'online') return;
    const timer = setTimeout(() => setIsLong(true), silentMs);
    return () => clearTimeout(timer);
  }, [phase]);
  if (phase === 'online' || !isLong) return null;
  const retry = (
    <Button size="sm" onClick={engine.retryNow}>
      Try now
    </Button>
  );
  if (refusal) {
    return (
      <Notice shape="bar" tone="danger" icon={LockKeyhole} action={retry}>
        {refusal}
      </Notice>
    );
  }
  return (
    <Notice shape="bar" tone="warning" icon={CloudOff} action={retry}>
      Reconnecting… Heron goes on working; what it does meanwhile will show here when the connection is back.
    </Notice>
  );
}
