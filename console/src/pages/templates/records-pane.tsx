import { TextInput, UnstyledButton } from '@mantine/core';
import { Icon } from '../../components/icon.tsx';
import { ProblemAlert } from '../../components/problem-alert.tsx';
import { summarise, type TroubleGroup, withoutRound } from '../../editor/preview/summarise.ts';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import { templateTexts } from './texts.ts';
import type { Preview } from './use-preview.ts';
import { PreviewState } from './message-pane.tsx';
import type { Samples } from './use-samples.ts';

interface RecordsPaneProps {
  readonly samples: Samples;
  readonly error: Error | null;
  readonly preview: Preview;
  readonly filter: string;
  readonly setFilter: (filter: string) => void;
  /** Opens the message of a record. */
  readonly show: (index: number) => void;
}

/** What becomes of the last records, each with its first trouble. */
export function RecordsPane({ samples, error, preview, filter, setFilter, show }: RecordsPaneProps) {
  const texts = useTexts(templateTexts);
  const format = useFormat();
  const records = preview.good?.records ?? [];
  const { set, of, byCondition } = samples;
  return (
    <div className="gw-records-pane">
      <div className="gw-message-top">
        <SummaryLine preview={preview} />
        <PreviewState preview={preview} />
      </div>
      <p className="gw-dimmed">
        {byCondition ? texts.preview.conditions(set.samples.length, of) : texts.preview.noCondition(set.samples.length)}
      </p>
      <FilterField key={filter} filter={filter} setFilter={setFilter} />
      <ProblemAlert error={error} />
      <div
        className="gw-records-scroll"
        data-stale={preview.isStale}
        tabIndex={0}
        role="region"
        aria-label={texts.summary.label}
      >
        <table className="gw-records-table">
          <thead>
            <tr>
              <th scope="col">{texts.summary.record}</th>
              <th scope="col">{texts.summary.result}</th>
              <th scope="col" className="gw-number">
                {texts.summary.length}
              </th>
            </tr>
          </thead>
          <tbody>
            {records.map(({ label, id, problems, length }, index) => (
              <tr key={id}>
                <td>
                  <UnstyledButton
                    className="gw-link"
                    aria-label={texts.summary.show(label)}
                    onClick={() => show(index)}
                  >
                    {label}
                  </UnstyledButton>
                </td>
                <td>
                  {problems[0] === undefined ? (
                    <span className="gw-good">
                      <Icon name="check" size={14} /> {texts.summary.good}
                    </span>
                  ) : (
                    <span className="gw-bad">
                      <Icon name="alert" size={14} /> {withoutRound(problems[0].message)}
                    </span>
                  )}
                </td>
                <td className="gw-number">{length === 0 ? '' : format.number(length)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function FilterField({ filter, setFilter }: Pick<RecordsPaneProps, 'filter' | 'setFilter'>) {
  const texts = useTexts(templateTexts).preview;
  return (
    <TextInput
      size="xs"
      label={texts.filter}
      placeholder={texts.filterAbout}
      defaultValue={filter}
      className="gw-mono-input"
      onKeyDown={(event) => {
        if (event.key === 'Enter') setFilter(event.currentTarget.value.trim());
      }}
      onBlur={({ currentTarget }) => setFilter(currentTarget.value.trim())}
    />
  );
}

/** "18 ok, 1 missing VAT id, 1 dictionary gap" */
export function SummaryLine({ preview }: { readonly preview: Preview }) {
  const texts = useTexts(templateTexts).summary;
  const records = preview.good?.records ?? [];
  if (records.length === 0) return null;
  const { ok, groups } = summarise(records);
  return (
    <span className="gw-summary" role="status" aria-label={texts.label}>
      <span className="gw-tally" data-tone={ok > 0 ? 'good' : 'none'}>
        {texts.ok(ok)}
      </span>
      {groups.map((group) => (
        <span key={`${group.code}${group.message}`} className="gw-tally" data-tone="trouble" title={group.message}>
          {groupWords(texts.codes, group)}
        </span>
      ))}
    </span>
  );
}

/** The author's own sentence where there is one: "1 Customer has no VAT id". */
function groupWords(
  codes: Readonly<Record<string, (count: number) => string>> & { readonly other: (count: number) => string },
  group: TroubleGroup,
): string {
  const count = group.records.length;
  if (group.code === 'required') {
    const own = group.message.replace(/\.$/, '');
    return own.length <= 60 ? `${count} × ${own}` : `${count} × ${own.slice(0, 59)}…`;
  }
  return (codes[group.code] ?? codes.other)(count);
}
