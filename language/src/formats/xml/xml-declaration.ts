import { charsetLabel, charsetNamed, charsets, encodingOfXmlDeclaration } from '../../charsets/index.ts';
import type { Compilation } from '../../compile.ts';
import type { Range } from '../../source-text.ts';
import type { Charset } from '../../types.ts';

/** The charset of an XML template, and its declaration as it will be written (with a line break behind it). */
export interface XmlEncoding {
  readonly charset: Charset;
  readonly declaration: string;
}

/**
 * The declaration's encoding decides; a charset given beside the template must be the same. A declaration is added where XML demands one,
 * that is for everything but UTF-8.
 */
export function xmlEncoding(
  compilation: Compilation,
  declaration: Range | undefined,
  given: Charset | undefined,
): XmlEncoding {
  if (declaration === undefined) {
    const charset = given ?? 'utf-8';
    if (charset === 'utf-8') return { charset, declaration: '' };
    return { charset, declaration: `<?xml version="1.0" encoding="${charsetLabel(charset)}"?>\n` };
  }
  const written = compilation.source.text.slice(declaration.start, declaration.end);
  const place = compilation.source.placeOf(declaration.start, declaration.end);
  const encoding = encodingOfXmlDeclaration(written);
  if (encoding === undefined) {
    const charset = given ?? 'utf-8';
    if (charset === 'utf-8') return { charset, declaration: `${written}\n` };
    const added = written.replace(/(\sversion\s*=\s*(?:"[^"]*"|'[^']*'))/, `$1 encoding="${charsetLabel(charset)}"`);
    return { charset, declaration: `${added}\n` };
  }
  const charset = charsetNamed(encoding);
  if (charset === undefined) {
    const message = `Gangway does not write the encoding "${encoding}". Use one of ${charsets.join(', ')}.`;
    compilation.report('wrong-charset', message, place);
  } else if (given !== undefined && given !== charset) {
    const message = `The declaration says ${encoding}, but the template's charset is ${given}. Make them the same, or leave the charset out.`;
    compilation.report('wrong-charset', message, place);
  }
  const label = charsetLabel(charset ?? 'utf-8');
  // `cp1250` and its kind are written under the registered name, because many parsers know no other.
  const shown =
    encoding.toLowerCase() === label.toLowerCase()
      ? written
      : written.replace(/(\sencoding\s*=\s*["'])[^"']*/, `$1${label}`);
  return { charset: charset ?? 'utf-8', declaration: `${shown}\n` };
}
