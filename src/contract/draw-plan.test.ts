import { expect, test } from 'vitest';
import { drawPlan } from './draw-plan.ts';
import { Plan } from './plan.ts';

const say = (id: string, more: object = {}): object => ({ id, action: 'text.say', input: {}, ...more });

function plan(...tasks: object[]): Plan {
  return Plan.parse({ version: 1, title: 'A plan', tasks });
}

test('a plan is drawn with its order, and what one task takes from another [OR-04]', () => {
  const text = drawPlan(
    plan(
      say('pack', { title: 'Pack the folder' }),
      say('hash', { input: { of: 'x {{ tasks.pack.output.path }}', not: 'tasks.end.output' } }),
      say('end', { after: ['hash'], when: 'tasks.pack.output.size > 3' }),
    ),
  );
  expect(text).toBe(`flowchart TD
  t_pack["Pack the folder<br/>text.say"]
  t_hash["hash<br/>text.say"]
  t_end["end<br/>text.say<br/>when tasks.pack.output.size #62; 3"]
  t_pack -. value .-> t_hash
  t_hash --> t_end
  t_pack -. value .-> t_end
`);
});

test('the drawing follows the run: each task has the class of its status [OR-04]', () => {
  const each = { id: 'each', forEach: { in: [1, 2, 3] }, tasks: [say('copy')] };
  const text = drawPlan(plan(say('list'), { ...each, after: ['list'] }), {
    list: { status: 'completed' },
    each: { status: 'running', progress: { done: 1, total: 3, failed: 0 } },
  });
  expect(text).toBe(`flowchart TD
  t_list["list<br/>text.say"]
  class t_list completed
  subgraph t_each["each<br/>group<br/>for each item<br/>1 of 3"]
    t_each__copy["copy<br/>text.say"]
  end
  class t_each running
  t_list --> t_each
  classDef completed fill:#e8f5e9,stroke:#43a047,color:#1b5e20
  classDef running fill:#e3f2fd,stroke:#1e88e5,color:#0d47a1
`);
});

test('every kind of task has its shape, and lists inside of one task do not mix', () => {
  const text = drawPlan(
    plan(
      {
        id: 'choose',
        switch: {
          on: '{{ 1 }}',
          cases: [
            { is: 1, tasks: [say('a')] },
            { when: 'true', tasks: [say('a')] },
          ],
          otherwise: [say('b')],
        },
      },
      { id: 'ask', wait: { approval: { text: 'Go?' } } },
      { id: 'sum', value: '{{ 1 + 1 }}' },
      { id: 'part', template: { name: 'resize', input: {} } },
      say('risky', { onError: { recover: [say('again')] } }),
    ),
  );
  expect(text).toBe(`flowchart TD
  subgraph t_choose["choose<br/>switch"]
    t_choose_itself{"switch"}
    subgraph t_choose_0["case 0"]
      t_choose__t_choose_0__a["a<br/>text.say"]
    end
    t_choose_itself -. chooses .-> t_choose_0
    subgraph t_choose_1["case 1"]
      t_choose__t_choose_1__a["a<br/>text.say"]
    end
    t_choose_itself -. chooses .-> t_choose_1
    subgraph t_choose_2["otherwise"]
      t_choose__t_choose_2__b["b<br/>text.say"]
    end
    t_choose_itself -. chooses .-> t_choose_2
  end
  t_ask(["ask<br/>wait"])
  t_sum>"sum<br/>value"]
  t_part[["part<br/>template resize"]]
  subgraph t_risky["risky<br/>text.say"]
    t_risky_itself["text.say"]
    subgraph t_risky_0["after a failure"]
      t_risky__t_risky_0__again["again<br/>text.say"]
    end
    t_risky_itself -. else .-> t_risky_0
  end
`);
});

test.each([
  ['"]; click t_a "javascript:alert(1)', '#34;#93;#59; click t_a #34;javascript:alert#40;1#41;'],
  ['<img src=x onerror=alert(1)>', '#60;img src=x onerror=alert#40;1#41;#62;'],
  ['two\nlines\t%%{init}%%', 'two lines #37;#37;#123;init#125;#37;#37;'],
  ['x'.repeat(80), `${'x'.repeat(59)}…`],
])('the title %j means nothing to Mermaid', (title, shown) => {
  expect(drawPlan(plan(say('a', { title })))).toBe(`flowchart TD\n  t_a["${shown}<br/>text.say"]\n`);
});

test('an agent has a shape of its own [OR-04]', () => {
  expect(drawPlan(plan({ id: 'work', title: 'Mend it', agent: { goal: 'Go on' } }))).toBe(
    'flowchart TD\n  t_work{{"Mend it<br/>agent"}}\n',
  );
});
