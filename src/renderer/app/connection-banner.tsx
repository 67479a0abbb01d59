import { CloudOff, History, LockKeyhole, PowerOff, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useHeron } from './heron-context.ts';
import { navigate } from './use-route.ts';
import { plural, t } from '../../words/words.ts';

/** A window that has just opened, and a blink of the connection, are not worth a word. */
const silentMs = 600;

export function ConnectionBanner() {
  const { engine } = useHeron();
  const isOnline = useStore(engine.state, ({ phase }) => phase === 'online');
  const isBackFromCrash = useStore(engine.state, (state) => state.isBackFromCrash);
  if (!isOnline) return <Offline />;
  return isBackFromCrash ? <BackFromCrash /> : null;
}

function Offline() {
  const { engine } = useHeron();
  const refusal = useStore(engine.state, (state) => state.refusal);
  const gone = useStore(engine.state, (state) => state.gone);
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), silentMs);
    return () => clearTimeout(timer);
  }, []);
  if (!isLong) return null;
  if (gone) return <Gone how={gone} />;
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

/** Nothing in the page can start an engine: it says what does, and goes on by itself. */
function Gone({ how }: { how: 'closed' | 'crashed' }) {
  const { engine } = useHeron();
  const isCrash = how === 'crashed';
  return (
    <Notice
      shape="bar"
      tone={isCrash ? 'danger' : 'warning'}
      icon={PowerOff}
      title={isCrash ? t('Heron has ended unexpectedly') : t('Heron was closed')}
      action={
        <Button size="sm" onClick={engine.retryNow}>
          {t('Try again')}
        </Button>
      }
    >
      {isCrash
        ? t(
            'It starts again by itself where it runs as a service; elsewhere start it. The command “heron logs” may say why.',
          )
        : t('Start it again to go on.')}{' '}
      {t('This window finds it by itself, and what you typed is kept.')} <Tries />
    </Notice>
  );
}

/** Not read out each time it changes. */
function Tries() {
  const { engine } = useHeron();
  const tries = useStore(engine.state, (state) => state.tries);
  return (
    <span aria-hidden className="text-muted tabular-nums">
      {plural(tries, { one: 'Looked for it once.', other: 'Looked for it {{count}} times.' })}
    </span>
  );
}

function BackFromCrash() {
  const { engine } = useHeron();
  const openLogs = (): void => {
    engine.forgetCrash();
    navigate({ screen: 'settings', tab: 'logs' });
  };
  return (
    <Notice
      shape="bar"
      icon={History}
      action={
        <span className="flex shrink-0 items-center gap-1">
          <Button size="sm" onClick={openLogs}>
            {t('Open logs')}
          </Button>
          <IconButton size="sm" icon={X} label={t('Dismiss')} onClick={engine.forgetCrash} />
        </span>
      }
    >
      {t('Heron had ended unexpectedly, and runs again. Runs go on where they were.')}
    </Notice>
  );
}
