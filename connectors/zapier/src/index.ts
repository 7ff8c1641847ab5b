import { type App, type Create, type Search, type Trigger, version as platformVersion } from 'zapier-platform-core';
import { authentication } from './authentication.ts';
import { createRecord, updateRecord, upsertRecord } from './creates/records.ts';
import { registerAttendance } from './creates/register-attendance.ts';
import { reportResult } from './creates/report-result.ts';
import { addServerAndToken, judgeResponse } from './requests.ts';
import { findRecord } from './searches/find-record.ts';
import * as hidden from './triggers/hidden.ts';
import * as visible from './triggers/visible.ts';
import { version } from './version.ts';

const { optionTriggers, ...lists } = hidden;

function byKey<Part extends { readonly key: string }>(parts: readonly Part[]): Record<string, Part> {
  return Object.fromEntries(parts.map((part) => [part.key, part]));
}

export default {
  version,
  platformVersion,
  authentication,
  beforeRequest: [addServerAndToken],
  afterResponse: [judgeResponse],
  // judgeResponse answers 429 with Gangway's own sentence.
  flags: { cleanInputData: true, throwForThrottlingEarly: false },
  triggers: byKey([...Object.values(visible), ...Object.values(lists), ...optionTriggers]),
  creates: byKey([createRecord, updateRecord, upsertRecord, registerAttendance, reportResult]),
  searches: byKey([findRecord]),
  searchOrCreates: {
    find_record: {
      key: 'find_record',
      display: { label: 'Find or Create Record', description: 'Finds a record, or creates it where there is none.' },
      search: 'find_record',
      create: 'create_record',
    },
  },
} satisfies App<Record<string, Trigger>, Record<string, Create>, Record<string, Search>>;
