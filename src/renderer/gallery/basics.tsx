import { Palette } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SpecimenGroup } from './specimen.ts';

const surfaces = ['surface', 'raised', 'sunken', 'hover', 'scrim'];
const lines = ['border', 'control', 'focus'];
const tones = ['accent', 'success', 'warning', 'danger'];

function Swatch({ token, children }: { token: string; children?: ReactNode }) {
  return (
    <div className="flex items-center gap-2.5">
      <span className="size-8 rounded-md border" style={{ background: `var(--color-${token})` }} />
      <span className="font-mono text-xs">{token}</span>
      {children}
    </div>
  );
}

function Swatches({ tokens }: { tokens: string[] }) {
  return (
    <div className="space-y-1.5">
      {tokens.map((token) => (
        <Swatch key={token} token={token} />
      ))}
    </div>
  );
}

const toneTexts = {
  accent: 'bg-accent-soft text-accent',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
};

function SoftTones() {
  return Object.entries(toneTexts).map(([tone, className]) => (
    <p key={tone} className={`${className} px-2.5 py-1.5 text-sm`}>
      {tone} on {tone}-soft
    </p>
  ));
}

const sizes = [
  { className: 'text-2xs', use: 'Badges, key caps, group names' },
  { className: 'text-xs', use: 'Hints, times, secondary lines' },
  { className: 'text-sm', use: 'The interface' },
  { className: 'text-base', use: 'Prose, messages, the composer' },
  { className: 'text-lg', use: 'A screen’s or dialog’s title' },
  { className: 'text-xl', use: 'A heading inside an answer' },
];

function Sizes() {
  return sizes.map(({ className, use }) => (
    <p key={className} className={className}>
      {use} <code className="font-mono text-muted">{className}</code>
    </p>
  ));
}

function TextTones() {
  return (
    <div className="space-y-1">
      <p>14 files moved to Pictures</p>
      <p className="text-muted">5 min ago, by Files</p>
      <p className="font-medium">Medium, for labels and buttons</p>
      <p className="font-semibold">Semibold, for titles</p>
      <p className="tabular-nums">1,024 ms</p>
      <p className="font-mono">/home/ada/Pictures</p>
    </div>
  );
}

const shapes = [
  { name: 'Marks and key caps', className: 'rounded-sm border bg-sunken' },
  { name: 'Controls and rows', className: 'rounded-md border bg-raised' },
  { name: 'Cards and menus', className: 'rounded-lg border bg-raised shadow-raised' },
  { name: 'Dialogs, the composer', className: 'rounded-xl bg-raised shadow-overlay' },
];

function Shapes() {
  return (
    <div className="grid grid-cols-2 gap-3">
      {shapes.map(({ name, className }) => (
        <span key={name} className={`${className} px-3 py-2.5 text-xs`}>
          {name}
        </span>
      ))}
    </div>
  );
}

export const basics: SpecimenGroup = {
  id: 'basics',
  title: 'Basics',
  text: 'Colours, sizes and shapes that every part is made of',
  icon: Palette,
  specimens: [
    {
      name: 'Colour',
      files: [],
      use: 'The only colours there are; each is one token with a light and a dark value.',
      states: [
        { name: 'surfaces', content: <Swatches tokens={surfaces} /> },
        { name: 'lines', content: <Swatches tokens={lines} /> },
        { name: 'tones', content: <Swatches tokens={tones} /> },
        { name: 'tones on their soft ground', content: <SoftTones /> },
      ],
    },
    {
      name: 'Type',
      files: [],
      use: 'Six sizes of the system’s own font, three weights, and a font of even width for what a machine reads.',
      states: [
        { name: 'sizes', content: <Sizes /> },
        { name: 'weights and tones', content: <TextTones /> },
      ],
    },
    {
      name: 'Shape',
      files: [],
      use: 'The larger the thing, the rounder its corners; only what floats has a deep shadow.',
      states: [{ name: 'corners and shadows', content: <Shapes /> }],
    },
  ],
};
