import { type ActionRun, fail } from 'heron/worker-kit';
import type { Actions } from './actions.generated.ts';

type Run<Name extends keyof Actions> = ActionRun<Actions[Name]['input'], Actions[Name]['output']>;

export const click: Run<'click'> = ({ target, session }, { browser }) =>
  browser.step(session, { kind: 'click', target });

export const fill: Run<'fill'> = async ({ fields, target, text, submit, session }, { browser }) => {
  if ((target === undefined) !== (text === undefined)) {
    const [given, lacking] = target === undefined ? ['text', 'target'] : ['target', 'text'];
    fail('invalid-input', `${lacking} is missing: ${given} alone does not say what to type where`, { field: lacking });
  }
  const typed = Object.entries(fields).map(([name, value]) => ({ target: name, text: value }));
  if (target !== undefined && text !== undefined) typed.push({ target, text });
  if (typed.length === 0) fail('invalid-input', 'fields is empty: there is nothing to fill in', { field: 'fields' });
  return browser.step(session, { kind: 'fill', fields: typed, submit });
};

export const choose: Run<'choose'> = ({ target, values, session }, { browser }) =>
  browser.step(session, { kind: 'choose', target, values });

export const press: Run<'press'> = ({ key, target, session }, { browser }) =>
  browser.step(session, { kind: 'press', key, target: target ?? null });

export const wait: Run<'wait'> = async ({ text, element, address, session }, { browser }) => {
  const asked = [
    { for: 'text' as const, value: text },
    { for: 'element' as const, value: element },
    { for: 'address' as const, value: address },
  ].flatMap(({ value, ...rest }) => (value === undefined ? [] : [{ ...rest, value }]));
  const [first, ...others] = asked;
  if (!first || others.length > 0)
    fail('invalid-input', 'Say one of text, element and address to wait for', { field: 'text' });
  return browser.step(session, { kind: 'wait', ...first });
};

export const close: Run<'close'> = async ({ forget, session }, { browser }) => {
  await browser.step(session, { kind: 'close', forget });
  return { session };
};
