import { expect, test } from 'vitest';
import { groupByDay } from './conversation-order.ts';

test('conversations are grouped by the day they were last spoken in, whatever the hour', () => {
  const now = new Date(2026, 5, 15, 0, 30).getTime();
  const at = (day: number, hour: number) => ({
    id: `${day}-${hour}`,
    title: '',
    createdAt: 0,
    updatedAt: new Date(2026, 5, day, hour).getTime(),
  });
  const groups = groupByDay([at(15, 0), at(14, 23), at(14, 1), at(9, 12), at(8, 12)], now);
  expect(groups.map(({ heading, conversations }) => [heading, conversations.map(({ id }) => id)])).toEqual([
    ['Today', ['15-0']],
    ['Yesterday', ['14-23', '14-1']],
    ['Last 7 days', ['9-12']],
    ['Earlier', ['8-12']],
  ]);
});
