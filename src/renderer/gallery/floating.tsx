import { Copy, Ellipsis, FolderOpen, Info, Layers, MessageSquare, Pencil, SquarePen, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { AlertDialog } from '../ui/alert-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { CommandPalette } from '../ui/command-palette.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { Popover } from '../ui/popover.tsx';
import { SuggestionList } from '../ui/suggestion-list.tsx';
import { TextField } from '../ui/text-field.tsx';
import { showToast } from '../ui/toast-store.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { Held } from './held.tsx';
import type { Specimen, SpecimenGroup } from './specimen.ts';

const nothing = () => undefined;
const longText = 'Everything in /home/ada/Documents/2026/Taxes/Receipts and below it, 1,204 files of 3.1 GB. ';

interface OpenerProps {
  label: string;
  children: (isOpen: boolean, change: (isOpen: boolean) => void) => ReactNode;
}

function Opener({ label, children }: OpenerProps) {
  return (
    <Held start={false}>
      {(isOpen, change) => (
        <>
          <Button onClick={() => change(true)}>{label}</Button>
          {children(isOpen, change)}
        </>
      )}
    </Held>
  );
}

function FormDialog() {
  return (
    <Opener label="Rename…">
      {(isOpen, change) => (
        <Dialog
          isOpen={isOpen}
          onOpenChange={change}
          title="Rename the conversation"
          text="Its runs keep their names."
          footer={
            <>
              <Button onClick={() => change(false)}>Cancel</Button>
              <Button variant="primary" onClick={() => change(false)}>
                Rename
              </Button>
            </>
          }
        >
          <Held start="Taxes">{(value, set) => <TextField label="Name" value={value} onChange={set} />}</Held>
        </Dialog>
      )}
    </Opener>
  );
}

function LongDialog() {
  return (
    <Opener label="Read…">
      {(isOpen, change) => (
        <Dialog isOpen={isOpen} onOpenChange={change} title={longText} isReading size="sm">
          {longText.repeat(30)}
        </Dialog>
      )}
    </Opener>
  );
}

function Question({ label, onConfirm }: { label: string; onConfirm: () => void | Promise<void> }) {
  return (
    <Opener label={label}>
      {(isOpen, change) => (
        <AlertDialog
          isOpen={isOpen}
          onOpenChange={change}
          title="Delete “Taxes”?"
          text="This cannot be undone."
          confirmLabel="Delete"
          onConfirm={onConfirm}
        />
      )}
    </Opener>
  );
}

const dialogs: Specimen[] = [
  {
    name: 'Dialog',
    files: ['dialog.tsx'],
    use: 'A small form or a closer look that belongs to what is behind it. Escape closes it.',
    states: [
      { name: 'form', content: <FormDialog /> },
      { name: 'long text', content: <LongDialog /> },
    ],
  },
  {
    name: 'AlertDialog',
    files: ['alert-dialog.tsx'],
    use: 'A question before what cannot be undone. The focus starts on the way out.',
    states: [
      { name: 'default', content: <Question label="Delete…" onConfirm={nothing} /> },
      { name: 'busy', content: <Question label="Delete slowly…" onConfirm={() => new Promise(nothing)} /> },
      {
        name: 'error',
        content: (
          <Question
            label="Delete in vain…"
            onConfirm={() => Promise.reject(new Error('Could not delete it: the disk is full.'))}
          />
        ),
      },
    ],
  },
  {
    name: 'CommandPalette',
    files: ['command-palette.tsx', 'best-first.ts'],
    use: 'Everything there is, found by typing.',
    states: [
      {
        name: 'default',
        content: (
          <Opener label="Search and commands">
            {(isOpen, change) => (
              <CommandPalette
                isOpen={isOpen}
                onOpenChange={change}
                groups={[
                  {
                    heading: 'Do',
                    items: [
                      { id: 'new', label: 'New conversation', icon: SquarePen, keys: 'Mod+N', onSelect: nothing },
                      { id: 'open', label: 'Open the data folder', icon: FolderOpen, onSelect: nothing },
                    ],
                  },
                  {
                    heading: 'Conversations',
                    items: [
                      { id: 'taxes', label: longText, hint: '5 min ago', icon: MessageSquare, onSelect: nothing },
                    ],
                  },
                ]}
              />
            )}
          </Opener>
        ),
      },
    ],
  },
];

const menus: Specimen[] = [
  {
    name: 'Menu',
    files: ['menu.tsx'],
    use: 'What can be done with one thing, where there is no room for buttons.',
    states: [
      {
        name: 'default',
        content: (
          <Menu
            align="start"
            trigger={<IconButton label="More about Taxes" icon={Ellipsis} variant="secondary" />}
            groups={[
              {
                items: [
                  { label: 'Rename', icon: Pencil, keys: 'F2', onSelect: nothing },
                  { label: 'Copy as Markdown', icon: Copy, hint: 'With its plans', onSelect: nothing },
                  { label: 'Open folder', icon: FolderOpen, disabled: true, onSelect: nothing },
                ],
              },
              {
                heading: 'Sort by',
                items: [
                  { label: 'Last change', isChecked: true, onSelect: nothing },
                  { label: 'Name', isChecked: false, onSelect: nothing },
                ],
              },
              { items: [{ label: 'Delete', icon: Trash2, tone: 'danger', onSelect: nothing }] },
            ]}
          />
        ),
      },
    ],
  },
  {
    name: 'SuggestionList',
    files: ['suggestion-list.tsx'],
    use: 'What could stand where one is writing. The field keeps the focus, and Enter or Tab takes what is marked.',
    states: [
      {
        name: 'default',
        content: (
          <SuggestionList
            id="gallery-suggestions"
            label="Commands"
            active="run"
            onPick={nothing}
            onActivate={nothing}
            suggestions={[
              { id: 'run', label: '/run', hint: 'Run a template [template]', icon: Copy },
              { id: 'archive', label: '@archive', hint: 'Archive: packs and unpacks', icon: Info },
              { id: 'path', label: '~/Documents/Taxes/2026/', isMono: true },
            ]}
          />
        ),
      },
    ],
  },
  {
    name: 'Popover',
    files: ['popover.tsx'],
    use: 'A few controls or a closer word, beside what it is about.',
    states: [
      {
        name: 'default',
        content: (
          <Popover trigger={<Button icon={Info}>Where from?</Button>} label="Where it is from">
            Read from example.org at 12:04. Everything made from it is marked.
          </Popover>
        ),
      },
    ],
  },
  {
    name: 'Tooltip',
    files: ['tooltip.tsx'],
    use: 'The name and keys of a picture. Nothing one must know.',
    states: [
      {
        name: 'default',
        content: (
          <Tooltip label="Rename the run" keys="F2">
            <Button icon={Pencil}>Rename</Button>
          </Tooltip>
        ),
      },
    ],
  },
];

function Toasts() {
  const show = () => {
    showToast({ title: 'Plan finished', action: { label: 'Undo', onSelect: nothing } });
    showToast({ tone: 'success', title: '14 files moved to Pictures' });
    showToast({ tone: 'warning', title: 'The scanner is offline', text: 'Heron tries again in 5 min.' });
    showToast({ tone: 'danger', title: 'Could not move receipt-3.pdf', text: longText });
  };
  return <Button onClick={show}>Show one of each</Button>;
}

export const floating: SpecimenGroup = {
  id: 'floating',
  title: 'Floating',
  text: 'What lies over the screen for a while',
  icon: Layers,
  specimens: [
    ...dialogs,
    ...menus,
    {
      name: 'ToastRegion',
      files: ['toast-region.tsx'],
      use: 'What happened where nobody is looking. Bad news stays until it is dismissed.',
      states: [{ name: 'all tones', content: <Toasts /> }],
    },
  ],
};
