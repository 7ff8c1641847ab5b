import { Select, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useMe } from '../../api/session.ts';
import { Moment } from '../../components/moment.tsx';
import { useTexts } from '../../texts/language.ts';
import { withField } from '../integration/body.ts';
import { nextTimes, zones } from './next-times.ts';
import { triggerTexts } from './texts.ts';
import type { Trigger } from './trigger.ts';

type Schedule = NonNullable<Trigger['schedule']>;

interface ScheduleFieldsProps {
  readonly value: Schedule;
  readonly onChange: (value: Schedule) => void;
  readonly error: string | undefined;
}

/** Times as cron writes them, with the next five of them as people do. */
export function ScheduleFields({ value, onChange, error }: ScheduleFieldsProps) {
  const texts = useTexts(triggerTexts).form;
  const { unit } = useMe();
  const times = useMemo(() => nextTimes(value.cron, value.zone, new Date()), [value.cron, value.zone]);
  const wrong = error ?? (times === undefined && value.cron !== '' ? texts.cronWrong : undefined);
  const all = useMemo(() => [...zones()], []);
  return (
    <>
      <TextInput
        label={texts.cron}
        description={texts.cronAbout}
        placeholder="0 6 * * 1-5"
        value={value.cron}
        onChange={({ currentTarget }) => onChange({ ...value, cron: currentTarget.value })}
        {...(wrong === undefined ? {} : { error: wrong })}
      />
      <Select
        label={texts.zone}
        placeholder={texts.zoneUsual}
        searchable
        clearable
        limit={50}
        data={all}
        value={value.zone ?? null}
        onChange={(zone) => onChange(withField(value, 'zone', zone ?? undefined))}
      />
      {times === undefined || times.length === 0 ? null : (
        <div className="gw-wide">
          <p className="gw-field-label" id={`gw-next-${unit}`}>
            {texts.next}
          </p>
          <ol className="gw-next" aria-labelledby={`gw-next-${unit}`}>
            {times.map((time) => (
              <li key={time.getTime()}>
                <Moment at={time} as="full" />
              </li>
            ))}
          </ol>
        </div>
      )}
    </>
  );
}
