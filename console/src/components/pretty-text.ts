export interface PrettyText {
  readonly kind: 'json' | 'xml' | 'text';
  readonly text: string;
}

/** Indents JSON and XML for reading. What cannot be read as either comes back as it is. */
export function prettyText(body: string): PrettyText {
  const begin = body.trimStart().charAt(0);
  if (begin === '{' || begin === '[') return prettyJson(body);
  if (begin === '<') return { kind: 'xml', text: prettyXml(body) };
  return { kind: 'text', text: body };
}

function prettyJson(body: string): PrettyText {
  try {
    JSON.parse(body);
  } catch {
    return { kind: 'text', text: body };
  }
  return { kind: 'json', text: indentJson(body) };
}

/** By its characters, not by its values: `1210.00` stays `1210.00`, which a parsed number would not. */
function indentJson(body: string): string {
  const tokens = body.match(/"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+|[{}[\],:]/g) ?? [];
  let out = '';
  let depth = 0;
  const line = (): string => `\n${'  '.repeat(depth)}`;
  tokens.forEach((token, index) => {
    const after = tokens[index + 1];
    if (token === '{' || token === '[') {
      const isEmpty = after === '}' || after === ']';
      depth += 1;
      out += isEmpty ? token : token + line();
    } else if (token === '}' || token === ']') {
      depth -= 1;
      const before = tokens[index - 1];
      out += before === '{' || before === '[' ? token : line() + token;
    } else if (token === ',') out += token + line();
    else if (token === ':') out += ': ';
    else out += token;
  });
  return out;
}

/** One element a line, text beside its element. Only white space between elements is changed. */
function prettyXml(body: string): string {
  const parts = body.match(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<[^>]+>|[^<]+/g) ?? [];
  const lines: string[] = [];
  let depth = 0;
  let open = false;
  for (const part of parts) {
    if (!part.startsWith('<') || part.startsWith('<![CDATA[')) {
      if (part.trim() === '') continue;
      lines[lines.length - 1] = `${lines.at(-1) ?? ''}${part.trim()}`;
      continue;
    }
    const closes = part.startsWith('</');
    if (closes) {
      depth = Math.max(0, depth - 1);
      if (open) lines[lines.length - 1] = `${lines.at(-1) ?? ''}${part}`;
      else lines.push('  '.repeat(depth) + part);
      open = false;
      continue;
    }
    lines.push('  '.repeat(depth) + part);
    open = !part.endsWith('/>') && !/^<[?!]/.test(part);
    if (open) depth += 1;
  }
  return lines.join('\n');
}
