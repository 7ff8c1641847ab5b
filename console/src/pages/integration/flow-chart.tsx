import { useTexts } from '../../texts/language.ts';
import { useFormat } from '../../format/format.ts';
import { integrationTexts } from './texts.ts';

export interface FlowPoint {
  readonly at: string;
  readonly delivered: number;
  readonly refused: number;
  readonly failed: number;
}

interface FlowChartProps {
  readonly series: readonly FlowPoint[];
  readonly height?: number;
  /** With days and numbers beside it; without, it stands in a row of a table. */
  readonly full?: boolean;
}

/** Messages over time, one bar for each stretch: what arrived below, what did not above it. */
export function FlowChart({ series, height = 22, full = false }: FlowChartProps) {
  const texts = useTexts(integrationTexts).flow;
  const format = useFormat();
  const sum = (key: 'delivered' | 'refused' | 'failed'): number =>
    series.reduce((total, point) => total + point[key], 0);
  const most = Math.max(1, ...series.map(({ delivered, refused, failed }) => delivered + refused + failed));
  const step = 100 / Math.max(1, series.length);
  const label = texts.label(sum('delivered'), sum('refused'), sum('failed'));
  return (
    <figure className="gw-flow" data-full={full ? '' : undefined}>
      <svg viewBox={`0 0 100 ${height}`} height={height} preserveAspectRatio="none" role="img" aria-label={label}>
        {series.map(({ at, delivered, refused, failed }, index) => {
          const bad = ((refused + failed) / most) * (height - 1);
          const good = (delivered / most) * (height - 1);
          return (
            <g key={at}>
              <rect className="gw-flow-ground" x={index * step} y={height - 1} width={step * 0.75} height={1} />
              <rect className="gw-flow-good" x={index * step} y={height - good} width={step * 0.75} height={good} />
              <rect className="gw-flow-bad" x={index * step} y={height - good - bad} width={step * 0.75} height={bad} />
              {full ? (
                <title>{`${format.dateTime(new Date(at))}: ${texts.label(delivered, refused, failed)}`}</title>
              ) : null}
            </g>
          );
        })}
      </svg>
      {full ? (
        <figcaption className="gw-dimmed">
          <span>{format.dateTime(new Date(series[0]?.at ?? Date.now()))}</span>
          <span>{label}</span>
          <span>{texts.now}</span>
        </figcaption>
      ) : null}
    </figure>
  );
}
