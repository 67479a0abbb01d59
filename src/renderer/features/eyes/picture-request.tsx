import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { EyeKind, EyeRequest } from '../../../contract/eyes.ts';
import { useHeron } from '../../app/heron-context.ts';
import { useAction } from '../../engine/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { keptCamera } from './cameras.ts';
import { PicturePreview } from './picture-preview.tsx';
import { SourceList } from './source-list.tsx';
import type { Eyes } from './store.ts';
import type { Picture } from './view-state.ts';
import { t } from '../../../words/words.ts';

interface PictureRequestProps {
  eyes: Eyes;
  request: EyeRequest;
  kind: EyeKind;
}

const chosenText = () =>
  t('This is what Heron gets. Drag over the picture to black something out, or to keep only a part.');
const unchosenText = () => t('A task you started asks for one picture. Nothing is seen before you choose it.');

/** A run asks to see something: the person chooses what, looks at the picture, and lets it be used or not. */
export function PictureRequest({ eyes, request, kind }: PictureRequestProps) {
  const { settings } = useHeron();
  const previews = useStore(settings.state, (state) => state.settings?.eyes.previews ?? true);
  const view = useStore(eyes.state, (state) => state[kind]);
  const [picture, setPicture] = useState<Picture>();
  // What was shown before, for gestures or for longer, goes on.
  const isOwn = useRef(false);
  const use = useAction(t('Could not hand the picture in'), async (shown: Picture) => {
    await eyes.answer(request, shown, previews);
  });
  const decline = useAction(t('Could not answer'), () => eyes.decline(request));
  const take = useAction(t('Could not take the picture'), async () => {
    const taken = await eyes.take(kind);
    setPicture(taken);
    if (taken && !previews) await use.run(taken);
  });
  const open = useAction(t('Could not show it'), async (title: string) => {
    isOwn.current = true;
    if (await eyes.open(kind, { title, deviceId: keptCamera() })) await take.run();
  });
  const begin = useEffectEvent(() => {
    // Something is shown already, so nothing has to be chosen.
    if (eyes.state.getState()[kind].phase === 'on') void take.run();
  });
  useEffect(() => begin(), []);
  // Answered here or elsewhere, or no longer wanted.
  useEffect(
    () => () => {
      if (isOwn.current) eyes.stop(kind);
    },
    [eyes, kind],
  );
  const isChosen = picture !== undefined && view.phase === 'on';
  return (
    <Dialog
      isOpen
      onOpenChange={() => void decline.run()}
      size="lg"
      title={kind === 'screen' ? t('Show Heron your screen') : t('Show Heron something with the camera')}
      text={isChosen ? chosenText() : unchosenText()}
      footer={
        <Answers
          onDecline={() => void decline.run()}
          isDeclining={decline.isBusy}
          {...(isChosen ? { onAgain: () => void take.run(), onUse: () => void use.run(picture) } : {})}
          isTaking={take.isBusy}
          isUsing={use.isBusy}
        />
      }
    >
      <div className="space-y-4">
        {view.problem && <Notice tone="warning">{view.problem.message}</Notice>}
        {isChosen ? (
          <PicturePreview picture={picture} onChange={setPicture} />
        ) : (
          <SourceList kind={kind} isBusy={open.isBusy || take.isBusy} onChoose={(title) => void open.run(title)} />
        )}
      </div>
    </Dialog>
  );
}

interface AnswersProps {
  onDecline: () => void;
  isDeclining: boolean;
  /** Both are there once there is a picture. */
  onAgain?: () => void;
  onUse?: () => void;
  isTaking: boolean;
  isUsing: boolean;
}

function Answers({ onDecline, isDeclining, onAgain, onUse, isTaking, isUsing }: AnswersProps) {
  return (
    <>
      <Button variant="ghost" isLoading={isDeclining} onClick={onDecline}>
        {t('Show nothing')}
      </Button>
      {onAgain && (
        <Button isLoading={isTaking} onClick={onAgain}>
          {t('Take another')}
        </Button>
      )}
      {onUse && (
        <Button variant="primary" isLoading={isUsing} onClick={onUse}>
          {t('Use this picture')}
        </Button>
      )}
    </>
  );
}
