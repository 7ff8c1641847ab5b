import { MultiSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useTexts } from '../../texts/language.ts';
import './administration.css';
import { administrationTexts } from './texts.ts';

export interface TermsDraft {
  readonly name: string;
  /** One in each line. */
  readonly ipRanges: string;
  readonly methods: readonly string[];
  readonly paths: string;
  /** As the browser's field for days writes it; empty: for ever. */
  readonly expiresOn: string;
  readonly ratePerMinute: number | '';
}

export const termFields = ['name', 'userId', 'ipRanges', 'methods', 'paths', 'expiresAt', 'ratePerMinute'] as const;
const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

const lines = (text: string): string[] =>
  text
    .split(/[\n,]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The end of the day that was named, where the person is. */
function endOfDay(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
}

export function termsBody({ name, ipRanges, methods: allowed, paths, expiresOn, ratePerMinute }: TermsDraft) {
  return {
    name: name.trim(),
    ipRanges: lines(ipRanges),
    methods: allowed.length === 0 ? null : [...allowed],
    paths: lines(paths).length === 0 ? null : lines(paths),
    expiresAt: expiresOn === '' ? null : endOfDay(expiresOn),
    ratePerMinute: ratePerMinute === '' ? null : ratePerMinute,
  };
}

interface TermFieldsProps {
  readonly draft: TermsDraft;
  readonly change: (draft: TermsDraft) => void;
  readonly faults: (field: string) => string | undefined;
}

/** From where, for what and until when a token is good: the same for a new one and for one that is there. */
export function TermFields({ draft, change, faults }: TermFieldsProps) {
  const texts = useTexts(administrationTexts).tokens;
  return (
    <>
      <TextInput
        label={texts.name}
        placeholder={texts.nameExample}
        value={draft.name}
        error={faults('name')}
        required
        withAsterisk={false}
        maxLength={200}
        onChange={({ currentTarget }) => change({ ...draft, name: currentTarget.value })}
      />
      <Textarea
        label={texts.ipRanges}
        description={texts.ipRangesRule}
        value={draft.ipRanges}
        error={faults('ipRanges')}
        required
        withAsterisk={false}
        autosize
        minRows={2}
        onChange={({ currentTarget }) => change({ ...draft, ipRanges: currentTarget.value })}
      />
      <MultiSelect
        label={texts.methods}
        {...(draft.methods.length === 0 ? { placeholder: texts.allMethods } : {})}
        data={methods}
        value={[...draft.methods]}
        error={faults('methods')}
        onChange={(chosen) => change({ ...draft, methods: chosen })}
      />
      <Textarea
        label={texts.paths}
        description={texts.pathsRule}
        value={draft.paths}
        error={faults('paths')}
        autosize
        minRows={1}
        onChange={({ currentTarget }) => change({ ...draft, paths: currentTarget.value })}
      />
      <div className="gw-form-two">
        <TextInput
          type="date"
          label={texts.expiresAt}
          description={texts.expiresRule}
          value={draft.expiresOn}
          error={faults('expiresAt')}
          onChange={({ currentTarget }) => change({ ...draft, expiresOn: currentTarget.value })}
        />
        <NumberInput
          label={texts.rate}
          description={texts.rateRule}
          value={draft.ratePerMinute}
          error={faults('ratePerMinute')}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          onChange={(rate) => change({ ...draft, ratePerMinute: typeof rate === 'number' ? rate : '' })}
        />
      </div>
    </>
  );
}
