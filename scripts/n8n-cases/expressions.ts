import type { Case } from './case.ts';

const item = {
  n: 4.567, i: 7, s: 'Hello world', e: '', u: 'https://example.org/a/b?c=1', m: 'write to ada@example.org now', l: [3, 1, 2, 3],
  o: { p: 2, q: { r: 'x' }, z: null }, d: '2024-02-29T10:30:00.000Z', t: true, j: '{"k":[1,2]}', nothing: null,
  people: [{ n: 'Ada', a: 1 }, { n: 'Bob', a: 2 }, { n: 'Ada', a: 1 }], digits: '42', html: '<p>Hi <b>you</b></p>', day: '2024-03-31',
};
const other = { ...item, n: -1.5, i: 2, s: 'second ITEM', l: [], o: {}, t: false, digits: '3.9', d: '2023-12-31T23:59:59.000Z' };

/** Words with expressions, a lone one, and what is not there. */
const texts = [
  'plain', '=plain', '={{ $json.n }}', '=a{{ $json.i }}b{{ $json.s }}', '={{ $json.missing }}', '=[{{ $json.missing }}]', '={{ $json.missing.deeper }}',
  '={{ $json["s"] }}', '={{ $json.o }}', '=x{{ $json.o }}', '=x{{ $json.l }}', '={{ $json.nothing }}', '={{ missing }}', '={{ 1 + 1 }}', '={{ "{{" }}',
  '={{ { a: { b: 1 } } }}', '={{ [1, [2]] }}', '={{ $json.t ? "yes" : "no" }}', '={{ $json.o?.q?.r }}', '={{ `t${$json.i}` }}', '={{ $itemIndex }}', '={{ $runIndex }}',
  '={{ $input.item.json.i }}', '={{ $input.first().json.i }}', '={{ $input.last().json.i }}', '={{ $input.all().length }}', '={{ $("In 0").item.json.i }}',
  '={{ $("In 0").first().json.i }}', '={{ $("In 0").last().json.i }}', '={{ $("In 0").all().map(x => x.json.i).join("+") }}', '={{ $node["In 0"].json.i }}', '={{ $("In 0").itemMatching(1).json.i }}',
  '={{ $("In 0").isExecuted }}', '={{ $workflow.name }}', '={{ $prevNode.name }}', '={{ $nodeVersion }}', '={{ $if($json.t, 1, 2) }}', '={{ $ifEmpty($json.e, "empty") }}', '={{ $min(3, 1, 2) }}', '={{ $max(3, 1, 2) }}',
  '={{ $json.l.map(x => x * 2) }}', '={{ $json.l.filter(x => x > 1).length }}', '={{ Object.keys($json.o).join() }}', '={{ JSON.stringify($json.o) }}', '={{ $json.s.split(" ")[1] }}', '={{ $json.s.replace(/o/g, "0") }}',
  '={{ Math.round($json.n) }}', '={{ (() => { const a = 2; return a * $json.i })() }}', '={{ new Date($json.d).toISOString() }}', '={{ $json.i > 3 && $json.t }}', '={{ typeof $json.nothing }}', '={{ $json.l.reduce((a, b) => a + b, 0) }}', '={{ parseInt($json.digits) }}', '={{ encodeURIComponent($json.s) }}',
  '={{ $json.o.q ?? "none" }}', '={{ [...$json.l, 9].length }}', '={{ delete $json.s }}', '={{ $json.s.length }}', '={{ 1 + }}', '={{ $("Nope").item }}', '={{ }}', '={{ null }}', '={{ true }}', '={{ "" }}',
];

const functions = [
  '$json.s.toTitleCase()', '$json.s.toSentenceCase()', '$json.s.toSnakeCase()', '$json.s.isEmpty()', '$json.e.isEmpty()', '$json.e.isNotEmpty()', '$json.missing.isEmpty()', '$json.digits.toNumber()', '$json.digits.toInt()', '$json.digits.toFloat()', '$json.s.toNumber()', '$json.digits.isNumeric()', '$json.s.isNumeric()',
  '$json.m.extractEmail()', '$json.u.extractDomain()', '$json.u.extractUrl()', '$json.u.extractUrlPath()', '$json.u.isUrl()', '$json.s.isUrl()', '"ada@example.org".isEmail()', '$json.s.isEmail()', '$json.html.removeTags()', '$json.j.parseJson().k', '$json.s.quote()', '$json.s.urlEncode()', '"a%20b".urlDecode()', '"false".toBoolean()', '"yes".toBoolean()', '$json.s.replaceSpecialChars()', '"ÄÖ é".replaceSpecialChars()', '"example.org".isDomain()', '$json.d.toDateTime().toISO()', '$json.d.toDateTime().year', '$json.d.toDateTime().format("yyyy/MM")',
  '$json.n.round()', '$json.n.round(1)', '$json.n.floor()', '$json.n.ceil()', '$json.n.abs()', '$json.i.isEven()', '$json.i.isOdd()', '$json.i.isInteger()', '$json.n.format()', '$json.i.toBoolean()', '(0).toBoolean()', '$json.i.toDateTime().toMillis()', '$json.t.toNumber()', '$json.t.toInt()',
  '$json.l.first()', '$json.l.last()', '$json.l.sum()', '$json.l.average()', '$json.l.unique()', '$json.l.removeDuplicates()', '$json.l.isEmpty()', '$json.l.isNotEmpty()', '$json.l.chunk(2)', '[1, null, "", 2].compact()', '$json.people.pluck("n")', '$json.people.pluck("n", "a")', '$json.people.unique("n")', '$json.people.smartJoin("n", "a")', '[3, 1].min()', '[3, 1].max()', '$json.l.union([9])', '$json.l.intersection([3])', '$json.l.difference([3])', '$json.people.renameKeys("n", "name")', '$json.l.append(8)', '$json.l.toJsonString()',
  '$json.o.isEmpty()', '$json.o.isNotEmpty()', '$json.o.hasField("p")', '$json.o.hasField("y")', '$json.o.removeField("p")', '$json.o.compact()', '$json.o.toJsonString()', '$json.o.keys()', '$json.o.values()', '({ a: 1, b: "x y" }).urlEncode()', '({ a: "xx", b: "yy" }).keepFieldsContaining("x")', '({ a: "xx", b: "yy" }).removeFieldsContaining("x")', '$json.o.merge({ p: 5, w: 1 })',
  '$json.day.toDateTime().plus(1, "days").toISODate()', '$json.day.toDateTime().minus({ months: 1 }).toISODate()', '$json.day.toDateTime().beginningOf("month").toISODate()', '$json.day.toDateTime().endOfMonth().toISODate()', '$json.day.toDateTime().extract("month")', '$json.day.toDateTime().isWeekend()', '$json.day.toDateTime().diffTo("2024-04-02", "days")', '$json.day.toDateTime().isBetween("2024-01-01", "2024-12-31")', '$json.day.toDateTime().format("dd.MM.yyyy")', '$json.day.toDateTime().weekdayShort', 'DateTime.fromISO($json.day).plus({ days: 1 }).toISODate()', 'new Date($json.d).format("yyyy")', 'DateTime.fromFormat("03/04/2024", "dd/MM/yyyy").toISODate()', '$json.day.toDateTime().toFormat("cccc")', '$now.isValid', '$today.hour',
];

/** Each is the value of a field of Edit Fields, as a text and as what it is. */
export const expressionCases: Case[] = [...texts, ...functions.map((code) => `={{ ${code} }}`)].map((value) => ({
  kind: 'set',
  version: 3.4,
  parameters: { mode: 'raw', jsonOutput: `={{ { v: ${value.startsWith('={{') && value.endsWith('}}') && value.indexOf('}}') === value.length - 2 ? `(${value.slice(3, -2).trim() || 'undefined'})` : JSON.stringify(value)} } }}`, options: {} },
  inputs: [[item, other]],
}));

/** The same words where a parameter holds them, so that what is around an expression counts. */
export const textCases: Case[] = texts.map((value) => ({
  kind: 'set',
  version: 3.4,
  parameters: { assignments: { assignments: [{ id: '1', name: 'v', type: 'string', value }] }, options: {} },
  inputs: [[item, other]],
}));
