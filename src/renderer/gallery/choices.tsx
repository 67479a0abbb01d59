import { CircleAlert, Cloud, Laptop } from 'lucide-react';
import { Checkbox } from '../ui/checkbox.tsx';
import { RadioCards } from '../ui/radio-cards.tsx';
import { Switch } from '../ui/switch.tsx';
import { ToggleChips } from '../ui/toggle-chips.tsx';
import { Held } from './held.tsx';
import type { Specimen } from './specimen.ts';

type Texts = { hint?: string; disabled?: boolean; label?: string };

function CheckboxSpecimen({
  start = false,
  label = 'Also in folders below',
  ...props
}: Texts & { start?: boolean | 'indeterminate' }) {
  return (
    <Held start={start}>
      {(value, change) => <Checkbox {...props} label={label} checked={value} onChange={change} />}
    </Held>
  );
}

function SwitchSpecimen({ start = false, label = 'Start with the computer', ...props }: Texts & { start?: boolean }) {
  return (
    <Held start={start}>
      {(value, change) => <Switch {...props} label={label} checked={value} onChange={change} />}
    </Held>
  );
}

type Place = 'here' | 'cloud';

function CardsSpecimen({ label, isDisabled, direction }: { label: string; isDisabled?: boolean; direction?: 'row' }) {
  return (
    <Held<Place | undefined> start="here">
      {(value, change) => (
        <RadioCards<Place>
          label={label}
          value={value}
          onChange={change}
          direction={direction}
          cards={[
            { value: 'here', label: 'On this machine', hint: 'Nothing leaves it.', icon: Laptop, disabled: isDisabled },
            {
              value: 'cloud',
              label: 'At a provider',
              hint: 'Quicker, and it sends what it reads.',
              icon: Cloud,
              disabled: isDisabled,
            },
          ]}
        />
      )}
    </Held>
  );
}

type Kind = 'runs' | 'failures' | 'files' | 'questions';

function ChipsSpecimen({ label }: { label: string }) {
  return (
    <Held<Kind[]> start={['runs', 'failures']}>
      {(value, change) => (
        <ToggleChips<Kind>
          label={label}
          value={value}
          onChange={change}
          chips={[
            { value: 'runs', label: 'Runs', count: 12 },
            { value: 'failures', label: 'Failures', icon: CircleAlert, count: 1 },
            { value: 'files', label: 'Files', hint: 'What was created, changed or deleted' },
            { value: 'questions', label: 'Questions' },
          ]}
        />
      )}
    </Held>
  );
}

const longLabel = 'Every folder below /home/ada/Documents/2026/Taxes/Receipts, also those that are made later';

export const choices: Specimen[] = [
  {
    name: 'Checkbox',
    files: ['checkbox.tsx'],
    use: 'One of several that hold together, or a yes to be sent with a form.',
    states: [
      { name: 'off', content: <CheckboxSpecimen /> },
      { name: 'on', content: <CheckboxSpecimen start hint="Links are not followed." /> },
      { name: 'some', content: <CheckboxSpecimen start="indeterminate" label="All 14 files" /> },
      { name: 'focus', look: 'focus', content: <CheckboxSpecimen start /> },
      { name: 'disabled', content: <CheckboxSpecimen start disabled hint="Set by the policy." /> },
      { name: 'long text', content: <CheckboxSpecimen label={longLabel} /> },
    ],
  },
  {
    name: 'Switch',
    files: ['switch.tsx'],
    use: 'A setting that takes effect at once.',
    states: [
      { name: 'off', content: <SwitchSpecimen /> },
      { name: 'on', content: <SwitchSpecimen start hint="Its window stays closed." /> },
      { name: 'focus', look: 'focus', content: <SwitchSpecimen start /> },
      { name: 'disabled', content: <SwitchSpecimen disabled hint="Needs an installed Heron." /> },
      { name: 'long text', content: <SwitchSpecimen start label={longLabel} /> },
    ],
  },
  {
    name: 'RadioCards',
    files: ['radio-cards.tsx'],
    use: 'One of two to four, where each needs a sentence.',
    states: [
      { name: 'default', content: <CardsSpecimen label="Where the model runs" /> },
      { name: 'hover', look: 'hover', content: <CardsSpecimen label="Where it runs" /> },
      { name: 'focus', look: 'focus', content: <CardsSpecimen label="Where it is run" /> },
      { name: 'disabled', content: <CardsSpecimen label="Place of the model" isDisabled /> },
      { name: 'side by side', isWide: true, content: <CardsSpecimen label="Place" direction="row" /> },
    ],
  },
  {
    name: 'ToggleChips',
    files: ['toggle-chips.tsx'],
    use: 'A filter of a list: any number of a few, none too.',
    states: [
      { name: 'default', content: <ChipsSpecimen label="Kinds" /> },
      { name: 'hover', look: 'hover', content: <ChipsSpecimen label="Kinds of things" /> },
      { name: 'focus', look: 'focus', content: <ChipsSpecimen label="Kinds of events" /> },
      {
        name: 'no room',
        content: (
          <div className="w-48">
            <ChipsSpecimen label="Kinds, narrow" />
          </div>
        ),
      },
    ],
  },
];
