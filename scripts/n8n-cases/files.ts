import { type Case, type CaseFile, each } from './case.ts';
import { people } from './people.ts';

const csv = 'name,age,city\nAda,36,"London, UK"\ngrace,85,\n\n"Éd ""x""",51,Paris\n';
const page =
  '<html><body><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>x</td></tr><tr><td>2.5</td><td></td></tr></table></body></html>';
const calendar =
  'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//cases//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20240229T103000Z\r\nDTSTART:20240301T090000Z\r\nDTEND:20240301T100000Z\r\nSUMMARY:Meet\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n';

const given = (text: string, fileName: string, mimeType: string): CaseFile => ({ text, fileName, mimeType });
const bytes = (base64: string, fileName = 'a.txt', mimeType = 'text/plain'): CaseFile => ({
  base64,
  fileName,
  mimeType,
});

function read(file: CaseFile, parameters: readonly object[], more: Partial<Case> = {}): Case[] {
  return each('extractFromFile', 1, [[{ kept: 'as it was' }]], parameters).map((one) => ({
    ...one,
    files: [{ data: file }],
    ...more,
  }));
}

const asCsv = (options: object) => ({ operation: 'csv', options });
const csvFile = given(csv, 'a.csv', 'text/csv');
const semicolons = given('a;b\n1;2\n3;4;5\n', 'b.csv', 'text/csv');

const extractCases: Case[] = [
  ...read(csvFile, [
    {},
    ...[
      {},
      { headerRow: false },
      { includeEmptyCells: true },
      { maxRowCount: 1 },
      { maxRowCount: 2, fromLine: 2 },
      { fromLine: 1 },
      { fromLine: 3, headerRow: false },
      { relaxQuotes: true },
      { enableBOM: true },
      { delimiter: ';' },
      { encoding: 'latin1' },
      { readAsString: true },
      { rawData: true },
    ].map(asCsv),
    { operation: 'csv', binaryPropertyName: 'missing' },
  ]),
  ...read(semicolons, [
    asCsv({ delimiter: ';' }),
    asCsv({ delimiter: ';', skipRecordsWithErrors: { value: { enabled: true, maxSkippedRecords: -1 } } }),
    asCsv({ delimiter: ';', skipRecordsWithErrors: { value: { enabled: true, maxSkippedRecords: 0 } } }),
  ]),
  ...read(given('\uFEFFa,b\n1,2\n', 'c.csv', 'text/csv'), [asCsv({}), asCsv({ enableBOM: true })]),
  ...read(given('a\tb\r\n1\t"2\r\n3"\r\n', 'd.csv', 'text/csv'), [
    asCsv({ delimiter: '\\t' }),
    asCsv({ delimiter: '\t' }),
  ]),
  ...read(given('a,b\n1,x "y" z\n', 'e.csv', 'text/csv'), [asCsv({}), asCsv({ relaxQuotes: true })]),
  ...read(given('a,a,\n1,2,3\n', 'f.csv', 'text/csv'), [asCsv({})]),
  ...read(given('', 'g.csv', 'text/csv'), [asCsv({}), asCsv({ headerRow: false })]),
  ...read(bytes('YSxiCv/p5CwyCg==', 'h.csv', 'text/csv'), [asCsv({ encoding: 'latin1' }), asCsv({})]),
  ...read(given('{"a": [1, {"b": "é"}]}', 'a.json', 'application/json'), [
    { operation: 'fromJson' },
    { operation: 'fromJson', destinationKey: 'x.y' },
    { operation: 'fromJson', destinationKey: '' },
    { operation: 'fromJson', options: { keepSource: 'both' } },
    { operation: 'fromJson', options: { keepSource: 'json' } },
  ]),
  ...read(given('[1, 2]', 'b.json', 'application/json'), [
    { operation: 'fromJson' },
    { operation: 'fromJson', destinationKey: '' },
  ]),
  ...read(given('{', 'c.json', 'application/json'), [{ operation: 'fromJson' }]),
  ...read(given('', 'd.json', 'application/json'), [{ operation: 'fromJson' }]),
  ...read(given('\uFEFF{"a":1}', 'e.json', 'application/json'), [
    { operation: 'fromJson' },
    { operation: 'fromJson', options: { stripBOM: false } },
  ]),
  ...read(given('some words\nmore é', 'a.txt', 'text/plain'), [
    { operation: 'text' },
    { operation: 'text', destinationKey: 'words' },
    { operation: 'text', options: { keepSource: 'both' } },
    { operation: 'text', options: { keepSource: 'binary' } },
    { operation: 'text', options: { keepSource: 'json' } },
    { operation: 'text', options: { encoding: 'latin1' } },
    { operation: 'text', binaryPropertyName: 'missing' },
    { operation: 'binaryToPropery' },
    { operation: 'binaryToPropery', destinationKey: 'b.c', options: { keepSource: 'both' } },
    { operation: 'binaryToPropery', options: { encoding: 'utf8' } },
  ]),
  ...read(bytes('//5oAGkA'), [{ operation: 'text', options: { encoding: 'utf16le' } }]),
  ...read(bytes('6WE='), [
    { operation: 'text', options: { encoding: 'win1252' } },
    { operation: 'text', options: { encoding: 'latin1' } },
  ]),
  ...read(bytes('gqA='), [{ operation: 'text', options: { encoding: 'shiftjis' } }]),
  ...read(given('<a b="1"><c>x</c></a>', 'a.xml', 'application/xml'), [
    { operation: 'xml' },
    { operation: 'xml', destinationKey: 'x' },
  ]),
  ...read(given(page, 'a.html', 'text/html'), [
    { operation: 'html' },
    { operation: 'html', options: { headerRow: false } },
    { operation: 'html', options: { includeEmptyCells: true } },
    { operation: 'html', options: { rawData: true } },
    { operation: 'html', options: { readAsString: true } },
  ]),
  ...read(given(calendar, 'a.ics', 'text/calendar'), [{ operation: 'fromIcs' }]),
];

const make = (operation: string, options: object = {}, more: object = {}) => ({ operation, options, ...more });
const flat = [
  { name: 'Ada', age: 36, ok: true, note: null, when: '2024-02-29' },
  { name: 'a "b", c\nd', age: 1.5, other: 'é', deep: { x: 1 }, list: [1, 2] },
];

const convertCases: Case[] = [
  ...each(
    'convertToFile',
    1.1,
    [flat],
    [
      make('csv'),
      make('csv', { headerRow: false }),
      make('csv', { delimiter: ';' }),
      make('csv', { fileName: 'out.csv' }),
      make('csv', {}, { binaryPropertyName: 'table' }),
      make('html'),
      make('html', { headerRow: false }),
      make('html', { fileName: 'x.html' }),
      make('toJson'),
      make('toJson', { format: true }),
      make('toJson', { fileName: 'data.json' }),
      make('toJson', {}, { mode: 'each' }),
      make('toJson', { format: true, fileName: 'f.json' }, { mode: 'each', binaryPropertyName: 'b' }),
      make('toText', {}, { sourceProperty: 'name' }),
      make('toText', { fileName: 'n.txt' }, { sourceProperty: 'name' }),
      make('toText', { encoding: 'utf16le' }, { sourceProperty: 'name' }),
      make('toText', { encoding: 'latin1' }, { sourceProperty: 'name' }),
      make('toText', { addBOM: true, encoding: 'utf8' }, { sourceProperty: 'name' }),
      make('toText', {}, { sourceProperty: 'age' }),
      make('toText', {}, { sourceProperty: 'deep' }),
      make('toText', {}, { sourceProperty: 'missing' }),
      make('toBinary', {}, { sourceProperty: 'missing' }),
      make('xlsx'),
      make('xlsx', { fileName: 'book.xlsx', sheetName: 'People' }),
      make('ods'),
    ],
  ),
  ...each(
    'convertToFile',
    1.1,
    [
      [
        { b: 'aGVyb24=', deep: { b: 'aGk=' } },
        { b: 'eA==', deep: { b: 'eQ==' } },
      ],
    ],
    [
      make('toBinary', {}, { sourceProperty: 'b' }),
      make('toBinary', { fileName: 'a.png', mimeType: 'image/png' }, { sourceProperty: 'b' }),
      make('toBinary', { fileName: 'a.pdf' }, { sourceProperty: 'deep.b' }),
      make('toBinary', {}, { sourceProperty: 'b', binaryPropertyName: 'file' }),
      make('toBinary', { mimeType: 'text/plain' }, { sourceProperty: 'b' }),
    ],
  ),
  ...each(
    'convertToFile',
    1,
    [[{ b: 'aGVyb24=' }]],
    [
      make('toBinary', { dataIsBase64: false }, { sourceProperty: 'b' }),
      make('toBinary', { dataIsBase64: true }, { sourceProperty: 'b' }),
      make('toBinary', {}, { sourceProperty: 'b' }),
    ],
  ),
  ...each('convertToFile', 1.1, [people], [make('csv'), make('html'), make('toJson')]),
  ...each('convertToFile', 1.1, [flat], [make('toText', {}, { sourceProperty: 'missing' })], {
    onError: 'continueRegularOutput',
  }),
  ...each(
    'convertToFile',
    1.1,
    [[{ a: 1 }]],
    [
      {
        operation: 'iCal',
        title: 'Meet',
        start: '2024-03-01T09:00:00.000Z',
        end: '2024-03-01T10:00:00.000Z',
        additionalFields: { uid: 'u1', description: 'Talk', location: 'Here', calName: 'Cal' },
      },
      ...[
        {},
        { status: 'TENTATIVE', busyStatus: 'BUSY' },
        { url: 'https://example.org/', recurrenceRule: 'FREQ=DAILY;COUNT=2', sequence: 3 },
        { organizerUi: { organizerValues: { name: 'Ada', email: 'ada@example.org' } } },
        { attendeesUi: { attendeeValues: [{ name: 'Bo', email: 'bo@example.org', rsvp: true }] } },
        { geolocationUi: { geolocationValues: { lat: '1.5', lon: '2' } } },
        { fileName: 'day.ics' },
      ].map((more) => ({
        operation: 'iCal',
        title: 'Day',
        start: '2024-03-01T00:00:00.000Z',
        end: '2024-03-02T00:00:00.000Z',
        allDay: 'fileName' in more,
        additionalFields: { uid: 'u2', ...more },
      })),
      { operation: 'iCal', title: 'No time', start: '', end: '', additionalFields: {} },
    ],
  ),
];

const fields = (...names: string[]) => ({ workflowInputs: { values: names.map((name) => ({ name, type: 'any' })) } });

/** What the workflow that is called begins with. */
export const beginCases: Case[] = [1, 1.1].flatMap((version) =>
  each(
    'executeWorkflowTrigger',
    version,
    [people],
    [
      { inputSource: 'passthrough' },
      { inputSource: 'workflowInputs', ...fields('name', 'missing', 'address') },
      { inputSource: 'jsonExample', jsonExample: '{"name": "a", "other": 1}' },
      { ...fields('age') },
    ],
  ),
);

export const fileCases: Case[] = [...extractCases, ...convertCases];
