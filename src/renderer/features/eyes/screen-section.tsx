import { ScreenShare } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { DrawPart } from './draw-part.tsx';
import { regionWords } from './region-words.ts';
import type { EyesSectionProps } from './section-props.ts';
import { SourceList } from './source-list.tsx';
import { ShownScreen } from './shown-screen.tsx';
import { plural, t } from '../../../words/words.ts';

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
      {view.phase === 'on' && stream && <ShownScreen eyes={eyes} stream={stream} />}
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
          label: plural(seconds, { one: 'Second', other: '{{count}} seconds' }),
        }))}
      />
      <LookedAt {...{ eyes, chosen, onChange }} />
    </Section>
  );
}

/** Which part of a screen it gets by itself. */
function LookedAt({ eyes, chosen: { liveRegion }, onChange }: EyesSectionProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <div className="min-w-0 flex-1 basis-56">
        <p className="text-sm font-medium">{t('What it looks at')}</p>
        <p className="text-xs text-muted">{liveRegion ? regionWords(liveRegion) : t('All of what you show.')}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <DrawPart
          eyes={eyes}
          title={t('What Heron looks at by itself')}
          text={t('Of a screen that it may look at by itself, Heron gets only this part.')}
          {...{ regions: liveRegion ? [liveRegion] : [], mark: 'frame' }}
          onPart={(region) => onChange({ liveRegion: region })}
        />
        {liveRegion && (
          <Button size="sm" variant="ghost" onClick={() => onChange({ liveRegion: null })}>
            {t('All of it')}
          </Button>
        )}
      </div>
    </div>
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
