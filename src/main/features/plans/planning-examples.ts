import type { Catalogue } from '../../orchestrator/catalogue.ts';

/** What a person says, and the answer that is right. */
export type PlanningExample = { says: string; answer: { plan: object } | { answer: string } };

type ExampleTask = { id: string; title: string; action: string; input: object; after?: string[] };

/** Where the steps cannot be known beforehand. */
const agentExample: PlanningExample = {
  says: 'find out why the tests in ~/app fail and mend it',
  answer: {
    plan: {
      title: 'Mend the tests of app',
      tasks: [
        {
          id: 't1',
          title: 'Mend the failing tests',
          agent: {
            goal: 'The tests of the project in ~/app fail. Find out why, mend the code, and run the tests until they pass.',
            tools: ['files.*', 'text.*', 'process.run'],
            check: { action: 'process.run', input: { program: 'npm', args: ['test'], folder: '~/app' } },
          },
        },
      ],
    },
  },
};

const plans: { says: string; title: string; tasks: ExampleTask[] }[] = [
  {
    says: 'zip the folder ~/notes and tell me its sha256',
    title: 'Zip the notes and hash the archive',
    tasks: [
      { id: 't1', title: 'Zip the notes', action: 'archive.create', input: { source: '~/notes' } },
      {
        id: 't2',
        title: 'Hash the archive',
        action: 'checksum.hash',
        input: { path: '{{ tasks.t1.output.path }}' },
      },
    ],
  },
  {
    says: 'write "done" into a.txt, then show me what is in the folder',
    title: 'Write a.txt and list the folder',
    tasks: [
      { id: 't1', title: 'Write a.txt', action: 'files.write', input: { path: 'a.txt', content: 'done' } },
      { id: 't2', title: 'List the folder', action: 'files.list', input: { path: '.' }, after: ['t1'] },
    ],
  },
];

/** Those that can be followed: with actions of the catalogue only. */
export function planningExamples(catalogue: Catalogue): PlanningExample[] {
  const usable = plans.filter(({ tasks }) => tasks.every(({ action }) => catalogue.action(action)));
  return [
    ...usable.map(({ says, title, tasks }) => ({ says, answer: { plan: { title, tasks } } })),
    ...(catalogue.action('process.run') ? [agentExample] : []),
    { says: 'tidy up', answer: { answer: 'Which folder should I tidy up, and what may go?' } },
  ];
}
