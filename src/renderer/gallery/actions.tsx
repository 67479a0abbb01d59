import { ArrowRight, ChevronDown, FolderOpen, MousePointerClick, Pin, RotateCw, Trash2 } from 'lucide-react';
import { Button, type ButtonVariant } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import type { SpecimenGroup } from './specimen.ts';

const variants: { variant: ButtonVariant; label: string }[] = [
  { variant: 'primary', label: 'Install' },
  { variant: 'secondary', label: 'Open folder' },
  { variant: 'ghost', label: 'Show all' },
  { variant: 'danger', label: 'Delete' },
];

function Buttons(props: { disabled?: boolean; isLoading?: boolean; size?: 'sm' | 'md' }) {
  return (
    <div className="flex flex-wrap gap-2">
      {variants.map(({ variant, label }) => (
        <Button key={variant} variant={variant} {...props}>
          {label}
        </Button>
      ))}
    </div>
  );
}

function IconButtons({ disabled }: { disabled?: boolean }) {
  return (
    <div className="flex items-center gap-2">
      <IconButton label="Delete" icon={Trash2} disabled={disabled} />
      <IconButton label="Open the folder" icon={FolderOpen} variant="secondary" disabled={disabled} />
      <IconButton label="Go on" icon={ArrowRight} variant="primary" size="lg" disabled={disabled} />
      <IconButton label="Try again" icon={RotateCw} size="sm" disabled={disabled} />
    </div>
  );
}

const button = {
  name: 'Button',
  files: ['button.tsx'],
  use: 'Does something, named by a verb. One primary on a screen at most; danger for what cannot be undone.',
  states: [
    { name: 'default', content: <Buttons /> },
    { name: 'hover', look: 'hover' as const, content: <Buttons /> },
    { name: 'focus', look: 'focus' as const, content: <Buttons /> },
    { name: 'disabled', content: <Buttons disabled /> },
    { name: 'busy', content: <Buttons isLoading /> },
    { name: 'small', content: <Buttons size="sm" /> },
    {
      name: 'with icons',
      content: (
        <div className="flex flex-wrap gap-2">
          <Button icon={RotateCw}>Try again</Button>
          <Button endIcon={ChevronDown} aria-expanded>
            More
          </Button>
        </div>
      ),
    },
    {
      name: 'long text',
      content: (
        <div className="w-64">
          <Button className="max-w-full">Allow all 12 permissions for this run and the ones it starts</Button>
        </div>
      ),
    },
  ],
};

export const actions: SpecimenGroup = {
  id: 'actions',
  title: 'Actions',
  text: 'What is pressed to make something happen',
  icon: MousePointerClick,
  specimens: [
    button,
    {
      name: 'IconButton',
      files: ['icon-button.tsx'],
      use: 'An action so common that its picture is enough; the name shows as a tooltip and is read out.',
      states: [
        { name: 'default', content: <IconButtons /> },
        { name: 'hover', look: 'hover', content: <IconButtons /> },
        { name: 'focus', look: 'focus', content: <IconButtons /> },
        { name: 'disabled', content: <IconButtons disabled /> },
        { name: 'on', content: <IconButton label="Pin" icon={Pin} aria-pressed /> },
      ],
    },
    {
      name: 'CopyButton',
      files: ['copy-button.tsx'],
      use: 'Beside anything a person may want elsewhere: a path, an id, a command. It says whether the copy worked.',
      states: [
        { name: 'default', content: <CopyButton text="/home/ada/Pictures" label="Copy the path" /> },
        { name: 'hover', look: 'hover', content: <CopyButton text="/home/ada" label="Copy the folder" /> },
        { name: 'focus', look: 'focus', content: <CopyButton text="/home" label="Copy the name" /> },
      ],
    },
    {
      name: 'KeyHint',
      files: ['key-hint.tsx'],
      use: 'The keys that do the same, beside what they do. Left out where fingers rule.',
      states: [
        { name: 'one key', content: <KeyHint keys="Escape" /> },
        { name: 'several', content: <KeyHint keys="Mod+Shift+K" /> },
      ],
    },
  ],
};
