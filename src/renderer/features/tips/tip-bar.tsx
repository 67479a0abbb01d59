import { Lightbulb, X } from 'lucide-react';
import { useStore } from 'zustand';
import type { Tip } from '../../../contract/tips.ts';
import { useHeron } from '../../app/heron-context.ts';
import type { Route } from '../../app/route.ts';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { focusComposer } from '../chat/focus-composer.ts';
import { t } from '../../../words/words.ts';

/** One hint over the composer, in the conversation that it came up in. */
export function TipBar({ conversationId }: { conversationId: string | undefined }) {
  const { settings, tips, workers } = useHeron();
  const isOn = useStore(settings.state, (state) => state.settings?.tips ?? false);
  const tip = useStore(tips.state, (state) => state.tip);
  const workerName = useStore(
    workers.state,
    (state) => state.workers.find(({ id }) => id === tip?.workerId)?.manifest?.name,
  );
  const dismiss = useAction(t('Could not put the tip away'), tips.dismiss);
  if (!isOn || !tip || tip.conversationId !== conversationId) return null;
  return (
    <aside aria-label={t('Tip')} className="mx-auto w-full max-w-3xl shrink-0 animate-fade-in px-3 pb-2 sm:px-6">
      <div className="flex items-start gap-2.5 rounded-lg border bg-sunken py-1.5 pr-1.5 pl-3">
        <Lightbulb aria-hidden size={15} strokeWidth={1.75} className="mt-1.5 shrink-0 text-accent" />
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3">
          <p role="status" className="min-w-0 flex-1 basis-60 py-1 text-xs text-pretty break-words">
            {workerName && <span className="font-medium">{workerName}: </span>}
            {tip.text}
          </p>
          {tip.place && (
            <Button
              size="sm"
              variant="ghost"
              className="-ml-2.5"
              onClick={() => tip.place && navigate(routeOf(tip.place))}
            >
              {t('Show me')}
            </Button>
          )}
        </div>
        <IconButton
          size="sm"
          icon={X}
          label={t('Put the tip away')}
          onClick={() => void dismiss.run().then((isDone) => isDone && focusComposer())}
        />
      </div>
    </aside>
  );
}

function routeOf(place: NonNullable<Tip['place']>): Route {
  switch (place.screen) {
    case 'run':
      return { screen: 'timeline', runId: place.runId };
    case 'shortcuts':
      return { screen: 'settings', tab: 'keys' };
    default:
      return { screen: 'settings', tab: place.screen };
  }
}
