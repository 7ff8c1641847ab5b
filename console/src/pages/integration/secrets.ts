const whole = /^\{\{secret:([A-Za-z0-9._-]+)\}\}$/;

/** The name of the secret that a text stands for; undefined where it is anything else. */
export const secretNamed = (text: string): string | undefined => whole.exec(text)?.[1];

/** The names of all secrets that something refers to. */
export function secretsIn(value: unknown): readonly string[] {
  const text = JSON.stringify(value) as string | undefined;
  const found = [...(text ?? '').matchAll(/\{\{secret:([A-Za-z0-9._-]+)\}\}/g)];
  return [...new Set(found.map(([, name = '']) => name))];
}
