import type { Json } from '../../src/contract/json.ts';
import type { Plan } from '../../src/contract/plan.ts';
import type { Task } from '../../src/contract/plan-task.ts';
import { mostInOneValue } from '../../src/main/orchestrator/tasks/item-list.ts';
import { bookTwice } from './book-twice.ts';

type Make = (act: Act, title: string, ledger: string) => Task[];

/** A task of the ledger's worker. */
type Act = (
  id: string,
  action: 'book' | 'send' | 'look' | 'add',
  value: Json,
  more?: Partial<Task> & { fails?: number; counter?: string },
) => Task;

const of = (id: string): string => `{{ tasks.${id}.output.value }}`;

const flaky = { retry: { attempts: 3, firstMs: 5, factor: 2, maxMs: 50 } };
const hopeless = 1_000_000;

/** More values than the log has in one piece of a list. */
const longList = 1200;
/** A run that waits so long, or longer, leaves memory. */
const longPauseMs = 2000;

/** Everything the plan language can say, in and beside each other. Every plan gives the same, however often it is cut off. */
const makers: Record<string, Make> = {
  linear: (act) => [
    act('a', 'add', 1),
    act('b', 'book', of('a')),
    act('c', 'look', of('b')),
    act('d', 'send', of('c')),
    act('e', 'add', of('d')),
    act('f', 'book', of('e')),
  ],
  parallel: (act) => [
    act('start', 'add', 0),
    ...Array.from({ length: 8 }, (_, index) =>
      act(
        `p${index}`,
        index % 4 === 3 ? 'send' : index % 2 ? 'book' : 'look',
        `{{ tasks.start.output.value + ${index} }}`,
      ),
    ),
    act('sum', 'add', `{{ ${Array.from({ length: 8 }, (_, index) => `tasks.p${index}.output.value`).join(' + ')} }}`),
  ],
  list: (act) => [
    {
      id: 'each',
      forEach: { in: { from: 1, to: 8 }, concurrency: 3 },
      tasks: [
        act('a', 'book', '{{ item }}'),
        act('b', 'add', of('a')),
        act('c', 'send', of('b'), { when: 'item % 3 = 0' }),
      ],
      output: '{{ tasks.b.output.value }}',
    },
    act('total', 'add', '{{ $sum(tasks.each.output) }}'),
  ],
  lists: (act) => [
    {
      id: 'rows',
      forEach: { in: '{{ [10, 20, 30] }}', as: 'row', concurrency: 2 },
      tasks: [act('cell', 'book', '{{ row + column }}', { forEach: { in: [1, 2, 3], as: 'column', concurrency: 2 } })],
    },
    act('again', 'look', '{{ item }}', {
      forEach: {
        in: '{{ $reduce(tasks.rows.output.cell.value, function($a, $b) { $append($a, $b) }) }}',
        concurrency: 4,
      },
    }),
  ],
  loops: (act) => [
    act('until', 'look', '{{ previous ? previous.value : 0 }}', { repeat: { until: 'previous.value >= 5', max: 20 } }),
    {
      id: 'group',
      repeat: { max: 3 },
      tasks: [act('x', 'book', '{{ iteration }}'), act('y', 'add', of('x'))],
      output: of('y'),
    },
    act('while', 'book', '{{ iteration }}', { repeat: { while: 'iteration < 4', max: 9 }, after: ['until'] }),
  ],
  choices: (act) => [
    act('a', 'add', 4),
    {
      id: 'choose',
      switch: {
        on: of('a'),
        cases: [
          { is: 4, tasks: [act('wrong', 'send', 0)] },
          { when: 'tasks.a.output.value = 5', tasks: [act('x', 'book', of('a')), act('right', 'send', of('x'))] },
        ],
        otherwise: [act('none', 'add', 0)],
      },
    },
    act('not', 'send', 1, { when: 'tasks.a.output.value > 100' }),
    {
      id: 'deep',
      tasks: [{ id: 'deeper', tasks: [{ id: 'deepest', tasks: [act('z', 'book', of('a'))] }, act('y', 'add', 1)] }],
    },
  ],
  waits: (act) => [
    act('before', 'add', 1),
    { id: 'short', wait: { forMs: 40 }, after: ['before'] },
    { id: 'until', wait: { until: '{{ $millis() + 60 }}' }, after: ['before'] },
    {
      id: 'heard',
      wait: { event: { type: 'settings.changed', where: 'tasks.before.output.value = 2' } },
      after: ['before'],
    },
    { id: 'asked', wait: { approval: { text: 'Go on from {{ tasks.before.output.value }}?' } }, after: ['short'] },
    act('after', 'book', '{{ tasks.asked.output.approved ? 7 : 0 }}', { after: ['until', 'heard'] }),
  ],
  failures: (act) => [
    act('flaky', 'book', 1, { fails: 2, ...flaky }),
    {
      id: 'attempts',
      tasks: [act('x', 'look', 1), act('y', 'book', of('x'), { fails: 1, counter: 'attempts' })],
      ...flaky,
    },
    act('mended', 'book', 1, { fails: hopeless, onError: { recover: [act('instead', 'send', 70)] } }),
    act('lost', 'look', 1, { fails: hopeless, onError: 'skip' }),
    act('asks', 'book', 1, { fails: hopeless, onError: 'escalate' }),
    act('end', 'add', of('flaky'), { after: ['attempts', 'mended', 'lost', 'asks'] }),
  ],
  fails: (act) => [act('a', 'book', 1), act('b', 'book', of('a'), { fails: hopeless }), act('c', 'book', of('b'))],
  keys: (act, title) => [
    act('urgent', 'book', 1, { priority: 5, key: 'door' }),
    act('each', 'book', '{{ item }}', {
      forEach: { in: { from: 1, to: 6 }, concurrency: 6 },
      key: 'door {{ item % 2 }}',
      priority: -2,
    }),
    {
      id: 'held',
      key: 'door',
      timeoutMs: 3_600_000,
      idempotencyKey: `${title} {{ tasks.urgent.output.value }}`,
      after: ['urgent'],
      tasks: [act('x', 'send', 3, { key: 'door' })],
    },
    act('any', 'add', 1, { after: ['urgent', 'each'], join: 'any', budget: { calls: 1000, wallMs: 3_600_000 } }),
  ],
  values: () => chain(20, '1'),
  between: (act) => [
    act('a', 'book', 1),
    { id: 'table', forEach: { in: { from: 1, to: 60 }, concurrency: 8 }, value: '{{ item * tasks.a.output.value }}' },
    {
      id: 'many',
      after: ['a'],
      tasks: chain(30, 'input.first'),
      input: { first: of('a') },
      output: '{{ tasks.v29.output }}',
    },
    act('b', 'send', '{{ $sum(tasks.table.output) + tasks.many.output }}'),
    { id: 'end', value: [of('b'), '{{ tasks.table.output[-1] }}'] },
  ],
  long: (act) => [
    { id: 'rows', value: `{{ [1..${longList}].{ "number": $ } }}` },
    {
      id: 'each',
      forEach: { in: '{{ tasks.rows.output }}', as: 'row', concurrency: 50 },
      value: '{{ row.number * 2 }}',
    },
    act('sum', 'book', '{{ $sum(tasks.each.output) }}'),
  ],
  spilled: (act) => [
    { id: 'each', forEach: { in: { from: 1, to: mostInOneValue.items + 1 }, concurrency: 100 }, value: '{{ item }}' },
    { id: 'parts', forEach: { in: '{{ tasks.each.output }}', batch: 1000, concurrency: 4 }, value: '{{ $sum(item) }}' },
    act('sum', 'book', '{{ $sum(tasks.parts.output) }}'),
  ],
  template: (act, _, ledger) => [
    act('a', 'book', 1),
    {
      id: 'each',
      forEach: { in: [1, 2, 3], concurrency: 2 },
      template: { name: bookTwice.name, input: { ledger, value: '{{ item + tasks.a.output.value }}' } },
    },
    act('sum', 'add', '{{ $sum(tasks.each.output) }}'),
  ],
  called: (act) => [
    act('before', 'add', 1),
    {
      id: 'paid',
      after: ['before'],
      wait: { webhook: { where: 'request.body.sum = 7', respond: { body: { paid: '{{ request.body.sum }}' } } } },
    },
    act('after', 'book', '{{ tasks.paid.output.body.sum }}'),
  ],
  rests: (act) => [
    act('slow', 'book', 1, { fails: 1, retry: { attempts: 3, firstMs: longPauseMs } }),
    { id: 'paused', wait: { forMs: longPauseMs }, after: ['slow'] },
    act('end', 'add', of('slow'), { after: ['paused'] }),
  ],
  spent: (act) => [
    {
      id: 'spent',
      budget: { calls: 3, onExceeded: { fallback: [act('x', 'book', 50), act('y', 'add', of('x'))] } },
      tasks: [
        act('a', 'book', 1),
        act('b', 'look', of('a')),
        act('c', 'book', of('b')),
        act('d', 'book', of('c')),
        act('e', 'book', of('d')),
      ],
    },
    act('end', 'book', '{{ tasks.spent.output.value }}'),
  ],
  undone: (act, _, ledger) => [
    act('a', 'book', 1, { undo: takenBack(ledger, '{{ output.value }}') }),
    act('each', 'book', '{{ item + tasks.a.output.value }}', {
      forEach: { in: [10, 20, 30], concurrency: 2 },
      undo: takenBack(ledger, '{{ item + output.value }}'),
    }),
    act('b', 'look', '{{ $sum(tasks.each.output.value) }}', { fails: hopeless }),
  ],
};

/** Values, each of which is made of the one before. */
function chain(length: number, first: string): Task[] {
  return Array.from({ length }, (_, at) => ({
    id: `v${at}`,
    value: at === 0 ? `{{ ${first} }}` : `{{ tasks.v${at - 1}.output * 2 + 1 }}`,
  }));
}

function takenBack(ledger: string, value: string): Task['undo'] {
  return { action: 'ledger.book', input: { ledger, value } };
}

/** What a plan says beside its tasks. */
const besides: Record<string, Partial<Plan>> = { undone: { onFailure: 'undo' } };

export const planNames = Object.keys(makers);

/** `title` tells one run from another, also for who asks again because an engine died. */
export function makePlan(name: string, title: string, ledger: string): Plan {
  const act: Act = (id, action, value, { fails, counter, ...more } = {}) => ({
    id,
    action: `ledger.${action}`,
    input: {
      value,
      ...(action === 'add' ? {} : { ledger }),
      ...(fails === undefined ? {} : { fails }),
      ...(counter === undefined ? {} : { counter }),
    },
    ...more,
  });
  return { version: 1, title, ...besides[name], tasks: makers[name]?.(act, title, ledger) ?? [] };
}
