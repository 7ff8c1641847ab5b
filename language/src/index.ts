export type * from './types.ts';
export {
  charsetLabel,
  charsetNamed,
  charsetOf,
  charsets,
  decodeText,
  decodeWithLabel,
  encodeText,
  jsonEscape,
  xmlReference,
  type OnMissing,
} from './charsets/index.ts';
export { compileExpression } from './compile-expression.ts';
export { compileText } from './compile-text.ts';
export { Decimal } from './decimal.ts';
export { compileTemplate } from './formats/compile-template.ts';
export { readAnswer, type Answer } from './readers/read-answer.ts';
export { readCsv, type CsvReading } from './readers/read-csv.ts';
export { readForm } from './readers/read-form.ts';
export { readJson } from './readers/read-json.ts';
export { readXml } from './readers/read-xml.ts';
export { writeJson } from './readers/write-json.ts';
