import { useState } from 'react';
import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import { overviewTexts } from './texts.ts';

export interface Bucket {
  readonly at: string;
  readonly delivered: number;
  readonly refused: number;
  readonly failed: number;
}

/** Several series of the same times as one. */
export function sumOf(all: readonly (readonly Bucket[])[]): readonly Bucket[] {
  const [first = []] = all;
  return first.map(({ at }, index) => {
    const here = all.map((series) => series[index]);
    const sum = (name: 'delivered' | 'refused' | 'failed'): number =>
      here.reduce((total, bucket) => total + (bucket?.[name] ?? 0), 0);
    return { at, delivered: sum('delivered'), refused: sum('refused'), failed: sum('failed') };
  });
}

const kinds = ['delivered', 'refused', 'failed'] as const;

interface FlowChartProps {
  readonly name: string;
  readonly series: readonly Bucket[];
  readonly bucketMinutes: number;
  readonly height: number;
  /** With figures, times and colours explained; without it is a line among others. */
  readonly legend?: boolean;
}

/** What went through over time, as bars in the colours of the states. A few lines of SVG: a charting library would be half of the first page. */
export function FlowChart({ name, series, bucketMinutes, height, legend = false }: FlowChartProps) {
  const { flow } = useTexts(overviewTexts);
  const [pointed, point] = useState<number>();
  const most = Math.max(1, ...series.map((bucket) => bucket.delivered + bucket.refused + bucket.failed));
  const total = sumOf([series]).reduce(
    (sum, bucket) => ({
      delivered: sum.delivered + bucket.delivered,
      refused: sum.refused + bucket.refused,
      failed: sum.failed + bucket.failed,
    }),
    { delivered: 0, refused: 0, failed: 0 },
  );
  const bucket = pointed === undefined ? undefined : series[pointed];
  return (
    <figure className="gw-flow" data-legend={legend ? '' : undefined}>
      {legend ? <Legend bucket={bucket} bucketMinutes={bucketMinutes} most={most} /> : null}
      <svg
        role="img"
        aria-label={`${flow.label(name)}: ${flow.summary(total.delivered, total.refused, total.failed)}`}
        viewBox={`0 0 ${series.length} 100`}
        preserveAspectRatio="none"
        style={{ height }}
        onMouseLeave={() => point(undefined)}
      >
        {series.map((each, index) => (
          <Bar
            key={each.at}
            bucket={each}
            index={index}
            most={most}
            pointed={pointed === index}
            {...(legend ? { onPoint: () => point(index) } : {})}
          />
        ))}
      </svg>
      {legend ? <Axis series={series} bucketMinutes={bucketMinutes} /> : null}
    </figure>
  );
}

function Bar({
  bucket,
  index,
  most,
  pointed,
  onPoint,
}: {
  readonly bucket: Bucket;
  readonly index: number;
  readonly most: number;
  readonly pointed: boolean;
  readonly onPoint?: () => void;
}) {
  // Whatever there was is seen, be it one among thousands.
  const heights = kinds.map((kind) => (bucket[kind] === 0 ? 0 : Math.max(2, (bucket[kind] / most) * 98)));
  const [delivered = 0, refused = 0, failed = 0] = heights;
  return (
    <g onMouseMove={onPoint} data-pointed={pointed ? '' : undefined}>
      <rect x={index} y="0" width="1" height="100" className="gw-flow-ground" />
      <rect x={index + 0.12} y={99.5 - delivered} width="0.76" height={delivered} className="gw-flow-delivered" />
      <rect x={index + 0.12} y={99.5 - delivered - refused} width="0.76" height={refused} className="gw-flow-refused" />
      <rect
        x={index + 0.12}
        y={99.5 - delivered - refused - failed}
        width="0.76"
        height={failed}
        className="gw-flow-failed"
      />
    </g>
  );
}

/** The colours with their words; with the figures of the bar that is pointed at. */
function Legend({
  bucket,
  bucketMinutes,
  most,
}: {
  readonly bucket: Bucket | undefined;
  readonly bucketMinutes: number;
  readonly most: number;
}) {
  const { flow } = useTexts(overviewTexts);
  const format = useFormat();
  const from = bucket === undefined ? undefined : new Date(bucket.at);
  const until = from === undefined ? undefined : new Date(from.getTime() + bucketMinutes * 60_000);
  return (
    <figcaption className="gw-flow-legend">
      {kinds.map((kind) => (
        <span key={kind}>
          <i className={`gw-flow-${kind}`} /> {flow[kind]}
          {bucket === undefined ? null : <strong> {format.number(bucket[kind])}</strong>}
        </span>
      ))}
      <span className="gw-flow-when">
        {from === undefined || until === undefined
          ? `↕ ${format.number(most)}`
          : `${format.shortly(from, new Date())} – ${format.time(until, 'minutes')}`}
      </span>
    </figcaption>
  );
}

function Axis({ series, bucketMinutes }: { readonly series: readonly Bucket[]; readonly bucketMinutes: number }) {
  const format = useFormat();
  const marks = [0, 0.25, 0.5, 0.75].flatMap((share) => series[Math.floor(series.length * share)]?.at ?? []);
  const oneDay = series.length * bucketMinutes <= 26 * 60;
  return (
    <div className="gw-flow-axis" aria-hidden="true">
      {marks.map((at) => (
        <span key={at}>{oneDay ? format.time(new Date(at), 'minutes') : format.shortDay(new Date(at))}</span>
      ))}
    </div>
  );
}
