import { type Kind, NodeFailure } from '../node.ts';
import { passOn } from './flow.ts';

/** Respond to Webhook: its items go on; at the second output stands what the caller gets. */
export const respond: Kind = async (run) => {
  const [passed = []] = await passOn(run);
  const answer = { statusCode: run.number('options.responseCode', 0, 200), headers: {}, body: bodyOf(run) };
  return [passed, [{ json: answer, pairedItem: 0 }]];
};

function bodyOf(run: Parameters<Kind>[0]): unknown {
  const key = run.text('options.responseKey', 0);
  const keyed = (value: unknown): unknown => (key === '' ? value : { [key]: value });
  switch (run.text('respondWith', 0, 'firstIncomingItem')) {
    case 'firstIncomingItem':
      return keyed(run.items[0]?.json ?? {});
    case 'allIncomingItems':
      return keyed(run.items.map(({ json }) => json));
    case 'json':
      return parsed(run.parameter('responseBody', 0, '{}'));
    case 'text':
      return run.text('responseBody', 0);
    default:
      return '';
  }
}

function parsed(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  try {
    return JSON.parse(given);
  } catch {
    throw new NodeFailure('Invalid JSON in ‘Response Body’ field');
  }
}
