import { Type } from 'lucide-react';
import { CodeBlock } from '../ui/code-block.tsx';
import { DescriptionList } from '../ui/description-list.tsx';
import { DiffView } from '../ui/diff-view.tsx';
import { InlineCode } from '../ui/inline-code.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { MiddleElided } from '../ui/middle-elided.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { RevealedText } from '../ui/revealed-text.tsx';
import { longMarkdown, sampleCode, sampleDiff, sampleValue } from './samples.ts';
import type { Specimen, SpecimenGroup } from './specimen.ts';

const longCommand =
  'rsync --archive --delete --exclude=node_modules /home/ada/Documents/2026/Taxes/ backup@nas.local:/volume1/taxes/';
const start = Date.now();

const code: Specimen[] = [
  {
    name: 'CodeBlock',
    files: ['code-block.tsx', 'highlighted-code.tsx'],
    use: 'A command, a file, an output. Commands to be approved always break, so that nothing hides beyond the edge.',
    states: [
      { name: 'default', content: <CodeBlock code={'const answer = 42;\nconsole.log(answer);'} /> },
      { name: 'hover', look: 'hover', content: <CodeBlock code="const answer = 42;" label="Code under the pointer" /> },
      { name: 'focus', look: 'focus', content: <CodeBlock code="const answer = 42;" label="Code with the focus" /> },
      { name: 'bar', content: <CodeBlock code="SELECT count(*) FROM events;" label="SQL" language="sql" hasBar /> },
      {
        name: 'coloured',
        isWide: true,
        content: <CodeBlock code={sampleCode} language="ts" label="TypeScript" hasBar />,
      },
      { name: 'command', content: <CodeBlock code={longCommand} label="Command" isCommand /> },
      { name: 'long line', content: <CodeBlock code={longCommand} label="Long line" /> },
    ],
  },
  {
    name: 'InlineCode',
    files: ['inline-code.tsx'],
    use: 'A path, command or name inside a sentence.',
    states: [
      {
        name: 'default',
        content: (
          <p>
            Wrote <InlineCode>/home/ada/docs.zip</InlineCode> and left the rest.
          </p>
        ),
      },
      {
        name: 'long text',
        content: (
          <p>
            Ran <InlineCode>{longCommand}</InlineCode> twice.
          </p>
        ),
      },
    ],
  },
  {
    name: 'RevealedText',
    files: ['revealed-text.tsx'],
    use: 'Anything a person approves: characters that cannot be seen are shown by name.',
    states: [
      { name: 'nothing hidden', content: <RevealedText text="/home/ada/report.pdf" /> },
      { name: 'hidden characters', content: <RevealedText text={'/home/ada/\u202Efdp.exe and a\u200Bb'} /> },
    ],
  },
];

const values: Specimen[] = [
  {
    name: 'DiffView',
    files: ['diff-view.tsx', 'diff-hunk-rows.tsx'],
    use: 'What changed or will change in files.',
    states: [
      { name: 'default', isWide: true, content: <DiffView diff={sampleDiff} /> },
      { name: 'empty', content: <DiffView diff="" /> },
    ],
  },
  {
    name: 'JsonView',
    files: ['json-view.tsx', 'json-node.tsx'],
    use: 'A value as it is, for people who want to see exactly.',
    states: [
      { name: 'open', content: <JsonView value={sampleValue} label="Output" openLevels={2} /> },
      { name: 'closed', content: <JsonView value={sampleValue} label="Output, closed" openLevels={0} /> },
      { name: 'empty', content: <JsonView value={{}} label="Nothing" /> },
      { name: 'long text', content: <JsonView value={longMarkdown.slice(0, 120)} label="Long text" /> },
    ],
  },
  {
    name: 'DescriptionList',
    files: ['description-list.tsx'],
    use: 'Facts about one thing.',
    states: [
      {
        name: 'default',
        content: (
          <DescriptionList
            entries={[
              { name: 'Version', value: '1.4.0' },
              { name: 'Memory', value: '38 MB' },
              { name: 'Folder', value: <InlineCode>/home/ada/.local/share/heron/workers/archive</InlineCode> },
            ]}
          />
        ),
      },
    ],
  },
  {
    name: 'MiddleElided',
    files: ['middle-elided.tsx'],
    use: 'One line in a list whose end tells most. Never for what is approved.',
    states: [
      { name: 'enough room', content: <MiddleElided text="/home/ada/docs.zip" /> },
      { name: 'long text', content: <MiddleElided text={`Wrote ${longCommand}`} /> },
    ],
  },
  {
    name: 'RelativeTime',
    files: ['relative-time.tsx'],
    use: 'When something happened, as people say it; the exact time is on hover.',
    states: [
      { name: 'now', content: <RelativeTime at={start} /> },
      { name: 'minutes', content: <RelativeTime at={start - 5 * 60_000} /> },
      { name: 'in a while', content: <RelativeTime at={start + 2.1 * 3_600_000} /> },
      { name: 'long ago', content: <RelativeTime at={Date.UTC(2024, 1, 29, 12)} /> },
    ],
  },
];

const markdown: Specimen = {
  name: 'Markdown',
  files: ['markdown.tsx', 'rich-text.tsx', 'markdown-link.tsx', 'markdown-picture.tsx'],
  use: 'Answers, and whatever else was written by a model or a stranger. Links ask before they lead anywhere.',
  states: [
    { name: 'everything', isWide: true, content: <Markdown text={longMarkdown} onOpenLink={() => undefined} /> },
    {
      name: 'streaming',
      content: <Markdown text="The folder has **14 files**, the larg" onOpenLink={() => undefined} isStreaming />,
    },
  ],
};

export const text: SpecimenGroup = {
  id: 'text',
  title: 'Text',
  text: 'What is read: prose, code, differences, values',
  icon: Type,
  specimens: [...code, ...values, markdown],
};
