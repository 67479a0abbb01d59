import { CloudOff, LockKeyhole } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useHeron } from './heron-context.ts';
import { t } from '../words/words.ts';

/** A window that has just opened, and a blink of the connection, are not worth a word. */
const silentMs = 600;

export function ConnectionBanner() {
  const { engine } = useHeron();
  const isOnline = useStore(engine.state, ({ phase }) => phase === 'online');
  return isOnline ? null : <Offline />;
}

function Offline() {
  const { engine } = useHeron();
  const refusal = useStore(engine.state, (state) => state.refusal);
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), silentMs);
    return () => clearTimeout(timer);
  }, []);
  if (!isLong) return null;
  const retry = (
    <Button size="sm" onClick={engine.retryNow}>
      {t('Try now')}
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
      {t('Reconnecting… Nothing is lost: what happens meanwhile shows when the connection is back.')}
    </Notice>
  );
}
