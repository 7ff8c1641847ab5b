import { type Fault, Refusal } from '../errors.ts';
import type { InputFields, JsonObject, RecordRow } from '../records/types.ts';
import { type EntrySurroundings, namings, plain, readPassTime, readPeriod } from './read-entry.ts';

/** The change with what follows from it; refuses what cannot be corrected, and what the entity's schema cannot know. */
export function completeCorrection(
  fields: InputFields,
  { data, type }: RecordRow,
  surroundings: EntrySurroundings,
): InputFields {
  const faults: Fault[] = [];
  for (const name of ['device', 'eventId', ...namings.filter((each) => each !== 'userId')]) {
    const given = fields[name];
    if (given === undefined || plain(given) === (data[name] ?? null)) continue;
    const message = `"${name}" is what was sent and stays so. Correct "userId", "at", "direction" or the time from to.`;
    faults.push({ path: name, message });
  }
  let completed = fields;
  if (type === 'ATTENDANCE') {
    if (fields['at'] !== undefined) readPassTime(fields['at'], surroundings, faults);
  } else if (['from', 'to', 'hours'].some((name) => fields[name] !== undefined)) {
    completed = withHours(fields, data, surroundings.zone, faults);
  }
  if (faults.length > 0) throw new Refusal('invalid-record', faults.map(({ message }) => message).join(' '), faults);
  return completed;
}

/** Hours that followed from the time before follow from it after the change as well; hours that somebody gave stay. */
function withHours(fields: InputFields, data: JsonObject, zone: string, faults: Fault[]): InputFields {
  const { hours: before = null, ...period } = data;
  const follows = before === null || before === readPeriod(period, zone, []).hours;
  const { hours } = readPeriod({ ...period, ...(follows ? {} : { hours: before }), ...fields }, zone, faults);
  return hours === undefined ? fields : { ...fields, hours };
}
