import { Clock, CircleGauge, FileX, Lock, Workflow } from 'lucide-react';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { StatusDot } from '../ui/status-dot.tsx';
import { StepIcon, type StepState } from '../ui/step-icon.tsx';
import type { Tone } from '../ui/tone.ts';
import type { Specimen, SpecimenGroup } from './specimen.ts';

const tones: Tone[] = ['neutral', 'accent', 'success', 'warning', 'danger'];
const toneWords: Record<Tone, string> = {
  neutral: 'Off',
  accent: 'Running',
  success: 'Done',
  warning: 'Needs you',
  danger: 'Failed',
};
const steps: StepState[] = [
  'waiting',
  'running',
  'asking',
  'completed',
  'failed',
  'skipped',
  'cancelled',
  'blocked',
  'uncertain',
];

const longText =
  'The folder /home/ada/Documents/2026/Taxes/Receipts/Scanned-on-the-third-of-March-with-the-new-scanner is not there any more. Choose another one.';

const small: Specimen[] = [
  {
    name: 'Badge',
    files: ['badge.tsx'],
    use: 'A word or number about the thing it stands beside. Not for what is pressed.',
    states: [
      {
        name: 'tones',
        content: (
          <div className="flex flex-wrap gap-2">
            {tones.map((tone) => (
              <Badge key={tone} tone={tone}>
                {toneWords[tone]}
              </Badge>
            ))}
          </div>
        ),
      },
      { name: 'with icon', content: <Badge icon={Lock}>From a stranger</Badge> },
    ],
  },
  {
    name: 'StatusDot',
    files: ['status-dot.tsx'],
    use: 'The state of something lasting, in one word: a worker, the connection. Each tone has its own shape.',
    states: [
      {
        name: 'tones',
        content: (
          <div className="flex flex-wrap gap-4">
            {tones.map((tone) => (
              <StatusDot key={tone} tone={tone} label={toneWords[tone]} />
            ))}
          </div>
        ),
      },
    ],
  },
  {
    name: 'StepIcon',
    files: ['step-icon.tsx'],
    use: 'How one step of a plan is doing.',
    states: [
      {
        name: 'all',
        isWide: true,
        content: (
          <div className="flex flex-wrap gap-4">
            {steps.map((step) => (
              <StepIcon key={step} state={step} hasLabel />
            ))}
          </div>
        ),
      },
    ],
  },
];

const waiting: Specimen[] = [
  {
    name: 'Spinner',
    files: ['spinner.tsx'],
    use: 'For work one started, with a word for what goes on. What is merely loading is a Skeleton.',
    states: [
      { name: 'with label', content: <Spinner label="Reading files" /> },
      { name: 'alone', content: <Spinner /> },
    ],
  },
  {
    name: 'ProgressBar',
    files: ['progress-bar.tsx'],
    use: 'How far something is, where that can be told; else it sweeps.',
    states: [
      { name: 'nothing yet', content: <ProgressBar label="Steps, none" value={0} max={5} valueText="0 of 5 steps" /> },
      { name: 'some', content: <ProgressBar label="Steps" value={3} max={5} valueText="3 of 5 steps" /> },
      { name: 'done', content: <ProgressBar label="Steps, done" value={5} max={5} tone="success" /> },
      { name: 'failed', content: <ProgressBar label="Steps, failed" value={2} max={5} tone="danger" /> },
      { name: 'nobody knows', content: <ProgressBar label="Copying" value={undefined} /> },
    ],
  },
  {
    name: 'Skeleton',
    files: ['skeleton.tsx'],
    use: 'The shape of what is coming. It shows only after 200 ms.',
    states: [
      { name: 'text', content: <Skeleton lines={4} label="Loading the text" /> },
      { name: 'rows', content: <Skeleton lines={3} shape="rows" label="Loading the list" /> },
    ],
  },
];

const notice: Specimen = {
  name: 'Notice',
  files: ['notice.tsx'],
  use: 'Something that holds for now, said beside what it is about. It goes when it no longer holds.',
  states: [
    ...tones.map((tone) => ({
      name: tone,
      content: (
        <Notice tone={tone} title={toneWords[tone]}>
          2 workers wait for an answer.
        </Notice>
      ),
    })),
    {
      name: 'long text, with an action',
      content: (
        <Notice tone="danger" action={<Button size="sm">Choose</Button>}>
          {longText}
        </Notice>
      ),
    },
    {
      name: 'bar',
      isWide: true,
      content: (
        <Notice shape="bar" tone="warning" action={<Button size="sm">Try now</Button>}>
          Reconnecting… Nothing is lost: what happens meanwhile shows when the connection is back.
        </Notice>
      ),
    },
  ],
};

const placeholders: Specimen[] = [
  {
    name: 'EmptyState',
    files: ['empty-state.tsx'],
    use: 'In place of a list with nothing in it: what will be here, and one way to get it here.',
    states: [
      {
        name: 'default',
        content: <EmptyState icon={Workflow} title="Nothing waits for you" text="Questions are listed here." />,
      },
      {
        name: 'with an action',
        content: <EmptyState icon={FileX} title="No files match" action={<Button size="sm">Show all</Button>} />,
      },
      { name: 'long text', content: <EmptyState icon={Clock} title="Nothing is here any more" text={longText} /> },
    ],
  },
  {
    name: 'ErrorState',
    files: ['error-state.tsx'],
    use: 'In place of what could not be loaded: what did not work, why, and what to do.',
    states: [
      {
        name: 'default',
        content: (
          <ErrorState title="Could not load the runs" text="Heron cannot be reached." onRetry={() => undefined} />
        ),
      },
      {
        name: 'trying again',
        content: (
          <ErrorState
            title="Could not load the workers"
            text="Heron cannot be reached."
            onRetry={() => undefined}
            isRetrying
          />
        ),
      },
      {
        name: 'long text, with the error’s own words',
        content: (
          <ErrorState
            title="Could not read the folder"
            text={longText}
            details={"ENOENT: no such file or directory, scandir '/home/ada/Documents/2026/Taxes/Receipts'"}
            action={<Button variant="ghost">Choose another</Button>}
          />
        ),
      },
    ],
  },
];

export const states: SpecimenGroup = {
  id: 'states',
  title: 'States',
  text: 'How something is doing, and what stands in for what is not there',
  icon: CircleGauge,
  specimens: [...small, ...waiting, notice, ...placeholders],
};
