import {
  AudioLines,
  Ear,
  LoaderCircle,
  type LucideIcon,
  MessageCircleQuestion,
  Mic,
  MicOff,
  Volume2,
} from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { useStore } from 'zustand';
import type { VoiceSettings, VoiceState } from '../../../contract/voice.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { otherDevice } from '../../app/open-device.ts';
import { keptMicrophone, keptMicrophoneName } from './devices.ts';
import { LevelMeter } from './level-meter.tsx';
import type { VoicePageState } from './page-state.ts';
import { TalkButton } from './talk-button.tsx';
import { useTalkKeys } from './use-talk-keys.ts';
import { announcement, voiceWords } from './voice-words.ts';
import { t } from '../../../words/words.ts';

/** Its code is not needed where Heron hears. */
const SpeechOffer = lazy(async () => ({ default: (await import('./speech-offer.tsx')).SpeechOffer }));

const icons: Record<VoiceState, LucideIcon> = {
  waiting: Ear,
  ready: Mic,
  hearing: AudioLines,
  thinking: LoaderCircle,
  asking: MessageCircleQuestion,
  speaking: Volume2,
};

/** Says at all times, over every screen, whether and to what Heron listens. Nothing while the microphone is off. */
export function VoiceBar() {
  const { voice, settings } = useHeron();
  const page = useStore(voice.state);
  const chosen = useStore(settings.state, (state) => state.settings?.voice);
  return (
    <>
      <div role="status" aria-label={t('Voice')}>
        <VisuallyHidden>{chosen?.isOn || page.phase !== 'off' ? announcement(page) : ''}</VisuallyHidden>
      </div>
      {chosen && page.phase === 'failed' && <Problem page={page} />}
      {chosen && page.phase !== 'off' && page.phase !== 'failed' && <Bar page={page} chosen={chosen} />}
    </>
  );
}

function Bar({ page, chosen }: { page: VoicePageState; chosen: VoiceSettings }) {
  const { voice } = useHeron();
  const talkKeys = useTalkKeys();
  const isActive = page.phase === 'on' && page.state !== 'waiting';
  const Icon = icons[page.state];
  return (
    <section
      aria-label={t('Voice')}
      className={classNames(
        'flex min-h-9 items-center gap-2.5 border-b px-4 py-1 text-sm transition-colors',
        isActive ? 'border-accent/35 bg-accent-soft' : 'bg-sunken',
      )}
    >
      <Icon
        aria-hidden
        size={15}
        className={classNames(
          'shrink-0',
          isActive ? 'text-accent' : 'text-muted',
          page.state === 'thinking' && 'animate-spin',
          page.state === 'hearing' && 'animate-breathe',
        )}
      />
      <p className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2.5">
        <span className={isActive ? 'font-medium' : 'text-muted'}>{voiceWords(page, chosen, talkKeys)}</span>
        <Said page={page} />
        <Other page={page} />
      </p>
      <LevelMeter />
      {page.state === 'speaking' && (
        <Button size="sm" onClick={voice.hush}>
          {t('Stop speaking')}
        </Button>
      )}
      <TalkButton page={page} trigger={chosen.trigger} />
      <TurnOff />
    </section>
  );
}

function Said({ page }: { page: VoicePageState }): ReactNode {
  if (page.trouble !== undefined) return <span className="text-muted">{page.trouble}</span>;
  return page.words === '' ? null : <span className="break-words">“{page.words}”</span>;
}

/** The chosen microphone is gone, and another one listens. */
function Other({ page: { device } }: { page: VoicePageState }): ReactNode {
  if (!device || device.isChosen) return null;
  return (
    <span className="text-muted">{otherDevice(t('The chosen microphone'), keptMicrophoneName(), device.label)}</span>
  );
}

function TurnOff() {
  const { settings, voice } = useHeron();
  const update = useAction(t('Could not turn the microphone off'), settings.update);
  const turnOff = (): void => {
    // It may be open for a call alone.
    voice.setCall(undefined);
    if (settings.state.getState().settings?.voice.isOn) void update.run({ voice: { isOn: false } });
  };
  return <IconButton icon={MicOff} label={t('Turn the microphone off')} onClick={turnOff} />;
}

function Problem({ page }: { page: VoicePageState }) {
  const { voice, settings } = useHeron();
  const update = useAction(t('Could not turn voice off'), settings.update);
  const actions = (
    <span className="flex shrink-0 gap-2">
      <Button size="sm" onClick={() => voice.start(keptMicrophone())}>
        {t('Try again')}
      </Button>
      <Button size="sm" variant="ghost" onClick={() => void update.run({ voice: { isOn: false } })}>
        {t('Turn voice off')}
      </Button>
    </span>
  );
  return (
    <Notice shape="bar" tone="warning" icon={MicOff} action={actions}>
      {page.problem?.message}
      {page.problem?.kind === 'unheard' && (
        <Suspense fallback={null}>
          <SpeechOffer />
        </Suspense>
      )}
    </Notice>
  );
}
