import { ScreenShare } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Reading } from '../../../contract/eyes.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { LiveView } from './live-view.tsx';
import type { EyesSectionProps } from './section-props.ts';
import { SourceList } from './source-list.tsx';
import { asPng } from './as-png.ts';
import { t } from '../../words/words.ts';

const intervals = [1, 2, 5, 10, 30, 60];

export function ScreenSection({ eyes, chosen, onChange }: EyesSectionProps) {
  const view = useStore(eyes.state, ({ screen }) => screen);
  const stream = eyes.stream('screen');
  return (
    <Section
      title={t('Screen')}
      text={t(
        'A screen, a window or a part of one, when a task asks for it and you choose it. Text is read on this machine.',
      )}
    >
      <Switch
        label={t('Show me each picture first')}
        hint={t('You can black out parts of it, keep only a part, or show nothing.')}
        checked={chosen.previews}
        onChange={(previews) => onChange({ previews })}
      />
      <ShowNow eyes={eyes} />
      {view.phase === 'on' && stream && <Shown eyes={eyes} stream={stream} />}
      {view.phase === 'on' && (
        <Switch
          label={t('Let Heron look by itself')}
          hint={t(
            'While this is on, tasks that may see the screen get the newest picture without asking. It goes off when you stop showing.',
          )}
          checked={view.isLive}
          onChange={(isLive) => eyes.setLive('screen', isLive)}
        />
      )}
      <Select
        label={t('A new picture every')}
        hint={t('While Heron may look by itself.')}
        layout="inline"
        value={String(chosen.everySeconds)}
        onChange={(seconds) => onChange({ everySeconds: Number(seconds) })}
        options={[...new Set([...intervals, chosen.everySeconds])].map((seconds) => ({
          value: String(seconds),
          label: seconds === 1 ? t('Second') : `${seconds} seconds`,
        }))}
      />
    </Section>
  );
}

function ShowNow({ eyes }: Pick<EyesSectionProps, 'eyes'>) {
  const view = useStore(eyes.state, ({ screen }) => screen);
  const [isChoosing, setIsChoosing] = useState(false);
  const open = useAction(t('Could not show it'), async (title: string) => {
    if (await eyes.open('screen', { title })) setIsChoosing(false);
  });
  return (
    <div className="space-y-3">
      <div className="flex items-center gap-6">
        <p className="min-w-0 flex-1 text-sm font-medium">{t('Show a screen now')}</p>
        {view.phase === 'on' ? (
          <Button onClick={() => eyes.stop('screen')}>{t('Stop showing')}</Button>
        ) : (
          <Button icon={ScreenShare} onClick={() => setIsChoosing(true)}>
            {t('Choose…')}
          </Button>
        )}
      </div>
      {view.problem && !isChoosing && <Notice tone="warning">{view.problem.message}</Notice>}
      <Dialog
        isOpen={isChoosing}
        onOpenChange={setIsChoosing}
        size="lg"
        title={t('Show Heron your screen')}
        text={t('Heron sees nothing of it before a task asks, unless you let it look by itself.')}
      >
        <div className="space-y-4">
          {view.problem && <Notice tone="warning">{view.problem.message}</Notice>}
          <SourceList kind="screen" isBusy={open.isBusy} onChoose={(title) => void open.run(title)} />
        </div>
      </Dialog>
    </div>
  );
}

/** What is shown, and what Heron would read there. */
function Shown({ eyes, stream }: Pick<EyesSectionProps, 'eyes'> & { stream: MediaStream }) {
  const { engine } = useHeron();
  const [reading, setReading] = useState<Reading>();
  const read = useAction(t('Could not read the text'), async () => {
    const taken = await eyes.take('screen');
    if (taken) setReading(await engine.client.eyes.read({ picture: await asPng(taken.canvas) }));
  });
  return (
    <div className="space-y-3">
      <LiveView stream={stream} label={t('What you show')} />
      <Button isLoading={read.isBusy} onClick={() => void read.run()}>
        {t('Try reading it')}
      </Button>
      {reading && (
        <div className="space-y-1.5">
          <p className="flex items-center gap-2 text-xs text-muted">
            {t('{{words}} words in {{toFixed}} s', {
              words: reading.words.length,
              toFixed: (reading.tookMs / 1000).toFixed(1),
            })}
            <CopyButton text={reading.text} label={t('Copy the text')} />
          </p>
          <pre
            tabIndex={0}
            aria-label={t('The text that was read')}
            className="max-h-60 overflow-auto rounded-md border bg-sunken p-3 text-xs whitespace-pre-wrap"
          >
            {reading.text === '' ? t('No text was found.') : reading.text}
          </pre>
        </div>
      )}
    </div>
  );
}
