import type { View } from '../records/views/view.ts';

const period = ['id', 'registration', 'revision', 'userId', 'agencyId', 'from', 'to', 'hours'];
const rest = ['note', 'tags', 'properties', 'createdAt', 'updatedAt'];

/** The views of attendance, absences and time tracks that every unit has. */
export const attendanceViews: readonly View[] = [
  {
    ...{ name: 'intervals.attendance', title: 'Attendance', entity: 'intervals' },
    columns: [
      ...['id', 'userId', 'agencyId', 'day', 'from', 'to', 'state', 'hours', 'secondEntry', 'needsCheck'],
      ...['entryPassId', 'exitPassId', 'updatedAt'],
    ],
  },
  {
    ...{ name: 'intervals.absence', title: 'Absences', entity: 'time', types: ['ABSENCE'] },
    columns: [...period, 'kind', 'approvedOn', ...rest],
  },
  {
    ...{ name: 'intervals.track', title: 'Time tracks', entity: 'time', types: ['TRACK'] },
    columns: [...period, 'jobId', 'taskId', ...rest],
  },
];
