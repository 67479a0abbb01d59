import { ArrowUp, FileImage, FileText, KeyRound, Paperclip, Search } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { CodeField } from '../ui/code-field.tsx';
import { Composer } from '../ui/composer.tsx';
import { DropHint } from '../ui/drop-hint.tsx';
import { FileChip } from '../ui/file-chip.tsx';
import { Field, fieldBox } from '../ui/field.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Select } from '../ui/select.tsx';
import { Slider } from '../ui/slider.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Held } from './held.tsx';
import type { Specimen } from './specimen.ts';

type Without<Props> = Omit<Props, 'value' | 'onChange'>;

function TextFieldSpecimen({ start = '', ...props }: Without<ComponentProps<typeof TextField>> & { start?: string }) {
  return <Held start={start}>{(value, change) => <TextField {...props} value={value} onChange={change} />}</Held>;
}

function TextAreaSpecimen({ start = '', ...props }: Without<ComponentProps<typeof TextArea>> & { start?: string }) {
  return <Held start={start}>{(value, change) => <TextArea {...props} value={value} onChange={change} />}</Held>;
}

function CodeFieldSpecimen({ start = '', ...props }: Without<ComponentProps<typeof CodeField>> & { start?: string }) {
  return <Held start={start}>{(value, change) => <CodeField {...props} value={value} onChange={change} />}</Held>;
}

const program = `// Files by their size.
const sizes = new Map([['a.txt', 12], ["b.txt", 4_000]]);
for (const [name, bytes] of sizes) console.log(\`\${name}: \${bytes}\`);`;

const models = [
  { value: 'small', label: 'Small and quick', hint: 'Runs on this machine', group: 'Here' },
  { value: 'large', label: 'Large', hint: 'Needs 24 GB of memory', group: 'Here', disabled: true },
  { value: 'long', label: 'Small and quick, of the third of March, for machines with little memory', group: 'Here' },
  { value: 'cloud', label: 'Of a provider', hint: 'Sends what it reads', group: 'Elsewhere' },
];

function SelectSpecimen({
  start,
  ...props
}: Omit<Without<ComponentProps<typeof Select>>, 'options'> & { start?: string }) {
  return (
    <Held<string | undefined> start={start}>
      {(value, change) => <Select {...props} options={models} value={value} onChange={change} />}
    </Held>
  );
}

const chip = { name: 'report.pdf', detail: '118 KiB', icon: FileText, onRemove: () => undefined };
const chips = [
  <FileChip key="report" {...chip} />,
  <FileChip key="photo" {...chip} name="spring.png" icon={FileImage} busyLabel="Uploading" />,
];

function ComposerSpecimen({ start = '', disabled, above }: { start?: string; disabled?: boolean; above?: ReactNode }) {
  return (
    <Held start={start}>
      {(value, change) => (
        <Composer
          label="Message"
          placeholder="Tell Heron what to do"
          value={value}
          onChange={change}
          onSubmit={() => change('')}
          above={above}
          disabled={disabled}
          tools={<IconButton label="Attach a file" icon={Paperclip} disabled={disabled} />}
          actions={
            <IconButton label="Send" icon={ArrowUp} variant="primary" disabled={disabled || value.trim() === ''} />
          }
        />
      )}
    </Held>
  );
}

function SliderSpecimen({ disabled, hasMarks }: { disabled?: boolean; hasMarks?: boolean }) {
  const marks = hasMarks
    ? [
        { value: 4, tone: 'success' as const },
        { value: 19, tone: 'warning' as const },
        { value: 33, tone: 'danger' as const },
      ]
    : [];
  return (
    <Held start={12}>
      {(value, change) => (
        <Slider label="Moment" value={value} onChange={change} max={40} marks={marks} disabled={disabled} />
      )}
    </Held>
  );
}

const longPath = '/home/ada/Documents/2026/Taxes/Receipts/Scanned on the third of March/quarter-1-travel.pdf';
const longHint = 'A program of yours that prints a line for each file, and ends by itself.';

const textField: Specimen = {
  name: 'TextField',
  files: ['text-field.tsx'],
  use: 'One line of text. The label always shows; a hint says what is wanted, an error what is wrong and what to do.',
  states: [
    { name: 'empty', content: <TextFieldSpecimen label="Name" placeholder="github-token" /> },
    { name: 'filled', content: <TextFieldSpecimen label="Name" start="github-token" hint="How workers ask for it." /> },
    { name: 'hover', look: 'hover', content: <TextFieldSpecimen label="Name" start="github-token" /> },
    { name: 'focus', look: 'focus', content: <TextFieldSpecimen label="Name" start="github-token" /> },
    { name: 'error', content: <TextFieldSpecimen label="Name" start="git hub" error="A name has no spaces." /> },
    { name: 'disabled', content: <TextFieldSpecimen label="Name" start="github-token" disabled /> },
    {
      name: 'search',
      content: <TextFieldSpecimen label="Search" isLabelHidden type="search" icon={Search} start="invoice" />,
    },
    { name: 'unit, even width', content: <TextFieldSpecimen label="Wait" start="30" end="s" isMono /> },
    { name: 'long text', content: <TextFieldSpecimen label="Path" start={longPath} icon={KeyRound} isMono /> },
    {
      name: 'inline',
      isWide: true,
      content: <TextFieldSpecimen label="Program" layout="inline" hint={longHint} start="make" error="Not found." />,
    },
  ],
};

export const textFields: Specimen[] = [
  textField,
  {
    name: 'TextArea',
    files: ['text-area.tsx'],
    use: 'Several lines. It grows with its text, up to 16 lines.',
    states: [
      { name: 'empty', content: <TextAreaSpecimen label="Note" placeholder="What is it for?" /> },
      { name: 'focus', look: 'focus', content: <TextAreaSpecimen label="Note" start="For the tax office" /> },
      {
        name: 'error',
        content: <TextAreaSpecimen label="Input" start="{ path: }" isMono error="Line 1: a value is missing." />,
      },
      { name: 'disabled', content: <TextAreaSpecimen label="Note" start="For the tax office" disabled /> },
      { name: 'long text', content: <TextAreaSpecimen label="Note" start={`${longHint} ${longPath}`} /> },
    ],
  },
  {
    name: 'CodeField',
    files: ['code-field.tsx'],
    use: 'Code, JSON, or a text with expressions in {{ }}. Wrong places are underlined; words come as one writes.',
    states: [
      {
        name: 'text',
        content: <CodeFieldSpecimen label="Goal" writtenIn="template" start="Sum up {{ tasks.list }}" />,
      },
      {
        name: 'expression, wrong',
        content: (
          <CodeFieldSpecimen
            label="If"
            writtenIn="expression"
            start="$count(files[size > 10 and ]) >= 1"
            problems={[{ from: 27, message: 'A value is missing.' }]}
            error="A value is missing."
          />
        ),
      },
      {
        name: 'JSON',
        content: (
          <CodeFieldSpecimen label="Input" writtenIn="json" rows={2} start={'{\n  "size": 4,\n  "all": true }'} />
        ),
      },
      {
        name: 'program',
        isWide: true,
        content: <CodeFieldSpecimen label="Code" writtenIn="javascript" rows={8} start={program} />,
      },
    ],
  },
  {
    name: 'Select',
    files: ['select.tsx'],
    use: 'One of more than five, or of some whose number changes. Up to four that need a word each: RadioCards.',
    states: [
      { name: 'empty', content: <SelectSpecimen label="Model" /> },
      { name: 'chosen', content: <SelectSpecimen label="Model" start="small" hint="Used for new conversations." /> },
      { name: 'hover', look: 'hover', content: <SelectSpecimen label="Model" start="small" /> },
      { name: 'focus', look: 'focus', content: <SelectSpecimen label="Model" start="small" /> },
      { name: 'error', content: <SelectSpecimen label="Model" error="Choose a model." /> },
      { name: 'disabled', content: <SelectSpecimen label="Model" start="cloud" disabled /> },
      { name: 'long text', content: <SelectSpecimen label="Model" start="long" /> },
    ],
  },
  {
    name: 'Field',
    files: ['field.tsx'],
    use: 'Label, hint and error around a control that has none of its own.',
    states: [
      {
        name: 'around a number',
        content: (
          <Field id="gallery-attempts" label="Attempts" hint="Of a step, at most.">
            <input
              id="gallery-attempts"
              type="number"
              defaultValue={3}
              aria-describedby="gallery-attempts-hint"
              className={`${fieldBox} h-8 px-2.5`}
            />
          </Field>
        ),
      },
    ],
  },
  {
    name: 'Composer',
    files: ['composer.tsx'],
    use: 'Where a person asks for something. Enter sends, Shift+Enter starts a line.',
    states: [
      { name: 'empty', content: <ComposerSpecimen /> },
      { name: 'hover', look: 'hover', content: <ComposerSpecimen start="zip the folder Pictures" /> },
      { name: 'disabled', content: <ComposerSpecimen disabled /> },
      {
        name: 'with files',
        content: (
          <ComposerSpecimen
            start="zip these"
            above={<div className="flex flex-wrap gap-1.5 px-2.5 pt-2.5">{chips}</div>}
          />
        ),
      },
      { name: 'long text', content: <ComposerSpecimen start={`zip ${longPath}\nand tell me its sha256`} /> },
    ],
  },
  {
    name: 'FileChip',
    files: ['file-chip.tsx'],
    use: 'A file that goes with what is being written, and how far it has come.',
    states: [
      { name: 'default', content: chips[0] },
      { name: 'picture', content: <FileChip {...chip} name="heron.png" icon={FileImage} picture="/icon.png" /> },
      { name: 'on its way', content: chips[1] },
      {
        name: 'failed',
        content: <FileChip {...chip} detail="The disk is full" hasFailed onRetry={() => undefined} />,
      },
      { name: 'long name', content: <FileChip {...chip} name="Minutes of the annual meeting, signed (final).pdf" /> },
    ],
  },
  {
    name: 'DropHint',
    files: ['drop-hint.tsx'],
    use: 'Lies over a place that takes files, while some are held above it.',
    states: [
      {
        name: 'default',
        content: (
          <div className="relative h-32">
            <DropHint text="Drop files to attach them" />
          </div>
        ),
      },
    ],
  },
  {
    name: 'Slider',
    files: ['slider.tsx'],
    use: 'A place on a scale where near is good enough: a moment of a run. For a number that counts, a TextField.',
    states: [
      { name: 'default', content: <SliderSpecimen /> },
      { name: 'with marks', content: <SliderSpecimen hasMarks /> },
      { name: 'disabled', content: <SliderSpecimen disabled /> },
    ],
  },
];
