import { Activity, Trash2 } from 'lucide-react';
import { useCallback } from 'react';
import { endingText } from '../../../contract/process-text.ts';
import type { BackgroundProcess } from '../../../contract/processes.ts';
import { useHeron } from '../../app/heron-context.ts';
import { navigate } from '../../app/use-route.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { RevealedText } from '../../ui/revealed-text.tsx';
import { Switch } from '../../ui/switch.tsx';
import { durationText, exactTimeText } from '../../ui/time-text.ts';
import { LiveLog } from './live-log.tsx';
import { isRunning } from './store.ts';
import { WriteField } from './write-field.tsx';
import { t } from '../../../words/words.ts';

export function ProcessDetail({ process }: { process: BackgroundProcess }) {
  const { engine } = useHeron();
  const { id, runId, keep, takesInput } = process;
  const setKeep = useAction(
    t('Could not change that'),
    useCallback(
      async (next: boolean) => void (await engine.client.processes.keep({ processId: id, keep: next })),
      [engine, id],
    ),
  );
  const clear = useAction(
    t('Could not clear it'),
    useCallback(async () => void (await engine.client.processes.clear({ processId: id })), [engine, id]),
  );
  return (
    <div className="space-y-4">
      <LiveLog process={process} />
      {isRunning(process) && takesInput && <WriteField processId={id} />}
      {isRunning(process) && (
        <Switch
          label={t('Keep it')}
          hint={t('It stays when its run is cancelled or undone. It always ends with Heron.')}
          checked={keep}
          disabled={setKeep.isBusy}
          onChange={(next) => void setKeep.run(next)}
        />
      )}
      <DescriptionList entries={entriesOf(process)} />
      <div className="flex flex-wrap gap-2">
        <Button size="sm" variant="ghost" icon={Activity} onClick={() => navigate({ screen: 'timeline', runId })}>
          {t('Show its run')}
        </Button>
        {!isRunning(process) && (
          <Button size="sm" variant="ghost" icon={Trash2} isLoading={clear.isBusy} onClick={() => void clear.run()}>
            {t('Clear')}
          </Button>
        )}
      </div>
    </div>
  );
}

function entriesOf(process: BackgroundProcess) {
  const { command, pid, startedAt, endsAt, endedAt, id } = process;
  return [
    {
      name: t('Command'),
      value: (
        <span className="font-mono text-xs break-all">
          <RevealedText text={command} />
        </span>
      ),
    },
    { name: t('Began'), value: exactTimeText(startedAt) },
    ...(endedAt === undefined
      ? [
          { name: t('Ends'), value: <RelativeTime at={endsAt} /> },
          { name: t('Process'), value: `${pid}` },
        ]
      : [
          {
            name: t('Ended'),
            value: t('{{ending}} after {{span}}', {
              ending: endingText(process),
              span: durationText(endedAt - startedAt),
            }),
          },
        ]),
    { name: t('Id'), value: <span className="font-mono text-xs break-all">{id}</span> },
  ];
}
