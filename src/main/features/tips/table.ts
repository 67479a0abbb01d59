import type { Tip } from '../../../contract/tips.ts';

/** What has just happened in a conversation, up to an answer of Heron. */
export type Happening = {
  /** The run that was answered, and how it ended. */
  run?: { id: string; status: string; changedFiles: boolean };
  /** The person said no to something it wanted. */
  wasDenied: boolean;
  /** Nobody understood what was said. */
  wasNotUnderstood: boolean;
  /** A plan was shown before it ran. */
  wasHeld: boolean;
  /** Something waited until a run was over. */
  wasQueued: boolean;
  hasModel: boolean;
  /** Runs that were completed, all told. */
  completedRuns: number;
  /** What the person has said since Heron was started. */
  messages: number;
};

type TableTip = {
  id: string;
  text: string;
  fits: (happening: Happening) => boolean;
  place?: (happening: Happening) => Tip['place'];
};

const ofRun = ({ run }: Happening): Tip['place'] => run && { screen: 'run', runId: run.id };

/** Heron's own tips. Of those that fit and nobody has seen, the first is shown. */
export const tipTable: readonly TableTip[] = [
  {
    id: 'grants',
    text: 'A yes can be narrow: once, for one run, for one folder, so many times. What you allowed stands in Settings, Permissions.',
    fits: ({ wasDenied }) => wasDenied,
    place: () => ({ screen: 'permissions' }),
  },
  {
    id: 'model',
    text: 'A model understands more ways to say the same, also one on this machine. The plan is checked and shown all the same.',
    fits: ({ wasNotUnderstood, hasModel }) => wasNotUnderstood && !hasModel,
    place: () => ({ screen: 'models' }),
  },
  {
    id: 'held',
    text: 'Which plans are shown before they run, and how long answers are, is the manner: each folder of conversations can have its own.',
    fits: ({ wasHeld }) => wasHeld,
    place: () => ({ screen: 'manner' }),
  },
  {
    id: 'undo',
    text: 'What a run did to files can be taken back as one, also days later: Undo, under its plan.',
    fits: ({ run }) => run?.status === 'completed' && run.changedFiles,
    place: ofRun,
  },
  {
    id: 'timeline',
    text: 'The timeline shows each step with its input, what it touched and why it failed. A run can go on from any step of it.',
    fits: ({ run }) => run?.status === 'failed',
    place: ofRun,
  },
  {
    id: 'queue',
    text: 'What you say while a run goes on waits its turn above the composer. You can change it there, or take it back.',
    fits: ({ wasQueued }) => wasQueued,
  },
  {
    id: 'template',
    text: 'Done this before? “Save as template” on its page keeps the plan, with places for what is different each time.',
    fits: ({ run, completedRuns }) => run?.status === 'completed' && completedRuns >= 3,
    place: ofRun,
  },
  {
    id: 'shortcuts',
    text: 'Most of Heron has keys, and you can change them.',
    fits: ({ messages }) => messages >= 8,
    place: () => ({ screen: 'shortcuts' }),
  },
];
