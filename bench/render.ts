import { pathToFileURL } from 'node:url';
import {
  invoiceAsJson,
  invoiceAsPohodaXml,
  invoiceScope,
  invoiceWith,
  runWith,
} from '../language/src/formats/worked-examples.ts';
import { compileTemplate } from '../language/src/formats/compile-template.ts';
import type { Template, TemplateSource } from '../language/src/types.ts';

/** One line of the benchmark's table. */
export interface Measure {
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
  /** At least this. */
  readonly target: number;
}

const LINES = 50;
const WARM_UP_MS = 700;
const RUN_MS = 400;
const RUNS = 7;

const cases: readonly { measure: string; source: TemplateSource; target: number }[] = [
  { measure: 'render JSON, 50 lines', source: { format: 'json', body: invoiceAsJson }, target: 4_000 },
  {
    measure: 'render XML in windows-1250, 50 lines',
    source: { format: 'xml', body: invoiceAsPohodaXml },
    target: 3_500,
  },
];

/**
 * Renders per second on one core, bytes included: the two invoices of the specification with 50 lines each. The median of several runs
 * after a warm-up; every render gets a record of its own, as in the queue, where no two messages are the same object.
 */
export async function measureRender(): Promise<Measure[]> {
  const results: Measure[] = [];
  for (const { measure, source, target } of cases) {
    const compiled = compileTemplate(source, invoiceScope);
    if (!compiled.ok) throw new Error(compiled.problems.map((problem) => problem.message).join('\n'));
    rendersPerSecond(compiled.value, WARM_UP_MS);
    const rates: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      rates.push(rendersPerSecond(compiled.value, RUN_MS));
      // The bench runner's other timers get their turn between two runs.
      await new Promise((resolve) => setImmediate(resolve));
    }
    results.push({ measure, value: Math.round(median(rates)), unit: 'renders/s', target });
  }
  return results;
}

function rendersPerSecond(template: Template, durationMs: number): number {
  const records = Array.from({ length: 20 }, () => runWith(invoiceWith(LINES)));
  let renders = 0;
  const started = performance.now();
  let elapsed = 0;
  while (elapsed < durationMs) {
    for (const run of records) {
      const rendered = template.render(run);
      if (!rendered.ok) throw new Error(rendered.problems[0]?.message);
      renders++;
    }
    elapsed = performance.now() - started;
  }
  return (renders / elapsed) * 1_000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { measure, value, unit, target } of await measureRender()) {
    console.log(`${measure}: ${value} ${unit} (at least ${target})`);
  }
}
