/** Items that most cases are about; made up. */
export const people: object[] = [
  {
    name: 'Ada',
    age: 36,
    city: 'London',
    tags: ['math', 'code'],
    address: { zip: 'N1', lines: [{ a: 1 }, { a: 2 }] },
    active: true,
  },
  { name: 'grace', age: 85, city: 'New York', tags: ['navy'], address: { zip: '10001' }, active: false, note: null },
  { name: 'Édouard', age: 51, city: 'Paris', tags: [], address: {}, active: true, note: '' },
  { name: 'ada', age: 36, city: 'Paris', tags: ['math'], active: false, 'a.b': 7 },
  { name: 'Linus', age: 28.5, city: 'Helsinki', tags: ['code', 'code'], active: true, note: 'x' },
];

export const orders: object[] = [
  { id: 1, who: 'Ada', sum: 10, day: '2024-03-01' },
  { id: 2, who: 'Linus', sum: 5.5, day: '2024-03-02' },
  { id: 3, who: 'Ada', sum: 7, day: '2024-03-02', note: 'late' },
  { id: '4', who: 'Nobody', sum: null },
];
