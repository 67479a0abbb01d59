import { oc } from '@orpc/contract';
import { z } from 'zod';
import { EyeRequestId, RunId } from './ids.ts';
import { defineEvent } from './event.ts';
import { strictObject } from './strict-object.ts';

/** What Heron can be shown: a screen, a window or a part of one; the camera. */
export const EyeKind = z.enum(['screen', 'camera']);
export type EyeKind = z.infer<typeof EyeKind>;

const fraction = z.number().min(0).max(1);

/** A rectangle of a picture, in parts of its width and height. */
export const Region = strictObject(() => ({ x: fraction, y: fraction, width: fraction, height: fraction }));
export type Region = z.infer<typeof Region>;

export const EyesSettings = strictObject(() => ({
  /** Whether pictures are shown to the person before they are used. */
  previews: z.boolean(),
  /** Seconds between two pictures while Heron may look by itself. */
  everySeconds: z.int().min(1).max(600),
  /** Never seen of a screen or window, whatever is there. */
  hiddenRegions: z.array(Region).max(20),
  /** Windows whose title holds one of these are never seen. */
  hiddenWindows: z.array(z.string().min(1).max(200)).max(50),
  /** What Heron gets of a screen that it may look at by itself; null: all of it. */
  liveRegion: Region.nullable(),
}));
export type EyesSettings = z.infer<typeof EyesSettings>;

export const defaultEyes: EyesSettings = {
  ...{ previews: true, everySeconds: 5 },
  ...{ hiddenRegions: [], hiddenWindows: [], liveRegion: null },
};

/** A word as it was read, and where. */
export const ReadWord = strictObject(() => ({
  text: z.string(),
  box: Region,
  /** From 0 to 1. */
  confidence: fraction,
}));
export type ReadWord = z.infer<typeof ReadWord>;

export const Reading = strictObject(() => ({
  text: z.string(),
  words: z.array(ReadWord),
  tookMs: z.int().min(0),
}));
export type Reading = z.infer<typeof Reading>;

/** What a run waits for at a window: a picture, or that a text is put on the clipboard. */
export const EyeRequest = strictObject(() => ({
  id: EyeRequestId,
  runId: RunId,
  wants: z.enum(['screen', 'camera', 'copy']),
  /** What is to be copied. */
  text: z.string().optional(),
}));
export type EyeRequest = z.infer<typeof EyeRequest>;

export const eyesWanted = defineEvent('eyes.wanted', () => z.strictObject({ request: EyeRequest }), {
  ephemeral: true,
});
export const eyesSettled = defineEvent('eyes.settled', () => z.strictObject({ requestId: EyeRequestId }), {
  ephemeral: true,
});
/** A picture was handed to a run. What it showed is in no event. */
export const eyesSeen = defineEvent('eyes.seen', () =>
  z.strictObject({
    kind: EyeKind,
    /** As the system names what was shown; empty where it does not. */
    title: z.string(),
    width: z.int().min(1),
    height: z.int().min(1),
    /** Whether the person saw the picture before. */
    wasPreviewed: z.boolean(),
  }),
);

/** Something began to move before a camera whose person lets Heron know of it. */
export const eyesMoved = defineEvent('eyes.moved', () =>
  /** Of the picture, from 0 to 1. */
  z.strictObject({ part: fraction }),
);

/** Whether the system lets Heron at a device: `unknown` where only the browser can tell. */
export const SystemAccess = z.enum(['granted', 'denied', 'not-asked', 'restricted', 'unknown']);
export type SystemAccess = z.infer<typeof SystemAccess>;

export const EyesStatus = strictObject(() => ({
  reader: strictObject(() => ({ state: z.enum(['ready', 'missing']), fix: z.string().optional() })),
  /** Whether a model is set that can be asked about pictures. */
  hasModel: z.boolean(),
  /** Whether this program can list windows and screens by itself; elsewhere the browser's own dialog does. */
  listsSources: z.boolean(),
  access: strictObject(() => ({ screen: SystemAccess, camera: SystemAccess, microphone: SystemAccess })),
  requests: z.array(EyeRequest),
}));
export type EyesStatus = z.infer<typeof EyesStatus>;

/** A screen or window that can be shown, as Electron lists it. */
export const ScreenSource = strictObject(() => ({
  id: z.string().min(1).max(200),
  name: z.string(),
  kind: z.enum(['screen', 'window']),
  /** A small picture, as `data:image/png`. */
  thumbnail: z.string(),
}));
export type ScreenSource = z.infer<typeof ScreenSource>;

/** A window of the list of hidden ones that is open; without a place it can be anywhere. */
export const HiddenWindow = strictObject(() => ({ title: z.string(), place: Region.optional() }));
export type HiddenWindow = z.infer<typeof HiddenWindow>;

/** PNG, at most 40 MB. */
const Picture = z.file().max(40_000_000);
const Title = z.string().max(500);
const done = strictObject(() => ({}));
const One = strictObject(() => ({ requestId: EyeRequestId }));

export const eyes = {
  status: oc
    .route({ method: 'GET', path: '/eyes', summary: 'What Heron can see with, and what it asks to see' })
    .input(done)
    .output(EyesStatus),
  /** A picture for one request. Errors: `not-found` when it no longer waits, `invalid-input` for what is no PNG. */
  show: oc
    .route({ method: 'POST', path: '/eyes/requests/{requestId}/picture', summary: 'Give the picture a run asks for' })
    .input(One.extend({ picture: Picture, title: Title, wasPreviewed: z.boolean() }))
    .output(done),
  /** The text is on the clipboard. Errors: `not-found`. */
  copied: oc
    .route({ method: 'POST', path: '/eyes/requests/{requestId}/copied', summary: 'Say that a text was copied' })
    .input(One)
    .output(done),
  /** Errors: `not-found`. */
  decline: oc
    .route({ method: 'DELETE', path: '/eyes/requests/{requestId}', summary: 'Show nothing' })
    .input(One)
    .output(done),
  /** The newest picture while Heron may look by itself; kept in memory, for `seconds`. */
  keep: oc
    .route({ method: 'POST', path: '/eyes/pictures', summary: 'Hand in what Heron may look at by itself' })
    .input(strictObject(() => ({ kind: EyeKind, picture: Picture, title: Title, seconds: z.int().min(1).max(3600) })))
    .output(done),
  /** Nothing is shown any more: the picture that was kept is gone. */
  forget: oc
    .route({ method: 'DELETE', path: '/eyes/pictures/{kind}', summary: 'Forget what was shown' })
    .input(strictObject(() => ({ kind: EyeKind })))
    .output(done),
  /** Something moves before the camera. What comes within ten seconds of the last is not told again. */
  moved: oc
    .route({ method: 'POST', path: '/eyes/motion', summary: 'Say that something moves before the camera' })
    .input(strictObject(() => ({ part: fraction })))
    .output(done),
  /** Errors: `unsupported`, `invalid-input`, `worker-crashed`, `timeout`. */
  read: oc
    .route({ method: 'POST', path: '/eyes/read', summary: 'Read the text in a picture' })
    .input(strictObject(() => ({ picture: Picture })))
    .output(Reading),
  /** Of the windows on the list, those that are open. `isKnown`: whether this system tells which there are. `aspect`: width by height of all screens, which places are parts of. */
  hidden: oc
    .route({ method: 'GET', path: '/eyes/hidden', summary: 'Open windows that are never to be seen' })
    .input(done)
    .output(
      strictObject(() => ({ isKnown: z.boolean(), windows: z.array(HiddenWindow), aspect: z.number().optional() })),
    ),
  /** Errors: `unsupported` outside of the app's own window. */
  sources: oc
    .route({ method: 'GET', path: '/eyes/sources', summary: 'Screens and windows that can be shown' })
    .input(done)
    .output(z.array(ScreenSource)),
  /** The next time the window asks to see a screen, it is given this one. Errors: `unsupported`, `not-found`. */
  choose: oc
    .route({ method: 'POST', path: '/eyes/sources/chosen', summary: 'Choose what is shown' })
    .input(strictObject(() => ({ sourceId: z.string().min(1).max(200) })))
    .output(done),
};
