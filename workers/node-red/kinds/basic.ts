import { eachMessage, isFields, isOn, type Kind, type Message, NodeFailure, textOf, wordsOf } from '../node.ts';
import { getProperty, setProperty } from '../property.ts';
import { calculate, evaluate } from '../typed-values.ts';

type Property = { p?: string; v?: unknown; vt?: string };

/** Inject, and whatever else runs begin at: what the run was started with lies over what the node says. */
export const inject: Kind = async (run) => {
  const { node, given, nowMs } = run;
  const message: Message = {
    _msgid: (nowMs + run.random()).toString(16).replace('.', '').slice(0, 16).padEnd(16, '0'),
  };
  const listed = (Array.isArray(node['props']) ? node['props'] : []) as Property[];
  const old = [
    { p: 'payload', v: node['payload'], vt: textOf(node, 'payloadType', 'date') },
    { p: 'topic', v: node['topic'], vt: 'str' },
  ];
  for (const { p = '', v, vt } of node.type === 'inject' ? (listed.length > 0 ? listed : old) : []) {
    if (p === '') continue;
    const isPayload = p === 'payload' && v === undefined;
    const value = isPayload ? node['payload'] : p === 'topic' && v === undefined ? node['topic'] : v;
    const type = isPayload ? textOf(node, 'payloadType', 'date') : vt;
    setProperty(message, p, await evaluate(value, type, message, run));
  }
  return [[{ ...message, ...(isFields(given[0]) ? given[0] : {}) }]];
};

/** What a subflow, a link or a junction is sent goes on as it is. */
export const passOn: Kind = ({ messages }) => [messages];

/** Where a subflow ends: what comes to each of its outputs. */
export const gather: Kind = ({ inputs }) => inputs;

/** Debug shows a property, the whole message, or what an expression makes of it, and sends nothing on. */
export const debug: Kind = async (run) => {
  const { node, messages } = run;
  const complete = textOf(node, 'complete', isOn(node, 'complete') ? 'true' : 'payload');
  for (const message of messages) {
    try {
      const isWhole = complete === 'true' || node['complete'] === true;
      const type = textOf(node, 'targetType', 'msg');
      const place = complete === 'false' || complete === '' ? 'payload' : complete;
      run.show(
        isWhole
          ? message
          : type === 'jsonata'
            ? await calculate(place, message, run)
            : getProperty(message, place, message),
      );
    } catch (error) {
      run.failed(error, message);
    }
  }
  return [];
};

/** Numbers from one range to another. */
export const range: Kind = eachMessage((message, { node, show }) => {
  const property = textOf(node, 'property', 'payload');
  const value = getProperty(message, property, message);
  if (value === undefined) return message;
  let number = Number(value);
  if (Number.isNaN(number)) return show(`Not a number: ${wordsOf(value)}`);
  const [minIn, maxIn, minOut, maxOut] = ['minin', 'maxin', 'minout', 'maxout'].map((name) => Number(node[name])) as [
    number,
    number,
    number,
    number,
  ];
  const action = textOf(node, 'action', 'scale');
  const isOutside = number < Math.min(minIn, maxIn) || number > Math.max(minIn, maxIn);
  if (action === 'drop' && isOutside) return undefined;
  if (action === 'clamp') number = Math.min(Math.max(number, Math.min(minIn, maxIn)), Math.max(minIn, maxIn));
  if (action === 'roll') {
    const width = maxIn - minIn;
    number = ((((number - minIn) % width) + width) % width) + minIn;
  }
  const scaled = ((number - minIn) / (maxIn - minIn)) * (maxOut - minOut) + minOut;
  setProperty(message, property, isOn(node, 'round') ? Math.round(scaled) : scaled, message);
  return message;
});

/** Messages that only one at a time, or one in all, may pass. */
export const pass: Kind = ({ node, messages }) => [isOn(node, 'drop') ? messages.slice(0, 1) : messages];

const unitMs: Record<string, number> = {
  milliseconds: 1,
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/** Delay: until when, as the one message of its output. The waiting itself is the engine's. */
export const until: Kind = (run) => {
  const { node, messages, nowMs } = run;
  const ms = (name: string, units: string): number =>
    Number(node[name] ?? 0) * (unitMs[textOf(node, units, 'seconds')] ?? 1000);
  const type = textOf(node, 'pauseType', 'delay');
  const own = messages
    .map((message) => message['delay'])
    .filter((one) => Number(one) >= 0 && one !== '')
    .map(Number);
  const first = ms('randomFirst', 'randomUnits');
  const waited =
    type === 'random'
      ? first + run.random() * (ms('randomLast', 'randomUnits') - first)
      : type === 'delayv' && own.length > 0
        ? Math.max(...own)
        : ms('timeout', 'timeoutUnits');
  if (!Number.isFinite(waited) || waited < 0) throw new NodeFailure('the time to wait is no number');
  return [[{ until: nowMs + waited }]];
};
