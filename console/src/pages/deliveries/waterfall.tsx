import { useFormat } from '../../format/format.ts';
import { useTexts } from '../../texts/language.ts';
import { phasesOf } from './phases.ts';
import { deliveryTexts } from './texts.ts';

interface WaterfallProps {
  readonly timing: Readonly<Record<string, unknown>> | null;
  readonly totalMs: number;
}

/** Where the time of an attempt went, as bars one after the other. */
export function Waterfall({ timing, totalMs }: WaterfallProps) {
  const { attempt } = useTexts(deliveryTexts);
  const format = useFormat();
  const phases = phasesOf(timing, totalMs);
  if (phases.length === 0) return null;
  const total = phases.reduce((sum, { ms }) => sum + ms, 0);
  return (
    <ul className="gw-waterfall" aria-label={attempt.timing}>
      {phases.map(({ name, ms, startMs }) => (
        <li key={name} data-phase={name}>
          <span>{attempt.phases[name]}</span>
          <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect x={(startMs / total) * 100} width={Math.max(0.6, (ms / total) * 100)} height="6" rx="0.6" />
          </svg>
          <span className="gw-number">{format.duration(ms)}</span>
        </li>
      ))}
    </ul>
  );
}
