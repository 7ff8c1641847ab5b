import { Type } from 'typebox';
import { parseRange } from '../address-range.ts';
import { type Fault, Refusal } from '../errors.ts';

/** What is said of a token when it is made and when it is changed. */
export const term = {
  name: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'What it is for.',
    examples: ['turnstile at the gate'],
  }),
  ipRanges: Type.Array(Type.String({ maxLength: 100, examples: ['10.0.5.0/24'] }), {
    minItems: 1,
    maxItems: 100,
    description: 'Addresses and ranges from which it may be used, IPv4 and IPv6.',
    examples: [['10.0.5.0/24', '2001:db8::/48']],
  }),
  methods: Type.Array(Type.String({ pattern: '^[A-Z]{1,20}$', examples: ['POST'] }), {
    minItems: 1,
    maxItems: 20,
    description: 'Methods that it may use; null: all.',
  }),
  paths: Type.Array(Type.String({ pattern: '^/', maxLength: 500, examples: ['/rest/v1/1/time'] }), {
    minItems: 1,
    maxItems: 100,
    description:
      'Paths that it may call; null: all. * stands for one part of a path, ** at the end for everything below.',
  }),
  ratePerMinute: Type.Integer({
    minimum: 1,
    maximum: 1_000_000,
    description: 'How many calls it may make within a minute; null: as many as it likes.',
    examples: [600],
  }),
};

interface Terms {
  readonly ipRanges?: readonly string[];
  readonly paths?: readonly string[] | null;
  readonly expiresAt?: string | null;
}

/** Refuses with every fault that a schema cannot see. */
export function checkTerms({ ipRanges = [], paths, expiresAt }: Terms, now: Date, more: readonly Fault[] = []): void {
  const faults = [
    ...ipRanges.flatMap(rangeFault),
    ...(paths ?? []).flatMap(pathFault),
    ...(typeof expiresAt === 'string' ? momentFault(expiresAt, now) : []),
    ...more,
  ];
  const [first] = faults;
  if (first === undefined) return;
  const many = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  throw new Refusal('invalid-body', `The body has ${many}: ${first.message}`, faults);
}

function momentFault(text: string, now: Date): Fault[] {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime()))
    return [{ path: 'expiresAt', message: `${JSON.stringify(text)} is no moment; write 2027-12-31T00:00:00Z.` }];
  return moment <= now ? [{ path: 'expiresAt', message: 'This moment has passed already.' }] : [];
}

function rangeFault(text: string, index: number): Fault[] {
  if (parseRange(text) !== undefined) return [];
  const message = `${JSON.stringify(text)} is neither an address nor a range; write 10.1.2.3 or 10.0.0.0/8.`;
  return [{ path: `ipRanges[${index}]`, message }];
}

function pathFault(pattern: string, index: number): Fault[] {
  const parts = pattern.split('/');
  const wrong = parts.some(
    (part, at) => part !== '*' && part.includes('*') && !(part === '**' && at === parts.length - 1),
  );
  if (!wrong) return [];
  const message = `${JSON.stringify(pattern)}: * stands for a whole part of the path, ** for everything below and at the end only.`;
  return [{ path: `paths[${index}]`, message }];
}
