import { AppWindow, CloudOff, Search, Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Composer } from '../ui/composer.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { ListRow } from '../ui/list-row.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { Notice } from '../ui/notice.tsx';
import { Section } from '../ui/section.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { StepIcon } from '../ui/step-icon.tsx';
import { Switch } from '../ui/switch.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Frame } from './frame.tsx';
import { Held } from './held.tsx';
import type { Specimen, SpecimenGroup } from './specimen.ts';

const nothing = () => undefined;
const unreachable = 'Heron cannot be reached. Try again when it is back.';

function Offline() {
  return (
    <Notice shape="bar" tone="warning" icon={CloudOff} action={<Button size="sm">Try now</Button>}>
      Reconnecting… Nothing is lost.
    </Notice>
  );
}

function Scrolled({ children }: { children: ReactNode }) {
  return <div className="flex min-h-0 flex-1 flex-col overflow-y-auto p-3">{children}</div>;
}

function Runs() {
  return (
    <>
      <ListRow
        start={<StepIcon state="running" />}
        title="Zip the receipts"
        text="2 of 3 steps"
        end="now"
        onSelect={nothing}
      />
      <ListRow
        start={<StepIcon state="completed" />}
        title="What time is it"
        text="1 step"
        end="5 min ago"
        onSelect={nothing}
      />
      <ListRow
        start={<StepIcon state="failed" />}
        title="Send the receipts"
        text="The host does not answer"
        end="1 h ago"
        onSelect={nothing}
      />
    </>
  );
}

const list: Specimen = {
  name: 'A list: Timeline, Workers, Inbox, Background',
  files: [],
  use: 'The filters stay where they are in every state; only what is below them changes.',
  states: [
    {
      name: 'filled',
      content: (
        <ListScreen>
          <Runs />
        </ListScreen>
      ),
    },
    {
      name: 'loading',
      content: (
        <ListScreen>
          <Skeleton shape="rows" lines={4} label="Loading the runs" />
        </ListScreen>
      ),
    },
    {
      name: 'empty',
      content: (
        <ListScreen>
          <EmptyState icon={Workflow} title="Nothing has happened yet" text="Every step of every run will be here." />
        </ListScreen>
      ),
    },
    {
      name: 'nothing found',
      content: (
        <ListScreen query="invoice">
          <EmptyState icon={Search} title="No run matches “invoice”" action={<Button size="sm">Show all</Button>} />
        </ListScreen>
      ),
    },
    {
      name: 'error',
      content: (
        <ListScreen>
          <ErrorState title="Could not load the runs" text={unreachable} onRetry={nothing} />
        </ListScreen>
      ),
    },
    {
      name: 'offline',
      content: (
        <ListScreen isOffline>
          <Runs />
        </ListScreen>
      ),
    },
  ],
};

function ListScreen({ isOffline, query = '', children }: { isOffline?: boolean; query?: string; children: ReactNode }) {
  return (
    <Frame>
      {isOffline && <Offline />}
      <div className="border-b p-3">
        <Held start={query}>
          {(value, change) => (
            <TextField
              label="Search"
              isLabelHidden
              type="search"
              icon={Search}
              placeholder="Search"
              value={value}
              onChange={change}
            />
          )}
        </Held>
      </div>
      <Scrolled>{children}</Scrolled>
    </Frame>
  );
}

const answer = 'The folder has **14 files**. The archive is `docs.zip`.';

function ChatScreen({ isOffline, children }: { isOffline?: boolean; children: ReactNode }) {
  return (
    <Frame>
      {isOffline && <Offline />}
      <Scrolled>{children}</Scrolled>
      <div className="p-3 pt-0">
        <Held start={isOffline ? 'and delete the folder' : ''}>
          {(value, change) => (
            <Composer
              label="Message"
              placeholder="Tell Heron what to do"
              value={value}
              onChange={change}
              onSubmit={() => change('')}
            />
          )}
        </Held>
      </div>
    </Frame>
  );
}

const chat: Specimen = {
  name: 'A conversation: Chat',
  files: [],
  use: 'One can always type. What is sent while offline waits, and says so.',
  states: [
    {
      name: 'filled',
      content: (
        <ChatScreen>
          <Markdown text={answer} onOpenLink={nothing} />
        </ChatScreen>
      ),
    },
    {
      name: 'loading',
      content: (
        <ChatScreen>
          <Skeleton lines={4} label="Loading the conversation" />
        </ChatScreen>
      ),
    },
    {
      name: 'empty',
      content: (
        <ChatScreen>
          <EmptyState icon={Workflow} title="What should Heron do?" text="Say it in a sentence." />
        </ChatScreen>
      ),
    },
    {
      name: 'error',
      content: (
        <ChatScreen>
          <ErrorState title="Could not load the conversation" text={unreachable} onRetry={nothing} />
        </ChatScreen>
      ),
    },
    {
      name: 'offline',
      content: (
        <ChatScreen isOffline>
          <Markdown text={answer} onOpenLink={nothing} />
        </ChatScreen>
      ),
    },
  ],
};

function SettingsScreen({ isOffline, children }: { isOffline?: boolean; children: ReactNode }) {
  return (
    <Frame>
      {isOffline && <Offline />}
      <Scrolled>{children}</Scrolled>
    </Frame>
  );
}

function Settings({ title }: { title: string }) {
  return (
    <Section title={title} text="When the computer starts">
      <Held<boolean> start>{(value, change) => <Switch label="Start Heron" checked={value} onChange={change} />}</Held>
      <Held start={false}>
        {(value, change) => <Switch label="Open its window" checked={value} onChange={change} />}
      </Held>
    </Section>
  );
}

const settings: Specimen = {
  name: 'A form: Settings',
  files: [],
  use: 'A change is kept at once. One that is refused is said, and the old value comes back.',
  states: [
    {
      name: 'filled',
      content: (
        <SettingsScreen>
          <Settings title="Start" />
        </SettingsScreen>
      ),
    },
    {
      name: 'loading',
      content: (
        <SettingsScreen>
          <Skeleton lines={6} label="Loading the settings" />
        </SettingsScreen>
      ),
    },
    {
      name: 'empty',
      content: (
        <SettingsScreen>
          <EmptyState
            icon={Workflow}
            title="No secrets yet"
            text="When a worker needs a key, it is listed here for you to enter."
          />
        </SettingsScreen>
      ),
    },
    {
      name: 'error',
      content: (
        <SettingsScreen>
          <ErrorState title="Could not load the settings" text={unreachable} onRetry={nothing} />
        </SettingsScreen>
      ),
    },
    {
      name: 'offline',
      content: (
        <SettingsScreen isOffline>
          <Settings title="Start, offline" />
        </SettingsScreen>
      ),
    },
  ],
};

export const screens: SpecimenGroup = {
  id: 'screens',
  title: 'Screens',
  text: 'The states that every screen has, by its pattern',
  icon: AppWindow,
  specimens: [list, chat, settings],
};
