import { Archive, FileText, Globe, List, Pin, Trash2 } from 'lucide-react';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Chart } from '../ui/chart.tsx';
import { DescriptionList } from '../ui/description-list.tsx';
import { DetailSplit } from '../ui/detail-split.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { ListRow } from '../ui/list-row.tsx';
import { Section } from '../ui/section.tsx';
import { StepIcon } from '../ui/step-icon.tsx';
import { Switch } from '../ui/switch.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { VirtualList } from '../ui/virtual-list.tsx';
import { Frame } from './frame.tsx';
import { Held } from './held.tsx';
import type { Specimen, SpecimenGroup } from './specimen.ts';

const nothing = () => undefined;
const longTitle =
  'zip the folder /home/ada/Documents/2026/Taxes/Receipts and tell me its sha256, then move it to the backup';

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'];
const week = { placeName: 'Day', places: days, longPlaces: days, valueText: String };

const charts: Specimen = {
  name: 'Chart',
  files: ['chart.tsx'],
  use: 'Figures over time, with the same figures as a table for who cannot see the drawing.',
  states: [
    {
      name: 'bars',
      content: (
        <Chart
          {...week}
          title="Runs"
          kind="bars"
          series={[
            { name: 'Completed', tone: 'success', values: [4, 7, 3, 9, 6] },
            { name: 'Failed', tone: 'danger', values: [1, 0, 2, 1, 0] },
          ]}
        />
      ),
    },
    {
      name: 'lines',
      content: (
        <Chart
          {...week}
          title="Seconds a run"
          kind="lines"
          series={[{ name: 'Half of them', tone: 'accent', values: [12, 9, 14, 8, 10] }]}
        />
      ),
    },
    {
      name: 'nothing to draw',
      content: <Chart {...week} title="Tokens" kind="bars" series={[]} emptyText="No run has used any." />,
    },
  ],
};

const rows: Specimen = {
  name: 'ListRow',
  files: ['list-row.tsx'],
  use: 'One thing of a list: what it is, a second line about it, and at the right when or how much.',
  states: [
    {
      name: 'default',
      content: (
        <ListRow
          start={<StepIcon state="completed" />}
          title="Zip the receipts"
          text="Archive"
          end="5 min ago"
          onSelect={nothing}
        />
      ),
    },
    { name: 'hover', look: 'hover', content: <ListRow title="Zip the receipts" text="Archive" onSelect={nothing} /> },
    { name: 'focus', look: 'focus', content: <ListRow title="Zip the receipts" text="Archive" onSelect={nothing} /> },
    { name: 'selected', content: <ListRow title="Zip the receipts" text="Archive" isSelected onSelect={nothing} /> },
    {
      name: 'cannot be pressed',
      content: <ListRow start={<FileText aria-hidden size={16} />} title="receipt-1.pdf" end="120 KB" />,
    },
    {
      name: 'with actions',
      content: (
        <ListRow
          title="Taxes"
          end={<Badge tone="warning">Needs you</Badge>}
          actions={<IconButton label="Delete Taxes" icon={Trash2} size="sm" />}
          onSelect={nothing}
        />
      ),
    },
    { name: 'long text', content: <ListRow title={longTitle} text={longTitle} end="5 min ago" onSelect={nothing} /> },
    { name: 'long text that breaks', content: <ListRow title={longTitle} text={longTitle} wraps /> },
  ],
};

const lines = Array.from({ length: 1000 }, (_, index) => ({ id: String(index), title: `receipt-${index + 1}.pdf` }));

function LongList({ label, followsEnd }: { label: string; followsEnd?: boolean }) {
  return (
    <div className="flex h-40 rounded-lg border">
      <VirtualList
        label={label}
        items={lines}
        keyOf={({ id }) => id}
        renderItem={({ title }) => <ListRow title={title} onSelect={nothing} />}
        estimateSize={36}
        followsEnd={followsEnd}
      />
    </div>
  );
}

const boxes: Specimen[] = [
  {
    name: 'Card',
    files: ['card.tsx'],
    use: 'One thing that stands for itself among others, with its own actions: a question, a plan.',
    states: [
      {
        name: 'default',
        content: (
          <Card title="Zip" headingLevel={3} text="Reads and writes files" icon={Archive}>
            Packs folders into one file and back.
          </Card>
        ),
      },
      {
        name: 'with a tone and actions',
        content: (
          <Card
            title="May Web read example.org?"
            headingLevel={3}
            tone="warning"
            icon={Globe}
            footer={
              <>
                <Button>Deny</Button>
                <Button>Allow once</Button>
              </>
            }
          >
            It was never asked for before.
          </Card>
        ),
      },
      {
        name: 'flush, long text',
        content: (
          <Card title={longTitle} headingLevel={3} isFlush actions={<IconButton label="Pin the card" icon={Pin} />}>
            <ListRow title="receipt-1.pdf" end="120 KB" />
            <ListRow title="receipt-2.pdf" end="98 KB" />
          </Card>
        ),
      },
    ],
  },
  {
    name: 'Section',
    files: ['section.tsx'],
    use: 'Settings that belong together, a row each.',
    states: [
      {
        name: 'default',
        content: (
          <Section title="Start" text="When the computer starts" actions={<Button size="sm">Reset</Button>}>
            <Held<boolean> start>
              {(value, change) => <Switch label="Start Heron" checked={value} onChange={change} />}
            </Held>
            <Held start={false}>
              {(value, change) => <Switch label="Open its window" checked={value} onChange={change} />}
            </Held>
          </Section>
        ),
      },
    ],
  },
  {
    name: 'Disclosure',
    files: ['disclosure.tsx'],
    use: 'What few people want to see, one press away. Never for what is approved.',
    states: [
      { name: 'closed', content: <Disclosure title="2 files left out">receipt-3.pdf, receipt-4.pdf</Disclosure> },
      { name: 'hover', look: 'hover', content: <Disclosure title="2 files left out">receipt-3.pdf</Disclosure> },
      { name: 'focus', look: 'focus', content: <Disclosure title="2 files left out">receipt-3.pdf</Disclosure> },
      {
        name: 'open, long text',
        content: (
          <Disclosure title={longTitle} isOpenAtFirst end={<Badge>2</Badge>}>
            receipt-3.pdf, receipt-4.pdf
          </Disclosure>
        ),
      },
    ],
  },
];

function ThreeTabs({ label, look, isSide }: { label: string; look: 'few' | 'many'; isSide?: boolean }) {
  const names =
    look === 'few'
      ? ['Steps', 'Files', 'Events']
      : ['General', 'Models', 'Permissions', 'Secrets', 'Logs', 'Background', 'About Heron'];
  return (
    <Held start={look === 'few' ? 'Files' : 'Models'}>
      {(value, change) => (
        <Tabs
          label={label}
          value={value}
          onChange={change}
          isSide={isSide}
          tabs={names.map((name, index) => ({
            startsGroup: name === 'Permissions' || name === 'Logs',
            id: name,
            label: name,
            icon: index === 0 ? List : undefined,
            count: index === 1 ? 14 : undefined,
            content: <p className="p-4 text-muted">{name} are shown here.</p>,
          }))}
        />
      )}
    </Held>
  );
}

function Split({ isOpen }: { isOpen: boolean }) {
  return (
    <Held start={isOpen}>
      {(value, change) => (
        <Frame>
          <DetailSplit
            detail={value ? <DescriptionList entries={[{ name: 'Version', value: '1.4.0' }]} /> : undefined}
            detailTitle="Archive"
            onClose={() => change(false)}
          >
            <div className="p-2">
              <ListRow title="Archive" isSelected={value} onSelect={() => change(true)} />
              <ListRow title="Web" onSelect={() => change(true)} />
            </div>
          </DetailSplit>
        </Frame>
      )}
    </Held>
  );
}

const frames: Specimen[] = [
  {
    name: 'Tabs',
    files: ['tabs.tsx'],
    use: 'Parts of one thing, one at a time. They scroll sideways where there is no room; many stand at the side where there is.',
    states: [
      { name: 'default', content: <ThreeTabs label="Parts of the run" look="few" /> },
      { name: 'focus', look: 'focus', content: <ThreeTabs label="Parts of a run" look="few" /> },
      { name: 'no room', content: <ThreeTabs label="Parts of the settings" look="many" /> },
      { name: 'at the side', content: <ThreeTabs label="Kinds of settings" look="many" isSide /> },
    ],
  },
  {
    name: 'DetailSplit',
    files: ['detail-split.tsx'],
    use: 'A list and what is picked in it. Under 1024 px the detail takes the list’s place.',
    states: [
      { name: 'nothing picked', isWide: true, content: <Split isOpen={false} /> },
      { name: 'picked', isWide: true, content: <Split isOpen /> },
    ],
  },
  {
    name: 'PageHeader',
    files: ['page-header.tsx'],
    use: 'The head of a screen, this one too. It has the only h1, so it is shown here by what stands in it.',
    states: [],
  },
  {
    name: 'SidebarLayout and SidebarNav',
    files: ['sidebar-layout.tsx', 'sidebar-nav.tsx'],
    use: 'The frame of the window, and of this page. Under 768 px the navigation lies at the bottom.',
    states: [],
  },
];

export const lists: SpecimenGroup = {
  id: 'lists',
  title: 'Lists',
  text: 'How things are put in order on a screen',
  icon: List,
  specimens: [
    rows,
    {
      name: 'VirtualList',
      files: ['virtual-list.tsx'],
      use: 'A list that may have more than some hundred rows.',
      states: [
        { name: 'from the start', content: <LongList label="Receipts" /> },
        { name: 'from the end', content: <LongList label="Latest receipts" followsEnd /> },
      ],
    },
    charts,
    ...boxes,
    ...frames,
  ],
};
