import { Camera, Circle, Square } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useHeron } from '../../app/heron-context.ts';
import { saveFile } from '../../engine/save-file.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { keepCamera, keptCamera, useCameras } from './cameras.ts';
import { LiveView } from './live-view.tsx';
import { watchMotion } from './motion.ts';
import { recordClip } from './record-clip.ts';
import type { EyesSectionProps } from './section-props.ts';
import { asPng } from './as-png.ts';
import type { ViewState } from './view-state.ts';
import { t } from '../../../words/words.ts';

export function CameraSection({ eyes }: Pick<EyesSectionProps, 'eyes'>) {
  const view = useStore(eyes.state, ({ camera }) => camera);
  const { settings } = useHeron();
  const watches = useStore(settings.state, (state) => state.settings?.gestures.isOn ?? false);
  const isOn = view.phase === 'on';
  const isOpening = view.phase === 'starting';
  const cameras = useCameras(eyes);
  const [deviceId, setDeviceId] = useState(keptCamera);
  const named = cameras.filter(({ label }) => label !== '');
  const choose = (next: string): void => {
    setDeviceId(next);
    keepCamera({ deviceId: next, label: named.find((camera) => camera.deviceId === next)?.label ?? '' });
    if (isOn || isOpening) void eyes.open('camera', { deviceId: next });
  };
  const stream = eyes.stream('camera');
  return (
    <Section title={t('Camera')} text={t('Off, the device is closed. What it sees stays on this machine.')}>
      <div className="space-y-3">
        <Switch
          label={t('Camera')}
          hint={
            watches
              ? t('It is open to watch for gestures.')
              : t('Open it to try it; a task that asks for a picture opens it with your yes.')
          }
          disabled={watches}
          checked={isOn || isOpening}
          onChange={(on) => (on ? void eyes.open('camera', { deviceId }) : eyes.stop('camera'))}
        />
        {view.problem && <Notice tone="warning">{view.problem.message}</Notice>}
      </div>
      <Select
        label={t('Device')}
        hint={named.length === 0 ? t('Their names show once the camera was open.') : t('Kept for this browser.')}
        layout="inline"
        value={named.some((camera) => camera.deviceId === deviceId) ? deviceId : ''}
        onChange={choose}
        options={[
          { value: '', label: t('As the system has it') },
          ...named.map((camera) => ({ value: camera.deviceId, label: camera.label })),
        ]}
      />
      {isOn && stream && <OpenCamera key={stream.id} eyes={eyes} stream={stream} />}
      {isOn && <Letting eyes={eyes} view={view} />}
    </Section>
  );
}

/** What Heron may do by itself while the camera is open. */
function Letting({ eyes, view }: Pick<EyesSectionProps, 'eyes'> & { view: ViewState }) {
  return (
    <div className="space-y-3">
      <Switch
        label={t('Let Heron look by itself')}
        hint={t('While this is on, tasks that may use the camera get the newest picture without asking.')}
        checked={view.isLive}
        onChange={(isLive) => eyes.setLive('camera', isLive)}
      />
      <Switch
        label={t('Tell Heron when something moves')}
        hint={t('A schedule can start then: “when something moves before the camera”. No picture is handed over.')}
        checked={view.tellsMotion}
        onChange={eyes.setMotion}
      />
    </div>
  );
}

const longestClipMs = 15_000;

function OpenCamera({ eyes, stream }: Pick<EyesSectionProps, 'eyes'> & { stream: MediaStream }) {
  const [recording, setRecording] = useState<{ stop: () => void }>();
  const snap = useAction(t('Could not take the picture'), async () => {
    const taken = await eyes.take('camera');
    if (taken) saveFile(await asPng(taken.canvas), 'photo.png');
  });
  const record = useAction(t('Could not record the clip'), async () => {
    const { stop, clip } = recordClip(stream, longestClipMs);
    setRecording({ stop });
    try {
      const file = await clip;
      saveFile(file, file.name);
    } finally {
      setRecording(undefined);
    }
  });
  return (
    <div className="space-y-3">
      <LiveView stream={stream} label={t('What the camera sees')} />
      <div className="flex flex-wrap gap-2">
        <Button icon={Camera} isLoading={snap.isBusy} onClick={() => void snap.run()}>
          {t('Save a picture')}
        </Button>
        {recording ? (
          <Button icon={Square} variant="danger" onClick={recording.stop}>
            {t('End the clip')}
          </Button>
        ) : (
          <Button icon={Circle} onClick={() => void record.run()}>
            {t('Record a clip')}
          </Button>
        )}
      </div>
      <Motion eyes={eyes} />
    </div>
  );
}

const still = 0.01;

function Motion({ eyes }: Pick<EyesSectionProps, 'eyes'>) {
  const [part, setPart] = useState(0);
  useEffect(() => watchMotion(() => eyes.look('camera'), setPart), [eyes]);
  return (
    <div className="space-y-1.5">
      <p className="text-sm">
        {t('Motion:')} <span className="font-medium">{part < still ? t('nothing moves') : t('something moves')}</span>
      </p>
      <ProgressBar label={t('Motion')} value={Math.min(100, Math.round(part * 400))} />
    </div>
  );
}
