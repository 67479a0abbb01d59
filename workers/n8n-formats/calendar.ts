import { createEvent, type DateArray, type EventAttributes } from 'ics';
import { convertIcsCalendar } from 'ts-ics';
import { type Call, type Fields, isFields, NodeFailure } from './call.ts';

/** What a calendar holds, as fields. */
export function parseIcs(words: string): Fields {
  return { ...convertIcsCalendar(undefined, words) };
}

/** One event as a calendar of its own. Errors: its times are none, or it cannot be one. */
export function icsOf(call: Call, index: number): string {
  const isAllDay = call.flag('allDay', index);
  const more = call.parameter('additionalFields', index, {});
  const event: EventAttributes = {
    title: call.text('title', index),
    start: partsAt(call, 'start', index, isAllDay),
    startInputType: 'utc',
    end: partsAt(call, 'end', index, isAllDay, isAllDay ? dayMs : 0),
    endInputType: 'utc',
    ...(isFields(more) ? moreOf(call, more, index) : {}),
  };
  const { error, value } = createEvent(event);
  if (error || !value) throw new NodeFailure(`No calendar can be made of it: ${error?.message ?? 'unknown'}`);
  return value;
}

/** A calendar's event ends before the day that it names, and n8n's on it. */
const dayMs = 86_400_000;

function partsAt(call: Call, name: string, index: number, isAllDay: boolean, laterMs = 0): DateArray {
  const at = new Date(Date.parse(call.text(name, index)) + laterMs);
  if (Number.isNaN(at.getTime())) throw new NodeFailure(`“${call.text(name, index)}” is no time [item ${index}]`);
  const day: DateArray = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
  return isAllDay ? day : ([...day, at.getUTCHours(), at.getUTCMinutes()] as DateArray);
}

const plainFields = [
  'busyStatus',
  'calName',
  'description',
  'location',
  'recurrenceRule',
  'sequence',
  'status',
  'uid',
  'url',
];

function moreOf(call: Call, more: Fields, index: number): Partial<EventAttributes> {
  const given = Object.fromEntries(
    plainFields.flatMap((name) => (more[name] === undefined ? [] : [[name, more[name]]])),
  );
  const at = (path: string): unknown => call.parameter(`additionalFields.${path}`, index);
  const attendees = at('attendeesUi.attendeeValues');
  const organizer = at('organizerUi.organizerValues');
  const place = at('geolocationUi.geolocationValues');
  return {
    ...given,
    ...(Array.isArray(attendees) ? { attendees } : {}),
    ...(isFields(organizer) ? { organizer } : {}),
    ...(isFields(place) ? { geo: { lat: Number(place['lat']), lon: Number(place['lon']) } } : {}),
  };
}
