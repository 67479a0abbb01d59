import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, type Circuit, type CircuitRules, createCircuit, type Pass } from './circuit.ts';

const rules: CircuitRules = {
  windowCalls: 10,
  windowMs: 60_000,
  leastCalls: 4,
  errorPercent: 50,
  openMs: 1000,
  probes: 2,
};

function open(changes: Partial<CircuitRules> = {}) {
  let now = 1_000_000;
  const states: string[] = [];
  const circuit = createCircuit({
    clock: () => now,
    rules: () => ({ ...rules, ...changes }),
    onChange: (state) => states.push(state),
  });
  return { circuit, states, now: () => now, pass: (ms: number) => void (now += ms) };
}

function begin(circuit: Circuit): Pass {
  const answer = circuit.ask();
  if (answer.kind !== 'pass') throw new Error(`expected a pass, got ${answer.kind}`);
  return answer.pass;
}

function end(circuit: Circuit, outcomes: string): void {
  const meant = { s: 'success', f: 'fault', n: 'neither' } as const;
  for (const each of outcomes) circuit.ended(begin(circuit), meant[each as keyof typeof meant]);
}

describe('a circuit', () => {
  test('opens at its share of faults, lets nothing through, then probes, then closes [OR-17]', () => {
    const { circuit, states, now, pass } = open();
    end(circuit, 'sff');
    expect(circuit.state()).toBe('closed');
    end(circuit, 's');
    expect(circuit.state()).toBe('closed'); // two of four, but the last one was no fault
    end(circuit, 'f');
    expect(circuit.state()).toBe('open');
    expect(circuit.counts()).toEqual({ calls: 5, faults: 3 });
    expect(circuit.ask()).toEqual({ kind: 'refused', triesAt: now() + 1000 });
    pass(999);
    expect(circuit.ask().kind).toBe('refused');
    pass(1);
    const [first, second] = [begin(circuit), begin(circuit)];
    expect(circuit.ask()).toEqual({ kind: 'wait', until: now() + 1000 });
    circuit.ended(first, 'success');
    expect(circuit.state()).toBe('half-open');
    circuit.ended(second, 'success');
    expect(states).toEqual(['open', 'half-open', 'closed']);
    end(circuit, 'fff');
    expect(circuit.state()).toBe('closed'); // what was counted before is forgotten
  });

  test('opens again for as long when a probe fails', () => {
    const { circuit, now, pass } = open();
    end(circuit, 'ffff');
    pass(1000);
    end(circuit, 'sf');
    expect(circuit.ask()).toEqual({ kind: 'refused', triesAt: now() + 1000 });
  });

  test('neither opens nor closes by what says nothing', () => {
    const { circuit, pass } = open();
    end(circuit, 'nnnnnnnnfff');
    expect(circuit.state()).toBe('closed');
    end(circuit, 'f');
    pass(1000);
    end(circuit, 'nnnn');
    expect(circuit.state()).toBe('half-open');
  });

  test('forgets calls of long ago', () => {
    const { circuit, pass } = open();
    end(circuit, 'fff');
    pass(60_001);
    end(circuit, 'f');
    expect(circuit.counts()).toEqual({ calls: 1, faults: 1 });
    expect(circuit.state()).toBe('closed');
  });

  test('does not wait for ever for a probe that never ends, and takes its late word', () => {
    const { circuit, pass } = open({ probes: 1 });
    end(circuit, 'ffff');
    pass(1000);
    const slow = begin(circuit);
    expect(circuit.ask().kind).toBe('wait');
    pass(1000);
    begin(circuit);
    circuit.ended(slow, 'success');
    expect(circuit.state()).toBe('closed');
  });

  test('does not count what began before it opened', () => {
    const { circuit, pass } = open({ probes: 1 });
    const early = begin(circuit);
    end(circuit, 'ffff');
    pass(1000);
    begin(circuit);
    circuit.ended(early, 'success');
    expect(circuit.state()).toBe('half-open');
  });

  test('is tried at once when somebody says so', () => {
    const { circuit, states } = open({ probes: 1 });
    circuit.tryNow();
    expect(circuit.state()).toBe('closed');
    end(circuit, 'ffff');
    circuit.tryNow();
    end(circuit, 's');
    expect(states).toEqual(['open', 'half-open', 'closed']);
  });

  test('stays open no longer when the clock is set back', () => {
    const { circuit, now, pass } = open();
    end(circuit, 'ffff');
    pass(-86_400_000);
    expect(circuit.ask()).toEqual({ kind: 'refused', triesAt: now() + 1000 });
    pass(1000);
    expect(circuit.ask().kind).toBe('pass');
  });
});

type Step =
  | { do: 'ask' }
  | { do: 'end'; which: number; how: 'success' | 'fault' | 'neither' }
  | { do: 'wait'; ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ do: 'ask' }) },
  {
    weight: 4,
    arbitrary: fc.record<Step & { do: 'end' }>({
      do: fc.constant('end'),
      which: fc.nat(20),
      how: fc.constantFrom('success', 'fault', 'fault', 'neither'),
    }),
  },
  { weight: 1, arbitrary: fc.record<Step & { do: 'wait' }>({ do: fc.constant('wait'), ms: fc.nat(1500) }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'wait', ms: 1000 }) },
);

const anyRules = fc.record({
  windowCalls: fc.integer({ min: 4, max: 12 }),
  leastCalls: fc.integer({ min: 1, max: 4 }),
  errorPercent: fc.integer({ min: 1, max: 100 }),
  probes: fc.integer({ min: 1, max: 3 }),
});

/** Does the steps, and tells of each what was so before and after it. */
function drive(changes: Partial<CircuitRules>, steps: Step[], look: (seen: Seen) => void): ReturnType<typeof open> {
  const ground = open(changes);
  const { circuit } = ground;
  const under: Pass[] = [];
  for (const each of steps) {
    const before = { state: circuit.state(), triesAt: circuit.triesAt(), now: ground.now() };
    let answer: Answer | undefined;
    let ended: Pass | undefined;
    if (each.do === 'wait') ground.pass(each.ms);
    else if (each.do === 'ask') {
      answer = circuit.ask();
      if (answer.kind === 'pass') under.push(answer.pass);
    } else {
      [ended] = under.splice(each.which % Math.max(1, under.length), 1);
      if (ended) circuit.ended(ended, each.how);
    }
    look({ step: each, before, answer, ended, after: circuit.state(), circuit, under });
  }
  return ground;
}

type Seen = {
  step: Step;
  before: { state: string; triesAt: number | undefined; now: number };
  answer: Answer | undefined;
  /** What an `end` ended; nothing when nothing was under way. */
  ended: Pass | undefined;
  after: string;
  circuit: Circuit;
  under: Pass[];
};

describe('whatever happens, a circuit', () => {
  test('lets nothing through while it is open, and everything while it is closed [OR-17]', () => {
    fc.assert(
      fc.property(anyRules, fc.array(step, { maxLength: 120 }), (changes, steps) => {
        drive(changes, steps, ({ before, answer }) => {
          if (!answer) return;
          if (before.state === 'closed') expect(answer.kind).toBe('pass');
          if (before.state !== 'open') return expect(answer.kind).not.toBe('refused');
          expect(answer.kind).toBe(before.now < (before.triesAt ?? 0) ? 'refused' : 'pass');
        });
      }),
    );
  });

  test('changes only from closed to open to half-open, and from there to one of the others', () => {
    const next: Record<string, string[]> = {
      closed: ['open'],
      open: ['half-open'],
      'half-open': ['closed', 'open'],
    };
    fc.assert(
      fc.property(anyRules, fc.array(step, { maxLength: 120 }), (changes, steps) => {
        const { states } = drive(changes, steps, () => undefined);
        ['closed', ...states].reduce((from, to) => {
          expect(next[from]).toContain(to);
          return to;
        });
      }),
    );
  });

  test('has no more young probes under way than it may, and closes after that many successes', () => {
    fc.assert(
      fc.property(anyRules, fc.array(step, { maxLength: 120 }), (changes, steps) => {
        drive(changes, steps, ({ answer, circuit, under }) => {
          if (answer?.kind !== 'pass' || circuit.state() !== 'half-open') return;
          const { begunAt, period } = answer.pass;
          const young = under.filter((pass) => pass.period === period && pass.begunAt + rules.openMs > begunAt);
          expect(young.length).toBeLessThanOrEqual(changes.probes);
        });
      }),
    );
  });

  test('is closed again once everything works', () => {
    fc.assert(
      fc.property(anyRules, fc.array(step, { maxLength: 120 }), (changes, steps) => {
        const { circuit, pass } = drive(changes, steps, () => undefined);
        pass(rules.openMs);
        for (let tries = 0; tries < changes.probes; tries += 1) end(circuit, 's');
        expect(circuit.state()).toBe('closed');
      }),
    );
  });

  test('while it is closed has too few calls or too few faults', () => {
    fc.assert(
      fc.property(anyRules, fc.array(step, { maxLength: 120 }), (changes, steps) => {
        drive(changes, steps, ({ step: done, ended, circuit }) => {
          if (circuit.state() !== 'closed' || done.do !== 'end' || done.how !== 'fault') return;
          // Only a fault that counts can open it: one of a call from before it last opened does not.
          if (ended?.period !== begin(circuit).period) return;
          const { calls, faults } = circuit.counts();
          if (calls >= changes.leastCalls) expect(faults * 100).toBeLessThan(changes.errorPercent * calls);
        });
      }),
    );
  });
});
