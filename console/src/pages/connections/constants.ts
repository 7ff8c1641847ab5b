type Constants = Readonly<Record<string, unknown>>;

/** Constants as a person types them; what is no text stands as JSON. */
export function readConstants(constants: Constants = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(constants).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

/** Back again: what was no text before stays none, as long as it can be read as JSON. */
export function writeConstants(
  typed: Readonly<Record<string, string>> | undefined,
  before: Constants = {},
): Constants | undefined {
  if (typed === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(typed).map(([name, text]) => {
      const old = before[name];
      return [name, old === undefined || typeof old === 'string' ? text : parsed(text)];
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
