import type { Schemas } from '../../api/call.ts';

export type Definition = Schemas['ApiDefinition'];
export type Mode = 'off' | 'test' | 'live';
export const modes: readonly Mode[] = ['off', 'test', 'live'];
export const modeOf = ({ mode = 'live' }: Definition): Mode => mode;

export type Caller = Definition['authentication'];
export type CallerKind = Caller['kind'];
export type Format = NonNullable<Definition['formats']>[number];
export type Method = NonNullable<Definition['methods']>[number];
export type Sample = NonNullable<Definition['samples']>[number];

export const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
export const formats: readonly Format[] = ['json', 'xml', 'csv', 'form'];

/** Of a definition that nobody has written yet. */
export const blank: Definition = {
  ...{ name: '', path: '/', mode: 'test', authentication: { kind: 'token' } },
  read: `{
  "write": [
    {
      "entity": "companies",
      "do": "upsert",
      "registration": "\${input.code | required('The company has no code')}",
      "fields": { "name": "\${input.name}" }
    }
  ]
}
`,
};

/** Another way to prove it begins with its own fields; secrets are named after the definition when they are typed. */
export function beginCaller(kind: CallerKind): Caller {
  if (kind === 'basic') return { kind, username: '', password: '' };
  return kind === 'hmac' ? { kind, secret: '' } : { kind };
}

export const secretFieldOf = ({ kind }: Caller): 'password' | 'secret' | undefined =>
  kind === 'basic' ? 'password' : kind === 'hmac' ? 'secret' : undefined;

/** The secret that was typed goes beside the definition by its name. */
export function sealTyped(
  body: Definition,
  typed: string | undefined,
): { readonly body: Definition; readonly secrets: Readonly<Record<string, string>> } {
  const { authentication } = body;
  const field = secretFieldOf(authentication);
  if (typed === undefined || field === undefined) return { body, secrets: {} };
  const texts: Readonly<Record<string, string>> = authentication;
  const name = /^\{\{\s*secret:\s*([\w.-]+)\s*\}\}$/.exec(texts[field] ?? '')?.[1] ?? body.name;
  const sealed: Caller = { ...authentication, [field]: `{{secret:${name}}}` };
  return { body: { ...body, authentication: sealed }, secrets: { [name]: typed } };
}

/** Addresses that other systems call. */
export const addressOf = (unit: number, { path }: Pick<Definition, 'path'>): string => `/in/${unit}${path}`;
